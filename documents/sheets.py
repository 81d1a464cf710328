"""The part of reading a workbook that runs in its own process under limits: zip parts to plain cells, as JSON.

`documents.workbook` starts it. Values come from calamine; which cells hold formulas, from the sheet's own XML.
"""

import math
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
from documents.guard import UNZIP_ERRORS, check_file
from documents.refusals import DamagedFile, ForbiddenXml, OversizedFile, UnreadableFile
from documents.sheet_xml import MAX_COLUMNS, MAX_ROWS, FormulaScan, RootReached, SheetNames


class When(msgspec.Struct, frozen=True):
    """A cell's date, or date and time, in ISO form; tells it from text."""

    iso: str


class FoundSheet(msgspec.Struct, frozen=True):
    """Cells that hold something, by row and column from 0; merged ranges; formulas as reference → (text, stored)."""

    name: str
    hidden: bool
    cells: list[tuple[int, int, When | str | bool | int | float]]
    merged: list[tuple[int, int, int, int]]
    formulas: dict[str, tuple[str, bool]]


class Found(msgspec.Struct, frozen=True):
    """What the child hands back: sheets, or the code of its refusal."""

    sheets: list[FoundSheet] = []
    refused: str = ""


def find_sheets(data: bytes, name: str) -> list[FoundSheet]:
    """The sheets of an .xlsx; raises `UnreadableFile` if it is damaged, hostile or too large."""
    check_file(data, name)
    try:
        formulas = _scan(data, name)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return [
            _sheet(_opened(book, meta.name, name), meta.visible is not SheetVisibleEnum.Visible, formulas)
            for meta in book.sheets_metadata
            if meta.typ is SheetTypeEnum.WorkSheet
        ]
    except DefusedXmlException as error:
        raise ForbiddenXml(name=name) from error
    except (CalamineError, SAXException, *UNZIP_ERRORS, KeyError) as error:
        raise DamagedFile(name=name) from error


def _scan(data: bytes, name: str) -> dict[str, dict[str, tuple[str, bool]]]:
    """Formulas per sheet name, after every XML part was found free of a DOCTYPE and within its stated size."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist() if part.endswith((".xml", ".rels", ".vml"))}
    for content in parts.values():
        _refuse_doctype(content)
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


def _sheet(sheet: CalamineSheet, hidden: bool, formulas: dict[str, dict[str, tuple[str, bool]]]) -> FoundSheet:
    cells = [
        (row, column, _value(value))
        for row, values in enumerate(sheet.to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value not in ("", None)
    ]
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    return FoundSheet(sheet.name, hidden, cells, merged, formulas.get(sheet.name, {}))


def _value(value: Any) -> When | str | bool | int | float:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case bool():
            return value
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case float() if not math.isfinite(value):
            return str(value)
        case int() | float():
            return value
        case datetime() | date():
            return When(value.isoformat())
        case _:
            return str(value)


def main() -> None:
    """Read a workbook from standard input; write `Found` to standard output."""
    limit_resources()
    try:
        found = Found(sheets=find_sheets(sys.stdin.buffer.read(), "list.xlsx"))
        encoded = msgspec.json.encode(found)
    except UnreadableFile as refusal:
        encoded = msgspec.json.encode(Found(refused=refusal.code))
    except MemoryError:
        encoded = msgspec.json.encode(Found(refused=OversizedFile.code))
    sys.stdout.buffer.write(encoded)
