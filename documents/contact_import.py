"""A list of contacts into the register, row by row: what is new, what changed, what was found on the phone.

A person is known by station, post and name. The same list again changes nothing. A dry run is the same run, unwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError

from documents.contact_list import Column, ContactList, ContactRow, read_contacts, refused
from documents.contact_report import ContactReport, Did, Row, note_of, said_of
from documents.drafts import Outcome
from documents.free_text import LOOKS
from documents.readings import NoteKind
from documents.register import Unit, match_units, plain
from events.dry_run import DryRunStore
from events.errors import DuplicateCommand, WrongExpectedVersion
from events.store import EventStore
from workflow import contact_register, schemas, service
from workflow import messages as m
from workflow.contact_register import Standing
from workflow.contacts import KEEPERS
from workflow.dates import day_words
from workflow.errors import Refusal, Words
from workflow.history import present
from workflow.lookups import units
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.organisation_errors import SinceBeforeLast, SinceInFuture
from workflow.patterns import found, named
from workflow.persons import masked
from workflow.words import not_permitted

ATTEMPTS = 5


@dataclass(slots=True)
class Known:
    """An entry as far as the list has been gone through; `row` is the one that named it."""

    contact_id: UUID
    name: str | None
    phone: str | None
    result: PhoneCheck | None = None
    checked_on: date | None = None
    row: int = 0


class _Asked(Exception):
    """A row that somebody has to answer for."""

    def __init__(self, column: Column, reason: Words, *, kind: NoteKind = NoteKind.ASKED, suggestion: str = ""):
        self.column, self.reason, self.kind, self.suggestion = column, reason, kind, suggestion


def import_contacts(
    ledger: service.Ledger, actor: m.Actor, data: bytes, name: str, *, dry_run: bool = False,
    confirmed: frozenset[int] = frozenset(),
) -> ContactReport:  # fmt: skip
    """Carry out what the rows of a list come to, all in one transaction; rows that are asked about or refused are left.

    `confirmed` are numbers of rows asked about that are to be taken as suggested. Raises a Refusal if the actor may
    not, or the file holds no list.
    """
    if actor.role not in KEEPERS:
        raise not_permitted(actor.role, Words("导入", "import"), KEEPERS)
    parsed = read_contacts(data, name)
    if dry_run:
        with ledger.database.reading() as connection:
            return ContactReport(parsed, _Run(DryRunStore(connection), ledger, actor, confirmed).rows(parsed), False)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with ledger.database.writing() as connection:
                rows = _Run(EventStore(connection), ledger, actor, confirmed).rows(parsed)
        except (WrongExpectedVersion, DuplicateCommand, IntegrityError):
            if attempt == ATTEMPTS:
                raise
        else:
            service.seal_what_is_new(ledger)
            return ContactReport(parsed, rows, True)
    raise AssertionError("unreachable")


@dataclass
class _Run:
    """One pass over the rows, over a store that writes or one that does not."""

    store: EventStore
    ledger: service.Ledger
    actor: m.Actor
    confirmed: frozenset[int]
    stations: Mapping[str, Unit] = field(default_factory=dict)
    known: dict[tuple[str, ContactPost], list[Known]] = field(default_factory=dict)

    def rows(self, parsed: ContactList) -> tuple[Row, ...]:
        """What came of each row."""
        connection, self.at = self.store.connection, self.ledger.clock.now()
        there, now = units(connection), present(self.at, self.ledger.zone)
        self.today = now.today
        seen = contact_register.seen_stations(there, self.actor)
        listed = (there[code] for code in seen if not there[code].dissolved)
        self.stations = {unit.code: Unit(unit.code, unit.name, unit.short) for unit in listed}
        for one in contact_register.entries(connection, self.actor, now, whole=True):
            if one.standing is not Standing.ENDED:
                entry = Known(one.contact_id, one.name, one.phone, one.result, one.checked_on)
                self.known.setdefault((one.station, one.post), []).append(entry)
        return tuple(self._row(parsed, read) for read in parsed.rows)

    def _row(self, parsed: ContactList, read: ContactRow) -> Row:
        if read.skipped or any(refused(read.notes)):
            return Row(read, Outcome.SKIPPED if read.skipped else Outcome.REFUSED, read.notes)
        mended = any(note.kind is NoteKind.MENDED for note in read.notes)
        try:
            station = self._station(read)
            entry, did = self._taken(read, station)
        except _Asked as asked:
            note = note_of(parsed, read, asked.column, asked.reason, asked.kind, asked.suggestion)
            outcome = Outcome.ASKED if asked.kind is NoteKind.ASKED else Outcome.REFUSED
            may = outcome is Outcome.ASKED and (asked.column is not Column.STATION or bool(asked.suggestion))
            return Row(read, outcome, (*read.notes, note), confirmable=may)
        except (Refusal, ValidationError) as error:
            return Row(read, Outcome.REFUSED, (*read.notes, *said_of(parsed, read, error)))
        outcome = Outcome.MENDED if mended else Outcome.ACCEPTED
        return Row(read, outcome, read.notes, station, did, entry.contact_id)

    def _station(self, read: ContactRow) -> str:
        """The code of the station that the row names, or is confirmed to mean."""
        reading = match_units(read.station, tuple(self.stations.values()))
        found = reading.value or ()
        if reading.kind is NoteKind.ASKED and not (found and read.row in self.confirmed):
            raise _Asked(Column.STATION, _station_words(reading.reason), suggestion=reading.suggestion or "")
        if len(found) != 1:
            raise _Asked(Column.STATION, ONE_STATION, kind=NoteKind.REFUSED)
        return found[0].id

    def _taken(self, read: ContactRow, station: str) -> tuple[Known, tuple[Did, ...]]:
        """The entry that the row tells of, and what was done to it."""
        assert read.post is not None
        held = self.known.setdefault((station, read.post), [])
        entry = next((one for one in held if one.name and plain(one.name) == plain(read.name)), None)
        if entry is None and held and read.post is ContactPost.LIAISON:
            entry = held[0]
        _require_once(entry, read)
        _require_days(read, self.today)
        if (held_there := found(read.remark)) and read.row not in self.confirmed:
            what = named(held_there)
            raise _Asked(Column.REMARK, Words(LOOKS.zh.format(what=what.zh), LOOKS.en.format(what=what.en)))
        if entry is None:
            entry, did = self._registered(read, station), [Did.REGISTER]
            held.append(entry)
        else:
            did = [self._changed(entry, read)]
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
        if plain(entry.name or "") != plain(read.name):
            if read.row not in self.confirmed:
                raise _Asked(Column.NAME, _another(entry))
            said = {"name": read.name, "phone": read.phone, "since": since, "reason": "名册导入"}
            did = self._do(Did.REPLACE, m.ReplaceContact, entry, said)
        elif plain(entry.phone or "") != plain(read.phone):
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


ONE_STATION = Words("一行只写一个工作站或联系点。", "Name one station or contact point in a row.")


def _station_words(reason: Words | None) -> Words:
    """The same question, of stations."""
    assert reason is not None
    return Words(reason.zh.replace("责任单位", "工作站"), reason.en.replace("unit", "station"))


def _another(entry: Known) -> Words:
    name = masked("name", entry.name) if entry.name else "–"
    return Words(
        f"名册中这个站点的联络员是{name}，是否已经换人？确认的，勾选后更换。",
        f"The register has {name} as the liaison here. If this person took over, tick the row to replace them.",
    )


def _require_once(entry: Known | None, read: ContactRow) -> None:
    if entry is not None and entry.row:
        raise _Asked(Column.NAME, Words(
            f"与第 {entry.row} 行说的是同一条，请只保留一行。",
            f"Row {entry.row} tells of the same entry; keep one of them.",
        ), kind=NoteKind.REFUSED)  # fmt: skip


def _require_days(read: ContactRow, today: date) -> None:
    """The days are such that none of the row's commands will be refused for them after another was carried out."""
    for name in ("since", "checked_on"):
        day: date | None = getattr(read, name)
        if day is not None and day > today:
            raise SinceInFuture(field=name, given=day_words(day))
    if read.since and read.checked_on and read.checked_on < read.since:
        raise SinceBeforeLast(field="checked_on", given=day_words(read.checked_on), last=day_words(read.since))
