"""What the walk looks for is found where it is: each truth is broken once, and told."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests import examples as x
from tests.workflow import walk_truths as truths
from tools.lives import digest_of
from workflow import messages as m
from workflow.facts import Cause, Conclusion, Decision, Due, Light, Precision
from workflow.item import fold
from workflow.messages.base import SYSTEM
from workflow.messages.item import ItemHandedOver
from workflow.words import State

WHOLE = (
    (x.issued, x.CENTER), (x.assigned, x.LEADER), (x.reported, x.HANDLER), (x.verified, x.CENTER), (x.closed, x.SECOND),
)  # fmt: skip
MAY, JUNE = date(2020, 5, 29), date(2020, 6, 30)
RED = m.ItemSupervised(leads_to=State.ASSIGNED, light=Light.RED, note="")


def history(*told):
    return [
        SimpleNamespace(
            event=event, name=truths.EVENT_NAMES[type(event)][0], actor=str(by), recorded_at=x.NOON, stream="item-1"
        )
        for event, by in told
    ]


def extended(until, decision=Decision.APPROVED):
    return m.ItemExtensionDecided(leads_to=State.ASSIGNED, decision=decision, until=until, reason=""), x.CENTER


def born(version, *told):
    return history((replace(x.issued, definition=digest_of(version)), x.CENTER), *told)


def test_of_a_whole_life_nothing_is_told():
    assert truths.untruths([history(*WHOLE)]) == []
    assert truths.untruths([history(*WHOLE[:2], extended(MAY), extended(None, Decision.REFUSED), extended(JUNE))]) == []
    assert truths.untruths([born(1, *WHOLE[1:]), born(2, *WHOLE[1:])]) == []


@pytest.mark.parametrize("place", [3, 4])
def test_one_account_twice_in_a_round(place):
    told = list(WHOLE)
    told[place] = (told[place][0], x.HANDLER)
    assert list(truths.shared_accounts(history(*told)))


def test_another_round_begins_anew():
    again = (*WHOLE, (x.reopened, x.CENTER), (x.reported, x.HANDLER), (x.verified, x.SECOND), (x.closed, x.THIRD))
    assert list(truths.shared_accounts(history(*again))) == []
    assert list(truths.shared_accounts(history(*again[:-1], (x.closed, x.SECOND))))


def test_closed_without_having_been_found_completed():
    for found in (Conclusion.ONGOING, Conclusion.PARTLY_COMPLETED):
        told = (*WHOLE[:3], (replace(x.verified, conclusion=found), x.CENTER), WHOLE[4])
        assert list(truths.closed_unfinished(history(*told)))
    assert list(truths.closed_unfinished(history(*WHOLE[:3], WHOLE[4])))


def test_a_due_date_that_is_lost_or_goes_back(monkeypatch):
    told = history(*WHOLE[:2], extended(MAY), extended(JUNE))
    assert list(truths.dates_lost(history(*WHOLE[:2], extended(JUNE), extended(MAY))))
    assert list(truths.dates_lost(told)) == []
    monkeypatch.setattr(truths, "fold", lambda past: fold_but(past, m.ItemExtensionDecided))
    assert list(truths.dates_lost(told))


def fold_but(past, kind):
    """A fold that overlooks the first of a kind of event."""
    rest, missed = [], False
    for one in past:
        if isinstance(one.event, kind) and not missed:
            missed = True
        else:
            rest.append(one)
    return fold(rest)


def test_a_light_that_the_clock_raises_again():
    twice = (*WHOLE[:2], (RED, SYSTEM), (RED, SYSTEM))
    assert list(truths.lights_raised_twice(history(*twice)))
    assert list(truths.lights_raised_twice(history(*WHOLE[:2], (RED, SYSTEM), extended(MAY), (RED, SYSTEM)))) == []
    assert list(truths.lights_raised_twice(history(*WHOLE[:2], (RED, x.CENTER), (RED, SYSTEM)))) == []


def test_a_way_that_is_in_no_table_of_its_life():
    over = (ItemHandedOver(leads_to=State.ISSUED, handler=x.COLLEAGUE.account, reason="轮岗"), x.LEADER)
    assert list(truths.strayed(born(2, WHOLE[1], over)))
    assert list(truths.strayed(born(1, WHOLE[2])))
    assert list(truths.strayed(born(1, WHOLE[1], (replace(x.reported, leads_to=State.VERIFIED), x.HANDLER))))


def test_a_cause_that_raised_two_items():
    cause = Cause("obligation", UUID(int=1), "2020-03", "三月未公示")
    raised = history((replace(x.issued, cause=cause, due=Due(Precision.DAY, MAY)), SYSTEM))
    other = history((replace(x.issued, cause=replace(cause, row="2020-04")), SYSTEM))
    assert list(truths.raised_twice([raised, other, history(*WHOLE)])) == []
    assert list(truths.raised_twice([raised, other, raised]))
