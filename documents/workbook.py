"""A list as sheets, rows and cells, whatever format it came in. It is opened in a limited child process, never here.

Cell(ref="F7", value="9个单位中有6个")
Cell(ref="B5", value="省厅", merged_from="B4")          the rest of a merged range, filled from its first cell
Cell(ref="I16", formula='CONCATENATE("补","录")')       a formula without a stored result
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from documents.child import run_child
from documents.found import Found, FoundSheet, Plain, When
from documents.guard import check_file
from documents.refusals import BY_CODE, BrokenText, OversizedFile
from documents.sheet_xml import MAX_CELLS, column_letters, column_number

EMPTY: Mapping[int, "Cell"] = MappingProxyType({})
Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something. `stored` is false only for a formula without a result."""

    ref: str
    value: Value = None
    formula: str | None = None
    stored: bool = True
    merged_from: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the first to the last that holds something, each as column (from 1) → cell; `rows[0]` is row 1.

    All rows that hold nothing are one and the same object, so a wide gap costs nothing.
    """

    name: str
    hidden: bool
    rows: tuple[Mapping[int, Cell], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """`form` says how the file was read, such as `CSV · GB18030 · “,”`."""

    name: str
    sheets: tuple[Sheet, ...]
    form: str = ""


def read_workbook(data: bytes, name: str) -> Workbook:
    """The workbook in `data`, uploaded as `name`; raises an `UnreadableFile` that says why it is not read."""
    shown = name if len(name) <= 80 else f"{name[:70]}…{name[-9:]}"
    form = check_file(data, shown)
    found = msgspec.json.decode(run_child("documents.sheets", data, form.value, name=shown), type=Found)
    if found.refused == BrokenText.code:
        raise BrokenText(name=shown, line=found.line, fault=found.fault)
    if found.refused:
        raise BY_CODE[found.refused](name=shown)
    budget = MAX_CELLS  # of cells that merged ranges may fill, in all sheets together
    sheets = []
    for sheet in found.sheets:
        cells = _cells(sheet)
        budget -= _fill_merged(cells, sheet.merged, budget, shown)
        sheets.append(_sheet(sheet, cells))
    return Workbook(shown, tuple(sheets), found.form)


def _cells(found: FoundSheet) -> dict[tuple[int, int], Cell]:
    cells = {(row + 1, column + 1): Cell(_ref(row, column), _value(value)) for row, column, value in found.cells}
    for ref, (text, stored) in found.formulas.items():
        place = _place(ref)
        cell = cells.get(place, Cell(ref))
        cells[place] = replace(cell, formula=text, stored=stored)
    return cells


def _sheet(found: FoundSheet, cells: dict[tuple[int, int], Cell]) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(cells.items()):
        rows.setdefault(row, {})[column] = cell
    return Sheet(found.name, found.hidden, tuple(rows.get(row, EMPTY) for row in range(1, max(rows, default=0) + 1)))


def _fill_merged(
    cells: dict[tuple[int, int], Cell], merged: list[tuple[int, int, int, int]], budget: int, name: str
) -> int:
    """Give each further cell of a merged range the value of its first; how much of the budget that took.

    Ranges are cut at the used area.
    """
    last_row, last_column = (max((place[axis] for place in cells), default=0) for axis in (0, 1))
    left_over = budget
    for top, left, bottom, right in merged:
        origin = cells.get((top + 1, left + 1))
        rows, columns = range(top + 1, min(bottom + 1, last_row) + 1), range(left + 1, min(right + 1, last_column) + 1)
        if origin is None:
            continue
        left_over -= len(rows) * len(columns)
        if left_over < 0:
            raise OversizedFile(name=name)
        for place in ((row, column) for row in rows for column in columns):
            if place != (top + 1, left + 1):
                cells[place] = replace(origin, ref=_ref(place[0] - 1, place[1] - 1), merged_from=origin.ref)
    return budget - left_over


def _value(value: Plain) -> Value:
    match value:
        case When(iso=iso):
            return datetime.fromisoformat(iso)
        case _:
            return value


def _ref(row: int, column: int) -> str:
    return f"{column_letters(column + 1)}{row + 1}"


def _place(ref: str) -> tuple[int, int]:
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters) :]), column_number(letters)
