"""What stands beside an item's way: measures, progress, objections, transfers, waiting for others, follow-up checks."""

from dataclasses import replace
from datetime import date

import pytest

from tests import examples as x
from tests import matter_examples as y
from tests import said, spec
from tests.golden.lines import person
from workflow import matter_errors as e
from workflow.decider import decide, why_not
from workflow.errors import (
    IllegalTransition,
    NotCompleted,
    NotPermitted,
    NotTheHandler,
    ReasonMissing,
    Refusal,
    SameAccount,
)
from workflow.facts import FollowUp
from workflow.item import Left
from workflow.machine import BESIDE, Owner
from workflow.messages.measure import Acceptance
from workflow.plan import Standing
from workflow.words import State

ISSUED = (x.issued,)
ASSIGNED = (*ISSUED, x.assigned)
REPORTED = (*ASSIGNED, x.reported)
VERIFIED = (*REPORTED, x.verified)
CLOSED = (*VERIFIED, x.closed)
CITY = replace(x.issued, owner=Owner.CITY, bureau="center")
CITY_ASSIGNED = (CITY, replace(x.assigned, handler=x.THIRD.account))
EARLIER, LATER = date(2020, 3, 9), date(2020, 3, 13)


def given(*history):
    return spec.given(*y.told(*history))


def test_a_measure_is_planned_completed_and_verified():
    given(*ASSIGNED).when(y.plan_measure).then(y.planned)
    given(*ASSIGNED, y.planned).when(y.complete_measure).then(y.completed)
    given(*ASSIGNED, y.planned, y.completed).when(y.verify_measure).then(y.accepted)
    [measure] = given(*ASSIGNED, y.planned, y.completed, y.accepted).state.plan
    assert (measure.standing, measure.completed_by) == (Standing.ACCEPTED, x.HANDLER.account)


def test_measures_are_numbered_within_the_item_and_a_dropped_ones_number_is_not_given_again():
    second = replace(y.planned, measure=2)
    given(*ASSIGNED, y.planned, y.dropped).when(y.plan_measure).then(second)
    state = given(*ASSIGNED, y.planned, second, y.dropped).state
    assert [(one.number, one.standing) for one in state.plan] == [(1, Standing.DROPPED), (2, Standing.PLANNED)]


def test_a_measures_date_is_not_after_the_items():
    on_the_day = replace(y.plan_measure, measure_due=x.DUE.last)
    given(*ASSIGNED).when(on_the_day).then(replace(y.planned, measure_due=x.DUE.last))
    late = replace(y.plan_measure, measure_due=date(2020, 4, 9))
    given(*ASSIGNED).when(late).then_refused(e.MeasureAfterDue)


def test_before_an_item_is_assigned_its_leader_plans_and_no_handler():
    planned = replace(y.planned, leads_to=State.ISSUED)
    given(*ISSUED).when(replace(y.plan_measure, by=x.LEADER)).then(planned)
    given(*ISSUED).when(y.plan_measure).then_refused(NotPermitted)
    given(*ASSIGNED).when(replace(y.plan_measure, by=x.COLLEAGUE)).then_refused(NotTheHandler)
    given(*ASSIGNED).when(replace(y.plan_measure, by=x.STRANGER)).then_refused(NotPermitted)


def test_a_measure_that_is_not_accepted_is_completed_again():
    again = (*ASSIGNED, y.planned, y.completed, y.not_accepted)
    given(*again).when(y.complete_measure).then(y.completed)
    given(*again[:-1]).when(y.complete_measure).then_refused(e.NoMeasure)
    no = replace(y.verify_measure, acceptance=Acceptance.NOT_ACCEPTED)
    given(*again[:-1]).when(no).then_refused(ReasonMissing)
    given(*again[:-1]).when(replace(no, reason="还差两件")).then(y.not_accepted)


