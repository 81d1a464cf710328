"""One look at the ledger: who looks, at which moment, and the names of what is seen."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask import g, request
from sqlalchemy import Connection, select

import identity
from admin.words import say, t
from workflow.account_errors import EyesNeedAMoment, NoSuchAccount
from workflow.errors import Words
from workflow.eyes import THROUGH_ANY, Eyes, through
from workflow.history import Moment, reading_at
from workflow.lookups import Unit, area_versions, units
from workflow.messages import Actor
from workflow.messages.base import SYSTEM
from workflow.messages.organisation import BUREAUS
from workflow.projections import AREAS
from workflow.sight import OTHER, OTHER_UNIT, in_sight, tells_who
from workflow.words import ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A reader, a moment, and one unchanging view of the database. `areas` is the register in force at the moment."""

    connection: Connection
    actor: Actor
    at: Moment
    units: dict[str, Unit]
    areas: dict[str, Words]
    names: dict[UUID, str]
    eyes: Eyes | None = None

    def unit(self, code: str) -> str:
        if code == SYSTEM.org:
            return t("set up by the system")
        if code == OTHER:
            return say(OTHER_UNIT)
        return self.units[code].name if code in self.units else code

    def area(self, code: str) -> str:
        return say(self.areas[code]) if code in self.areas else code

    def unit_choices(self) -> list[tuple[str, str]]:
        """The units in the actor's sight that items are issued to."""
        seen = in_sight(self.actor)
        return [(u.code, u.name) for u in self.units.values() if (u.what in BUREAUS or u.city) and seen.sees(u.code)]

    def answering(self) -> list[tuple[str, str]]:
        """The units that answer now, whoever looks."""
        return [(u.code, u.name) for u in self.units.values() if u.answers]

    @property
    def many(self) -> bool:
        """Whether more units than one can be seen, so that items must say whose they are."""
        return in_sight(self.actor).units is None

    def area_choices(self) -> list[tuple[str, str]]:
        return [(code, say(words)) for code, words in self.areas.items()]

    def account(self, account: UUID | None) -> str:
        """The account's name; the start of its id where there is no such account any more."""
        return self.names.get(account) or str(account)[:8] if account else ""

    def roles(self, hats: Iterable[Actor]) -> str:
        """What an account could act as, or that it could not."""
        said = [t("%(role)s, %(unit)s", role=say(ROLES[hat.role]), unit=self.unit(hat.org)) for hat in hats]
        return t(", ").join(said) or t("without a role")

    def eye_choices(self) -> list[tuple[str, str]]:
        """Through whose eyes the past can be looked at: anybody's, or the reader's own."""
        if not self.at.past:
            return []
        anybody = self.actor.role in THROUGH_ANY
        found = [(str(one), name) for one, name in self.names.items() if anybody or one == self.actor.account]
        return sorted(found, key=lambda choice: choice[1])

    def unit_of(self, by: Actor) -> str:
        """The unit that somebody acted for, as far as the reader is told; none for the system's clock."""
        if by == SYSTEM:
            return ""
        return self.unit(by.org) if tells_who(self.actor, by) else say(OTHER_UNIT)

    def role(self, by: Actor) -> str:
        """What somebody acted as. The system's clock is no administrator."""
        return t("the system's clock") if by == SYSTEM else say(ROLES[by.role])

    def person(self, by: Actor) -> str:
        """The name of the one who acted. What was done on the server itself has no account: it was told a role. Of
        another bureau's people a bureau is told no more than that."""
        if not tells_who(self.actor, by):
            return say(OTHER_UNIT)
        if by.account != SYSTEM.account:
            return self.account(by.account)
        return t("system") if by.role is SYSTEM.role else t("command line")


def _through(connection: Connection, at: Moment) -> tuple[Actor, Eyes | None]:
    """Who looks; at a moment past through somebody's eyes, if the address says whose."""
    actor, asked = identity.current_actor(), request.args.get("eyes", "")
    if not asked:
        return actor, None
    if not at.past:
        raise EyesNeedAMoment(field="eyes")
    place = g.get("place")
    actor, eyes = through(connection, actor, _account(asked), at, place)
    if place and not eyes.may_enter(place):
        raise NoSuchAccount  # the page was closed to them
    return actor, eyes


def _account(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NoSuchAccount from error


@contextmanager
def looking(as_of: str | None = None) -> Iterator[Look]:
    """A look at the moment the address asks for, or at `as_of`; NotAnInstant or FutureInstant refuse it."""
    ledger = identity.current_ledger()
    asked = request.args.get("as_of", "") if as_of is None else as_of
    with reading_at(ledger.database, asked, ledger.clock.now(), ledger.zone) as (connection, at):
        actor, eyes = _through(connection, at)
        yield Look(
            connection=connection, actor=actor, eyes=eyes, at=at, units=units(connection, at.position),
            areas=_areas(connection, at), names=identity.names(connection),
        )  # fmt: skip


def _areas(connection: Connection, at: Moment) -> dict[str, Words]:
    """Every area published by then, under its newest name; items keep areas that have left the register."""
    standing = connection.scalar(select(AREAS.at(at.position).c.version)) or 0
    published = (one.event.areas for one in area_versions(connection) if one.version <= standing)
    return {area.code: Words(area.zh, area.en) for areas in published for area in areas}
