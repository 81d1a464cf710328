"""An entry of the contact register: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from events.event import Recorded, Told
from events.personal import PersonalRef
from workflow import messages as m
from workflow.contact_errors import ContactGone, NoSuchContact
from workflow.dates import day_words
from workflow.errors import AlreadyExists, Words
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.organisation_errors import NothingChanges, SinceBeforeLast, SinceInFuture
from workflow.words import Role, not_permitted

KEEPERS = (Role.BUREAU_LEADER, Role.BUREAU_HANDLER, Role.CITY_CENTER)
MAY: dict[str, tuple[Role, ...]] = {
    "register": KEEPERS,
    "replace": KEEPERS,
    "change_phone": KEEPERS,
    "check": (*KEEPERS, Role.EVALUATOR),
    "end": KEEPERS,
}
SAYS = {
    "register": Words("登记联系人", "register a contact"),
    "replace": Words("更换", "replace"),
    "change_phone": Words("变更电话", "change the phone"),
    "check": Words("核对电话", "check the phone"),
    "end": Words("撤销", "end"),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry so far. `report_by` is of its last change, `result` and `answer_by` of the last call since then."""

    version: int = 0
    station: str = ""
    post: ContactPost | None = None
    name: PersonalRef | None = None
    phone: PersonalRef | None = None
    since: date | None = None
    reported_on: date | None = None
    report_by: date | None = None
    result: PhoneCheck | None = None
    checked_on: date | None = None
    answer_by: date | None = None
    ended: date | None = None

    @property
    def found(self) -> bool:
        """Whether the last call found something that is not mended yet."""
        return self.result not in (None, PhoneCheck.NORMAL)


NEW = Contact()
UNCHECKED: dict[str, Any] = {"result": None, "checked_on": None, "answer_by": None}


def evolve(before: Contact, event: m.DomainEvent) -> Contact:
    """The entry after an event. Evolving never refuses."""
    said = {name: getattr(event, name) for name in Contact.__slots__ if hasattr(event, name)}
    after = replace(before, version=before.version + 1, **said)
    match event:
        case m.ContactChecked():
            return after
        case m.ContactEnded():
            return replace(after, **UNCHECKED, since=before.since, ended=event.since)
        case _:
            return replace(after, **UNCHECKED, ended=None)


def fold(past: Iterable[Told | Recorded]) -> Contact:
    contact = NEW
    for told in past:
        contact = evolve(contact, told.event)
    return contact


def admit(command: m.ContactCommand, contact: Contact) -> None:
    """The actor's role may, and the entry is there to be changed, or not yet to be registered."""
    allowed = MAY[command.trigger]
    if command.by.role not in allowed:
        raise not_permitted(command.by.role, SAYS[command.trigger], allowed)
    if isinstance(command, m.RegisterContact):
        if contact.version:
            raise AlreadyExists
        return
    if not contact.version:
        raise NoSuchContact
    if contact.ended and not isinstance(command, m.ReplaceContact):
        raise ContactGone(since=day_words(contact.ended))


def decide(command: m.ContactCommand, contact: Contact) -> list[m.DomainEvent]:
    """The event that records the command. Its station, and the days that policy gives, have been looked up before."""
    admit(command, contact)
    DAYS[type(command)](command, contact)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def _holds(command: Any, contact: Contact) -> None:
    """A change has come, and is not older than what it changes."""
    _require_day("since", command.since, command.reported_on, contact.ended or contact.since)


def _phone(command: m.ChangePhone, contact: Contact) -> None:
    if command.same:
        raise NothingChanges(field="phone")
    _holds(command, contact)


def _checked(command: m.CheckPhone, contact: Contact) -> None:
    _require_day("checked_on", command.checked_on, command.reported_on, contact.checked_on or contact.since)


def _require_day(field: str, given: date | None, today: date | None, newest: date | None) -> None:
    if given is None:
        return
    if today is not None and given > today:
        raise SinceInFuture(field=field, given=day_words(given))
    if newest is not None and given < newest:
        raise SinceBeforeLast(field=field, given=day_words(given), last=day_words(newest))


DAYS: dict[type[m.ContactCommand], Callable[[Any, Contact], None]] = {
    m.RegisterContact: _holds,
    m.ReplaceContact: _holds,
    m.ChangePhone: _phone,
    m.CheckPhone: _checked,
    m.EndContact: _holds,
}
