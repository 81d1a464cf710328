"""Small registers read whole: the units with their names, and the areas in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, bindparam, select

from events.event import Recorded
from events.store import EventStore
from workflow.messages import Area, Clause, OrganisationKind, PolicySet
from workflow.messages.organisation import BUREAUS
from workflow.messages.policy import Policy
from workflow.projections import ORGANISATIONS

NAMESPACE = UUID("5d0f9a5e-6a0f-5c5e-9a55-0c5a1d6e7f10")
AREA_REGISTER = uuid5(NAMESPACE, "areas")
CLAUSE_REGISTER = uuid5(NAMESPACE, "clauses")
HEIGHT = 5  # of the tree: province, city, bureau, station, contact point


@lru_cache(1024)
def organisation_id(code: str) -> UUID:
    """The stream's id of an organisation: its lasting code decides it."""
    return uuid5(NAMESPACE, f"organisation {code}")


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation as it stands, or stood at a position of the log."""

    code: str
    name: str
    short: str
    what: OrganisationKind
    parent: str | None
    dissolved: date | None = None
    merged_into: str | None = None

    @property
    def answers(self) -> bool:
        """Whether items can be issued to it: a bureau, or the center for the city's own, that exists now."""
        return self.dissolved is None and (self.city or self.what in BUREAUS)

    @property
    def city(self) -> bool:
        """The center itself, which owns the city's items."""
        return self.what is OrganisationKind.CITY


@dataclass(frozen=True, slots=True)
class AreaRegister:
    version: int
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class ClauseRegister:
    version: int
    clauses: tuple[Clause, ...]


def units(connection: Connection, position: int | None = None) -> dict[str, Unit]:
    """All organisations by code, in the order of their codes; those of the past too, which are marked as dissolved."""
    table = ORGANISATIONS.at(position)
    return {row.code: _unit(row) for row in connection.execute(select(table).order_by(table.c.code))}


_ONE_UNIT = select(ORGANISATIONS.now).where(ORGANISATIONS.now.c.stream_id == bindparam("stream"))


def unit_of(store: EventStore, code: str) -> Unit | None:
    """One organisation as it stands; None where there is none of that code."""
    return store.once(_unit_in, f"organisation-{organisation_id(code)}")


def _unit_in(store: EventStore, stream: str) -> Unit | None:
    row = store.connection.execute(_ONE_UNIT, {"stream": stream}).first()
    return _unit(row) if row else None


def _unit(row: Any) -> Unit:
    what = OrganisationKind(row.what)
    return Unit(row.code, row.name, row.short, what, row.parent, row.dissolved, row.merged_into)


def answering_for(known: Mapping[str, Unit], code: str) -> str:
    """The code of the bureau, or the center, that a unit belongs to or is; "" where there is none."""
    for _ in range(HEIGHT):
        unit = known.get(code)
        if unit is None or unit.what in BUREAUS or unit.city:
            return unit.code if unit else ""
        code = unit.parent or ""
    return ""


def policy_id(policy: Policy) -> UUID:
    """The stream's id of a rule with a number."""
    return uuid5(NAMESPACE, f"policy {policy}")


def policy_days(store: EventStore, policy: Policy, on: date) -> int | None:
    """The days that a policy gives for what begins on a day; None where no number was set for then."""
    recorded = store.read(f"policy-{policy_id(policy)}").recorded
    return in_force((one.event for one in recorded), on)


def in_force(said: Iterable[PolicySet], on: date) -> int | None:
    """Of what was set, in the order it was, the one that holds on a day: the latest to begin, the last one said."""
    begun = [one for one in said if one.since <= on]
    return max(enumerate(begun), key=lambda one: (one[1].since, one[0]))[1].days if begun else None


def calendar_id(year: int) -> UUID:
    """The stream's id of a year's calendar."""
    return uuid5(NAMESPACE, f"calendar {year}")


def current_areas(store: EventStore) -> AreaRegister:
    """The register of areas in force; version 0 with none before the first is published."""
    return store.once(_areas_in, f"areas-{AREA_REGISTER}")


def _areas_in(store: EventStore, stream: str) -> AreaRegister:
    past = store.read_past(stream)
    return AreaRegister(past.head.version, past.told[-1].event.areas) if past.told else AreaRegister(0, ())


def area_versions(connection: Connection) -> list[Recorded]:
    """Every published version of the register, the first one first."""
    return list(EventStore(connection).read(f"areas-{AREA_REGISTER}").recorded)


def current_clauses(store: EventStore) -> ClauseRegister:
    """The register of clauses in force; version 0 with none before the first is published."""
    recorded = store.read(f"clauses-{CLAUSE_REGISTER}").recorded
    return ClauseRegister(recorded[-1].version, recorded[-1].event.clauses) if recorded else ClauseRegister(0, ())


def clause_versions(connection: Connection) -> list[Recorded]:
    """Every published version of the register of clauses, the first one first."""
    return list(EventStore(connection).read(f"clauses-{CLAUSE_REGISTER}").recorded)
