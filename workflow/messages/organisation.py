"""Commands and events of an organisation: a lasting code and kind; names and a place in the tree that change over time.

`since` is the first day something holds. It is never in the future: what stands now is what was last said.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from events.codec import upcaster
from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


class OrganisationKind(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    DISTRICT = "district"
    COUNTY_CITY = "county_city"
    TOWNSHIP_STATION = "township_station"
    STREET_STATION = "street_station"
    CONTACT_POINT = "contact_point"
    LIVELIHOOD_OFFICE = "livelihood_office"
    EVALUATOR = "evaluator"
    AUDIT = "audit"


KINDS = {
    OrganisationKind.PROVINCE: Words("省级", "province"),
    OrganisationKind.CITY: Words("市级", "city"),
    OrganisationKind.COUNTY: Words("县", "county"),
    OrganisationKind.DISTRICT: Words("区", "district"),
    OrganisationKind.COUNTY_CITY: Words("县级市", "county-level city"),
    OrganisationKind.TOWNSHIP_STATION: Words("乡镇工作站", "township station"),
    OrganisationKind.STREET_STATION: Words("街道工作站", "sub-district station"),
    OrganisationKind.CONTACT_POINT: Words("联系点", "contact point"),
    OrganisationKind.LIVELIHOOD_OFFICE: Words("民生办", "livelihood office"),
    OrganisationKind.EVALUATOR: Words("评价机构", "evaluator"),
    OrganisationKind.AUDIT: Words("审计机关", "audit office"),
}

BUREAUS = (OrganisationKind.COUNTY, OrganisationKind.DISTRICT, OrganisationKind.COUNTY_CITY)
STATIONS = (OrganisationKind.TOWNSHIP_STATION, OrganisationKind.STREET_STATION)
WITH_CONTACTS = (*STATIONS, OrganisationKind.CONTACT_POINT)


@event("organisation.registered", version=2)
class OrganisationRegistered(DomainEvent):
    """`since` is None where it was registered before days were asked for."""

    code: str
    name: str
    short: str
    what: OrganisationKind
    parent: str | None
    since: date | None


@upcaster("organisation.registered", from_version=1)
def _since_not_asked(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "since": None}


@event("organisation.renamed")
class OrganisationRenamed(DomainEvent):
    """With its name a unit may get another kind: a county becomes a district."""

    what: OrganisationKind
    name: str
    short: str
    since: date
    reason: str


@event("organisation.moved")
class OrganisationMoved(DomainEvent):
    """It belongs to another unit from then on."""

    parent: str
    since: date
    reason: str


@event("organisation.dissolved")
class OrganisationDissolved(DomainEvent):
    """It is no more from then on; `into` is the unit that it was merged into, if one is."""

    into: str | None
    since: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrganisationCommand(Command):
    """What every command on an organisation carries. `today` and `above`, the kind of the unit it names, are looked up
    for it."""

    stream_kind = "organisation"
    today: date | None = None
    above: OrganisationKind | None = None


SINCE = Words("自何日起", "Since")
REASON = Words("依据或原因", "Basis or reason")
PARENT = Words("上级单位", "Belongs to")


@dataclass(frozen=True, kw_only=True)
class RegisterOrganisation(OrganisationCommand):
    trigger = "register"
    records = OrganisationRegistered
    code: str = asked(Words("代码", "Code"), max=64)
    name: str = asked(Words("名称", "Name"), max=200)
    short: str = asked(Words("简称", "Short name"), max=20)
    what: OrganisationKind = asked(Words("类型", "Kind"))
    parent: str | None = asked(PARENT, default=None, choice="units")
    since: date | None = asked(SINCE, default=None)


@dataclass(frozen=True, kw_only=True)
class RenameOrganisation(OrganisationCommand):
    trigger = "rename"
    records = OrganisationRenamed
    name: str = asked(Words("新名称", "New name"), max=200)
    short: str = asked(Words("新简称", "New short name"), max=20)
    what: OrganisationKind | None = asked(Words("类型", "Kind"), default=None)
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=500, rows=2)


@dataclass(frozen=True, kw_only=True)
class MoveOrganisation(OrganisationCommand):
    trigger = "move"
    records = OrganisationMoved
    parent: str = asked(PARENT, choice="units", max=64)
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=500, rows=2)


@dataclass(frozen=True, kw_only=True)
class DissolveOrganisation(OrganisationCommand):
    """`holds_others`: nothing may be issued to it in the meantime."""

    trigger = "dissolve"
    records = OrganisationDissolved
    holds_others = True
    into: str | None = asked(Words("并入单位", "Merged into"), default=None, choice="units")
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=500, rows=2)
