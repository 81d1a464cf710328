"""A disclosure list is prepared by one account and approved by another; each step where the list stands for it."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from tests import examples as x
from tests.spec import given_of, told_by
from tests.workflow.disclosure_examples import MONTH, UNIT, recipients, table_of
from workflow import disclosure_errors as e
from workflow.disclosure_rules import in_force
from workflow.errors import AlreadyExists, NotPermitted
from workflow.facts import Due
from workflow.messages import disclosure_list as d
from workflow.messages.disclosure_rule import DisclosureRuleSet, PublicColumn, SetDisclosureRule, Treatment
from workflow.messages.publicity import Recheck
from workflow.row_errors import NotAMonth
from workflow.subjects import DISCLOSURE, DISCLOSURE_RULE

TODAY, HOTLINE = date(2020, 3, 12), "0000-7000001"
MADE = table_of({}, {"name": "李四", "protected": "是"})
DIGEST, OTHER = MADE.table.digest, "cd" * 32
COMMON = {"command_id": uuid4(), "subject": uuid4(), "at": x.NOON, "today": TODAY}
BY_HANDLER, BY_LEADER, BY_CENTER = ({**COMMON, "by": by} for by in (x.HANDLER, x.LEADER, x.CENTER))
PREPARE = d.PrepareDisclosureList(
    **BY_HANDLER, bureau="baishi", month=MONTH, hotline=HOTLINE, digest=DIGEST, unit=UNIT,
    rows=recipients({}, {"name": "李四", "protected": "是"}),
)  # fmt: skip
APPROVE = d.ApproveDisclosureList(**BY_LEADER, digest=DIGEST)
PUBLISH = d.PublishDisclosureList(**BY_HANDLER, disclosed_on=date(2020, 3, 6), place="公示栏")
HAND_OVER = d.HandOverDisclosureList(**BY_HANDLER, handed_over_on=date(2020, 3, 7))
RECHECK = d.RecheckDisclosureList(**BY_CENTER, rechecked_on=date(2020, 3, 9), result=Recheck.COMPLETE)
WITHDRAW = d.WithdrawDisclosureList(**BY_LEADER, reason="重新制作")
prepared = d.DisclosureListPrepared(
    bureau="baishi", month=MONTH, title=MADE.table.title, digest=DIGEST, size=len(MADE.table.content), persons=2,
    withheld=1, hotline=HOTLINE, rules=(),
)  # fmt: skip
approved = d.DisclosureListApproved(digest=DIGEST)
published = d.DisclosureListPublished(place="公示栏", disclosed_on=date(2020, 3, 6))
handed_over = d.DisclosureListHandedOver(handed_over_on=date(2020, 3, 7))
rechecked = d.DisclosureListRechecked(rechecked_on=date(2020, 3, 9), result=Recheck.COMPLETE, found="", remark="")
withdrawn = d.DisclosureListWithdrawn(reason="重新制作")
POSTED = (prepared, approved, published)


def given(*history):
    return given_of(DISCLOSURE, *(told_by(x.HANDLER, one) for one in history))


def test_it_goes_from_one_account_to_another_and_out():
    given().when(PREPARE).then(prepared)
    given(prepared).when(APPROVE).then(approved)
    given(prepared, approved).when(PUBLISH).then(published)
    given(*POSTED).when(HAND_OVER).then(handed_over)
    given(*POSTED, handed_over).when(RECHECK).then(rechecked)
    for history in ((prepared,), (prepared, approved), POSTED):
        given(*history).when(WITHDRAW).then(withdrawn)


def test_no_event_of_it_holds_a_name():
    said = str(given().when(PREPARE).decide(PREPARE, given().state))
    assert "张三丰" not in said
    assert "李四" not in said
    assert "张三丰" not in repr(PREPARE)


def test_what_it_was_stays_told():
    state = given(*POSTED, handed_over, rechecked).state
    assert (state.stage.value, state.persons, state.withheld, state.place) == ("published", 2, 1, "公示栏")
    assert (state.by, state.version, state.result) == (x.HANDLER.account, 5, Recheck.COMPLETE)
    assert given(*POSTED, withdrawn).state.stage.value == "withdrawn"


def test_who_prepared_it_does_not_approve_it_and_on_no_other_table():
    own = replace(x.LEADER, account=x.HANDLER.account)
    given(prepared).when(replace(APPROVE, by=own)).then_refused(e.PreparedIt)
    given(prepared).when(replace(APPROVE, by=x.HANDLER)).then_refused(NotPermitted)
    given(prepared).when(replace(APPROVE, digest=OTHER)).then_refused(e.ListChanged)


def test_a_list_with_a_cell_that_cannot_be_published_is_not_prepared():
    for said in ({"agency": "138-0000-1234中心"}, {"matter": "打了李四"}, {"name": ""}, {"place": "和平村"}):
        given().when(replace(PREPARE, rows=recipients({}, said))).then_refused(e.NotPublishable)


def test_what_is_prepared_is_what_was_looked_at():
    given().when(replace(PREPARE, digest=OTHER)).then_refused(e.ListChanged)
    given().when(replace(PREPARE, rows=PREPARE.rows[:1])).then_refused(e.ListChanged)
    given().when(replace(PREPARE, there=True)).then_refused(e.ListThereAlready)
    given(prepared).when(PREPARE).then_refused(AlreadyExists)


def test_a_list_is_of_a_month_that_has_begun_and_names_somebody():
    given().when(replace(PREPARE, month=Due.parse("2020-03-01"))).then_refused(NotAMonth)
    given().when(replace(PREPARE, month=Due.parse("2020-04"))).then_refused(e.MonthNotBegun)
    given().when(replace(PREPARE, rows=())).then_refused(e.NobodyToDisclose)
    given().when(replace(PREPARE, rows=recipients({}) * 2001)).then_refused(e.TooManyToDisclose)


@pytest.mark.parametrize(
    "hotline",
    ["13800001234", "138 0000 1234", "+86 138-0000-1234", "找王五", "340101199001011234", "１３８００００１２３４"],
)
def test_only_an_offices_telephone_is_printed(hotline):
    given().when(replace(PREPARE, hotline=hotline)).then_refused(e.HotlineNotPublishable)


def test_an_offices_telephone_or_none_is_taken():
    for hotline in ("", "0000-7000001", "12348", "70000011"):
        given().when(replace(PREPARE, hotline=hotline)).then(replace(prepared, hotline=hotline))


def test_each_step_waits_for_the_one_before():
    for command, history in (
        (PUBLISH, (prepared,)), (HAND_OVER, (prepared, approved)), (RECHECK, (prepared,)), (APPROVE, POSTED),
    ):  # fmt: skip
        given(*history).when(command).then_refused(e.ListStage)
    for command in (APPROVE, PUBLISH, HAND_OVER, RECHECK, WITHDRAW):
        given().when(command).then_refused(e.NoSuchDisclosureList)
        given(*POSTED, withdrawn).when(command).then_refused(e.ListWithdrawn)
    given(*POSTED, handed_over).when(HAND_OVER).then_refused(e.HandedOverAlready)


def test_days_lie_between_the_month_and_today():
    late, early = date(2020, 3, 13), date(2020, 1, 31)
    for day in (late, early):
        given(prepared, approved).when(replace(PUBLISH, disclosed_on=day)).then_refused(e.DayNotPossible)
        given(*POSTED).when(replace(HAND_OVER, handed_over_on=day)).then_refused(e.DayNotPossible)
        given(*POSTED).when(replace(RECHECK, rechecked_on=day)).then_refused(e.DayNotPossible)
    before = replace(RECHECK, rechecked_on=date(2020, 3, 6))
    given(*POSTED).when(before).then(replace(rechecked, rechecked_on=date(2020, 3, 6)))
    given(*POSTED, handed_over).when(before).then_refused(e.DayNotPossible)


def test_complete_is_only_what_was_published():
    given(*POSTED).when(replace(RECHECK, found=DIGEST)).then(replace(rechecked, found=DIGEST))
    given(*POSTED).when(replace(RECHECK, found=OTHER)).then_refused(e.FoundDiffers)
    given(*POSTED).when(replace(RECHECK, found="xyz")).then_refused(e.NotADigest)
    wanting = replace(RECHECK, result=Recheck.INCOMPLETE, found=OTHER)
    given(*POSTED).when(wanting).then_refused(e.ResultWithoutRemark)
    said = replace(rechecked, result=Recheck.INCOMPLETE, found=OTHER, remark="少两行")
    given(*POSTED).when(replace(wanting, remark="少两行")).then(said)
    given(*POSTED, said).when(RECHECK).then(rechecked)


def test_after_approval_only_a_leader_or_the_center_withdraws():
    given(prepared).when(replace(WITHDRAW, by=x.HANDLER)).then(withdrawn)
    for history in ((prepared, approved), POSTED):
        given(*history).when(replace(WITHDRAW, by=x.HANDLER)).then_refused(NotPermitted)
        given(*history).when(replace(WITHDRAW, by=x.CENTER)).then(withdrawn)


@pytest.mark.parametrize("by", [x.AUDITOR, x.EVALUATOR, x.ADMIN])
def test_who_only_looks_does_nothing(by):
    for command, history in (
        (PREPARE, ()), (APPROVE, (prepared,)), (PUBLISH, (prepared, approved)), (HAND_OVER, POSTED),
        (RECHECK, POSTED), (WITHDRAW, (prepared,)),
    ):  # fmt: skip
        given(*history).when(replace(command, by=by)).then_refused(NotPermitted)


SET = SetDisclosureRule(
    command_id=uuid4(), subject=uuid4(), at=x.NOON, by=x.CENTER, column=PublicColumn.NAME, treatment=Treatment.STARS,
    since=TODAY, reason="从严",
)  # fmt: skip
stars = DisclosureRuleSet(column=PublicColumn.NAME, treatment=Treatment.STARS, since=TODAY, reason="从严")


def test_the_center_sets_what_is_allowed_of_a_column():
    rule = given_of(DISCLOSURE_RULE)
    rule.when(SET).then(stars)
    rule.when(replace(SET, by=x.LEADER)).then_refused(NotPermitted)
    for column, treatment in (
        (PublicColumn.NAME, Treatment.AS_WRITTEN), (PublicColumn.PLACE, Treatment.AS_WRITTEN),
        (PublicColumn.ACCEPTED, Treatment.TOWNSHIP), (PublicColumn.NAME, Treatment.LEFT_OUT),
    ):  # fmt: skip
        rule.when(replace(SET, column=column, treatment=treatment)).then_refused(e.TreatmentNotAllowed)


def test_a_rule_holds_from_its_day_on_and_the_last_one_said_counts():
    back = replace(stars, treatment=Treatment.SURNAME)
    assert in_force((stars,), PublicColumn.NAME, date(2020, 3, 11)) is Treatment.SURNAME
    assert in_force((stars,), PublicColumn.NAME, TODAY) is Treatment.STARS
    assert in_force((stars, back), PublicColumn.NAME, TODAY) is Treatment.SURNAME
    assert in_force((), PublicColumn.PLACE, TODAY) is Treatment.TOWNSHIP