def test_a_measure_that_is_not_there_is_refused_with_those_that_are():
    two = (*ASSIGNED, y.planned, replace(y.planned, measure=2))
    given(*two).when(replace(y.complete_measure, measure=3)).then_refused(e.NoSuchMeasure, "1, 2")
    given(*two).when(replace(y.drop_measure, measure=0)).then_refused(e.NoSuchMeasure)
    given(*ASSIGNED).when(y.drop_measure).then_refused(e.NoMeasure)
    given(*two).when(replace(y.drop_measure, reason=" ")).then_refused(ReasonMissing)
    given(*two).when(y.drop_measure).then(y.dropped)


def test_who_completed_a_measure_does_not_verify_it():
    mine = (*CITY_ASSIGNED, y.planned, spec.by(x.EVALUATOR, y.completed))
    verify = replace(y.verify_measure, by=x.EVALUATOR)
    given(*mine).when(verify).then_refused(SameAccount, "completed measures of")
    other = (*mine, replace(y.planned, measure=2), spec.by(x.THIRD, replace(y.completed, measure=2)))
    given(*other).when(verify).then_refused(SameAccount)
    given(*other).when(replace(verify, measure=2)).then(replace(y.accepted, measure=2))
    given(*mine).when(y.verify_measure).then_refused(NotPermitted)


@pytest.mark.parametrize("rest", [(y.planned,), (y.planned, y.completed), (y.planned, y.completed, y.not_accepted)])
def test_an_item_with_a_measure_that_is_not_accepted_is_not_closed(rest):
    later = [replace(one, leads_to=State.VERIFIED) for one in rest]
    given(*VERIFIED, *later).when(x.close).then_refused(e.MeasuresUnfinished, "1")
    for end in (y.dropped, y.accepted):
        given(*VERIFIED, *later, replace(end, leads_to=State.VERIFIED)).when(x.close).then(x.closed)


def test_progress_is_noted_by_those_who_may_report():
    given(*ASSIGNED).when(y.note_progress).then(y.progress)
    given(*REPORTED).when(y.note_progress).then(replace(y.progress, leads_to=State.REPORTED))
    given(*ISSUED).when(replace(y.note_progress, by=x.LEADER)).then(replace(y.progress, leads_to=State.ISSUED))
    for by in (x.CENTER, x.STRANGER, x.AUDITOR):
        given(*ASSIGNED).when(replace(y.note_progress, by=by)).then_refused(NotPermitted)
    given(*ASSIGNED).when(replace(y.note_progress, by=x.COLLEAGUE)).then_refused(NotTheHandler)
    given(*ASSIGNED).when(replace(y.note_progress, progress="\n")).then_refused(ReasonMissing)
    given(*CITY_ASSIGNED).when(replace(y.note_progress, by=x.CENTER)).then(y.progress)
    given(*VERIFIED).when(y.note_progress).then_refused(IllegalTransition)


def test_a_leader_objects_once_and_the_center_answers():
    given(*ASSIGNED).when(y.object_to).then(y.objected)
    given(*ASSIGNED).when(replace(y.object_to, by=x.HANDLER)).then_refused(NotPermitted)
    given(*ASSIGNED, y.objected).when(y.object_to).then_refused(e.ObjectionOpen)
    given(*ASSIGNED, y.objected).when(y.answer).then(y.answered)
    given(*ASSIGNED, y.objected).when(replace(y.answer, by=x.LEADER)).then_refused(NotPermitted)
    given(*ASSIGNED, y.objected, y.answered).when(y.answer).then_refused(e.NoObjection)
    given(*ASSIGNED, y.objected, y.answered).when(y.object_to).then(y.objected)
    given(*ASSIGNED, y.objected).when(replace(y.answer, answer=" ")).then_refused(ReasonMissing)
    given(*ASSIGNED).when(replace(y.object_to, reason=" ")).then_refused(ReasonMissing)


def test_who_objected_does_not_answer_and_the_citys_own_is_answered_by_an_evaluator():
    mine = spec.by(x.CENTER, y.objected)
    given(*ASSIGNED, mine).when(y.answer).then_refused(SameAccount)
    given(*CITY_ASSIGNED).when(replace(y.object_to, by=x.CENTER)).then(y.objected)
    given(*CITY_ASSIGNED, mine).when(replace(y.answer, by=x.SECOND)).then_refused(NotPermitted)
    given(*CITY_ASSIGNED, mine).when(replace(y.answer, by=x.EVALUATOR)).then(y.answered)


