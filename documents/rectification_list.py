"""A rectification list (整改清单) to drafts of items. A dry run and the real run read it here alike.

parsed = read_list(data, "整改清单.xlsx", register)
parsed.counts               {"accepted": 4, "mended": 3, …}
parsed.rows[4].notes        Note(cell="G5", column="责任单位", given="石桥司法局", suggestion="石桥市司法局", …)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from documents.drafts import ItemDraft, Note, Outcome, ParsedList, ParsedRow, item_key
from documents.headers import Column, Header
from documents.list_rows import outcome_of, read_row
from documents.mapping import BY_NAME, RESULT, Wanted, find_columns
from documents.readings import NoteKind
from documents.refusals import TooManyRows
from documents.register import Area, Register, Unit
from documents.sheet_xml import ROWS, column_letters
from documents.titles import read_heading
from documents.workbook import Cell, Sheet, Workbook, read_workbook
from workflow.errors import Words

__all__ = ["Area", "ItemDraft", "Note", "NoteKind", "Outcome", "ParsedList", "ParsedRow", "Register", "Unit",
           "item_key", "read_list"]  # fmt: skip

ISSUABLE = (Outcome.ACCEPTED, Outcome.MENDED)
Key = tuple[str, str]


def read_list(data: bytes, name: str, register: Register, wanted: Wanted = BY_NAME) -> ParsedList:
    """Every row of the list in `data` with what came of it; raises `UnreadableFile` if there is no list to read.

    `wanted` says which column holds what, where names are not enough.
    """
    workbook = read_workbook(data, name)
    header, known = find_columns(workbook, wanted)
    rows = header.sheet.rows
    if len(rows) - header.row > ROWS:
        raise TooManyRows(name=workbook.name, rows=len(rows) - header.row, most=ROWS)
    heading = read_heading(rows[: header.row - 1])
    own = {place for place, cell in rows[header.row - 1].items() if cell.value == RESULT}
    read = [
        read_row(number, _without(cells, own), header, heading, register)
        for number, cells in enumerate(rows[header.row :], start=header.row + 1)
    ]
    return ParsedList(
        title=heading.title,
        issuer=heading.issuer,
        number=heading.number,
        listed_on=heading.listed_on,
        sheet=header.sheet.name,
        header_row=header.row,
        columns={column: column_letters(number) for column, number in header.columns.items()},
        ignored_columns=(*header.ignored, *_nameless(header)),
        other_sheets=_other_sheets(workbook, header.sheet),
        rows=tuple(_ask_about_repeats(_trimmed(read), header)),
        form=workbook.form,
        source=header.sheet,
        known=known,
        chosen=wanted.chosen is not None,
    )


def _without(cells: Mapping[int, Cell], own: set[int]) -> Mapping[int, Cell]:
    """The cells of a row but for the column that a corrected workbook of ours had more."""
    return {place: cell for place, cell in cells.items() if place not in own} if own else cells


def _trimmed(rows: list[ParsedRow]) -> list[ParsedRow]:
    """The rows up to the last that says anything."""
    while rows and rows[-1].outcome is Outcome.SKIPPED and not rows[-1].notes[0].given:
        rows.pop()
    return rows


def _nameless(header: Header) -> Iterator[str]:
    """Columns that hold something under the header but have no name in it."""
    named = header.sheet.rows[header.row - 1]
    used = {
        number for cells in header.sheet.rows[header.row :] for number, cell in cells.items() if not cell.merged_from
    }
    for number in sorted(used - set(named)):
        yield f"{column_letters(number)} 列（没有表头）"


def _other_sheets(workbook: Workbook, read: Sheet) -> tuple[str, ...]:
    return tuple(sheet.name for sheet in workbook.sheets if sheet is not read and any(sheet.rows))


def _ask_about_repeats(rows: list[ParsedRow], header: Header) -> Iterator[ParsedRow]:
    """The rows, those asked about that state what an issuable row states already. Of two alike the first stands."""
    first = _first_rows(rows)
    for row in rows:
        others = sorted({first[key] for key in _keys(row.drafts) if first.get(key, row.row) != row.row})
        yield _repeated(row, others, header) if others else row


def _first_rows(rows: Iterable[ParsedRow]) -> dict[Key, int]:
    """Which issuable row states each item first. A row that repeats one is asked about, so it founds nothing."""
    first: dict[Key, int] = {}
    for row in rows:
        keys = set(_keys(row.drafts))
        if row.outcome in ISSUABLE and not keys & first.keys():
            first |= dict.fromkeys(keys, row.row)
    return first


def _keys(drafts: Iterable[ItemDraft]) -> Iterator[Key]:
    return (draft.key for draft in drafts)


def _repeated(row: ParsedRow, others: list[int], header: Header) -> ParsedRow:
    listed = "、".join(str(other) for other in others)
    note = Note(
        cell=f"{column_letters(header.columns[Column.PROBLEM])}{row.row}",
        column=Column.PROBLEM,
        given=row.drafts[0].problem[:200],
        reason=Words(
            f"责任单位和问题与第 {listed} 行相同，只下发一次；确是两件事，请在“具体问题”中写明区别后重新上传。",
            f"Same unit and problem: looks like row {', '.join(map(str, others))}; issued once. "
            "If it is another matter, say in the problem how it differs.",
        ),
        kind=NoteKind.ASKED,
    )
    notes = (*row.notes, note)
    return replace(row, notes=notes, outcome=outcome_of(list(notes)), repeats=tuple(others))
