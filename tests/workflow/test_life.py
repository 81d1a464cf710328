"""The life of an item, command by command: who may do what when, and what it leads to."""

from dataclasses import replace
from datetime import date

import pytest

from tests import examples as x
from tests.spec import by, given, happened
from workflow import errors as e
from workflow.facts import Conclusion, Figure
from workflow.item import NEW, fold
from workflow.machine import Owner
from workflow.words import State

ISSUED = (x.issued,)
ASSIGNED = (*ISSUED, x.assigned)
REPORTED = (*ASSIGNED, x.reported)
VERIFIED = (*REPORTED, x.verified)
CLOSED = (*VERIFIED, x.closed)


def test_the_center_issues_an_item():
    given().when(x.issue).then(x.issued)


def test_an_item_is_not_issued_twice():
    given(*ISSUED).when(x.issue).then_refused(e.AlreadyExists)


def test_a_figure_that_counts_more_than_its_whole_is_refused():
    wrong = Figure(stated="9个中有12个", count=12, of=9)
    given().when(replace(x.issue, figure=wrong)).then_refused(e.FigureAboveWhole, "12个")


def test_only_the_center_issues():
    given().when(replace(x.issue, by=x.LEADER)).then_refused(e.NotPermitted, "city center")


def test_the_bureaus_leader_assigns_a_handler():
    given(*ISSUED).when(x.assign).then(x.assigned)


def test_the_center_may_assign_too():
    given(*ISSUED).when(replace(x.assign, by=x.CENTER)).then(x.assigned)


def test_a_handler_does_not_assign():
    given(*ISSUED).when(replace(x.assign, by=x.HANDLER)).then_refused(e.NotPermitted)


def test_the_internal_date_may_equal_the_due_date():
    on_the_day = date(2020, 4, 8)
    given(*ISSUED).when(replace(x.assign, internal_due=on_the_day)).then(replace(x.assigned, internal_due=on_the_day))


def test_the_internal_date_is_not_after_the_due_date():
    given(*ISSUED).when(replace(x.assign, internal_due=date(2020, 4, 9))).then_refused(
        e.DateAfterDue, "due date 8 Apr 2020"
    )


def test_the_handler_reports():
    given(*ASSIGNED).when(x.report).then(x.reported)


def test_the_leader_may_report():
    given(*ASSIGNED).when(replace(x.report, by=x.LEADER)).then(x.reported)


def test_another_handler_of_the_bureau_does_not_report():
    given(*ASSIGNED).when(replace(x.report, by=x.COLLEAGUE)).then_refused(e.NotTheHandler)


def test_the_center_does_not_report_for_a_bureau():
    given(*ASSIGNED).when(replace(x.report, by=x.CENTER)).then_refused(e.NotPermitted)


def test_another_bureau_does_not_report():
    given(*ASSIGNED).when(replace(x.report, by=x.STRANGER)).then_refused(e.NotPermitted)


def test_a_report_needs_evidence():
    given(*ASSIGNED).when(replace(x.report, evidence=())).then_refused(e.EvidenceMissing)


def test_an_item_is_assigned_before_it_is_reported():
    given(*ISSUED).when(x.report).then_refused(e.IllegalTransition, "Allowed now: assign, withdraw")


def test_the_center_verifies_a_report():
    given(*REPORTED).when(x.verify).then(x.verified)


def test_continuing_rectification_is_verified_too():
    given(*REPORTED).when(replace(x.verify, conclusion=Conclusion.ONGOING)).then(x.ongoing)


@pytest.mark.parametrize("conclusion", [Conclusion.PARTLY_COMPLETED, Conclusion.NOT_COMPLETED])
def test_what_is_not_done_goes_back_to_the_bureau(conclusion):
    not_done = replace(x.verify, conclusion=conclusion, reason="还差两卷")
    given(*REPORTED).when(not_done).then(replace(x.partly, conclusion=conclusion))


def test_what_is_not_done_goes_back_with_a_reason():
    given(*REPORTED).when(replace(x.verify, conclusion=Conclusion.NOT_COMPLETED)).then_refused(e.ReasonMissing)


def test_the_bureau_does_not_verify():
    given(*REPORTED).when(replace(x.verify, by=x.LEADER)).then_refused(e.NotPermitted)


def test_a_report_is_sent_back_with_a_reason():
    given(*REPORTED).when(x.send_back).then(x.sent_back)
    given(*REPORTED).when(replace(x.send_back, reason="  ")).then_refused(e.ReasonMissing)


def test_after_sending_back_the_same_handler_reports_again():
    given(*REPORTED, x.sent_back).when(x.report).then(x.reported)


def test_another_account_closes():
    given(*VERIFIED).when(x.close).then(x.closed)


def test_who_verified_does_not_close():
    given(*VERIFIED).when(replace(x.close, by=x.CENTER)).then_refused(e.SameAccount, "verified")


def test_who_verified_an_earlier_report_of_the_round_does_not_close_either():
    again = (*REPORTED, by(x.SECOND, x.partly), x.reported, by(x.CENTER, x.verified))
    given(*again).when(replace(x.close, by=x.SECOND)).then_refused(e.SameAccount)
    given(*again).when(replace(x.close, by=x.THIRD)).then(x.closed)


