"""A list of contacts into the register, row by row: what is new, what changed, what was found on the phone.

A person is known by station, post and name. The same list again changes nothing. A dry run is the same run, unwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from marshmallow import ValidationError
from sqlalchemy import Connection

from documents.contact_list import ContactList, ContactRow, read_contacts, refused
from documents.contact_questions import (
    Confirmed,
    Question,
    another_person,
    answers_to,
    personal_remark,
    read_station,
)
from documents.contact_report import ContactReport, Did, Row, note_of, said_of
from documents.drafts import Outcome
from documents.one_pass import passed
from documents.readings import NoteKind
from documents.refusals import TooManyRows
from documents.register import Unit
from events import acts
from events.acts import Act
from events.store import EventStore
from workflow import contact_register, schemas, service
from workflow import messages as m
from workflow.contact_errors import ToldTwice
from workflow.contact_register import Standing
from workflow.contacts import KEEPERS
from workflow.dates import day_words
from workflow.errors import Refusal, Words
from workflow.history import present
from workflow.lookups import units
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.organisation import WITH_CONTACTS
from workflow.organisation_errors import SinceBeforeLast, SinceInFuture
from workflow.persons import is_same_name, plain_name
from workflow.phones import is_same_phone
from workflow.words import not_permitted

MOST_ROWS = 2_000


@dataclass(slots=True)
class Known:
    """An entry as far as the list has been gone through; `row` is the one that named it, `version` what was found."""

    contact_id: UUID
    name: str | None
    phone: str | None
    result: PhoneCheck | None = None
    checked_on: date | None = None
    version: int = 0
    row: int = 0


def import_contacts(
    ledger: service.Ledger, actor: m.Actor, data: bytes, name: str, *, dry_run: bool = False,
    confirmed: frozenset[int] | frozenset[str] = frozenset(),
) -> ContactReport:  # fmt: skip
    """Carry out what the rows of a list come to, all in one transaction; rows that are asked about or refused are left.

    `confirmed` are answers to what was asked: see contact_questions. That the register's names were read stands in the
    security log. Raises a Refusal if the actor may not, or the file holds no list, or too long a one.
    """
    if actor.role not in KEEPERS:
        raise not_permitted(actor.role, Words("导入", "import"), KEEPERS)
    parsed = read_contacts(data, name)
    if len(parsed.rows) > MOST_ROWS:
        raise TooManyRows(name=name, rows=len(parsed.rows), most=MOST_ROWS)
    answers = Confirmed(confirmed)
    rows = passed(ledger, parsed, lambda store: _Run(store, ledger, actor, answers), dry_run=dry_run)
    return ContactReport(parsed, rows, not dry_run)


@dataclass
class _Run:
    """One pass over the rows, over a store that writes or one that does not."""

    store: EventStore
    ledger: service.Ledger
    actor: m.Actor
    confirmed: Confirmed
    stations: Mapping[str, Unit] = field(default_factory=dict)
    everyones: Mapping[str, Unit] = field(default_factory=dict)
    known: dict[tuple[str, ContactPost], dict[str, Known]] = field(default_factory=dict)
    names_read: int = 0

    def rows(self, parsed: ContactList) -> tuple[Row, ...]:
        """What came of each row."""
        connection, self.at = self.store.connection, self.ledger.clock.now()
        there, now = units(connection), present(self.at, self.ledger.zone)
        self.today = now.today
        self.everyones = {u.code: Unit(u.code, u.name, u.short) for u in there.values() if u.what in WITH_CONTACTS}
        seen = contact_register.seen_stations(there, self.actor)
        self.stations = {code: self.everyones[code] for code in seen if not there[code].dissolved}
        entries = contact_register.entries(connection, self.actor, now, whole=True)
        self.names_read = len(entries)
        for one in entries:
            if one.standing is not Standing.ENDED:
                entry = Known(one.contact_id, one.name, one.phone, one.result, one.checked_on, one.version)
                self.known.setdefault((one.station, one.post), {}).setdefault(_key(entry), entry)
        return tuple(self._row(parsed, read) for read in parsed.rows)

    def note_reading(self, connection: Connection) -> None:
        """That names and phones of the register were read whole, once for the run."""
        if self.names_read:
            act = Act("people_read", self.actor.account, "contacts", {"entries": self.names_read})
            acts.write(connection, act, self.ledger.clock.now())

    def _row(self, parsed: ContactList, read: ContactRow) -> Row:
        if read.skipped or any(refused(read.notes)):
            return Row(read, Outcome.SKIPPED if read.skipped else Outcome.REFUSED, read.notes)
        try:
            station, entry, questions = self._meant(read)
            if station is None or self.confirmed.leaves(read.row, questions):
                asked = (note_of(parsed, read, q.column, q.reason, NoteKind.ASKED, q.suggestion) for q in questions)
                answers = answers_to(read.row, questions)
                return Row(read, Outcome.ASKED, (*read.notes, *asked), answers=answers)
            entry, did = self._taken(read, station, entry)
        except (Refusal, ValidationError) as error:
            return Row(read, Outcome.REFUSED, (*read.notes, *said_of(parsed, read, error)))
        mended = any(note.kind is NoteKind.MENDED for note in read.notes)
        return Row(read, Outcome.MENDED if mended else Outcome.ACCEPTED, read.notes, station, did, entry.contact_id)

    def _meant(self, read: ContactRow) -> tuple[str | None, Known | None, list[Question]]:
        """The station and the entry that the row tells of, so far as there are any, and all that is asked about it."""
        assert read.post is not None
        station, about_station = read_station(read.station, self.stations, self.everyones)
        held = self.known.get((station or "", read.post), {})
        entry = held.get(plain_name(read.name).casefold())
        if entry is None and held and read.post is ContactPost.LIAISON:
            entry = next(iter(held.values()))
        _require_once(entry, read)
        _require_days(read, self.today)
        other = entry is not None and not is_same_name(entry.name or "", read.name)
        about = another_person(entry.name, f"{entry.contact_id.hex[:8]}-{entry.version}") if entry and other else None
        return station, entry, [one for one in (about_station, about, personal_remark(read)) if one]

    def _taken(self, read: ContactRow, station: str, entry: Known | None) -> tuple[Known, tuple[Did, ...]]:
        """The entry that the row told of, and what was done to it."""
        assert read.post is not None
        if entry is None:
            entry, did = self._registered(read, station), [Did.REGISTER]
        else:
            self.known[station, read.post].pop(_key(entry), None)
            did = [self._changed(entry, read)]
        self.known.setdefault((station, read.post), {})[_key(entry)] = entry
        if read.result and (read.result, read.checked_on or self.today) != (entry.result, entry.checked_on):
            did.append(self._checked(entry, read))
        entry.row = read.row
        return entry, tuple(one for one in did if one is not Did.THERE) or (Did.THERE,)

    def _registered(self, read: ContactRow, station: str) -> Known:
        entry = Known(uuid4(), read.name, read.phone)
        person = {"name": read.name, "phone": read.phone, "since": read.since and read.since.isoformat()}
        self._do(Did.REGISTER, m.RegisterContact, entry, {**person, "station": station, "post": str(read.post)})
        return entry

    def _changed(self, entry: Known, read: ContactRow) -> Did:
        """Replace the person or change the number where the row says otherwise than the register."""
        since = (read.since or min(self.today, read.checked_on or self.today)).isoformat()
        if not is_same_name(entry.name or "", read.name):
            said = {"name": read.name, "phone": read.phone, "since": since, "reason": "名册导入"}
            did = self._do(Did.REPLACE, m.ReplaceContact, entry, said)
        elif not is_same_phone(entry.phone or "", read.phone):
            did = self._do(Did.CHANGE_PHONE, m.ChangePhone, entry, {"phone": read.phone, "since": since})
        else:
            return Did.THERE
        entry.name, entry.phone, entry.result, entry.checked_on = read.name, read.phone, None, None
        return did

    def _checked(self, entry: Known, read: ContactRow) -> Did:
        day = read.checked_on or self.today
        entry.result, entry.checked_on = read.result, day
        said = {"result": str(read.result), "checked_on": day.isoformat(), "remark": read.remark}
        return self._do(Did.CHECK, m.CheckPhone, entry, said)

    def _do(self, did: Did, kind: Any, entry: Known, said: dict[str, Any]) -> Did:
        command = schemas.load(kind, said, command_id=uuid4(), subject=entry.contact_id, by=self.actor, at=self.at)
        service.carry_out(self.store, self.ledger, command)
        return did


def _key(entry: Known) -> str:
    """By what an entry is found; one whose person was erased by itself alone."""
    return plain_name(entry.name).casefold() if entry.name else f" {entry.contact_id}"


def _require_once(entry: Known | None, read: ContactRow) -> None:
    if entry is not None and entry.row:
        raise ToldTwice(field="name", row=entry.row)


def _require_days(read: ContactRow, today: date) -> None:
    """The days are such that none of the row's commands will be refused for them after another was carried out."""
    for name in ("since", "checked_on"):
        day: date | None = getattr(read, name)
        if day is not None and day > today:
            raise SinceInFuture(field=name, given=day_words(day))
    if read.since and read.checked_on and read.checked_on < read.since:
        raise SinceBeforeLast(field="checked_on", given=day_words(read.checked_on), last=day_words(read.since))
