"""A table as text, pasted from a sheet or saved as .csv: lines to cells, in a limited child process.

受援人,援助事项            a comma, full-width or not, a semicolon or a tab between two cells
"张三",工伤赔偿
"""

import csv
import re
import sys
from io import StringIO

import msgspec

from documents.child import limit_resources, run_child
from documents.refusals import BY_CODE, DamagedFile, EmptyFile, OversizedFile, UnreadableFile
from documents.sheet_xml import column_letters
from documents.workbook import Cell, Sheet, Workbook

MAX_LINES, MAX_COLUMNS, LONGEST = 5_000, 60, 2_000
ENCODINGS = ("utf-8-sig", "gb18030")
SHEET = "文本"
_SEPARATORS = ("\t", ",", ";")


class FoundLines(msgspec.Struct, frozen=True):
    """What the child hands back: the cells of each line, or the code of its refusal."""

    lines: list[list[str]] = []
    refused: str = ""


def read_text_table(data: bytes, name: str) -> Workbook:
    """The table as a workbook of one sheet, whose cells are all text; raises an `UnreadableFile`."""
    shown = name if len(name) <= 80 else f"{name[:70]}…{name[-9:]}"
    if not data.strip():
        raise EmptyFile(name=shown)
    found = msgspec.json.decode(run_child("documents.text_table", data, name=shown), type=FoundLines)
    if found.refused:
        raise BY_CODE[found.refused](name=shown)
    rows = tuple(_row(number, cells) for number, cells in enumerate(found.lines, start=1))
    return Workbook(shown, (Sheet(SHEET, False, rows),))


def _row(number: int, cells: list[str]) -> dict[int, Cell]:
    return {
        column: Cell(f"{column_letters(column)}{number}", text) for column, text in enumerate(cells, start=1) if text
    }


def find_lines(data: bytes, name: str) -> list[list[str]]:
    """The cells of each line; DamagedFile for what is no text, OversizedFile for too much of it."""
    text = _decoded(data, name)
    lines = text.splitlines()
    if len(lines) > MAX_LINES or any(len(line) > LONGEST for line in lines):
        raise OversizedFile(name=name)
    text = re.sub("[，；]", lambda found: "," if found[0] == "，" else ";", text) if _comma_between(lines) else text
    head = text.splitlines()[0] if lines else ""
    between = max(_SEPARATORS, key=head.count)
    try:
        found = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), delimiter=between, strict=True)]
    except csv.Error as error:
        raise DamagedFile(name=name) from error
    if any(len(row) > MAX_COLUMNS for row in found):
        raise OversizedFile(name=name)
    return found


def _comma_between(lines: list[str]) -> bool:
    """Whether cells are parted by full-width marks: the first line has no other."""
    head = lines[0] if lines else ""
    return not any(mark in head for mark in _SEPARATORS)


def _decoded(data: bytes, name: str) -> str:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DamagedFile(name=name)


def main() -> None:
    """Read text from standard input; write `FoundLines` to standard output."""
    limit_resources()
    try:
        encoded = msgspec.json.encode(FoundLines(lines=find_lines(sys.stdin.buffer.read(), "list.csv")))
    except UnreadableFile as refusal:
        encoded = msgspec.json.encode(FoundLines(refused=refusal.code))
    except MemoryError:
        encoded = msgspec.json.encode(FoundLines(refused=OversizedFile.code))
    sys.stdout.buffer.write(encoded)
