"""Who leaves hands over: with items open somebody has to be named who can report them, and that one signs, once."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from events.personal import PersonalRef
from tests import examples as x
from tests import said
from tests.spec import given as item
from tests.spec import given_of
from workflow import account_decider
from workflow import messages as m
from workflow.account_errors import (
    LastOfUnit,
    NoSuchAccount,
    SignedAlready,
    SuccessorDoesNotFit,
    SuccessorMissing,
)
from workflow.errors import NotPermitted, SameHandler
from workflow.messages.base import SYSTEM
from workflow.messages.item import ItemHandedOver
from workflow.subjects import ACCOUNT
from workflow.words import Role, State

TODAY, SUBJECT = date(2020, 3, 12), UUID(int=0xACC0)
OPENER = m.Actor(UUID(int=71), Role.SYSTEM_ADMIN, "center")
opened = m.AccountOpened(name=PersonalRef(UUID(int=5), "ab" * 32), existed=False, reason="新到岗")
leads = m.RoleGranted(grant=1, role=Role.BUREAU_LEADER, org="baishi", since=TODAY, until=None, lent_by=None, reason="x")
left = m.AccountLeft(successor=x.COLLEAGUE.account, items=(x.ITEM,), reason="退休")
signed = m.HandoverSigned(successor=x.COLLEAGUE.account, items=(x.ITEM,), reason="清单无误")
COMMON = {"command_id": uuid4(), "subject": SUBJECT, "at": x.NOON, "today": TODAY}
LEAVE = m.RecordLeaving(
    **COMMON, by=OPENER, reason="退休", successor=x.COLLEAGUE.account, items=(x.ITEM,), fits=True,
    left=((Role.BUREAU_LEADER, "baishi", 1),),
)  # fmt: skip
TAKE = m.TakeOver(**COMMON, by=x.COLLEAGUE, reason="清单无误", items=(x.ITEM,))


def given(*history):
    return given_of(ACCOUNT, *history)


def test_who_leaves_names_a_successor_for_what_is_open():
    given(opened, leads).when(LEAVE).then(left)
    given(opened, leads).when(replace(LEAVE, successor=None)).then_refused(SuccessorMissing)
    given(opened, leads).when(replace(LEAVE, fits=False)).then_refused(SuccessorDoesNotFit)


def test_without_open_items_nobody_has_to_take_over():
    nothing = replace(LEAVE, items=(), successor=None, fits=False)
    given(opened, leads).when(nothing).then(replace(left, items=(), successor=None))
    somebody = replace(LEAVE, items=(), fits=False)
    given(opened, leads).when(somebody).then(replace(left, items=()))


def test_the_last_leader_does_not_leave():
    for others in ((), ((Role.BUREAU_LEADER, "baishi", 0),), ((Role.BUREAU_LEADER, "shiqiao", 1),)):
        given(opened, leads).when(replace(LEAVE, left=others)).then_refused(LastOfUnit)


def test_the_successor_signs_once():
    given(opened, leads, left).when(TAKE).then(signed)
    given(opened, leads, left, signed).when(TAKE).then_refused(SignedAlready)


@pytest.mark.parametrize("by", [x.HANDLER, x.LEADER, x.STRANGER])
def test_to_anybody_else_there_is_no_handover(by):
    waiting, nothing = (given(*history).state for history in ((opened, leads, left), (opened, leads)))
    account_decider.require_sight(TAKE, waiting)
    for account, command in ((waiting, replace(TAKE, by=by)), (nothing, TAKE)):
        with pytest.raises(NoSuchAccount):
            account_decider.require_sight(command, account)


@pytest.mark.parametrize("by", [x.AUDITOR, x.EVALUATOR, OPENER])
def test_who_can_have_no_items_signs_for_none(by):
    with pytest.raises(NotPermitted) as refused:
        account_decider.require_sight(replace(TAKE, by=by), given(opened, leads, left).state)
    said.require(refused.value)


def test_the_operator_at_the_command_line_records_a_leaving_and_signs_for_nobody():
    account_decider.require_sight(replace(LEAVE, by=SYSTEM), given(opened).state)
    given(opened, leads).when(replace(LEAVE, by=SYSTEM)).then(left)
    with pytest.raises(NoSuchAccount):
        account_decider.require_sight(replace(TAKE, by=SYSTEM), given(opened, leads, left).state)


HAND_OVER = m.HandOverItem(**x.asked_by(x.LEADER), handler=x.COLLEAGUE.account, reason="出差")
handed_over = ItemHandedOver(leads_to=State.ASSIGNED, handler=x.COLLEAGUE.account, reason="出差")


def test_an_item_is_given_away_by_the_leader_and_taken_by_who_signed():
    item(x.issued, x.assigned).when(HAND_OVER).then(handed_over)
    item(x.issued, x.assigned).when(replace(HAND_OVER, by=x.HANDLER)).then_refused(NotPermitted)
    item(x.issued, x.assigned).when(replace(HAND_OVER, by=x.COLLEAGUE, signed=True)).then(handed_over)
    item(x.issued, x.assigned).when(replace(HAND_OVER, handler=x.HANDLER.account)).then_refused(SameHandler)
