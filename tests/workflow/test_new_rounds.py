"""A new round has a due date that is still to come: the one in force, or one that is set as it begins."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from events.store import EventStore
from tests import examples as x
from tests import matter_examples as y
from tests.spec import given
from workflow import messages as m
from workflow.deadline_errors import NewDueGone, NewDueMissing, NotAWorkingDay, NotLater, TooManyExtensions
from workflow.facts import Decision, Due, FollowUp, Precision
from workflow.item import Happened, fold
from workflow.messages.matters import FollowUpItem

CLOSED = (x.issued, x.assigned, x.reported, x.verified, x.closed)
LATE, ANEW = date(2020, 6, 1), date(2020, 6, 30)
REOPEN = replace(x.reopen, on=LATE, new_due=ANEW)
FAILED = replace(
    y.follow_up, followed_up=FollowUp.FAILED, reason="又有漏登", on=LATE, checked_on=LATE, new_due=ANEW
)  # fmt: skip
COMMANDS = pytest.mark.parametrize("command", [REOPEN, FAILED], ids=["reopen", "follow_up"])
reopened = replace(x.reopened, new_due=ANEW)
failed = replace(y.failed, checked_on=LATE, new_due=ANEW)


def state(*history):
    return fold(Happened(event, x.CENTER, x.NOON) for event in history)


def test_it_begins_with_its_own_date():
    given(*CLOSED).when(REOPEN).then(reopened)
    given(*CLOSED).when(FAILED).then(failed)


@COMMANDS
def test_after_the_due_date_it_needs_one(command):
    given(*CLOSED).when(replace(command, new_due=None)).then_refused(NewDueMissing, "8 Apr 2020 has passed")


def test_until_then_the_one_in_force_may_run_on():
    day = x.DUE.last
    given(*CLOSED).when(replace(REOPEN, new_due=None, on=day)).then(x.reopened)
    given(*CLOSED).when(replace(FAILED, new_due=None, on=day, checked_on=day)).then(replace(y.failed, checked_on=day))


@COMMANDS
def test_the_new_date_is_a_working_day_still_to_come_and_later_than_the_one_in_force(command):
    given(*CLOSED).when(replace(command, new_due=LATE - timedelta(days=1))).then_refused(NewDueGone)
    day = x.DUE.last
    early = replace(command, on=day, new_due=day, **({"checked_on": day} if command is FAILED else {}))
    given(*CLOSED).when(early).then_refused(NotLater, "8 Apr 2020")
    given(*CLOSED).when(replace(command, working=ANEW + timedelta(days=1))).then_refused(NotAWorkingDay, "1 Jul 2020")


def test_a_check_that_was_passed_needs_none():
    passed = replace(FAILED, followed_up=FollowUp.PASSED, reason="", new_due=None)
    given(*CLOSED).when(passed).then(replace(y.passed, checked_on=LATE))


@pytest.mark.parametrize("event", [reopened, failed], ids=["reopened", "followed_up"])
def test_every_version_of_the_date_is_kept_and_the_light_goes_out(event):
    item = state(*CLOSED, event)
    assert (item.due, item.light, item.round) == (Due(Precision.DAY, ANEW), None, 2)
    assert item.deadline.original == x.DUE
    assert [(one.before, one.until, one.request) for one in item.deadline.extensions] == [(x.DUE, ANEW, None)]


def test_what_was_extended_before_counts_no_more_against_the_most():
    asked = m.ItemExtensionRequested(leads_to=x.assigned.leads_to, until=date(2020, 4, 30), reason="等", progress="半")
    given_ = m.ItemExtensionDecided(
        leads_to=x.assigned.leads_to, decision=Decision.APPROVED, until=date(2020, 4, 30), reason=""
    )  # fmt: skip
    before = (*CLOSED[:2], asked, given_)
    more = m.RequestExtension(
        **x.asked_by(x.HANDLER), until=date(2020, 7, 31), reason="等", progress="半", most=1, on=date(2020, 4, 20)
    )
    given(*before).when(more).then_refused(TooManyExtensions)
    again = (*before, *CLOSED[2:], reopened)
    given(*again).when(more).then(replace(asked, until=more.until))
    assert state(*again).deadline.extended == 0


def test_it_is_asked_of_the_calendar_and_a_passed_check_forgets_it(office):
    office.whole_life()
    office.clock.advance(timedelta(days=60))
    said = {"followed_up": "passed", "checked_on": "2020-05-11", "new_due": "2020-06-06"}
    office.do(FollowUpItem, x.THIRD, x.ITEM, said)
    with pytest.raises(NotAWorkingDay):
        office.do(m.ReopenItem, x.CENTER, x.ITEM, {"reason": "反弹", "new_due": "2020-06-06"})
    office.do(m.ReopenItem, x.CENTER, x.ITEM, {"reason": "反弹", "new_due": "2020-06-08"})
    with office.ledger.database.reading() as connection:
        told = EventStore(connection).read(f"item-{x.ITEM}").recorded[-2:]
    assert [one.event.new_due for one in told] == [None, date(2020, 6, 8)]