def test_an_open_objection_bars_closing_and_stops_nothing_else():
    open_one = (*ASSIGNED, y.objected, x.reported, x.verified)
    given(*open_one[:3]).when(x.report).then(x.reported)
    given(*open_one).when(x.close).then_refused(e.ObjectionOpen)
    given(*open_one, replace(y.answered, leads_to=State.VERIFIED)).when(x.close).then(x.closed)
    given(*REPORTED, x.ongoing, y.objected).when(x.close).then_refused((NotCompleted, IllegalTransition))


def test_a_transfer_begins_anew_with_another_unit_and_keeps_the_number():
    named = replace(x.issued, leader=person(1), contact=person(2), phone=person(3))
    history = (named, x.assigned, y.planned, y.objected, y.awaited, x.reported, x.partly)
    given(*history).when(y.transfer).then(y.transferred)
    before, after = given(*history).state, given(*history, y.transferred).state
    assert (after.number, after.bureau, after.state) == (before.number, x.SHIQIAO, State.ISSUED)
    assert (after.issued_to, after.left) == (x.BAISHI, (Left(x.BAISHI, y.TODAY),))
    forgotten = ("handler", "internal_due", "leader", "contact", "phone", "conclusion", "objector", "contacted_on")
    assert [getattr(after, name) for name in forgotten] == [None] * len(forgotten)
    assert (after.reporters, after.verifiers, after.objection, after.awaiting) == (frozenset(), frozenset(), "", "")
    assert (after.plan, after.measures, after.held_since) == (before.plan, before.measures, before.version + 1)


def test_only_the_center_transfers_what_is_in_hand_to_another_unit():
    given(*ISSUED).when(y.transfer).then(y.transferred)
    given(*ISSUED).when(replace(y.transfer, by=x.LEADER)).then_refused(NotPermitted)
    given(*ISSUED).when(replace(y.transfer, bureau=x.BAISHI)).then_refused(e.SameUnit)
    given(*ISSUED).when(replace(y.transfer, reason="")).then_refused(ReasonMissing)
    given(*REPORTED).when(y.transfer).then_refused(IllegalTransition, "verify, send back")
    given(*ISSUED, y.transferred).when(replace(x.assign, by=x.LEADER)).then_refused(NotPermitted)
    there = replace(x.assign, by=x.STRANGER)
    given(*ISSUED, y.transferred).when(there).then(x.assigned)


def test_an_item_waits_for_an_outside_party_until_that_ends():
    given(*ASSIGNED).when(y.wait_for).then(y.awaited)
    given(*ASSIGNED, y.awaited).when(y.contact_again).then(y.contacted)
    given(*ASSIGNED, y.awaited, y.contacted).when(y.end_waiting).then(y.waited)
    states = [given(*ASSIGNED, *(y.awaited, y.contacted, y.waited)[:n]).state for n in range(4)]
    assert [(s.awaiting, s.contacted_on) for s in states] == [
        ("", None), (y.FINANCE, y.DAY), (y.FINANCE, y.TODAY), ("", None),
    ]  # fmt: skip
    given(*ASSIGNED, y.awaited).when(y.wait_for).then_refused(e.StillWaiting, y.FINANCE)
    given(*ASSIGNED).when(y.contact_again).then_refused(e.NotWaiting)
    given(*ASSIGNED).when(y.end_waiting).then_refused(e.NotWaiting)
    given(*ASSIGNED, y.awaited).when(replace(y.end_waiting, wait_result=" ")).then_refused(ReasonMissing)


def test_a_contact_was_made_by_today_and_not_before_the_last():
    given(*ASSIGNED).when(replace(y.wait_for, contacted_on=LATER)).then_refused(e.DayInFuture)
    waiting = given(*ASSIGNED, y.awaited)
    waiting.when(replace(y.contact_again, contacted_on=LATER)).then_refused(e.DayInFuture)
    waiting.when(replace(y.contact_again, contacted_on=EARLIER)).then_refused(e.ContactBeforeLast)
    waiting.when(replace(y.contact_again, contacted_on=y.DAY)).then(replace(y.contacted, contacted_on=y.DAY))


