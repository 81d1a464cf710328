"""A list for one of the typed registers from an .xlsx to rows: each cell as its column takes it.

What a column is called, and what it may hold, its kind says. A column that the kind does not have is not read: so no
number of an account is.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

from documents.cells import clean_text
from documents.due_dates import EXCEL_EPOCH, SERIALS
from documents.headers import RECOGNISED, Layout, find_header
from documents.register import plain
from documents.sheet_xml import column_letters
from documents.titles import DAY
from documents.workbook import Cell, read_workbook
from events.personal import PersonalRef
from workflow.facts import Due
from workflow.messages.kinds import COLUMN_WORDS
from workflow.messages.row import RegisterKind
from workflow.persons import plain_name
from workflow.rows import columns, hints_of

MONTH = re.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*月?(?:份)?")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by its number in the sheet: what its cells give, by column; `cells` says where each stands."""

    row: int
    given: Mapping[str, str]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowList:
    """A list as read. `columns` are those that it has, `ignored` the names of those that were not read."""

    kind: RegisterKind
    sheet: str
    header_row: int
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: tuple[SheetRow, ...]


@cache
def layout(kind: RegisterKind) -> Layout:
    """The names of a kind's columns, its own words first; the unit need not be named by who keeps one unit's."""
    synonyms, required = {}, []
    for column in columns(kind):
        label = column.metadata["label"]
        english = label.en.replace(" ", "")
        synonyms[label.zh] = f"{label.zh} {english} {column.metadata['headers']}"
        if column.name != "bureau" and _required(kind, column.name):
            required.append(label.zh)
    return Layout(synonyms, tuple(required), min(RECOGNISED, len(required)))


def _required(kind: RegisterKind, name: str) -> bool:
    return get_origin(hints_of(kind)[name]) is not UnionType and name not in OPTIONAL_TEXT


OPTIONAL_TEXT = ("list_hash", "link", "material", "basis", "system_value", "found_value", "voucher_no")


def read_rows(data: bytes, name: str, kind: RegisterKind, places: Mapping[str, str]) -> RowList:
    """Every row of the list in `data`; `places` are the codes of units and stations by the names they go by.

    Raises `UnreadableFile` if there is no list of the kind to read.
    """
    header = find_header(read_workbook(data, name), layout(kind))
    fields = {column.metadata["label"].zh: column.name for column in columns(kind)}
    held = {fields[label]: number for label, number in header.columns.items()}
    rows = [
        _row(number, cells, held, kind, places)
        for number, cells in enumerate(header.sheet.rows[header.row :], start=header.row + 1)
    ]
    while rows and not any(rows[-1].given.values()):
        rows.pop()
    return RowList(kind, header.sheet.name, header.row, tuple(held), header.ignored, tuple(rows))


def _row(
    number: int, cells: Mapping[int, Cell], held: Mapping[str, int], kind: RegisterKind, places: Mapping[str, str]
) -> SheetRow:
    given = {}
    for name, column in held.items():
        cell = cells.get(column)
        given[name] = _read(cell.value if cell else None, name, kind, places)
    return SheetRow(number, given, {name: f"{column_letters(column)}{number}" for name, column in held.items()})


def _read(value: Any, name: str, kind: RegisterKind, places: Mapping[str, str]) -> str:
    """What the cell gives, as a form would; what cannot be made out is given as it is written, to be refused."""
    text, what = clean_text(value)[0], _bare(hints_of(kind)[name])
    if name in ("bureau", "station"):
        return places.get(plain(text), text)
    if what is PersonalRef:
        return plain_name(text)
    if what is date:
        return written_day(value, text)
    if what is Due:
        return _month(value, text)
    if isinstance(what, type) and issubclass(what, Enum):
        return _choice(text, COLUMN_WORDS[what])  # type: ignore[index]
    return text


def _bare(hint: Any) -> Any:
    return next(arg for arg in get_args(hint) if arg is not type(None)) if get_origin(hint) is UnionType else hint


def written_day(value: Any, text: str) -> str:
    """A cell's day as 2020-04-08: a date, an Excel serial or text; what is no day as it is written."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and SERIALS.start <= value < SERIALS.stop:
        return (EXCEL_EPOCH + timedelta(days=int(value))).isoformat()
    return day_of(text) or text


def _month(value: Any, text: str) -> str:
    return f"{value:%Y-%m}" if isinstance(value, datetime) else month_of(text) or text


def day_of(text: str) -> str:
    """2020年4月8日 as 2020-04-08; "" for what is no day."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def month_of(text: str) -> str:
    """2020年4月 as 2020-04; "" for what is no month."""
    found = MONTH.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{found[1]}-{int(found[2]):02}" if found else ""


def _choice(text: str, words: Mapping[Any, Any]) -> str:
    return next((str(one.value) for one, said in words.items() if plain(text) in (said.zh, plain(said.en))), text)


def names_of(places: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Codes by code, name and short name; a name that two have is nobody's."""
    found: dict[str, str] = {}
    twice = set()
    for code, name, short in places:
        for text in {plain(code), plain(name), plain(short)}:
            if found.setdefault(text, code) != code:
                twice.add(text)
    return {text: code for text, code in found.items() if text not in twice}
