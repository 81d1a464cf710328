"""Small registers read whole: the units with their names, and the areas in force."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from events.event import Recorded
from events.store import EventStore
from workflow.messages import Area, OrganisationKind
from workflow.messages.organisation import BUREAUS
from workflow.projections import ORGANISATIONS

NAMESPACE = UUID("5d0f9a5e-6a0f-5c5e-9a55-0c5a1d6e7f10")
AREA_REGISTER = uuid5(NAMESPACE, "areas")


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


def units(connection: Connection, position: int | None = None) -> dict[str, Unit]:
    """All organisations by code, in the order of their codes; those of the past too, which are marked as dissolved."""
    table = ORGANISATIONS.at(position)
    rows = connection.execute(select(table).order_by(table.c.code))
    return {
        r.code: Unit(r.code, r.name, r.short, OrganisationKind(r.what), r.parent, r.dissolved, r.merged_into)
        for r in rows
    }


def current_areas(store: EventStore) -> AreaRegister:
    """The register of areas in force; version 0 with none before the first is published."""
    recorded = store.read(f"areas-{AREA_REGISTER}").recorded
    return AreaRegister(recorded[-1].version, recorded[-1].event.areas) if recorded else AreaRegister(0, ())


def area_versions(connection: Connection) -> list[Recorded]:
    """Every published version of the register, the first one first."""
    return list(EventStore(connection).read(f"areas-{AREA_REGISTER}").recorded)