@pytest.mark.parametrize("end", [x.reported, x.withdrawn, y.transferred])
def test_a_report_a_withdrawal_and_a_transfer_end_the_wait(end):
    assert given(*ASSIGNED, y.awaited, end).state.awaiting == ""


def test_a_check_that_passes_leaves_the_item_closed_and_one_that_fails_begins_a_round():
    given(*CLOSED).when(y.follow_up).then(y.passed)
    again = given(*CLOSED, y.passed)
    again.when(replace(y.follow_up, followed_up=FollowUp.FAILED, reason="又有漏登")).then(y.failed)
    assert (again.state.state, again.state.round, again.state.checks) == (State.CLOSED, 1, 1)
    state = given(*CLOSED, y.passed, y.failed).state
    assert (state.state, state.round, state.checks, state.relapses) == (State.ASSIGNED, 2, 2, 1)
    assert (state.followed_up, state.checked_on, state.conclusion) == (FollowUp.FAILED, y.TODAY, None)
    assert (state.reporters, state.verifiers) == (frozenset(), frozenset())
    anew = given(*CLOSED, y.failed, x.reported, x.verified, x.closed).state
    assert (anew.followed_up, anew.checked_on, anew.relapses) == (None, None, 1)


def test_a_check_says_what_failed_and_is_after_the_closing_and_not_in_the_future():
    failing = replace(y.follow_up, followed_up=FollowUp.FAILED)
    given(*CLOSED).when(failing).then_refused(ReasonMissing)
    given(*CLOSED).when(replace(y.follow_up, checked_on=LATER)).then_refused(e.DayInFuture)
    given(*CLOSED).when(replace(y.follow_up, checked_on=y.DAY)).then_refused(e.CheckedBeforeClosing)
    on_the_day = replace(y.follow_up, checked_on=date(2020, 3, 11))
    given(*CLOSED).when(on_the_day).then(replace(y.passed, checked_on=date(2020, 3, 11)))
    given(*VERIFIED).when(y.follow_up).then_refused(IllegalTransition)


def test_who_closed_an_item_does_not_follow_it_up_and_the_citys_own_an_evaluator_does():
    given(*CLOSED).when(replace(y.follow_up, by=x.SECOND)).then_refused(SameAccount)
    own = (*CITY_ASSIGNED, *CLOSED[2:])
    given(*own).when(y.follow_up).then_refused(NotPermitted)
    given(*own).when(replace(y.follow_up, by=x.EVALUATOR)).then(y.passed)


HISTORIES = (
    ISSUED, ASSIGNED, REPORTED, VERIFIED, CLOSED, (*ISSUED, x.withdrawn), (*ASSIGNED, y.planned),
    (*ASSIGNED, y.planned, y.completed), (*ASSIGNED, y.objected), (*ASSIGNED, y.awaited), (*ISSUED, y.transferred),
    (*VERIFIED, replace(y.planned, leads_to=State.VERIFIED)),
)  # fmt: skip


@pytest.mark.parametrize("first", [x.issued, CITY], ids=["a bureau's", "the city's"])
@pytest.mark.parametrize("command", y.COMMANDS, ids=lambda one: one.trigger)
def test_why_not_is_what_deciding_would_say(command, first):
    for history in HISTORIES:
        item = given(first, *history[1:]).state
        for by in x.EVERYONE:
            told = why_not(by, command.trigger, item, y.TODAY)
            refused = refusal(replace(command, by=by), item)
            if told is None and refused is not None:  # what is wrong with the form alone
                assert refused.field, (history, by)
            else:
                assert said_of(told) == said_of(refused), (history, by)


def refusal(command, item):
    try:
        decide(command, item)
    except Refusal as refused:
        said.require(refused)
        return refused
    return None


def said_of(refused):
    return refused and (refused.code, refused.message("zh"), refused.message("en"))


def test_what_is_recorded_beside_the_way_is_named_in_no_refusal():
    assert {"note_progress", "wait_for", "plan_measure", "answer_objection"} < BESIDE
    assert not BESIDE & {"report", "transfer", "follow_up", "close"}
