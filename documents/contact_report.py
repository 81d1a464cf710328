"""What an import of contacts came to: each row as read, its outcome, what it led to. Values only."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from marshmallow import ValidationError

from documents.contact_list import Column, ContactList, ContactRow
from documents.drafts import Note, Outcome
from documents.readings import NoteKind
from workflow import schemas
from workflow.errors import Refusal, Words


class Did(StrEnum):
    """What a row led to."""

    REGISTER = "register"
    REPLACE = "replace"
    CHANGE_PHONE = "change_phone"
    CHECK = "check"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read, the station it was taken for, and what came of it; `answers` confirm what is asked about it."""

    read: ContactRow
    outcome: Outcome
    notes: tuple[Note, ...]
    station: str = ""
    did: tuple[Did, ...] = ()
    contact_id: UUID | None = None
    answers: tuple[str, ...] = ()

    @property
    def confirmable(self) -> bool:
        """Whether all that is asked can be answered as suggested."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class ContactReport:
    """What an import came to."""

    parsed: ContactList
    rows: tuple[Row, ...]
    written: bool

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that still need an answer or a correction."""
        return tuple(row for row in self.rows if row.outcome in (Outcome.ASKED, Outcome.REFUSED))

    @property
    def changes(self) -> int:
        return sum(1 for row in self.rows for did in row.did if did is not Did.THERE)

    def count(self, what: Outcome | Did) -> int:
        return sum(1 for row in self.rows if what is row.outcome or what in row.did)


FIELDS = {"station": Column.STATION, "post": Column.POST, "phone": Column.PHONE, "since": Column.SINCE,
          "checked_on": Column.CHECKED, "result": Column.RESULT, "remark": Column.REMARK}  # fmt: skip


def said_of(parsed: ContactList, read: ContactRow, error: Refusal | ValidationError) -> Iterator[Note]:
    """What was wrong, at the cells it came from."""
    if isinstance(error, Refusal):
        column = FIELDS.get(error.field or "", Column.NAME)
        yield note_of(parsed, read, column, Words(error.message("zh"), error.message("en")), NoteKind.REFUSED)
        return
    for name, problems in schemas.explain(error).items():
        for problem in problems:
            yield note_of(parsed, read, FIELDS.get(name, Column.NAME), problem, NoteKind.REFUSED)


def note_of(
    parsed: ContactList, read: ContactRow, column: Column, reason: Words, kind: NoteKind, suggestion: str = ""
) -> Note:
    """A note on a row, at the cell of a column; at the name's where the list has no such column."""
    given = str(getattr(read, next((k for k, v in FIELDS.items() if v is column), "name")) or "")
    place = parsed.columns.get(column) or parsed.columns[Column.NAME]
    return Note(
        cell=f"{place}{read.row}", column=column, given=given, reason=reason, suggestion=suggestion or None, kind=kind
    )
