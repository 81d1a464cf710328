"""From findings to items: who sees what of them, what they may repeat, and how the units compare."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from tests import examples as x
from tests.workflow.test_contacts import audit_finds, newest
from workflow import evaluating, finding_items, finding_register, repeating
from workflow import messages as m
from workflow.errors import UnknownArea, UnknownUnit
from workflow.evaluating import table
from workflow.finding_errors import (
    AreaMissing,
    ClauseRegisterWrong,
    FindingGone,
    FoundAlready,
    NoSuchEarlierItem,
    NoSuchFinding,
    NoSuchSnapshot,
    NotEarlier,
    NothingToFreeze,
    RaisedAlready,
    UnitNotConcerned,
    UnknownClause,
    YearToCome,
)
from workflow.lookups import CLAUSE_REGISTER

STANDARD = {"standard": "演示标准", "year": 2019}
CLAUSES = [
    {"code": "2.1", "zh": "系统数据准确", "en": "Accurate data", "area": "system", **STANDARD},
    {"code": "3.2", "zh": "卷宗编页", "en": "Numbered pages", "area": "archive", **STANDARD},
]  # fmt: skip
SAID = {
    "source": "third_party", "year": 2019, "clause": "2.1", "text": "系统数据与实际数据不符", "concerns": "named",
    "units": ["baishi", "shiqiao"], "figure": {"count": 6, "of": 9, "unit": "个单位"}, "amount": "1234.5",
}  # fmt: skip
OWN = {"source": "self_reported", "year": 2019, "area": "archive", "text": "人手不足", "concerns": "named",
       "units": ["baishi"]}  # fmt: skip
ITEM = {"kind": "immediate", "area": "system", "problem": SAID["text"], "due": "2020-04-08"}
FIRST, LAST = UUID(int=0xF1), UUID(int=0xF2)


@pytest.fixture
def evaluated(office):
    """The office with a register of clauses."""
    office.do(m.PublishClauses, x.CENTER, CLAUSE_REGISTER, {"clauses": CLAUSES})
    return office


def enter(office, finding=FIRST, by=x.EVALUATOR, **changed):
    return office.do(m.EnterFinding, by, finding, {k: v for k, v in (SAID | changed).items() if v is not None})


def issue(office, finding=FIRST, *bureaus, **said):
    commands = [
        office.command(m.IssueItem, x.CENTER, uuid4(), {
            "notice": str(office.notice), "finding": str(finding), "bureau": bureau, **ITEM, **said,
        })
        for bureau in bureaus
    ]  # fmt: skip
    return finding_items.issue_all(office.ledger, commands)


def seen(office, by=x.CENTER, asked=""):
    at = office.then(asked) if asked else office.now()
    with office.ledger.database.reading() as connection:
        return finding_register.findings(connection, by, at)


def test_what_a_finding_names_is_there(evaluated):
    for refusal, wrong in (
        (UnknownClause, {"clause": "9.9"}), (AreaMissing, {"clause": None, "clause_text": "x"}),
        (UnknownArea, {"area": "x"}), (UnknownUnit, {"units": ["x"]}), (YearToCome, {"year": 2021}),
        (NoSuchFinding, {"repeats": str(LAST)}),
    ):  # fmt: skip
        with pytest.raises(refusal):
            enter(evaluated, **wrong)
    enter(evaluated, units=["shiqiao", "baishi", "baishi"])
    [row] = seen(evaluated)
    assert (row.number, row.area, row.units, row.figure, row.amount) == (
        "问〔2019〕1", "system", ("baishi", "shiqiao"), "9个单位中有6个单位", 123450,
    )  # fmt: skip
    with pytest.raises(ClauseRegisterWrong):
        evaluated.do(m.PublishClauses, x.CENTER, CLAUSE_REGISTER, {"clauses": [{**CLAUSES[0], "area": "x"}]})


def test_the_same_finding_is_entered_once_and_again_when_it_was_withdrawn(evaluated):
    enter(evaluated)
    with pytest.raises(FoundAlready, match="问〔2019〕1"):
        enter(evaluated, LAST, text=" 系统数据与实际数据不符。", units=["shiqiao", "baishi"])
    enter(evaluated, LAST, year=2018)
    evaluated.do(m.WithdrawFinding, x.EVALUATOR, FIRST, {"reason": "有误"})
    enter(evaluated, UUID(int=0xF3))
    assert [(row.number, row.withdrawn) for row in seen(evaluated)] == [
        ("问〔2019〕2", False), ("问〔2019〕1", True), ("问〔2018〕1", False),
    ]  # fmt: skip
    with pytest.raises(FindingGone):
        issue(evaluated, FIRST, "baishi")


def test_a_correction_keeps_what_was_said_before(evaluated):
    enter(evaluated)
    before = f"@{newest(evaluated)}"
    said = {name: value for name, value in SAID.items() if name not in ("source", "year")}
    evaluated.do(m.CorrectFinding, x.EVALUATOR, FIRST, {**said, "text": "数据滞后", "reason": "复核"})
    assert [row.text for row in seen(evaluated)] == ["数据滞后"]
    assert [row.text for row in seen(evaluated, asked=before)] == [SAID["text"]]


def test_items_are_issued_to_the_units_chosen_all_or_none(evaluated):
    enter(evaluated)
    with pytest.raises(NoSuchFinding):
        issue(evaluated, LAST, "baishi")
    enter(evaluated, LAST, units=["baishi"], text="另一件")
    with pytest.raises(UnitNotConcerned):
        issue(evaluated, LAST, "baishi", "shiqiao")
    assert [row.items for row in seen(evaluated)] == [0, 0]
    issue(evaluated, FIRST, "baishi", "center", amount="12.30")
    with pytest.raises(RaisedAlready):
        issue(evaluated, FIRST, "baishi", problem="换个说法")
    with evaluated.ledger.database.reading() as connection:
        of = finding_register.one(connection, x.CENTER, FIRST, evaluated.now())
        assert {(item.bureau, item.amount, item.finding) for item in of.items} == {
            ("center", 1230, FIRST), ("baishi", 1230, FIRST),
        }  # fmt: skip
    assert [(row.items, row.closed) for row in seen(evaluated)] == [(0, 0), (2, 0)]
    assert audit_finds(evaluated) == []


def test_a_bureau_is_told_of_a_finding_by_its_item_and_of_others_no_more_than_their_number(evaluated):
    enter(evaluated)
    before = f"@{newest(evaluated)}"
    assert seen(evaluated, x.LEADER) == []
    issue(evaluated, FIRST, "baishi", "shiqiao")
    for by, unit in ((x.LEADER, "baishi"), (x.STRANGER, "shiqiao")):
        [row] = seen(evaluated, by)
        assert (row.units, row.others, row.amount, row.items) == ((unit,), 1, None, 1)
    assert seen(evaluated, x.LEADER, before) == []
    with evaluated.ledger.database.reading() as connection:
        of = finding_register.one(connection, x.LEADER, FIRST, evaluated.now())
        body = finding_register.body(x.LEADER, of.recorded[0])
        assert (body["units"], body["others"], body["amount"]) == (["baishi"], 1, None)
        assert finding_register.body(x.EVALUATOR, of.recorded[0])["units"] == ["baishi", "shiqiao"]


def test_through_a_bureaus_eyes_no_more_is_seen_than_by_the_bureau(evaluated):
    enter(evaluated, LAST, year=2018, units=["shiqiao"])
    enter(evaluated)
    evaluated.do(m.LinkFinding, x.CENTER, FIRST, {"repeats": str(LAST)})
    issue(evaluated, FIRST, "baishi")
    narrowed = replace(x.AUDITOR, within=frozenset({"baishi"}))
    assert seen(evaluated, narrowed) == seen(evaluated, x.LEADER)
    [row] = seen(evaluated, narrowed)
    assert (row.finding_id, row.repeats) == (FIRST, None)  # of the earlier one, another unit's, nothing is told
    with evaluated.ledger.database.reading() as connection:
        of = finding_register.one(connection, narrowed, FIRST, evaluated.now())
        assert str(LAST) not in str([finding_register.body(narrowed, one) for one in of.recorded])


def test_a_bureau_reports_its_own_difficulty_and_no_other_bureau_sees_it(evaluated):
    own = {**OWN, "clause": None, "figure": None, "amount": None}
    enter(evaluated, by=x.LEADER, **own)
    assert [len(seen(evaluated, by)) for by in (x.LEADER, x.HANDLER, x.STRANGER, x.AUDITOR, x.ADMIN)] == [1, 1, 0, 1, 0]
    for by, refusal in ((x.STRANGER, NoSuchFinding), (x.ADMIN, NoSuchFinding)):
        with pytest.raises(refusal):
            evaluated.do(m.WithdrawFinding, by, FIRST, {"reason": "x"})
    issue(evaluated, FIRST, "center")  # what the city has to do about it is the city's
    assert [row.items for row in seen(evaluated, x.LEADER)] == [0]


def test_what_was_found_before_is_proposed_and_linked_by_a_person(evaluated):
    old = {"year": 2018, "units": ["baishi"]}
    enter(evaluated, FIRST, **old)
    enter(evaluated, UUID(int=0xF3), year=2018, clause="3.2", text="卷宗没有编页", units=["baishi"])
    enter(evaluated, UUID(int=0xF4), **{**old, "units": ["shiqiao"]})
    enter(evaluated, LAST, text="数据仍有差异", units=["baishi"])
    with evaluated.ledger.database.reading() as connection:
        found = finding_register.findings(connection, x.EVALUATOR, evaluated.now())
    [row] = [row for row in found if row.finding_id == LAST]
    assert [one.finding_id for one in repeating.proposed(row, found)] == [FIRST]
    with pytest.raises(NotEarlier):
        evaluated.do(m.LinkFinding, x.CENTER, FIRST, {"repeats": str(LAST)})
    evaluated.do(m.LinkFinding, x.CENTER, LAST, {"repeats": str(FIRST)})
    found = seen(evaluated)
    by_id = {row.finding_id: row for row in found}
    assert [one.finding_id for one in repeating.chain(by_id[LAST], found).before] == [FIRST]
    assert [one.finding_id for one in repeating.chain(by_id[FIRST], found).after] == [LAST]


def test_an_item_repeats_an_earlier_one_of_the_same_unit_and_both_say_so(evaluated):
    enter(evaluated, FIRST, year=2018)
    issue(evaluated, FIRST, "baishi", "shiqiao")
    enter(evaluated, LAST)
    at = evaluated.now()
    with evaluated.ledger.database.reading() as connection:
        [row] = [row for row in finding_register.findings(connection, x.CENTER, at) if row.finding_id == LAST]
        [earlier] = repeating.earlier_items(connection, x.CENTER, at, row, "baishi")
        assert repeating.earlier_items(connection, x.LEADER, at, row, "shiqiao") == []
    with pytest.raises(NoSuchEarlierItem):
        issue(evaluated, LAST, "shiqiao", problem="又有差异", repeats=str(earlier.item_id))
    [done] = issue(evaluated, LAST, "baishi", problem="又有差异", repeats=str(earlier.item_id))
    with evaluated.ledger.database.reading() as connection:
        at = evaluated.now()
        chain = repeating.item_chain(connection, x.LEADER, at, done.subject)
        assert ([one.item_id for one in chain.before], chain.after) == ([earlier.item_id], [])
        chain = repeating.item_chain(connection, x.LEADER, at, earlier.item_id)
        assert (chain.before, [one.item_id for one in chain.after]) == ([], [done.subject])
        assert repeating.item_chain(connection, x.STRANGER, at, done.subject) == ([], [])


def test_the_units_compare_by_what_was_named_and_what_was_not_stays_as_stated(evaluated):
    few = {"concerns": "unknown", "units": None, "figure": {"quantifier": "个别", "unit": "地方"}}
    enter(evaluated, FIRST, year=2018, units=["baishi"])
    enter(evaluated, LAST, units=["baishi"])
    enter(evaluated, UUID(int=0xF3), text="数据迟报", **few)
    enter(evaluated, UUID(int=0xF4), clause="3.2", text="普遍未编页", concerns="all", units=None, figure="普遍")
    with evaluated.ledger.database.reading() as connection:
        found = table(connection, evaluated.now(), 2019)
    assert [(one.clause, one.findings, one.units, one.stated) for one in found.lines] == [
        ("2.1", 2, {"baishi": 1}, ("个别地方",)), ("3.2", 1, {"baishi": 1, "shiqiao": 1}, ()),
    ]  # fmt: skip
    assert found.recurrence["2.1"] == {"baishi": (2018, 2019)}
    enter(evaluated, UUID(int=0xF6), by=x.LEADER, **OWN, clause=None, figure=None, amount=None)
    with evaluated.ledger.database.reading() as connection:
        own = table(connection, evaluated.now(), 2019)
    assert (own.lines[-1].area, own.recurrence[":archive"]) == ("archive", {"baishi": (2019,)})
    issue(evaluated, UUID(int=0xF3), "shiqiao")
    with evaluated.ledger.database.reading() as connection:
        assert table(connection, evaluated.now(), 2019).recurrence["2.1"]["shiqiao"] == (2019,)


def test_a_snapshot_opened_again_has_the_same_bytes(evaluated):
    with pytest.raises(NothingToFreeze):
        evaluating.frozen(evaluated.ledger, 2019)
    enter(evaluated)
    position, digest = evaluating.frozen(evaluated.ledger, 2019)
    said = {"title": "2019年度评价", "year": 2019}
    evaluated.do(m.TakeSnapshot, x.EVALUATOR, LAST, said, at_position=position, digest=digest)
    with evaluated.ledger.database.reading() as connection:
        snapshot, _ = evaluating.one(connection, x.AUDITOR, LAST, evaluated.now())
        with pytest.raises(NoSuchSnapshot):
            evaluating.one(connection, x.LEADER, LAST, evaluated.now())
        assert [one.title for one in evaluating.taken(connection, x.CENTER, evaluated.now())] == [said["title"]]
        assert evaluating.taken(connection, x.LEADER, evaluated.now()) == []
    first = evaluating.opened(evaluated.ledger, snapshot)
    evaluated.do(m.WithdrawFinding, x.EVALUATOR, FIRST, {"reason": "有误"})
    enter(evaluated, UUID(int=0xF5), text="后来的")
    again = evaluating.opened(evaluated.ledger, snapshot)
    assert (first.same, again.same, again.content == first.content) == (True, True, True)
