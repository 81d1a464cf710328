"""Accounts: what one is so far, and what it holds on a day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from events.event import Recorded, Told
from events.personal import PersonalRef
from workflow import messages as m
from workflow.messages.mail import MailLanguage
from workflow.messages.organisation import BUREAUS, OrganisationKind
from workflow.words import Role

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
"""Three accounts; and whoever is one of them holds nothing else."""

NEEDED = (Role.CITY_CENTER, Role.BUREAU_LEADER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
"""A unit that has one of these keeps one."""

FITS: dict[Role, tuple[OrganisationKind, ...]] = {
    Role.CITY_CENTER: (OrganisationKind.CITY,),
    Role.BUREAU_LEADER: BUREAUS,
    Role.BUREAU_HANDLER: BUREAUS,
    Role.EVALUATOR: (OrganisationKind.EVALUATOR,),
    Role.AUDITOR: (OrganisationKind.AUDIT,),
    Role.SYSTEM_ADMIN: (OrganisationKind.CITY,),
    Role.SECURITY_ADMIN: (OrganisationKind.CITY,),
}


class Grant(NamedTuple):
    """A role in a unit, on the days from `since` to `until`, both included; `ended` once it was revoked."""

    number: int
    role: Role
    org: str
    since: date
    until: date | None
    lent_by: UUID | None
    ended: bool = False

    def holds(self, on: date) -> bool:
        return not self.ended and self.since <= on and (self.until is None or on <= self.until)

    def meets(self, since: date, until: date | None) -> bool:
        """Whether it holds on any of these days."""
        return not self.ended and (until is None or self.since <= until) and (self.until is None or since <= self.until)


class Handover(NamedTuple):
    """What an account that left leaves behind, and to whom; `signed` once that one has signed."""

    successor: UUID | None
    items: tuple[UUID, ...]
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """An account so far. `existed`: before accounts were recorded. `grants` are all it ever had, in their order.
    `mail` is where its daily mail goes, if it goes anywhere."""

    version: int = 0
    name: PersonalRef | None = None
    existed: bool = False
    disabled: bool = False
    grants: tuple[Grant, ...] = ()
    handover: Handover | None = None
    mail: PersonalRef | None = None
    mail_language: MailLanguage | None = None

    def held(self, on: date) -> tuple[Grant, ...]:
        """What it holds on a day; nothing while it is disabled. Its own come before what is lent to it."""
        found = [grant for grant in self.grants if grant.holds(on) and not self.disabled]
        return tuple(sorted(found, key=lambda grant: grant.lent_by is not None))


NEW = Account()


def evolve(before: Account, event: m.DomainEvent) -> Account:
    """The account after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    match event:
        case m.AccountOpened():
            return replace(after, name=event.name, existed=event.existed)
        case m.RoleGranted():
            grant = Grant(event.grant, event.role, event.org, event.since, event.until, event.lent_by)
            return replace(after, grants=(*after.grants, grant))
        case m.RoleRevoked():
            ended = (g._replace(ended=True) if g.number == event.grant else g for g in after.grants)
            return replace(after, grants=tuple(ended))
        case m.AccountDisabled() | m.AccountEnabled():
            return replace(after, disabled=isinstance(event, m.AccountDisabled))
        case m.AccountLeft():
            return replace(after, disabled=True, handover=Handover(event.successor, event.items))
        case m.HandoverSigned():
            return replace(after, handover=Handover(event.successor, event.items, signed=True))
        case m.MailAddressSet():
            return replace(after, mail=event.address, mail_language=event.language)
        case m.MailAddressCleared():
            return replace(after, mail=None, mail_language=None)
        case _:
            return after


def fold(past: Iterable[Told | Recorded]) -> Account:
    account = NEW
    for told in past:
        account = evolve(account, told.event)
    return account
