"""Which column of a list holds what, where somebody says so: chosen now, or remembered for a header like this one.

columns_of("problem=E, area=C 整改时限:14")     {Column.PROBLEM: 5, Column.AREA: 3, Column.DUE: 14}
signature(cells)                               tells a header again, whatever its list is called
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from documents.cells import clean_text
from documents.headers import (
    REQUIRED,
    SEARCHED_ROWS,
    Column,
    Header,
    find_header,
    fold,
    likely_header,
    match_columns,
)
from documents.limits import FIELDS
from documents.sheet_xml import MAX_COLUMNS, column_letters, column_number
from documents.workbook import Cell, Sheet, Workbook
from workflow import mappings
from workflow.batch_errors import ColumnTwice, UnknownColumn
from workflow.messages.mapping import MappedColumn

CODES: Mapping[Column, str] = {Column.SERIAL: "serial", **FIELDS}
COLUMN_OF = {code: column for column, code in CODES.items()}
SHOWN, SAMPLES, MOST_SHOWN = 60, 3, 60
RESULT = "处理结果"  # the column that a corrected workbook has more than the list
ONE = re.compile(r"\s*([^\s:=,;]+)\s*[:=]\s*([A-Za-z]{1,3}|\d{1,4})\s*")
assert set(CODES.values()) == set(mappings.COLUMNS)
assert {CODES[column] for column in REQUIRED} == set(mappings.REQUIRED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns as somebody chose them, of the header in this row of this sheet; where unsaid, of the likeliest one."""

    columns: Mapping[Column, int]
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """Columns that are remembered for a header."""

    mapping_id: UUID
    columns: Mapping[Column, int]
    remembered_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the columns of a list are to be found: as chosen; else as remembered, by signature; else by their names."""

    chosen: Chosen | None = None
    known: Mapping[str, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A cell of a header as it is shown to choose by: its place and text, what is under it, what it is taken for."""

    place: int
    letters: str
    text: str
    samples: tuple[str, ...]
    column: Column | None


BY_NAME = Wanted()


def find_columns(workbook: Workbook, wanted: Wanted) -> tuple[Header, Known | None]:
    """The header, and what was remembered where that is why it is read so; raises what `find_header` does."""
    if wanted.chosen:
        sheet, row = place_of(workbook, wanted.chosen)
        return header_at(sheet, row, wanted.chosen.columns), None
    for sheet in sorted(workbook.sheets, key=lambda sheet: sheet.hidden):
        for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS], start=1):
            if cells and (known := wanted.known.get(signature(cells))):
                return header_at(sheet, row, known.columns), known
    return find_header(workbook), None


def place_of(workbook: Workbook, chosen: Chosen) -> tuple[Sheet, int]:
    """The sheet and row of the header that is meant."""
    sheet, row = likely_header(workbook)
    if chosen.sheet:
        named = next((one for one in workbook.sheets if one.name == chosen.sheet), None)
        if named is None:
            raise UnknownColumn(column=chosen.sheet[:SHOWN], known=" ".join(CODES.values()))
        sheet, row = named, row if named is sheet else 1
    if chosen.row > max(1, min(len(sheet.rows), SEARCHED_ROWS)):
        raise UnknownColumn(column=str(chosen.row), known=" ".join(CODES.values()))
    return sheet, chosen.row or row


def header_at(sheet: Sheet, row: int, columns: Mapping[Column, int]) -> Header:
    """A header whose columns somebody said. ColumnTwice, ColumnUnmapped and UnknownColumn refuse what is no mapping."""
    checked = mappings.require_columns(MappedColumn(CODES[column], place) for column, place in columns.items())
    taken = {one.place for one in checked}
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else {}
    ignored = tuple(text for place, cell in cells.items() if place not in taken and (text := shown(cell)))
    said = {COLUMN_OF[one.column]: one.place for one in checked}
    return Header(sheet=sheet, row=row, columns=said, ignored=ignored, missing=())


def signature(cells: Mapping[int, Cell]) -> str:
    """SHA-256 over what each cell of a header says, and where; spaces, widths and brackets do not count."""
    said = (f"{place} {fold(shown(cell))}" for place, cell in sorted(cells.items()) if shown(cell) not in ("", RESULT))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def header_cells(sheet: Sheet, row: int, columns: Mapping[Column, int] | None = None) -> list[HeaderCell]:
    """The columns under a header with samples of what they hold, those without a name too."""
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else {}
    taken = {place: column for column, place in (match_columns(cells) if columns is None else columns).items()}
    below = sheet.rows[row:]
    used = {place for line in below for place, cell in line.items() if not cell.merged_from} | set(cells)
    return [
        HeaderCell(place, column_letters(place), shown(cells[place]) if place in cells else "",
                   tuple(_samples(below, place)), taken.get(place))
        for place in sorted(used)[:MAX_COLUMNS]
    ]  # fmt: skip


def _samples(rows: Iterable[Mapping[int, Cell]], place: int) -> list[str]:
    found: dict[str, None] = {}
    for cells in rows:
        if place in cells and (text := shown(cells[place])):
            found.setdefault(text)
        if len(found) == SAMPLES:
            break
    return list(found)


def shown(cell: Cell) -> str:
    """What a cell says, as far as it is shown: one line, no characters that cannot be seen."""
    value = f"={cell.formula}" if cell.formula is not None and cell.value is None else cell.value
    return " ".join(clean_text(value)[0].split())[:SHOWN]


def columns_of(text: str) -> dict[Column, int]:
    """The columns of `problem=E, area=3`; by our codes or our Chinese names. UnknownColumn, ColumnTwice."""
    found: dict[Column, int] = {}
    for part in filter(str.strip, re.split(r"[,;，；\s]+(?=[^\s:=]*\s*[:=])", text.strip())):
        said = ONE.fullmatch(part)
        column = said and (COLUMN_OF.get(said[1]) or next((one for one in Column if one.value == said[1]), None))
        if not said or column is None:
            raise UnknownColumn(column=part[:SHOWN], known=" ".join(CODES.values()))
        if column in found:
            raise ColumnTwice(column=mappings.COLUMNS[CODES[column]])
        found[column] = int(said[2]) if said[2].isdecimal() else column_number(said[2].upper())
    return found
