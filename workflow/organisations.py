"""The tree of organisations: what one is so far, and what follows from a command on it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple

from events.event import Recorded, Told
from workflow import messages as m
from workflow.dates import day_words
from workflow.errors import AlreadyExists, Words
from workflow.messages.organisation import BUREAUS, KINDS, STATIONS, OrganisationKind
from workflow.organisation_errors import (
    CenterStays,
    Dissolved,
    KindDoesNotFit,
    NoSuchOrganisation,
    NothingChanges,
    NotMergeable,
    ParentDoesNotFit,
    SinceBeforeLast,
    SinceInFuture,
)
from workflow.words import Role, not_permitted

ADMINS = (Role.SYSTEM_ADMIN,)
SAYS = {
    "register": Words("登记机构", "register an organisation"),
    "rename": Words("更名", "rename"),
    "move": Words("变更隶属", "move"),
    "dissolve": Words("撤销", "dissolve"),
}

_Kind = OrganisationKind
_ALONE_OR_ABOVE: tuple[OrganisationKind | None, ...] = (None, _Kind.PROVINCE, _Kind.CITY)
UNDER: dict[OrganisationKind, tuple[OrganisationKind | None, ...]] = {
    _Kind.PROVINCE: (None,),
    _Kind.CITY: (None, _Kind.PROVINCE),
    **dict.fromkeys(BUREAUS, (_Kind.CITY,)),
    **dict.fromkeys(STATIONS, BUREAUS),
    _Kind.CONTACT_POINT: (*STATIONS, *BUREAUS),
    _Kind.LIVELIHOOD_OFFICE: _ALONE_OR_ABOVE,
    _Kind.EVALUATOR: _ALONE_OR_ABOVE,
    _Kind.AUDIT: _ALONE_OR_ABOVE,
}


class Name(NamedTuple):
    """What a unit is called, and is, from a day on; None if it was so before days were asked for."""

    since: date | None
    name: str
    short: str
    what: OrganisationKind


class Place(NamedTuple):
    """What a unit belongs to from a day on."""

    since: date | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation so far. `names` and `places` are all it ever had, the present one last."""

    version: int = 0
    code: str = ""
    what: OrganisationKind | None = None
    names: tuple[Name, ...] = ()
    places: tuple[Place, ...] = ()
    dissolved: date | None = None
    into: str | None = None

    @property
    def name(self) -> Name:
        return self.names[-1]

    @property
    def parent(self) -> str | None:
        return self.places[-1].parent

    @property
    def newest_day(self) -> date | None:
        """The day of its last change, as far as days are known."""
        days = [name.since for name in self.names] + [place.since for place in self.places]
        return max(filter(None, days), default=None)


NEW = Organisation()


def evolve(before: Organisation, event: m.DomainEvent) -> Organisation:
    """The organisation after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    match event:
        case m.OrganisationRegistered():
            name, place = _name(event), Place(event.since, event.parent)
            return replace(after, code=event.code, what=event.what, names=(name,), places=(place,))
        case m.OrganisationRenamed():
            return replace(after, what=event.what, names=(*after.names, _name(event)))
        case m.OrganisationMoved():
            return replace(after, places=(*after.places, Place(event.since, event.parent)))
        case m.OrganisationDissolved():
            return replace(after, dissolved=event.since, into=event.into)
        case _:
            return after


def _name(event: m.OrganisationRegistered | m.OrganisationRenamed) -> Name:
    return Name(event.since, event.name, event.short, event.what)


def fold(past: Iterable[Told | Recorded]) -> Organisation:
    organisation = NEW
    for told in past:
        organisation = evolve(organisation, told.event)
    return organisation


def admit(command: m.OrganisationCommand, organisation: Organisation) -> None:
    """The actor may change the tree, and the organisation is there to be changed, or not yet to be registered."""
    if command.by.role not in ADMINS:
        raise not_permitted(command.by.role, SAYS[command.trigger], ADMINS)
    if isinstance(command, m.RegisterOrganisation):
        if organisation.version:
            raise AlreadyExists
        return
    if not organisation.version:
        raise NoSuchOrganisation(given=str(command.subject)[:8])
    if organisation.dissolved:
        raise Dissolved(unit=organisation.name.name, since=day_words(organisation.dissolved))
    if isinstance(command, m.DissolveOrganisation) and organisation.what is OrganisationKind.CITY:
        raise CenterStays


def decide(command: m.OrganisationCommand, organisation: Organisation) -> list[m.DomainEvent]:
    """The event that records the command. What it names elsewhere in the tree has been looked up before."""
    admit(command, organisation)
    _require_day(command, organisation)
    if check := SUBSTANCE.get(type(command)):
        check(command, organisation)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def _require_day(command: Any, organisation: Organisation) -> None:
    since, newest = command.since, organisation.newest_day
    if since is None:
        return
    if command.today is not None and since > command.today:
        raise SinceInFuture(field="since", given=day_words(since))
    if newest is not None and since < newest:
        raise SinceBeforeLast(field="since", given=day_words(since), last=day_words(newest))


def _register(command: m.RegisterOrganisation, _: Organisation) -> None:
    require_place(command.what, command.above, command.parent)


def _rename(command: m.RenameOrganisation, organisation: Organisation) -> None:
    if (command.name, command.short, command.what) == organisation.name[1:]:
        raise NothingChanges(field="name")
    if command.what not in alike(organisation.what):
        raise KindDoesNotFit(field="what", unit=organisation.name.name, allowed=_named(alike(organisation.what)))


def _move(command: m.MoveOrganisation, organisation: Organisation) -> None:
    if command.parent == organisation.parent:
        raise NothingChanges(field="parent")
    assert organisation.what is not None
    require_place(organisation.what, command.above, command.parent)


def _dissolve(command: m.DissolveOrganisation, organisation: Organisation) -> None:
    if command.into is not None and (
        command.into == organisation.code or command.above not in alike(organisation.what)
    ):
        raise NotMergeable(field="into", unit=organisation.name.name, into=command.into)


def alike(what: OrganisationKind | None) -> tuple[OrganisationKind | None, ...]:
    """The kinds it can be merged with: a county may become part of a district, a township station of a street's."""
    return next((alike for alike in (BUREAUS, STATIONS) if what in alike), (what,))


def require_place(what: OrganisationKind, above: OrganisationKind | None, parent: str | None) -> None:
    """A unit of this kind can belong to one of that."""
    if above not in UNDER[what]:
        kind = KINDS[what]
        raise ParentDoesNotFit(field="parent", kind=kind, unit=parent or "–", allowed=allowed_above(what))


def allowed_above(what: OrganisationKind) -> Words:
    """The kinds a unit of this kind can belong to, as people call them."""
    return _named(UNDER[what])


def _named(these: Iterable[OrganisationKind | None]) -> Words:
    kinds = [KINDS[kind] for kind in these if kind is not None]
    if not kinds:
        return Words("无", "none")
    return Words("、".join(kind.zh for kind in kinds), ", ".join(kind.en for kind in kinds))


SUBSTANCE: dict[type[m.OrganisationCommand], Callable[[Any, Organisation], None]] = {
    m.RegisterOrganisation: _register,
    m.RenameOrganisation: _rename,
    m.MoveOrganisation: _move,
    m.DissolveOrganisation: _dissolve,
}
