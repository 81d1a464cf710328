"""What follows from a command on an account: who may, what the unit needs, what excludes what. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import timedelta
from typing import Any

from workflow import messages as m
from workflow.account_errors import (
    AlreadyDisabled,
    AlreadyHolds,
    DayIsOver,
    EndsBeforeItBegins,
    ExclusiveRoles,
    LastOfUnit,
    LentTooLong,
    NoMailAddress,
    NoSuchAccount,
    NoSuchGrant,
    NotAColleague,
    NotDisabled,
    NotToBeLent,
    OwnAccount,
    RoleDoesNotFit,
    SignedAlready,
    SuccessorDoesNotFit,
    SuccessorMissing,
)
from workflow.accounts import ADMINISTRATORS, FITS, NEEDED, Account, Grant
from workflow.dates import day_words
from workflow.errors import AlreadyExists, Words
from workflow.messages.base import SYSTEM
from workflow.words import ROLES, Role, not_permitted

LENT_FOR = timedelta(days=92)

MAY: dict[type[m.AccountCommand], tuple[Role, ...]] = {
    m.OpenAccount: (Role.SYSTEM_ADMIN,),
    m.GrantRole: (Role.SECURITY_ADMIN,),
    m.LendRole: tuple(role for role in Role if role not in ADMINISTRATORS),
    m.RevokeRole: (Role.SECURITY_ADMIN,),
    m.DisableAccount: (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    m.EnableAccount: (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    m.RecordLeaving: (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    m.ResetPassword: (Role.SYSTEM_ADMIN,),
    m.TakeOver: (Role.BUREAU_HANDLER, Role.BUREAU_LEADER, Role.CITY_CENTER),
    m.SetMailAddress: tuple(Role),
    m.ClearMailAddress: tuple(Role),
}
"""The operator at the command line may all of it: somebody has to begin."""
OWN = (m.SetMailAddress, m.ClearMailAddress)
"""What is done to one's own account alone; the operator's is none."""


def require_sight(command: m.AccountCommand, account: Account) -> None:
    """The actor's role may; and to who is no administrator, an account of another unit is as one that is not there."""
    allowed = MAY[type(command)]
    if command.by != SYSTEM and command.by.role not in allowed:
        raise not_permitted(command.by.role, command.says, allowed)
    if isinstance(command, OWN) and command.subject != command.by.account:
        raise NoSuchAccount
    if isinstance(command, m.LendRole) and all(grant.org != command.by.org for grant in account.grants):
        raise NoSuchAccount
    if isinstance(command, m.TakeOver) and (not account.handover or account.handover.successor != command.by.account):
        raise NoSuchAccount


def admit(command: m.AccountCommand, account: Account) -> None:
    """The actor may, it is not their own account, and the account is there, or not yet to be opened."""
    require_sight(command, account)
    if command.subject == command.by.account and not isinstance(command, OWN):
        raise OwnAccount(trigger=command.says)
    if isinstance(command, m.OpenAccount):
        if account.version:
            raise AlreadyExists
    elif not account.version:
        raise NoSuchAccount
    elif account.disabled is not isinstance(command, m.EnableAccount | m.TakeOver):
        raise AlreadyDisabled if account.disabled else NotDisabled


def decide(command: m.AccountCommand, account: Account) -> list[m.DomainEvent]:
    """The event that records the command. What it names elsewhere has been looked up before."""
    admit(command, account)
    if check := SUBSTANCE.get(type(command)):
        check(command, account)
    derived = {"grant": len(account.grants) + 1} if command.records is m.RoleGranted else {}
    names = [f.name for f in fields(command.records)]  # type: ignore[arg-type]
    return [command.records(**{name: derived.get(name) or getattr(command, name) for name in names})]


