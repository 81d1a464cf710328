"""An entry of the contact register: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from events.event import Recorded, Told
from events.personal import PersonalRef
from workflow import messages as m
from workflow.contact_errors import ContactGone, FoundByAnother, NoSuchContact
from workflow.dates import day_words
from workflow.errors import AlreadyExists, Words
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.organisation_errors import NothingChanges, SinceBeforeLast, SinceInFuture
from workflow.words import ROLES, Role, not_permitted

KEEPERS = (Role.BUREAU_LEADER, Role.BUREAU_HANDLER, Role.CITY_CENTER)
OVERSEERS = (Role.CITY_CENTER, Role.EVALUATOR)
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
    """An entry so far. `since` is since when the person holds the post, `phone_since` since when the number stands.

    `reported_on` and `report_by` are of its last change; `late` says whether any change was reported late, None while
    none was judged. `result` and `answer_by` are of the calls since the last change; `found_by` is who found what is
    open, one who oversees before one who keeps the register.
    """

    version: int = 0
    station: str = ""
    post: ContactPost | None = None
    name: PersonalRef | None = None
    phone: PersonalRef | None = None
    since: date | None = None
    phone_since: date | None = None
    reported_on: date | None = None
    report_by: date | None = None
    late: bool | None = None
    result: PhoneCheck | None = None
    checked_on: date | None = None
    answer_by: date | None = None
    found_by: m.Actor | None = None
    ended: date | None = None

    @property
    def found(self) -> bool:
        """Whether the last call found something that is not mended yet."""
        return self.result not in (None, PhoneCheck.NORMAL)

    @property
    def newest(self) -> date | None:
        """The day of the last change."""
        return max(filter(None, (self.since, self.phone_since, self.ended)), default=None)


NEW = Contact()
UNCHECKED: dict[str, Any] = dict.fromkeys(("result", "checked_on", "answer_by", "found_by"))


def evolve(before: Contact, told: Told | Recorded) -> Contact:
    """The entry after an event. Evolving never refuses."""
    event = told.event
    said = {name: getattr(event, name) for name in Contact.__slots__ if hasattr(event, name)}
    after = replace(before, version=before.version + 1, **said)
    match event:
        case m.ContactChecked():
            return replace(after, found_by=_finder(before, m.Actor.parse(told.actor)) if after.found else None)
        case m.ContactEnded():
            after = replace(after, **UNCHECKED, since=before.since, ended=event.since)
        case m.ContactPhoneChanged():
            after = replace(after, **UNCHECKED, since=before.since, phone_since=event.since)
        case _:
            after = replace(after, **UNCHECKED, phone_since=after.since, ended=None)
    late = was_late(event)
    return replace(after, late=before.late if late is None else late or before.late is True)


def was_late(event: m.DomainEvent) -> bool | None:
    """Whether an event was reported after the last day that policy gave for it; None if it gave none."""
    reported_on, report_by = getattr(event, "reported_on", None), getattr(event, "report_by", None)
    return None if report_by is None or reported_on is None else reported_on > report_by


def _finder(before: Contact, by: m.Actor) -> m.Actor:
    """Whose finding it is that is open after `by` found something too."""
    kept = before.found_by if before.found and by.role not in OVERSEERS else None
    return kept or by


def fold(past: Iterable[Told | Recorded]) -> Contact:
    contact = NEW
    for told in past:
        contact = evolve(contact, told)
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
    require_days(command, contact)
    REST.get(type(command), _nothing_more)(command, contact)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def require_days(command: m.ContactCommand, contact: Contact) -> None:
    """A change or a call has come, and is not older than what it changes."""
    if isinstance(command, m.CheckPhone):
        _require_day("checked_on", command.checked_on, command.reported_on, contact.checked_on or contact.newest)
    else:
        since: date | None = getattr(command, "since", None)
        _require_day("since", since, command.reported_on, contact.newest)


def _require_day(field: str, given: date | None, today: date | None, newest: date | None) -> None:
    if given is None:
        return
    if today is not None and given > today:
        raise SinceInFuture(field=field, given=day_words(given))
    if newest is not None and given < newest:
        raise SinceBeforeLast(field=field, given=day_words(given), last=day_words(newest))


def _nothing_more(command: Any, contact: Contact) -> None:
    """The days are all there is to it."""


def _replaced(command: m.ReplaceContact, contact: Contact) -> None:
    if command.same and not contact.ended:
        raise NothingChanges(field="name")


def _phone(command: m.ChangePhone, contact: Contact) -> None:
    if command.same:
        raise NothingChanges(field="phone")


def _checked(command: m.CheckPhone, contact: Contact) -> None:
    """What another unit found, only that unit or who oversees finds mended."""
    finder = contact.found_by
    if command.result is not PhoneCheck.NORMAL or finder is None or command.by.role in OVERSEERS:
        return
    if command.by.org != finder.org:
        raise FoundByAnother(field="result", finder=ROLES[finder.role])


REST: dict[type[m.ContactCommand], Callable[[Any, Contact], None]] = {
    m.ReplaceContact: _replaced,
    m.ChangePhone: _phone,
    m.CheckPhone: _checked,
}
