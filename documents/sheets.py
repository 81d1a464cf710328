"""The part of reading a list that runs in its own process under limits: a file's bytes to plain cells, as JSON.

`documents.workbook` starts it. One module per format; here the .xlsx: its values come from calamine, which cells hold
formulas from the sheet's own XML.
"""

import sys
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.sax import SAXException  # nosec B406 - an exception; parsing is defusedxml's

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from documents.child import limit_resources
from documents.found import Found, FoundSheet, Plain, When, number
from documents.guard import UNZIP_ERRORS, Format, check_file
from documents.ods_sheets import ods_sheets
from documents.refusals import BrokenText, DamagedFile, ForbiddenXml, OversizedFile, UnreadableFile
from documents.sheet_xml import MAX_COLUMNS, MAX_ROWS, FormulaScan, RootReached, SheetNames
from documents.text_sheets import text_sheet
from documents.xls_records import xls_scans


def find_sheets(data: bytes, name: str) -> Found:
    """The sheets of a list; raises `UnreadableFile` if it is damaged, hostile or too large."""
    form = check_file(data, name)
    try:
        match form:
            case Format.CSV:
                sheet, read_as = text_sheet(data, name)
                return Found([sheet], read_as)
            case Format.XLSX:
                return Found(_xlsx(data, name), form.upper())
            case Format.ODS:
                return Found(ods_sheets(_xml_parts(data), name), form.upper())
            case Format.XLS:
                return Found(_xls(data, name), form.upper())
    except DefusedXmlException as error:
        raise ForbiddenXml(name=name) from error
    except (CalamineError, SAXException, *UNZIP_ERRORS, KeyError, IndexError) as error:
        raise DamagedFile(name=name) from error


def _xlsx(data: bytes, name: str) -> list[FoundSheet]:
    formulas = _scan(_xml_parts(data), name)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [
        _sheet(sheet, meta, list(sheet.merged_cell_ranges or []), formulas.get(sheet.name, {}))
        for meta in book.sheets_metadata
        if meta.typ is SheetTypeEnum.WorkSheet and (sheet := _opened(book, meta.name, name))
    ]


def _xls(data: bytes, name: str) -> list[FoundSheet]:
    """As calamine reads it, after every record was found to lie within bounds; formulas from the records."""
    scans = xls_scans(data, name)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [
        _sheet(_opened(book, meta.name, name), meta, scan.merged, scan.formulas)
        for meta, scan in zip(book.sheets_metadata, scans, strict=True)
        if meta.typ is SheetTypeEnum.WorkSheet
    ]


def _xml_parts(data: bytes) -> dict[str, bytes]:
    """The XML parts of a zip, each of its stated size and found free of a DOCTYPE."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist() if part.endswith((".xml", ".rels", ".vml"))}
    for content in parts.values():
        _refuse_doctype(content)
    return parts


def _scan(parts: dict[str, bytes], name: str) -> dict[str, dict[str, tuple[str, bool]]]:
    """Formulas per sheet name."""
    names, found = SheetNames.of(parts), {}
    for sheet, target in names.items():
        scan = FormulaScan()
        parseString(parts[target], scan, forbid_dtd=True)
        if scan.too_large:
            raise OversizedFile(name=name)
        found[sheet] = scan.formulas
    return found


def _refuse_doctype(content: bytes) -> None:
    try:
        parseString(content, RootReached(), forbid_dtd=True)
    except RootReached.Reached:
        return
    except SAXException:
        return  # not XML: whoever needs this part will say so


def _opened(book: CalamineWorkbook, sheet: str, name: str) -> CalamineSheet:
    """The sheet as calamine reads it, which may be another than was scanned if two have one name."""
    opened = book.get_sheet_by_name(sheet)
    if opened.end and (opened.end[0] >= MAX_ROWS or opened.end[1] >= MAX_COLUMNS):
        raise OversizedFile(name=name)
    return opened


def _sheet(sheet: CalamineSheet, meta: Any, merged: list[Any], formulas: dict[str, tuple[str, bool]]) -> FoundSheet:
    cells = [
        (row, column, _value(value))
        for row, values in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value not in ("", None)
    ]
    hidden = meta.visible is not SheetVisibleEnum.Visible
    return FoundSheet(sheet.name, hidden, cells, [(*first, *last) for first, last in merged], formulas)


def _value(value: Any) -> Plain:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case bool() | int():
            return value
        case float():
            return number(value)
        case datetime() | date():
            return When(value.isoformat())
        case _:
            return str(value)


def main(form: str) -> None:
    """Read a list of a format from standard input; write `Found` to standard output."""
    limit_resources()
    try:
        found = find_sheets(sys.stdin.buffer.read(), f"list.{form}")
        encoded = msgspec.json.encode(found)
    except BrokenText as broken:
        encoded = msgspec.json.encode(Found(refused=broken.code, line=broken.line, fault=broken.fault))
    except UnreadableFile as refusal:
        encoded = msgspec.json.encode(Found(refused=refusal.code))
    except MemoryError:
        encoded = msgspec.json.encode(Found(refused=OversizedFile.code))
    sys.stdout.buffer.write(encoded)
