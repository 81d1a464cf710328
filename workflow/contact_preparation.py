"""What a command on the contact register needs to know: the day, its station, whom it tells of, what policy gives."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from events import vault
from events.personal import PersonalRef
from events.store import EventStore
from workflow import messages as m
from workflow.contact_errors import AlreadyListed, LiaisonThere, NoSuchContact, NoSuchStation, PersonErased
from workflow.contacts import Contact
from workflow.dates import day_words
from workflow.lookups import answering_for, organisation_id, policy_days, units
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.organisation import WITH_CONTACTS
from workflow.messages.policy import Policy
from workflow.organisation_errors import Dissolved
from workflow.persons import of_unit
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
    match command:
        case m.RegisterContact():
            return _placed(command, store)
        case m.ReplaceContact():
            whose = of_unit(contact.station, _given(command, command.name))
            return replace(command, whose=whose, report_by=_by(store, command.since))
        case m.ChangePhone():
            return replace(_same_person(command, contact, store), report_by=_by(store, command.since))
        case m.CheckPhone() if command.result is not PhoneCheck.NORMAL:
            return replace(command, answer_by=_by(store, command.checked_on))
        case m.EndContact():
            return replace(command, report_by=_by(store, command.since))
    return command


def _placed(command: m.RegisterContact, store: EventStore) -> m.RegisterContact:
    """At a station in sight, which has no other liaison, and does not list the person yet."""
    store.hold(f"organisation-{organisation_id(command.station)}")
    known = units(store.connection)
    station = known.get(command.station)
    seen = station is not None and in_sight(command.by).sees(answering_for(known, station.code))
    if station is None or station.what not in WITH_CONTACTS or not seen:
        raise NoSuchStation(field="station", given=command.station[:64])
    if station.dissolved:
        raise Dissolved(field="station", unit=station.name, since=day_words(station.dissolved))
    name = _given(command, command.name)
    listed = _listed(store, station.code, command.post)
    if listed and command.post is ContactPost.LIAISON:
        raise LiaisonThere(field="post", station=station.name)
    if name in listed:
        raise AlreadyListed(field="name", station=station.name)
    return replace(command, whose=of_unit(station.code, name))


def _listed(store: EventStore, station: str, post: ContactPost) -> list[str]:
    """The names of those who hold the post there; "" for one that was erased."""
    table = CONTACTS.now.c
    refs = list(store.connection.scalars(
        select(table.name_ref).where(table.station == station, table.post == post.value, table.ended.is_(None))
    ))  # fmt: skip
    refs += [
        one.event.name.ref for one in store.in_memory("contact")
        if one.version == 1 and (one.event.station, one.event.post) == (station, post)
    ]  # fmt: skip
    found = vault.reveal(store.connection, refs)
    return [found.get(ref, "") for ref in refs]


def _same_person(command: m.ChangePhone, contact: Contact, store: EventStore) -> m.ChangePhone:
    assert contact.name and contact.phone
    found = vault.reveal(store.connection, [contact.name.ref, contact.phone.ref])
    name = found.get(contact.name.ref)
    if name is None:
        raise PersonErased
    same = found.get(contact.phone.ref) == _given(command, command.phone)
    return replace(command, whose=of_unit(contact.station, name), same=same)


def _given(command: m.Command, ref: PersonalRef) -> str:
    """The value behind a reference of the command."""
    return next((value.value for value in command.personal if value.ref == ref.ref), "")


def _by(store: EventStore, since: date) -> date | None:
    """The last day that the policy in force on a day gives from there; None where it gave no number."""
    days = policy_days(store, Policy.CONTACT_CHANGE_DAYS, since)
    return None if days is None else since + timedelta(days=days)
