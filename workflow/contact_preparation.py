"""What a command on the contact register needs to know: the day, its station, whom it tells of, what policy gives."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from events import vault
from events.personal import PersonalRef
from events.store import EventStore
from events.tables import personal_data, personal_keys
from workflow import messages as m
from workflow.contact_errors import (
    AlreadyListed,
    LiaisonThere,
    NoSuchContact,
    NoSuchStation,
    PersonErased,
    StationGone,
    StationMerged,
)
from workflow.contacts import Contact, require_days
from workflow.dates import day_words
from workflow.lookups import Unit, answering_for, organisation_id, policy_days, units
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.organisation import WITH_CONTACTS
from workflow.messages.policy import Policy
from workflow.organisation_errors import Dissolved
from workflow.persons import is_same_name, of_unit, spellings
from workflow.phones import is_same_phone
from workflow.projections import CONTACTS
from workflow.sight import in_sight


def require_sight(command: m.ContactCommand, contact: Contact, connection: Connection) -> None:
    """An entry of a station that the actor does not see is as one that is not there."""
    if isinstance(command, m.RegisterContact):
        return
    if not contact.version or not in_sight(command.by).sees(answering_for(units(connection), contact.station)):
        raise NoSuchContact


def prepared(command: Any, contact: Contact, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it; a refusal where its station or person is not there."""
    command = replace(command, reported_on=today)
    require_days(command, contact)
    match command:
        case m.RegisterContact():
            return replace(_placed(command, store), report_by=_by(store, command.since))
        case m.EndContact():
            return replace(command, report_by=_by(store, command.since))
        case m.ReplaceContact():
            return replace(_taken_over(command, contact, store), report_by=_by(store, command.since))
        case m.ChangePhone():
            _require_there(store, contact.station)
            return replace(_same_person(command, contact, store), report_by=_by(store, command.since))
        case m.CheckPhone():
            _require_there(store, contact.station)
            return replace(command, answer_by=_answer_by(store, command, contact))
    return command


def _placed(command: m.RegisterContact, store: EventStore) -> m.RegisterContact:
    """At a station in sight, which has no other liaison, and does not list the person yet."""
    known = _held(store, command.station)
    station = known.get(command.station)
    seen = station is not None and in_sight(command.by).sees(answering_for(known, station.code))
    if station is None or station.what not in WITH_CONTACTS or not seen:
        raise NoSuchStation(field="station", given=command.station[:64])
    if station.dissolved:
        raise Dissolved(field="station", unit=station.name, since=day_words(station.dissolved))
    name = _given(command, command.name)
    _require_free(store, station, command.post, name, command)
    return replace(command, whose=of_unit(station.code, name))


def _taken_over(command: m.ReplaceContact, contact: Contact, store: EventStore) -> m.ReplaceContact:
    """The same at the entry's station, where no other entry is the liaison's or lists the person."""
    assert contact.post
    name, phone = _given(command, command.name), _given(command, command.phone)
    _require_free(store, _require_there(store, contact.station), contact.post, name, command)
    before = _persons(contact, store)
    same = is_same_name(before.name or "", name) and is_same_phone(before.phone or "", phone)
    return replace(command, whose=of_unit(contact.station, name), same=same)


def _held(store: EventStore, station: str) -> dict[str, Unit]:
    """All units; the station is not dissolved meanwhile, nor does it get another liaison."""
    store.hold(f"organisation-{organisation_id(station)}")
    return units(store.connection)


def _require_there(store: EventStore, code: str) -> Unit:
    """The station, which is not dissolved."""
    known = _held(store, code)
    station = known[code]
    if station.dissolved is None:
        return station
    since = day_words(station.dissolved)
    if into := known.get(station.merged_into or ""):
        raise StationMerged(station=station.name, since=since, into=into.name)
    raise StationGone(station=station.name, since=since)


def _require_free(store: EventStore, station: Unit, post: ContactPost, name: str, command: m.ContactCommand) -> None:
    """No other entry is the liaison's there, or lists the person in that post. No name is opened to know."""
    table = CONTACTS.now.c
    others = select(table.contact_id).where(
        table.station == station.code, table.post == post.value, table.ended.is_(None),
        table.contact_id != command.subject,
    )  # fmt: skip
    if post is ContactPost.LIAISON:
        if store.connection.scalar(others.limit(1)) or _in_memory(store, station.code, post, command.stream):
            raise LiaisonThere(field="post", station=station.name)
        return
    ring = vault.keyring_of(store.connection)
    subjects = [ring.subject(told) for told in spellings(station.code, name)]
    sealed = others.join(personal_data, personal_data.c.ref == table.name_ref).join(
        personal_keys, personal_keys.c.key_id == personal_data.c.key_id
    )
    if store.connection.scalar(sealed.where(personal_keys.c.subject.in_(subjects)).limit(1)):
        raise AlreadyListed(field="name", station=station.name)


def _in_memory(store: EventStore, station: str, post: ContactPost, stream: str) -> bool:
    """Whether a dry run has registered another entry of that post there."""
    first = (one for one in store.in_memory("contact") if one.version == 1 and one.stream != stream)
    return any((one.event.station, one.event.post) == (station, post) for one in first)


class _Person(NamedTuple):
    name: str | None
    phone: str | None


def _persons(contact: Contact, store: EventStore) -> _Person:
    """Who holds the post, and their number; None for what was erased."""
    assert contact.name and contact.phone
    found = vault.reveal(store.connection, [contact.name.ref, contact.phone.ref])
    return _Person(found.get(contact.name.ref), found.get(contact.phone.ref))


def _same_person(command: m.ChangePhone, contact: Contact, store: EventStore) -> m.ChangePhone:
    before = _persons(contact, store)
    if before.name is None:
        raise PersonErased
    same = is_same_phone(before.phone or "", _given(command, command.phone))
    return replace(command, whose=of_unit(contact.station, before.name), same=same)


def _given(command: m.Command, ref: PersonalRef) -> str:
    """The value behind a reference of the command."""
    return next((value.value for value in command.personal if value.ref == ref.ref), "")


def _answer_by(store: EventStore, command: m.CheckPhone, contact: Contact) -> date | None:
    """The last day to mend what is found; calling again gives no more time for what is open."""
    if command.result is PhoneCheck.NORMAL:
        return None
    open_until = contact.answer_by if contact.found else None
    return min(filter(None, (open_until, _by(store, command.checked_on))), default=None)


def _by(store: EventStore, since: date | None) -> date | None:
    """The last day that the policy in force on a day gives from there; None where it gave no number."""
    days = None if since is None else policy_days(store, Policy.CONTACT_CHANGE_DAYS, since)
    return None if since is None or days is None else since + timedelta(days=days)