def _grant(command: m.GrantRole, account: Account) -> None:
    if command.kind not in FITS[command.role]:
        fits = [ROLES[role] for role, kinds in FITS.items() if command.kind in kinds]
        allowed = Words("、".join(w.zh for w in fits) or "无", ", ".join(w.en for w in fits) or "none")
        raise RoleDoesNotFit(field="role", org=command.unit, role=ROLES[command.role], allowed=allowed)
    _require_days(command)
    _require_apart(command, account)


def _lend(command: m.LendRole, account: Account) -> None:
    assert command.since
    if not command.own:
        raise NotToBeLent(role=ROLES[command.role])
    _require_days(command)
    if command.until - command.since >= LENT_FOR:
        raise LentTooLong(field="until", most=LENT_FOR.days)
    if not any(grant.org == command.org for grant in account.held(command.since)):
        raise NotAColleague
    _require_apart(command, account)


def _require_days(command: m.GrantRole | m.LendRole) -> None:
    """From today on, and in order. The operator may give a day that is over: that shows nobody what was before then,
    for whatever moment is looked at, only what was recorded by then counts."""
    assert command.since and command.today
    if command.since < command.today and command.by != SYSTEM:
        raise DayIsOver(field="since", given=day_words(command.since), today=day_words(command.today))
    if command.until is not None and command.until < command.since:
        raise EndsBeforeItBegins(field="until", until=day_words(command.until), since=day_words(command.since))


def _require_apart(command: m.GrantRole | m.LendRole, account: Account) -> None:
    """On none of the days it holds what excludes the role, or the same."""
    assert command.since
    for held in account.grants:
        if not held.meets(command.since, command.until):
            continue
        if held.role is not command.role and {held.role, command.role} & set(ADMINISTRATORS):
            raise ExclusiveRoles(field="role", role=ROLES[command.role], held=ROLES[held.role])
        if (held.role, held.org) == (command.role, command.org):
            raise AlreadyHolds(field="role", role=ROLES[command.role], grant=held.number)


def _revoke(command: m.RevokeRole, account: Account) -> None:
    assert command.today
    stand = [g for g in account.grants if not g.ended and (g.until is None or g.until >= command.today)]
    found = next((grant for grant in stand if grant.number == command.grant), None)
    if found is None:
        numbers = ", ".join(str(grant.number) for grant in stand)
        allowed = Words(numbers or "无", numbers or "none")
        raise NoSuchGrant(field="grant", given=command.grant, allowed=allowed)
    if found.holds(command.today):
        _require_others(command, [found])


def _leave(command: m.RecordLeaving, account: Account) -> None:
    _disable(command, account)
    if command.items and command.successor is None:
        raise SuccessorMissing(field="successor", count=len(command.items))
    if command.items and not command.fits:
        raise SuccessorDoesNotFit(field="successor")


def _take_over(_: m.TakeOver, account: Account) -> None:
    if account.handover and account.handover.signed:
        raise SignedAlready


def _clear_mail(_: m.ClearMailAddress, account: Account) -> None:
    if account.mail is None:
        raise NoMailAddress


def _disable(command: m.DisableAccount | m.RecordLeaving, account: Account) -> None:
    assert command.today
    _require_others(command, account.held(command.today))


def _require_others(command: m.RevokeRole | m.DisableAccount | m.RecordLeaving, lost: Iterable[Grant]) -> None:
    """Somebody else still has what is taken away, where the unit cannot do without."""
    others = {(role, org): count for role, org, count in command.left}
    for grant in lost:
        if grant.role in NEEDED and grant.lent_by is None and not others.get((grant.role, grant.org)):
            raise LastOfUnit(role=ROLES[grant.role])


SUBSTANCE: dict[type[m.AccountCommand], Callable[[Any, Account], None]] = {
    m.GrantRole: _grant,
    m.LendRole: _lend,
    m.RevokeRole: _revoke,
    m.DisableAccount: _disable,
    m.RecordLeaving: _leave,
    m.TakeOver: _take_over,
    m.ClearMailAddress: _clear_mail,
}
