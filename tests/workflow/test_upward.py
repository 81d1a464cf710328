"""A report upward is drafted by one account, approved by a second, issued by a third; what else it may become."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from events.event import Told
from tests import examples as x
from tests.spec import given_of
from workflow.errors import AlreadyExists, NotPermitted, ReasonMissing
from workflow.messages import upward as u
from workflow.subjects import UPWARD
from workflow.upward import Stage
from workflow.upward_errors import (
    ApprovedByYou,
    DraftedByYou,
    NoNotices,
    NoSuchReport,
    NotApproved,
    ReportChanged,
    ReportSettled,
    UnknownToldWrong,
)
from workflow.words import Role

THIRD = replace(x.SECOND, account=uuid4())
COMMON = {"command_id": uuid4(), "subject": uuid4(), "at": x.NOON}
SAID = {
    "title": "", "addressee": "市民生工程办公室", "issuer": "市司法局", "year": 2019, "notices": (x.NOTICE,),
    "basis": "", "meeting": "", "plan": "", "as_of": datetime(2020, 4, 8, 15, 59, tzinfo=UTC), "at_position": 240,
    "wording": 0, "digest": "ab" * 32, "figures": 288, "unknown": 4,
}  # fmt: skip
DRAFT = u.DraftReport(**COMMON, **SAID, by=x.CENTER, unit="center")
REDRAFT = u.RedraftReport(**COMMON, **{**SAID, "digest": "ba" * 32}, by=x.CENTER)
APPROVE = u.ApproveReport(**COMMON, by=x.SECOND, unknown=4, digest="ab" * 32)
RETURN = u.ReturnReport(**COMMON, by=x.SECOND, reason="依据没有写明")
ISSUE = u.IssueReport(
    **COMMON, by=THIRD, number="市司〔2020〕7号", unknown=4, digest="ab" * 32, docx="cd" * 32, xlsx="ef" * 32,
    issued_on=date(2020, 4, 10),
)  # fmt: skip
WITHDRAW = u.WithdrawReport(**COMMON, by=x.SECOND, reason="数字有误")


def by(actor, event):
    return Told(event, str(actor), x.NOON, UUID(int=1))


drafted = by(x.CENTER, u.ReportDrafted(**SAID, unit="center"))
redrafted = by(x.CENTER, u.ReportRedrafted(**{**SAID, "digest": "ba" * 32}))
returned = by(x.SECOND, u.ReportReturned(reason="依据没有写明"))
approved = by(x.SECOND, u.ReportApproved(digest="ab" * 32, unknown=4))
issued = by(THIRD, u.ReportIssued(
    number="市司〔2020〕7号", issued_on=date(2020, 4, 10), unknown=4, digest="ab" * 32, docx="cd" * 32, xlsx="ef" * 32
))  # fmt: skip
withdrawn = by(x.SECOND, u.ReportWithdrawn(reason="数字有误"))


def given(*history):
    return given_of(UPWARD, *history)


def test_three_accounts_bring_it_from_draft_to_issue():
    given().when(DRAFT).then(drafted.event)
    given(drafted).when(APPROVE).then(approved.event)
    given(drafted, approved).when(ISSUE).then(issued.event)
    given(drafted, approved, issued).when(WITHDRAW).then(withdrawn.event)


def test_who_drafted_it_neither_approves_nor_returns_nor_issues_it():
    given(drafted).when(replace(APPROVE, by=x.CENTER)).then_refused(DraftedByYou)
    given(drafted).when(replace(RETURN, by=x.CENTER)).then_refused(DraftedByYou)
    given(drafted, approved).when(replace(ISSUE, by=x.CENTER)).then_refused(DraftedByYou)


def test_who_approved_it_does_not_issue_it():
    given(drafted, approved).when(replace(ISSUE, by=x.SECOND)).then_refused(ApprovedByYou)


def test_it_is_issued_only_when_it_is_approved():
    given(drafted).when(ISSUE).then_refused(NotApproved)
    given(drafted, approved, returned).when(ISSUE).then_refused(NotApproved)
    given(drafted, approved, redrafted).when(ISSUE).then_refused(NotApproved)


def test_what_was_looked_at_is_what_is_approved_and_issued():
    given(drafted, redrafted).when(APPROVE).then_refused(ReportChanged)
    given(drafted, approved).when(replace(ISSUE, digest="ba" * 32)).then_refused(ReportChanged)
    given(drafted, approved).when(replace(ISSUE, docx="")).then_refused(ReportChanged)


def test_how_many_figures_nobody_knows_is_said_again():
    given(drafted).when(replace(APPROVE, unknown=3)).then_refused(UnknownToldWrong)
    given(drafted, approved).when(replace(ISSUE, unknown=0)).then_refused(UnknownToldWrong)


def test_a_report_is_of_some_notice():
    given().when(replace(DRAFT, notices=())).then_refused(NoNotices)
    given(drafted).when(replace(REDRAFT, notices=())).then_refused(NoNotices)


@pytest.mark.parametrize("lacking", [{"as_of": None}, {"at_position": -1}, {"digest": ""}])
def test_what_is_frozen_at_no_moment_is_not_drafted(lacking):
    given().when(replace(DRAFT, **lacking)).then_refused(ReportChanged)
    given(drafted).when(replace(REDRAFT, **lacking)).then_refused(ReportChanged)


def test_a_reason_is_given():
    given(drafted).when(replace(RETURN, reason=" ")).then_refused(ReasonMissing)
    given(drafted).when(replace(WITHDRAW, reason=" ")).then_refused(ReasonMissing)


@pytest.mark.parametrize("command", [REDRAFT, RETURN, APPROVE, ISSUE])
@pytest.mark.parametrize("history", [(drafted, approved, issued), (drafted, withdrawn)])
def test_what_was_issued_or_withdrawn_stays_as_it_is(command, history):
    given(*history).when(command).then_refused(ReportSettled)


def test_what_is_not_there_is_not_to_be_approved_and_what_is_there_not_drafted():
    given().when(APPROVE).then_refused(NoSuchReport)
    given(drafted).when(DRAFT).then_refused(AlreadyExists)


@pytest.mark.parametrize("by", [one for one in x.EVERYONE if one.role is not Role.CITY_CENTER])
@pytest.mark.parametrize("command", [DRAFT, REDRAFT, RETURN, APPROVE, ISSUE, WITHDRAW])
def test_nobody_but_the_center_reports(command, by):
    given(drafted).when(replace(command, by=by)).then_refused(NotPermitted)


def test_what_it_is_so_far():
    state = given(drafted, approved).state
    assert (state.stage, state.approved_by, state.drafters) == (
        Stage.APPROVED, x.SECOND.account, frozenset({x.CENTER.account}),
    )  # fmt: skip
    assert given(drafted, approved, returned).state.returned == "依据没有写明"
    assert given(drafted, approved, returned, redrafted).state.returned == ""
    last = given(drafted, approved, issued).state
    assert (last.number, last.docx, last.digest) == ("市司〔2020〕7号", "cd" * 32, "ab" * 32)
    assert given(drafted, approved, issued, withdrawn).state.stage is Stage.WITHDRAWN
