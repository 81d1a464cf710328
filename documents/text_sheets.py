"""A list as text, .csv, .txt or .tsv: its encoding and its separator are found, and said. Runs in the child process.

UTF-8 with or without its mark, UTF-16 with it, GB18030.    , ; or tab
"0000-7000001"      text, whatever it looks like: dates and numbers are read from it later
=SUM(A1:A3)         a formula whose result is not stored;  ="0012" is how some programs write the text 0012
"""

import csv
import re
from io import StringIO

from documents.found import FoundSheet
from documents.guard import WIDE
from documents.refusals import BrokenText, OversizedFile
from documents.sheet_xml import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, column_letters

SEPARATORS = (",", "\t", ";")
SHOWN = {",": "“,”", ";": "“;”", "\t": "Tab"}
LOOKED_AT = 200  # records by which the separator is told
LONGEST_CELL = 100_000
BREAK = re.compile(r"\r\n|\r|\n")
STATED = re.compile(r"sep=(.)\s*")
QUOTED = re.compile(r'="([^"]*)"')
FORMULA = re.compile(r"=.*[(A-Za-z0-9]", re.DOTALL)


def text_sheet(data: bytes, name: str) -> tuple[FoundSheet, str]:
    """Its one sheet and how it was read; BrokenText if it cannot be, with the line."""
    text, encoding = _decoded(data, name)
    if "\0" in text:
        raise BrokenText(name=name, line=_line(text, text.index("\0")), fault="nul")
    text = text.rstrip("\x1a")
    stated = STATED.match(text)
    separator = stated[1] if stated and stated[1] in SEPARATORS else _separator(text)
    skipped = 1 if stated else 0
    csv.field_size_limit(LONGEST_CELL)
    cells, formulas = [], {}
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    for row, values in enumerate(_records(reader, name)):
        if row >= MAX_ROWS or len(values) > MAX_COLUMNS or len(cells) > MAX_CELLS:
            _require_empty(values[MAX_COLUMNS:] if row < MAX_ROWS and len(cells) <= MAX_CELLS else values, name)
        for column, written in enumerate(values[:MAX_COLUMNS]):
            value = quoted[1] if (quoted := QUOTED.fullmatch(written)) else written
            if row < skipped or not value:
                continue
            if value is written and FORMULA.match(value):
                formulas[f"{column_letters(column + 1)}{row + 1}"] = (value[1:], False)
            else:
                cells.append((row, column, value))
    form = f"CSV · {encoding} · {SHOWN[separator]}"
    return FoundSheet("CSV", False, cells, [], formulas), form


def _require_empty(values: list[str], name: str) -> None:
    """Beyond the bounds nothing may be said."""
    if any(values):
        raise OversizedFile(name=name)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding. Where UTF-8 and GB18030 both fail, the line where the later one did."""
    if data.startswith(WIDE):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-16", "ignore")
            raise BrokenText(name=name, line=_line(before, len(before)), fault="not_utf16") from error
    places = []
    for encoding, shown in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            return data.decode(encoding), shown
        except UnicodeDecodeError as error:
            places.append(error.start + (3 if error.object is not data and encoding == "utf-8-sig" else 0))
    line = len(re.findall(rb"\r\n|\r|\n", data[: max(places)])) + 1
    raise BrokenText(name=name, line=line, fault="undecodable")


def _line(text: str, at: int) -> int:
    return len(BREAK.findall(text[:at])) + 1


def _separator(text: str) -> str:
    """The one that parts most records into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _regularity(text, separator))


def _regularity(text: str, separator: str) -> int:
    widths: dict[int, int] = {}
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for _, values in zip(range(LOOKED_AT), reader, strict=False):
            widths[len(values)] = widths.get(len(values), 0) + 1
    except csv.Error:
        pass  # what is wrong with it is said when it is read
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _records(reader, name: str):  # type: ignore[no-untyped-def]
    """The records; what is wrong with one is said with the line it begins in."""
    while True:
        begun = reader.line_num + 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault = "long" if "field" in str(error) and "limit" in str(error) else "quotes"
            raise BrokenText(name=name, line=begun, fault=fault) from error
