"""Accounts: opened by one administrator, granted roles by another; from a day to a day; never reaching back."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from events.personal import PersonalRef
from tests import examples as x
from tests.spec import given_of
from workflow import messages as m
from workflow.account_errors import (
    AlreadyDisabled,
    AlreadyHolds,
    DayIsOver,
    EndsBeforeItBegins,
    ExclusiveRoles,
    LastOfUnit,
    LentTooLong,
    NoSuchAccount,
    NoSuchGrant,
    NotAColleague,
    NotDisabled,
    NotToBeLent,
    OwnAccount,
    RoleDoesNotFit,
)
from workflow.accounts import ADMINISTRATORS, FITS, NEEDED, NEW, Grant, evolve
from workflow.errors import AlreadyExists, NotPermitted
from workflow.messages.base import SYSTEM
from workflow.subjects import ACCOUNT
from workflow.words import Role

Kind = m.OrganisationKind
TODAY = date(2020, 3, 12)
SUBJECT = UUID(int=0xACC0)
OPENER = m.Actor(UUID(int=71), Role.SYSTEM_ADMIN, "center")
GRANTER = m.Actor(UUID(int=72), Role.SECURITY_ADMIN, "center")
AWAY = m.Actor(UUID(int=73), Role.BUREAU_LEADER, "baishi")

opened = m.AccountOpened(name=PersonalRef(UUID(int=5), "ab" * 32), existed=False, reason="新到岗")
handles = m.RoleGranted(
    grant=1, role=Role.BUREAU_HANDLER, org="baishi", since=TODAY, until=None, lent_by=None, reason="分工"
)
leads = replace(handles, role=Role.BUREAU_LEADER)
revoked = m.RoleRevoked(grant=1, reason="轮岗")
disabled, enabled = m.AccountDisabled(reason="调离"), m.AccountEnabled(reason="返岗")


def common(by):
    return {"command_id": uuid4(), "subject": SUBJECT, "by": by, "at": x.NOON, "today": TODAY, "reason": "分工"}


OPEN = m.OpenAccount(**{**common(OPENER), "reason": "新到岗"}, name=opened.name)
GRANT = m.GrantRole(
    **common(GRANTER), role=Role.BUREAU_HANDLER, org="baishi", since=TODAY, unit="白石县司法局", kind=Kind.COUNTY
)
LEND = m.LendRole(**common(AWAY), since=TODAY, until=TODAY + timedelta(days=13), own=True)
REVOKE = m.RevokeRole(**{**common(GRANTER), "reason": "轮岗"}, grant=1, left=((Role.BUREAU_HANDLER, "baishi", 0),))
DISABLE = m.DisableAccount(**{**common(OPENER), "reason": "调离"})
ENABLE = m.EnableAccount(**{**common(GRANTER), "reason": "返岗"})
EVERY = (OPEN, GRANT, LEND, REVOKE, DISABLE, ENABLE)


def given(*history):
    return given_of(ACCOUNT, *history)


def test_an_account_is_opened_granted_a_role_disabled_and_enabled():
    given().when(OPEN).then(opened)
    given(opened).when(GRANT).then(handles)
    given(opened, handles).when(REVOKE).then(revoked)
    given(opened, handles).when(DISABLE).then(disabled)
    given(opened, handles, disabled).when(ENABLE).then(enabled)


def test_grants_are_numbered_and_kept():
    again = replace(handles, grant=2, org="shiqiao")
    given(opened, handles).when(replace(GRANT, org="shiqiao")).then(again)
    account = NEW
    for event in (opened, handles, revoked, again):
        account = evolve(account, event)
    assert account.grants == (
        Grant(1, Role.BUREAU_HANDLER, "baishi", TODAY, None, None, ended=True),
        Grant(2, Role.BUREAU_HANDLER, "shiqiao", TODAY, None, None),
    )
    assert [grant.number for grant in account.held(TODAY)] == [2]


@pytest.mark.parametrize("days", range(-2, 6))
def test_a_grant_holds_from_its_first_day_to_its_last(days):
    until = TODAY + timedelta(days=3)
    account = evolve(evolve(NEW, opened), replace(handles, since=TODAY + timedelta(days=1), until=until))
    assert bool(account.held(TODAY + timedelta(days=days))) == (1 <= days <= 3)
    assert not evolve(account, disabled).held(TODAY + timedelta(days=days))


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("role", Role)
def test_one_opens_and_another_grants_and_nobody_else(command, role):
    may = {
        m.OpenAccount: {Role.SYSTEM_ADMIN}, m.GrantRole: {Role.SECURITY_ADMIN}, m.RevokeRole: {Role.SECURITY_ADMIN},
        m.DisableAccount: {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}, m.LendRole: set(Role) - set(ADMINISTRATORS),
        m.EnableAccount: {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    }  # fmt: skip
    if role not in may[type(command)]:
        asked = replace(command, by=m.Actor(uuid4(), role, "center"))
        given(opened, handles).when(asked).then_refused(NotPermitted)


def test_the_operator_at_the_server_may_all_of_it_for_somebody_has_to_begin():
    given().when(replace(OPEN, by=SYSTEM)).then(opened)
    given(opened).when(replace(GRANT, by=SYSTEM)).then(handles)


@pytest.mark.parametrize("command", EVERY[1:])
def test_nobody_changes_their_own_account(command):
    own = replace(command, subject=command.by.account)
    given(opened, handles).when(own).then_refused(OwnAccount)


@pytest.mark.parametrize("command", EVERY[1:])
def test_what_is_not_there_is_not_changed(command):
    given().when(command).then_refused(NoSuchAccount)


def test_an_account_is_opened_once():
    given(opened).when(OPEN).then_refused(AlreadyExists)


@pytest.mark.parametrize("command", [GRANT, LEND, REVOKE, DISABLE])
def test_a_disabled_account_is_left_alone_until_it_is_enabled(command):
    given(opened, handles, disabled).when(command).then_refused(AlreadyDisabled)


def test_what_is_not_disabled_is_not_enabled():
    given(opened, handles).when(ENABLE).then_refused(NotDisabled)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", Kind)
def test_a_unit_has_the_roles_of_its_kind(role, kind):
    asked = given(opened).when(replace(GRANT, role=role, kind=kind))
    if kind in FITS[role]:
        asked.then(replace(handles, role=role))
    else:
        asked.then_refused(RoleDoesNotFit)


@pytest.mark.parametrize("held", Role)
@pytest.mark.parametrize("asked", Role)
def test_an_administrator_is_one_thing_and_nothing_else(held, asked):
    history = opened, replace(handles, role=held, org="elsewhere")
    when = given(*history).when(replace(GRANT, role=asked, kind=FITS[asked][0]))
    if held is not asked and {held, asked} & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}:
        when.then_refused(ExclusiveRoles)
    else:
        when.then(replace(handles, role=asked, grant=2))


def test_roles_that_exclude_each_other_may_follow_each_other():
    until = TODAY + timedelta(days=3)
    history = opened, replace(handles, until=until)
    audits = replace(GRANT, role=Role.AUDITOR, kind=Kind.AUDIT, org="audit")
    given(*history).when(replace(audits, since=until)).then_refused(ExclusiveRoles)
    after = until + timedelta(days=1)
    then = replace(handles, grant=2, role=Role.AUDITOR, org="audit", since=after)
    given(*history).when(replace(audits, since=after)).then(then)
    given(opened, handles, revoked).when(audits).then(replace(then, since=TODAY))


def test_the_same_is_granted_once_for_the_same_days():
    given(opened, handles).when(GRANT).then_refused(AlreadyHolds, "grant 1")
    given(opened, handles, revoked).when(GRANT).then(replace(handles, grant=2))


def test_no_grant_reaches_back_and_none_ends_before_it_begins():
    yesterday = TODAY - timedelta(days=1)
    given(opened).when(replace(GRANT, since=yesterday)).then_refused(DayIsOver)
    given(opened).when(replace(GRANT, since=yesterday, by=SYSTEM)).then(replace(handles, since=yesterday))
    given(opened).when(replace(GRANT, until=yesterday)).then_refused(EndsBeforeItBegins)
    given(opened).when(replace(GRANT, until=TODAY)).then(replace(handles, until=TODAY))


def test_what_has_ended_is_not_revoked_again():
    over = replace(handles, until=TODAY)
    given(opened, handles, revoked).when(REVOKE).then_refused(NoSuchGrant)
    given(opened, handles).when(replace(REVOKE, grant=2)).then_refused(NoSuchGrant, "1")
    given(opened, over).when(replace(REVOKE, today=TODAY + timedelta(days=1))).then_refused(NoSuchGrant)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", [REVOKE, DISABLE])
def test_the_last_one_that_a_unit_needs_stays(role, command):
    history = opened, replace(handles, role=role)
    for others in (0, 1):
        when = given(*history).when(replace(command, left=((role, "baishi", others), (role, "shiqiao", 5))))
        if role in NEEDED and not others:
            when.then_refused(LastOfUnit)
        else:
            when.then(revoked if command is REVOKE else disabled)


def test_a_role_is_lent_to_a_colleague_for_a_time():
    lent = m.RoleGranted(
        grant=2, role=Role.BUREAU_LEADER, org="baishi", since=TODAY, until=LEND.until, lent_by=AWAY.account,
        reason="分工",
    )  # fmt: skip
    given(opened, handles).when(LEND).then(lent)
    account = evolve(evolve(evolve(NEW, opened), lent), replace(handles, grant=3))
    assert [grant.lent_by for grant in account.held(TODAY)] == [None, AWAY.account]


def test_what_cannot_be_lent():
    given(opened, handles).when(replace(LEND, own=False)).then_refused(NotToBeLent)
    given(opened, handles).when(replace(LEND, until=TODAY + timedelta(days=92))).then_refused(LentTooLong)
    given(opened, replace(handles, org="shiqiao")).when(LEND).then_refused(NoSuchAccount)
    given(opened, handles, revoked).when(LEND).then_refused(NotAColleague)
    given(opened, leads).when(LEND).then_refused(AlreadyHolds)
    given(opened, handles).when(replace(LEND, until=TODAY - timedelta(days=1))).then_refused(EndsBeforeItBegins)


def test_what_excludes_a_role_excludes_it_on_the_days_it_is_held():
    later, week = TODAY + timedelta(days=30), TODAY + timedelta(days=7)
    audits = replace(handles, role=Role.AUDITOR, org="audit", since=later)
    over = replace(handles, grant=1, since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=1))
    until_then = replace(GRANT, until=week)
    given(opened, audits).when(until_then).then(replace(handles, grant=2, until=week))
    given(opened, audits).when(GRANT).then_refused(ExclusiveRoles)
    given(opened, over, replace(audits, grant=2, since=TODAY)).when(GRANT).then_refused(ExclusiveRoles)
    given(opened, over, replace(handles, grant=2)).when(GRANT).then_refused(AlreadyHolds, "grant 2")


def test_a_grant_can_be_revoked_on_its_last_day_and_not_after():
    last = replace(handles, until=TODAY)
    given(opened, last).when(REVOKE).then(revoked)
    over = replace(handles, since=TODAY - timedelta(days=3), until=TODAY - timedelta(days=1))
    ahead = replace(handles, grant=2, since=TODAY + timedelta(days=3))
    more = replace(handles, grant=3, org="shiqiao")
    given(opened, over, ahead, more).when(REVOKE).then_refused(NoSuchGrant, "that stand: 2, 3")
