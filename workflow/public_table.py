"""The table that the public sees, made of what was brought in by the rules of the day; and why a cell is not. Pure.

    白石县司法局2020年3月法律援助受援人公示表         the title
    序号 → 受援人 → 援助事项 → …                      the columns, a tab between two
    1 → 张* → 请求支付劳动报酬 → …                    a row each
The digest is the SHA-256 of these lines in UTF-8, each with a line feed behind it. The table is in Chinese: it is a
public paper of the office.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workflow.errors import Words
from workflow.facts import Due
from workflow.messages.disclosure_list import Recipient
from workflow.messages.disclosure_rule import ALLOWED, PUBLIC_COLUMNS, ColumnRule, PublicColumn, Treatment
from workflow.public_cells import NAMES_SOMEBODY, PUBLISHES, WITHHOLDS, protected, published_problem
from workflow.public_names import full

SERIAL = "序号"
MOST_PERSONS = 2_000
NAMED = {column: words.zh for column, words in PUBLIC_COLUMNS.items()}
BY_NAME = {name: column for column, name in NAMED.items()}


class CellNote(NamedTuple):
    """Why a cell is not published: the row of the list, the column, where it stands, what it says."""

    row: int
    column: Words
    cell: str
    given: str
    reason: Words


@dataclass(frozen=True, slots=True)
class PublicTable:
    """What is published: a title, the names of the columns, and the rows under them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def content(self) -> bytes:
        """The bytes that the digest is of."""
        return "".join("\t".join(line) + "\n" for line in ((self.title,), self.columns, *self.rows)).encode()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @classmethod
    def read(cls, content: bytes) -> "PublicTable":
        """The table of its bytes; ValueError for what is none."""
        lines = [tuple(line.split("\t")) for line in content.decode().removesuffix("\n").split("\n")]
        if len(lines) < 2 or len(lines[0]) != 1 or any(len(line) != len(lines[1]) for line in lines[2:]):
            raise ValueError("no table")
        return cls(lines[0][0], lines[1], tuple(lines[2:]))


@dataclass(frozen=True, slots=True)
class Made:
    """A table with what stands in its way; without `notes` it can be published. `withheld` counts those of whom
    nothing is told; `shown` is the row of the table that a row of the list became."""

    table: PublicTable
    notes: tuple[CellNote, ...]
    withheld: int
    shown: Mapping[int, tuple[str, ...]]

    @property
    def refused_rows(self) -> int:
        return len({note.row for note in self.notes})


def rules_or_strictest(rules: Iterable[ColumnRule]) -> tuple[ColumnRule, ...]:
    """A rule for every column, in the order of print; where none was set, the first that is allowed."""
    said = {one.column: one.treatment for one in rules}
    return tuple(ColumnRule(column, said.get(column, ALLOWED[column][0])) for column in PublicColumn)


def title_of(unit: str, month: Due) -> str:
    return f"{unit}{month.first.year}年{month.first.month}月法律援助受援人公示表"


def made(unit: str, month: Due, rows: Sequence[Recipient], rules: Iterable[ColumnRule]) -> Made:
    """The table that a list comes to under the rules."""
    ways = {one.column: one.treatment for one in rules_or_strictest(rules)}
    told = {name for one in rows for name, text in one.given.items() if text} | {PublicColumn.NAME, PublicColumn.MATTER}
    columns = [one for one, way in ways.items() if one in told and way is not Treatment.LEFT_OUT]
    notes: list[CellNote] = []
    shown = {}
    for number, one in enumerate(rows, start=1):
        cells = [_cell(one, column, ways[column], notes) for column in columns]
        shown[one.row] = (str(number), *cells)
    table = PublicTable(title_of(unit, month), (SERIAL, *(NAMED[one] for one in columns)), tuple(shown.values()))
    notes += _named_somewhere(rows, table)
    withheld = sum(protected(one.given) is not None for one in rows)
    return Made(table, tuple(sorted(notes, key=lambda note: note.row)), withheld, shown)


def _cell(one: Recipient, column: PublicColumn, way: Treatment, notes: list[CellNote]) -> str:
    """What is printed of a cell; of who is protected, what is printed instead."""
    given, whose = one.given.get(column, ""), protected(one.given)
    if whose and column in WITHHOLDS[whose]:
        return WITHHOLDS[whose][column]
    text, reason = PUBLISHES[column](given, way)
    reason = (published_problem(text, column) if text else None) or reason
    if reason is not None:
        notes.append(CellNote(one.row, PUBLIC_COLUMNS[column], one.cells.get(column, ""), given[:60], reason))
    return text


def _named_somewhere(rows: Sequence[Recipient], table: PublicTable) -> Iterator[CellNote]:
    """Where a whole name of the list stands in what is published: in an agency's name, say."""
    cells = {cell for row in table.rows for cell in row} | {table.title, *table.columns}
    printed = "\n".join(cells).casefold()
    for one in rows:
        given = one.given.get(PublicColumn.NAME, "")
        name = full(given)
        if name and name.casefold() in printed:
            cell = one.cells.get(PublicColumn.NAME, "")
            yield CellNote(one.row, PUBLIC_COLUMNS[PublicColumn.NAME], cell, given[:60], NAMES_SOMEBODY)


def differences(published: PublicTable, found: PublicTable) -> Iterator[Words]:
    """How a table that was found posted differs from the one that was published, in the order a reader looks."""
    if found.title != published.title:
        yield Words(f"标题不同：“{found.title[:60]}”", f"another title: “{found.title[:60]}”")
    lost = [name for name in published.columns if name not in found.columns]
    if lost:
        yield Words(f"少了列：{'、'.join(lost)}", f"columns missing: {', '.join(lost)}")
    there = Counter(row[1:] for row in found.rows)
    missing = [row[0] for row in published.rows if not _taken(there, row[1:])]
    if missing and not lost:
        first = "、".join(missing[:10])
        yield Words(f"少了或改了 {len(missing)} 行：{first}", f"{len(missing)} rows missing or changed: {first}")
    if not lost and (more := sum(there.values())):
        yield Words(f"多出或改过 {more} 行", f"{more} rows more, or changed")


def _taken(there: "Counter[tuple[str, ...]]", row: tuple[str, ...]) -> bool:
    """Whether the row is among those found, each of which is counted once."""
    if not there[row]:
        return False
    there[row] -= 1
    return True
