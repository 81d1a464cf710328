"""A finding: entered by who found it, corrected and withdrawn with a reason, never two of the same."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from events.event import Told
from tests import examples as x
from tests import said as approved
from tests.spec import Given
from workflow import findings, registers
from workflow import messages as m
from workflow.errors import AlreadyExists, FigureAboveWhole, NotPermitted
from workflow.facts import Figure, stated_as
from workflow.finding_errors import (
    AreaMissing,
    ClauseMissing,
    ClauseRegisterWrong,
    ClauseTwice,
    FindingGone,
    NoSuchFinding,
    NotYourFinding,
    OwnUnitOnly,
    QuantifierWithNumber,
    SourceNotYours,
    UnitsMissing,
    UnitsNotNamed,
)
from workflow.findings import MAY, SOURCES_OF
from workflow.likeness import alike, likeness
from workflow.messages.finding import SOURCES, Concerns, Source
from workflow.organisation_errors import NothingChanges
from workflow.sight import in_evaluation, in_finding
from workflow.subjects import FINDING, REGISTER
from workflow.words import Role

ONE, EARLIER = UUID(int=0xF1), UUID(int=0xF2)
SIX = Figure("9个单位中有6个", count=6, of=9, unit="个单位")
SAID = {
    "clause": "2.1", "clause_register": 1, "clause_text": "", "area": "system", "text": "系统数据与实际不符",
    "concerns": Concerns.NAMED, "units": ("baishi",), "figure": SIX, "amount": 123450,
}  # fmt: skip
entered = m.FindingEntered(**SAID, number="问〔2019〕1", source=Source.THIRD_PARTY, year=2019, repeats=None)
corrected = m.FindingCorrected(**SAID | {"text": "系统数据与卷宗不符"}, reason="复核后更正")
linked = m.FindingLinked(repeats=EARLIER)
withdrawn = m.FindingWithdrawn(reason="重复录入")


def fields_of(event):
    return {name: getattr(event, name) for name in event.__dataclass_fields__}


ENTER, CORRECT, LINK, WITHDRAW = (
    kind(command_id=uuid4(), subject=ONE, by=x.EVALUATOR, at=x.NOON, **fields_of(event))
    for kind, event in (
        (m.EnterFinding, entered), (m.CorrectFinding, corrected), (m.LinkFinding, linked),
        (m.WithdrawFinding, withdrawn),
    )
)  # fmt: skip


def given(*history, by=x.EVALUATOR):
    return Given(FINDING.decide, FINDING.fold(Told(event, str(by), x.NOON, UUID(int=0)) for event in history))


def test_a_finding_is_entered_corrected_linked_and_withdrawn():
    given().when(ENTER).then(entered)
    given(entered).when(CORRECT).then(corrected)
    given(entered).when(LINK).then(linked)
    given(entered, corrected, linked).when(WITHDRAW).then(withdrawn)
    state = given(entered, corrected, linked, withdrawn).state
    assert (state.version, state.text, state.number, state.repeats, state.withdrawn, state.org) == (
        4, corrected.text, "问〔2019〕1", EARLIER, True, "evaluator",
    )  # fmt: skip


@pytest.mark.parametrize("on_it", [CORRECT, LINK, WITHDRAW])
def test_what_is_not_there_or_withdrawn_is_not_changed(on_it):
    given().when(on_it).then_refused(NoSuchFinding)
    given(entered, withdrawn).when(on_it).then_refused(FindingGone, "问〔2019〕1")
    given(entered).when(ENTER).then_refused(AlreadyExists)


def test_what_changes_nothing_is_no_correction():
    given(entered).when(replace(CORRECT, text=entered.text)).then_refused(NothingChanges)
    given(entered, corrected).when(CORRECT).then_refused(NothingChanges)
    given(entered, linked).when(LINK).then_refused(NothingChanges)


@pytest.mark.parametrize("actor", x.EVERYONE)
@pytest.mark.parametrize("source", Source)
def test_who_enters_findings_of_which_source(actor, source):
    own = {"units": (actor.org,)} if source is Source.SELF_REPORTED else {}
    when = given().when(replace(ENTER, by=actor, source=source, **own))
    if actor.role not in SOURCES_OF:
        when.then_refused(NotPermitted, "Who may: evaluator")
    elif source in SOURCES_OF[actor.role]:
        when.then(replace(entered, source=source, **own))
    else:
        when.then_refused(SourceNotYours, SOURCES[source].en)
    assert set(MAY) == set(m.FINDING_COMMANDS)


def test_who_entered_it_says_what_it_says_and_the_center_links_it_too():
    for on_it in (CORRECT, WITHDRAW):
        given(entered).when(replace(on_it, by=x.CENTER)).then_refused(NotYourFinding)
        given(entered).when(replace(on_it, by=x.HANDLER)).then_refused(NotPermitted)
    given(entered).when(replace(LINK, by=x.CENTER)).then(linked)
    own = replace(entered, source=Source.SELF_REPORTED)
    given(own, by=x.LEADER).when(replace(CORRECT, by=x.LEADER)).then(corrected)
    given(own, by=x.LEADER).when(replace(WITHDRAW, by=x.STRANGER)).then_refused(NotYourFinding)


def test_an_evaluators_finding_needs_its_clause():
    given().when(replace(ENTER, clause="")).then_refused(ClauseMissing)
    given().when(replace(ENTER, clause="", clause_text="按月公示")).then(
        replace(entered, clause="", clause_text="按月公示")
    )
    given().when(replace(ENTER, clause_text="按月公示")).then_refused(ClauseTwice)
    given().when(replace(ENTER, area="")).then_refused(AreaMissing)
    by_center = {"by": x.CENTER, "source": Source.CENTER, "clause": ""}
    given().when(replace(ENTER, **by_center)).then(replace(entered, source=Source.CENTER, clause=""))


def test_units_are_named_or_not_as_was_said():
    given().when(replace(ENTER, units=())).then_refused(UnitsMissing)
    given().when(replace(ENTER, concerns=Concerns.ALL)).then_refused(UnitsNotNamed)
    for concerns in (Concerns.ALL, Concerns.UNKNOWN):
        given().when(replace(ENTER, concerns=concerns, units=())).then(replace(entered, concerns=concerns, units=()))
    own = {"by": x.LEADER, "source": Source.SELF_REPORTED}
    for units in ((), ("shiqiao",), ("baishi", "shiqiao")):
        given().when(replace(ENTER, **own, units=units)).then_refused(OwnUnitOnly)


REFUSED = (
    Figure("个别3个", count=3, quantifier="个别"), Figure("个别地方3个"), Figure("3个", quantifier="个别3"),
    Figure("个别3个", quantifier="个别"),
)  # fmt: skip
TAKEN = (
    SIX,
    Figure("抽15份，普遍", of=15, unit="份", quantifier="普遍"),
    Figure("个别地方", quantifier="个别"),
    Figure("3处"),
)


def test_a_quantifier_is_not_made_a_number_nor_a_count_more_than_its_whole():
    for figure in REFUSED:
        given().when(replace(ENTER, figure=figure)).then_refused(QuantifierWithNumber)
    for figure in TAKEN:
        given().when(replace(ENTER, figure=figure)).then(replace(entered, figure=figure))
    given().when(replace(ENTER, figure=Figure("9个中有12个", count=12, of=9))).then_refused(FigureAboveWhole)


def test_a_figure_in_parts_is_put_in_words():
    assert stated_as(6, 9, "个单位") == "9个单位中有6个单位"
    assert stated_as(of=15, unit="份", quantifier="普遍") == "抽15份，普遍"
    assert [stated_as(3, unit="处"), stated_as(unit="地方", quantifier="个别"), stated_as(of=9), stated_as()] == [
        "3处", "个别地方", "共9", "",
    ]  # fmt: skip


def test_similar_words_are_found_and_others_are_not():
    assert alike("系统数据与实际数据不一致", "信息系统数据和实际数据不符")
    assert not alike("系统数据与实际数据不一致", "补贴发放不及时")
    assert (likeness("同", "同"), likeness("补贴", "补贴")) == (0.0, 1.0)


def test_who_is_told_of_a_finding():
    for by in (x.CENTER, x.EVALUATOR, x.AUDITOR):
        assert in_finding(by, ())
        assert in_evaluation(by)
        assert not in_finding(replace(by, within=frozenset({"baishi"})), {"shiqiao"})
        assert not in_evaluation(replace(by, within=frozenset({"baishi"})))
    for by in (x.LEADER, x.HANDLER):
        assert in_finding(by, {"baishi"})
        assert not (in_finding(by, {"shiqiao"}))
        assert not (in_finding(by, ()))
        assert not (in_evaluation(by))
    assert not (in_finding(x.ADMIN, {"baishi"}))
    assert not (in_evaluation(x.ADMIN))


CLAUSE = m.Clause("2.1", "数据准确", "Accurate data", "system", "省级标准", 2019)
PUBLISH = m.PublishClauses(command_id=uuid4(), subject=ONE, by=x.CENTER, at=x.NOON, clauses=(CLAUSE,))


def test_the_register_of_clauses_is_published_whole_by_the_center_or_the_system_administrator():
    published, empty = m.ClausesPublished(clauses=(CLAUSE,)), registers.fold(())
    for by in (x.CENTER, x.ADMIN):
        assert REGISTER.decide(replace(PUBLISH, by=by), empty) == [published]
    for by in (x.LEADER, x.EVALUATOR, x.AUDITOR):
        with pytest.raises(NotPermitted) as refused:
            REGISTER.decide(replace(PUBLISH, by=by), empty)
        approved.require(refused.value)
    for clauses in ((), (CLAUSE, CLAUSE)):
        with pytest.raises(ClauseRegisterWrong) as wrong:
            REGISTER.decide(replace(PUBLISH, clauses=clauses), empty)
        approved.require(wrong.value)
    assert findings.NEW.version == 0
    assert Role.AUDITOR not in SOURCES_OF
