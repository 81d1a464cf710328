"""Commands and events of an organisation: a lasting code, a name, what it is, and what it belongs to."""

from dataclasses import dataclass
from enum import StrEnum

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


class OrganisationKind(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    DISTRICT = "district"
    COUNTY_CITY = "county_city"
    EVALUATOR = "evaluator"
    AUDIT = "audit"


BUREAUS = (OrganisationKind.COUNTY, OrganisationKind.DISTRICT, OrganisationKind.COUNTY_CITY)


@event("organisation.registered")
class OrganisationRegistered(DomainEvent):
    code: str
    name: str
    short: str
    what: OrganisationKind
    parent: str | None


@dataclass(frozen=True, kw_only=True)
class RegisterOrganisation(Command):
    stream_kind = "organisation"
    trigger = "register"
    records = OrganisationRegistered
    code: str = asked(Words("代码", "Code"), max=64)
    name: str = asked(Words("名称", "Name"), max=200)
    short: str = asked(Words("简称", "Short name"), max=20)
    what: OrganisationKind = asked(Words("类型", "Kind"))
    parent: str | None = asked(Words("上级", "Belongs to"), default=None)
