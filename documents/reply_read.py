"""A reply workbook from an .xlsx to rows: whose each is, what was typed into it and where. Nothing is judged here.

Columns may be moved and rows sorted, filtered or deleted, the sheet renamed or copied into another workbook: the words
of the header say which column holds what, and each row says by itself of which workbook and item it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from documents.cells import clean_text
from documents.headers import Header, Layout, find_header
from documents.ledger_xlsx import FORMULA_MARKS
from documents.refusals import ColumnsMissing, NoHeader, TooManyRows
from documents.reply_columns import ACTION, CHECK, HIDDEN, ISSUE, ITEM, TOLD, VERSION, Column, taken
from documents.reply_identity import Issue, check_of, parse
from documents.row_list import written_day
from documents.sheet_xml import column_letters
from documents.workbook import Cell, read_workbook
from workflow.workbook_errors import NotAWorkbookOfOurs

MOST_ROWS = 3_000
NUMBER = TOLD[0]
READ = (NUMBER, *taken(), *HIDDEN)
REQUIRED = (ACTION, *HIDDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """A row by its number in the sheet. `issue` and `item` are None where they cannot be made out; `sound` says that
    its ids agree with each other. `typed` is what stands in the columns that are asked, by key, `cells` where;
    `formulas` are the keys of those that hold a formula without a result."""

    row: int
    number: str
    issue: Issue | None
    item: UUID | None
    version: int
    sound: bool
    typed: Mapping[str, str]
    cells: Mapping[str, str]
    formulas: tuple[str, ...] = ()

    @property
    def filled(self) -> bool:
        """Whether anything was typed."""
        return bool(self.typed or self.formulas)


@dataclass(frozen=True, slots=True)
class ReplySheet:
    """A workbook as read: the sheet it was found in, the row of its header, its rows."""

    sheet: str
    header_row: int
    rows: tuple[ReplyRow, ...]


@cache
def _layout() -> Layout:
    synonyms = {column.words.zh: f"{column.words.zh} {column.words.en.replace(' ', '')}" for column in READ}
    return Layout(synonyms, tuple(column.words.zh for column in REQUIRED))


def read_reply(data: bytes, name: str) -> ReplySheet:
    """The rows of the reply workbook in `data`; NotAWorkbookOfOurs where it is none, or an `UnreadableFile`."""
    book = read_workbook(data, name)
    try:
        header = find_header(book, _layout())
    except NoHeader as error:
        raise NotAWorkbookOfOurs(name=book.name, missing="、".join(column.words.zh for column in REQUIRED)) from error
    except ColumnsMissing as error:
        raise NotAWorkbookOfOurs(name=book.name, missing=error.what["missing"]) from error
    rows = tuple(_rows(header))
    if len(rows) > MOST_ROWS:
        raise TooManyRows(name=book.name, rows=len(rows), most=MOST_ROWS)
    return ReplySheet(header.sheet.name, header.row, rows)


def _rows(header: Header) -> list[ReplyRow]:
    by_words = {column.words.zh: column for column in READ}
    held = {by_words[words]: number for words, number in header.columns.items()}
    found = [
        _row(number, cells, held)
        for number, cells in enumerate(header.sheet.rows[header.row :], start=header.row + 1)
        if any(cells.get(place) for place in held.values())
    ]
    return [row for row in found if row.filled or row.item or row.issue]


def _row(number: int, cells: Mapping[int, Cell], held: Mapping[Column, int]) -> ReplyRow:
    known = {column.key: clean_text(_value(cells, held, column))[0] for column in (NUMBER, *HIDDEN)}
    issue, item, version = parse(known[ISSUE.key]), _id(known[ITEM.key]), _version(known[VERSION.key])
    asked = {column.key: cells.get(held[column]) for column in taken() if column in held}
    typed = {column.key: text for column in taken() if (text := _typed(asked.get(column.key), column))}
    return ReplyRow(
        row=number, number=known[NUMBER.key].lstrip("'"), issue=issue, item=item, version=version,
        sound=bool(issue and item and known[CHECK.key] == check_of(issue, item, version)),
        typed=typed, cells={column.key: f"{column_letters(place)}{number}" for column, place in held.items()},
        formulas=tuple(key for key, cell in asked.items() if cell and cell.formula is not None and not cell.stored),
    )  # fmt: skip


def _value(cells: Mapping[int, Cell], held: Mapping[Column, int], column: Column) -> Any:
    cell = cells.get(held.get(column, 0))
    return cell.value if cell else None


def _typed(cell: Cell | None, column: Column) -> str:
    """What stands in a cell, with its lines; a day as 2020-04-08 where it can be made out."""
    if cell is None or cell.value is None:
        return ""
    text = cell.value if isinstance(cell.value, str) else clean_text(cell.value)[0]
    if column.kind == "day":
        return written_day(cell.value, text.strip())
    text = text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_MARKS) else text
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
