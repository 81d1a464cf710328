"""What a rectification list comes to: rows, each with an outcome, notes to show, drafts of items. Values only."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from documents.headers import Column
from documents.mapping import Known
from documents.readings import NoteKind
from documents.workbook import Sheet
from workflow.errors import Words
from workflow.facts import Due, Figure, Kind, problem_key


class Outcome(StrEnum):
    """What became of a row. Only accepted and mended rows may be issued as they stand."""

    ACCEPTED = "accepted"
    MENDED = "mended"
    ASKED = "asked"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to tell about one cell: `given` is what it says, `suggestion` what it should say instead."""

    cell: str
    column: str
    given: str
    reason: Words
    suggestion: str | None = None
    kind: NoteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One item as the list states it: `bureau` is a unit id, `area` an area code, `amount` in fen."""

    bureau: str
    area: str
    kind: Kind
    source: str
    clause: str
    problem: str
    figure: Figure | None
    requirement: str
    lead: str
    leader: str
    contact: str
    phone: str
    due: Due
    remark: str
    serial: str
    amount: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return item_key(self.bureau, self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRow:
    """A row by its number in the sheet. An asked row's drafts hold what its suggestions come to.

    `repeats` are the rows of the list that state the same item.
    """

    row: int
    outcome: Outcome
    notes: tuple[Note, ...] = ()
    drafts: tuple[ItemDraft, ...] = ()
    repeats: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedList:
    """A list as read; nothing of it is stored. `columns` gives each known column its letter, `form` says how the file
    was read, `source` is the sheet itself, `known` what was remembered of its columns, `chosen` that somebody said them
    for this once."""

    title: str
    issuer: str
    number: str | None
    listed_on: date | None
    sheet: str
    header_row: int
    columns: dict[Column, str]
    ignored_columns: tuple[str, ...]
    other_sheets: tuple[str, ...]
    rows: tuple[ParsedRow, ...]
    form: str = ""
    source: Sheet | None = field(default=None, repr=False, compare=False)
    known: Known | None = None
    chosen: bool = False

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many rows came to each outcome, all five named."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome}


def item_key(bureau: str, problem: str) -> tuple[str, str]:
    """What makes two rows of one list the same item."""
    return bureau, problem_key(problem)