def test_who_verified_in_a_round_verifies_again_so_that_another_is_left_to_close():
    once = (*REPORTED, x.partly, x.reported)
    given(*once).when(replace(x.verify, by=x.SECOND)).then_refused(e.AnotherBegan, "verify")
    given(*once).when(x.verify).then(x.verified)
    given(*once, x.verified).when(replace(x.close, by=x.SECOND)).then(x.closed)


def test_only_what_is_completed_can_be_closed():
    given(*REPORTED, x.ongoing).when(x.close).then_refused(e.NotCompleted, "ongoing.*Allowed now: send back")


def test_the_closer_may_send_a_verified_item_back():
    given(*VERIFIED).when(replace(x.send_back, by=x.SECOND)).then(x.sent_back)
    given(*VERIFIED).when(replace(x.send_back, by=x.CENTER)).then_refused(e.SameAccount)


def test_a_closed_item_is_reopened_into_the_next_round():
    given(*CLOSED).when(x.reopen).then(x.reopened)
    assert given(*CLOSED, x.reopened).state.round == 2


def test_a_new_round_forgets_who_reported_and_verified():
    second_round = (*CLOSED, x.reopened, x.reported)
    given(*second_round).when(replace(x.verify, by=x.SECOND)).then(x.verified)
    given(*second_round, by(x.SECOND, x.verified)).when(replace(x.close, by=x.CENTER)).then(x.closed)


def test_reopening_needs_a_reason():
    given(*CLOSED).when(replace(x.reopen, reason="")).then_refused(e.ReasonMissing)


@pytest.mark.parametrize("history", [ISSUED, ASSIGNED])
def test_an_item_that_is_not_answered_can_be_withdrawn(history):
    given(*history).when(x.withdraw).then(x.withdrawn)


@pytest.mark.parametrize("history", [REPORTED, VERIFIED, CLOSED])
def test_an_answered_item_cannot_be_withdrawn(history):
    given(*history).when(x.withdraw).then_refused(e.IllegalTransition)


@pytest.mark.parametrize("command", x.COMMANDS, ids=lambda command: command.trigger)
def test_nothing_happens_to_a_withdrawn_item(command):
    given(*ISSUED, x.withdrawn).when(command).then_refused(e.IllegalTransition, "nothing")


@pytest.mark.parametrize("command", x.COMMANDS, ids=lambda command: command.trigger)
def test_nothing_happens_to_an_item_that_is_not_there(command):
    given().when(command).then_refused(e.NoSuchItem)


@pytest.mark.parametrize("command", x.COMMANDS, ids=lambda command: command.trigger)
@pytest.mark.parametrize("actor", [x.AUDITOR, x.ADMIN], ids=lambda actor: actor.role)
def test_auditors_and_administrators_move_nothing(command, actor):
    for history in (ISSUED, ASSIGNED, REPORTED, VERIFIED, CLOSED):
        given(*history).when(replace(command, by=actor)).then_refused((e.NotPermitted, e.IllegalTransition))


class TestAnItemOfTheCityItself:
    issued = replace(x.issued, owner=Owner.CITY, bureau=x.CITY)
    assigned = replace(x.assigned, handler=x.CENTER.account)
    reported = by(x.CENTER, x.reported)
    verified = by(x.EVALUATOR, x.verified)

    def test_the_center_assigns_and_reports(self):
        mine = replace(x.assign, by=x.CENTER, handler=x.CENTER.account)
        given(self.issued).when(mine).then(self.assigned)
        given(self.issued, self.assigned).when(replace(x.report, by=x.CENTER)).then(x.reported)

    def test_no_bureau_touches_it(self):
        given(self.issued).when(x.assign).then_refused(e.NotPermitted)

    def test_an_evaluator_verifies_and_the_center_does_not(self):
        history = (self.issued, self.assigned, self.reported)
        given(*history).when(replace(x.verify, by=x.EVALUATOR)).then(x.verified)
        given(*history).when(replace(x.verify, by=x.SECOND)).then_refused(e.NotPermitted, "evaluator")

    def test_who_reported_it_reports_again(self):
        history = (self.issued, self.assigned, self.reported, by(x.EVALUATOR, x.sent_back))
        given(*history).when(replace(x.report, by=x.SECOND)).then_refused(e.AnotherBegan)
        given(*history).when(replace(x.report, by=x.CENTER)).then(x.reported)

    def test_an_evaluator_sends_it_back(self):
        history = (self.issued, self.assigned, self.reported)
        given(*history).when(replace(x.send_back, by=x.EVALUATOR)).then(x.sent_back)

    def test_a_center_account_that_did_not_report_closes_it(self):
        history = (self.issued, self.assigned, self.reported, self.verified)
        given(*history).when(replace(x.close, by=x.SECOND)).then(x.closed)
        given(*history).when(replace(x.close, by=x.CENTER)).then_refused(e.SameAccount, "reported")

    def test_who_reported_cannot_send_it_back_after_it_was_verified(self):
        history = (self.issued, self.assigned, self.reported, self.verified)
        given(*history).when(replace(x.send_back, by=x.CENTER)).then_refused(e.SameAccount)


def test_evolving_never_refuses():
    odd = (x.closed, x.reported, x.withdrawn, x.assigned, x.verified)
    assert fold(map(happened, odd), NEW).state is State.VERIFIED
