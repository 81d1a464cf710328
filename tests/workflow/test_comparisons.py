"""A comparison is published and withdrawn by the center; what of it bureaus see."""

from dataclasses import replace
from uuid import uuid4

import pytest

from tests import examples as x
from tests import said
from tests.spec import given_of
from workflow import comparisons
from workflow import messages as m
from workflow.comparison_errors import AlreadyWithdrawn, NoSuchComparison
from workflow.errors import AlreadyExists, NotPermitted
from workflow.sight import in_comparison
from workflow.subjects import COMPARISON
from workflow.words import Role

COMMON = {"command_id": uuid4(), "subject": uuid4(), "by": x.CENTER, "at": x.NOON}
PUBLISH = m.PublishComparison(**COMMON, title="进度对比", basis="推进会", at_position=240)
WITHDRAW = m.WithdrawComparison(**COMMON, reason="有误")
published = m.ComparisonPublished(title="进度对比", basis="推进会", at_position=240)
withdrawn = m.ComparisonWithdrawn(reason="有误")


def given(*history):
    return given_of(COMPARISON, *history)


def test_it_is_published_once_and_withdrawn_once():
    given().when(PUBLISH).then(published)
    given(published).when(PUBLISH).then_refused(AlreadyExists)
    given(published).when(WITHDRAW).then(withdrawn)
    given().when(WITHDRAW).then_refused(NoSuchComparison)
    given(published, withdrawn).when(WITHDRAW).then_refused(AlreadyWithdrawn)


def test_what_was_published_stays_told():
    state = given(published, withdrawn).state
    assert (state.version, state.title, state.basis, state.at_position, state.withdrawn) == (
        2, "进度对比", "推进会", 240, True,
    )  # fmt: skip
    assert (given(published).state.version, given(published).state.withdrawn) == (1, False)


@pytest.mark.parametrize("by", x.EVERYONE)
@pytest.mark.parametrize("command", [PUBLISH, WITHDRAW])
def test_nobody_but_the_center_publishes_and_nobody_else_is_told_whether_there_is_one(command, by):
    asked = replace(command, by=by)
    if by.role is not Role.CITY_CENTER:
        for history in ((), (published,), (published, withdrawn)):
            given(*history).when(asked).then_refused(NotPermitted)
        with pytest.raises(NotPermitted) as refused:
            comparisons.require_role(asked)
        said.require(refused.value)
    else:
        comparisons.require_role(asked)


def test_a_bureau_sees_it_where_it_is_published_and_who_sees_all_always():
    for by in (x.LEADER, x.HANDLER, x.STRANGER):
        assert in_comparison(by, published=True)
        assert not in_comparison(by, published=False)
    for by in (x.CENTER, x.AUDITOR, x.EVALUATOR):
        assert in_comparison(by, published=True)
        assert in_comparison(by, published=False)
        assert not in_comparison(replace(by, within=frozenset({"baishi"})), published=False)
    assert not in_comparison(x.ADMIN, published=True)
