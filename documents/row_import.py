"""A list into a typed register, row by row: what is new, what changed, what is there already, what is refused and why.

A row is known by the columns that name it. The same list again changes nothing. A dry run is the same run, unwritten.
Columns that the list does not have are left as they stand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from marshmallow import ValidationError
from sqlalchemy import Connection

from documents.drafts import Note
from documents.one_pass import passed
from documents.readings import NoteKind
from documents.refusals import TooManyRows
from documents.row_list import RowList, SheetRow, names_of, read_rows
from events import acts
from events.acts import Act
from events.store import EventStore
from workflow import messages as m
from workflow import patterns, row_register, schemas, service
from workflow.contact_errors import ToldTwice
from workflow.errors import Refusal, Words
from workflow.history import present
from workflow.lookups import Unit, answering_for, units
from workflow.messages.kinds import ROW_COMMANDS
from workflow.messages.organisation import WITH_CONTACTS
from workflow.messages.row import RecordRow, RegisterKind
from workflow.persons import is_same_name
from workflow.row_preparation import id_of
from workflow.row_register import Entry
from workflow.rows import KEEPERS, columns, given, values_of
from workflow.sight import ANSWERING, in_sight
from workflow.words import not_permitted

MOST_ROWS = 5_000


class Came(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Row:
    read: SheetRow
    came: Came
    notes: tuple[Note, ...] = ()
    row_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RowReport:
    """What an import came to."""

    parsed: RowList
    rows: tuple[Row, ...]
    written: bool

    def count(self, came: Came) -> int:
        return sum(1 for row in self.rows if row.came is came)

    @property
    def changes(self) -> int:
        return self.count(Came.NEW) + self.count(Came.CHANGED)

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that still need a correction."""
        return tuple(row for row in self.rows if row.came is Came.REFUSED)


def import_rows(
    ledger: service.Ledger, actor: m.Actor, data: bytes, name: str, kind: RegisterKind, *, dry_run: bool = False
) -> RowReport:
    """Carry out what the rows of a list come to, all in one transaction; rows that are refused are left.

    Raises a Refusal if the actor may not, or the file holds no list of the kind, or too long a one.
    """
    if actor.role not in KEEPERS:
        raise not_permitted(actor.role, Words("导入", "import"), KEEPERS)
    with ledger.database.reading() as connection:
        known = units(connection)
    parsed = read_rows(data, name, kind, _places(known, actor))
    if len(parsed.rows) > MOST_ROWS:
        raise TooManyRows(name=name, rows=len(parsed.rows), most=MOST_ROWS)
    rows = passed(ledger, parsed, lambda store: _Run(store, ledger, actor, kind), dry_run=dry_run)
    return RowReport(parsed, rows, not dry_run)


def _places(known: Mapping[str, Unit], actor: m.Actor) -> dict[str, str]:
    """The units and stations in sight, by every name they go by."""
    seen = in_sight(actor)
    return names_of(
        (unit.code, unit.name, unit.short)
        for unit in known.values()
        if seen.sees(answering_for(known, unit.code)) and (unit.answers or unit.what in WITH_CONTACTS)
    )


@dataclass
class _Run:
    """One pass over the rows, over a store that writes or one that does not."""

    store: EventStore
    ledger: service.Ledger
    actor: m.Actor
    kind: RegisterKind
    known: dict[UUID, Entry] = field(default_factory=dict)
    told: dict[UUID, int] = field(default_factory=dict)

    def rows(self, parsed: RowList) -> tuple[Row, ...]:
        """What came of each row."""
        self.at = self.ledger.clock.now()
        there = row_register.entries(self.store.connection, self.actor, present(self.at, self.ledger.zone), self.kind)
        entries = row_register.named(self.store.connection, there, whole=True)
        self.known = {one.row_id: one for one in entries}
        return tuple(self._row(read) for read in parsed.rows)

    def note_reading(self, connection: Connection) -> None:
        """That names of the register were read whole, once for the run."""
        if names := sum(one.name is not None for one in self.known.values()):
            act = Act("people_read", self.actor.account, "register", {"entries": names})
            acts.write(connection, act, self.ledger.clock.now())

    def _row(self, read: SheetRow) -> Row:
        if not any(read.given.values()):
            return Row(read, Came.SKIPPED)
        try:
            command = self._command(read)
            entry = self.known.get(command.subject)
            self._require_once(command.subject, read)
            came = self._came(command, entry)
            if came is not Came.UNCHANGED:
                service.carry_out(self.store, self.ledger, replace(command, again=came is Came.CHANGED))
        except (Refusal, ValidationError) as error:
            return Row(read, Came.REFUSED, tuple(self._said_of(read, error)))
        return Row(read, came, row_id=command.subject)

    def _command(self, read: SheetRow) -> RecordRow:
        """The command that the row comes to; what the list has no column for stands as it does."""
        said = {name: text for name, text in read.given.items() if text}
        if self.actor.role in ANSWERING:
            said.setdefault("bureau", self.actor.org)
        first = self._loaded(said)
        entry = self.known.get(id_of(first))
        if entry is not None and entry.struck is None:
            kept = {name: text for name, text in given(self.kind, {**entry.values}).items() if name not in read.given}
            if entry.name and "name" not in read.given:
                kept["name"] = entry.name
            if kept:
                first = self._loaded({**kept, **said})
        patterns.require_seen(first, seen=False)
        return replace(first, subject=id_of(first))

    def _loaded(self, said: Mapping[str, str]) -> RecordRow:
        return schemas.load(
            ROW_COMMANDS[self.kind], said, command_id=uuid4(), subject=uuid4(), by=self.actor, at=self.at
        )

    def _require_once(self, row_id: UUID, read: SheetRow) -> None:
        if before := self.told.get(row_id):
            raise ToldTwice(field=columns(self.kind)[1].name, row=before)
        self.told[row_id] = read.row

    def _came(self, command: RecordRow, entry: Entry | None) -> Came:
        if entry is None or entry.struck is not None:
            return Came.NEW
        name = next((value.value for value in command.personal), None)
        erased = entry.ref is not None and entry.name is None
        same = erased or (name is None and entry.ref is None) or is_same_name(name or "", entry.name or "")
        return Came.UNCHANGED if same and values_of(command) == entry.values else Came.CHANGED

    def _said_of(self, read: SheetRow, error: Refusal | ValidationError) -> Iterator[Note]:
        """What was wrong, at the cells it came from."""
        if isinstance(error, Refusal):
            yield self._note(read, error.field, Words(error.message("zh"), error.message("en")))
            return
        for name, problems in schemas.explain(error).items():
            for problem in problems:
                yield self._note(read, name, problem)

    def _note(self, read: SheetRow, name: str | None, reason: Words) -> Note:
        labels: dict[str, Any] = {f.name: f.metadata["label"].zh for f in columns(self.kind)}
        return Note(
            cell=read.cells.get(name or "", f"{read.row}"), column=labels.get(name or "", ""),
            given=read.given.get(name or "", "")[:60], reason=reason, kind=NoteKind.REFUSED,
        )  # fmt: skip
