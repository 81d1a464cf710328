"""Imports withdrawn as one, and remembered columns: what is let through, what is refused, what goes with it."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests import examples as x
from tests.spec import given_of
from workflow import draft_board, importing
from workflow import messages as m
from workflow.batch_errors import (
    BatchGone,
    BatchUnderWay,
    ColumnTwice,
    ColumnUnmapped,
    NoSuchBatch,
    NoSuchMapping,
    UnknownColumn,
)
from workflow.batch_preparation import mapping_id
from workflow.errors import NotPermitted, ReasonMissing
from workflow.messages import draft as d
from workflow.messages.mapping import MappedColumn
from workflow.projections import BATCHES, ITEMS, MAPPINGS
from workflow.subjects import BATCH, MAPPING

COMMON = {"command_id": uuid4(), "subject": uuid4(), "by": x.CENTER, "at": x.NOON}
WITHDRAW = m.WithdrawBatch(**COMMON, reason="发错了版本")
imported = m.BatchImported(notice=x.NOTICE, draft=None, file="ab" * 32, items=(x.ITEM,), matters=())
RECORD = m.RecordBatch(**COMMON, notice=x.NOTICE, file="ab" * 32, items=(x.ITEM,))
withdrawn = m.BatchWithdrawn(reason="发错了版本")
PLACES = tuple(MappedColumn(name, n) for n, name in enumerate(("area", "problem", "bureau", "requirement", "due"), 1))
REMEMBER = m.RememberMapping(**COMMON, signature="cd" * 32, columns=PLACES)
FORGET = m.ForgetMapping(**COMMON)
remembered = m.MappingRemembered(unit="center", signature="cd" * 32, columns=PLACES)
forgotten = m.MappingForgotten(unit="center")


def test_an_import_is_told_part_by_part_and_withdrawn_once():
    given_of(BATCH).when(RECORD).then(imported)
    given_of(BATCH, imported).when(RECORD).then(imported)
    given_of(BATCH, imported).when(WITHDRAW).then(withdrawn)
    given_of(BATCH, imported, withdrawn).when(WITHDRAW).then_refused(BatchGone)
    given_of(BATCH, imported, withdrawn).when(RECORD).then_refused(BatchGone)
    given_of(BATCH).when(WITHDRAW).then_refused(NoSuchBatch)
    assert given_of(BATCH, imported, replace(imported, items=(UUID(int=3),))).state.items == (x.ITEM, UUID(int=3))


def test_what_was_reported_stands_in_the_way_by_number_and_a_reason_is_needed():
    many = tuple(f"〔2020〕1-白石-{n:02}" for n in range(30))
    given_of(BATCH, imported).when(replace(WITHDRAW, further=many)).then_refused(BatchUnderWay)
    given_of(BATCH, imported).when(replace(WITHDRAW, reason=" ")).then_refused(ReasonMissing)
    with pytest.raises(BatchUnderWay) as refused:
        BATCH.decide(replace(WITHDRAW, further=many), given_of(BATCH, imported).state)
    assert "白石-19 等 30 项" in refused.value.message("zh")
    assert "白石-20" not in refused.value.message("zh")


@pytest.mark.parametrize("by", [x.LEADER, x.HANDLER, x.EVALUATOR, x.AUDITOR, x.ADMIN])
def test_nobody_but_the_center_withdraws_or_remembers(by):
    given_of(BATCH, imported).when(replace(WITHDRAW, by=by)).then_refused(NotPermitted)
    given_of(MAPPING).when(replace(REMEMBER, by=by)).then_refused(NotPermitted)
    given_of(MAPPING, remembered).when(replace(FORGET, by=by)).then_refused(NotPermitted)


def test_columns_are_remembered_changed_and_forgotten():
    given_of(MAPPING).when(REMEMBER).then(remembered)
    given_of(MAPPING, remembered).when(REMEMBER).then()
    moved = (*PLACES[:4], MappedColumn("due", 9))
    given_of(MAPPING, remembered).when(replace(REMEMBER, columns=moved)).then(replace(remembered, columns=moved))
    given_of(MAPPING, remembered).when(FORGET).then(forgotten)
    given_of(MAPPING, remembered, forgotten).when(FORGET).then_refused(NoSuchMapping)
    given_of(MAPPING, remembered, forgotten).when(REMEMBER).then(remembered)
    given_of(MAPPING).when(FORGET).then_refused(NoSuchMapping)


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        (PLACES[:4], ColumnUnmapped),
        ((*PLACES, MappedColumn("remark", 1)), ColumnTwice),
        ((*PLACES, MappedColumn("due", 9)), ColumnTwice),
        ((*PLACES, MappedColumn("moon", 9)), UnknownColumn),
        ((*PLACES, MappedColumn("remark", 0)), UnknownColumn),
        ((*PLACES, MappedColumn("remark", 257)), UnknownColumn),
    ],
)
def test_two_columns_are_never_one_and_none_that_is_needed_is_missing(columns, refusal):
    given_of(MAPPING).when(replace(REMEMBER, columns=columns)).then_refused(refusal)


def batch_of(office, *items, **said):
    one = uuid4()
    for item in items:
        office.issue(item, problem=f"问题{item.int}")
    office.do(m.RecordBatch, x.CENTER, one, {}, notice=x.NOTICE, file="ab" * 32, items=items, **said)
    return one


def states(office):
    with office.ledger.database.reading() as connection:
        return dict(connection.execute(select(ITEMS.now.c.item_id, ITEMS.now.c.state)).all())


def test_an_import_is_withdrawn_whole_with_its_items(office):
    one = batch_of(office, UUID(int=11), UUID(int=12), UUID(int=13))
    office.do(m.WithdrawItem, x.CENTER, UUID(int=12), {"reason": "重复"})
    office.issue(UUID(int=14), problem="别的清单")
    office.do(m.WithdrawBatch, x.SECOND, one, {"reason": "发错了"})
    assert states(office) == {UUID(int=n): "withdrawn" for n in (11, 12, 13)} | {UUID(int=14): "issued"}
    with office.ledger.database.reading() as connection:
        [row] = connection.execute(select(BATCHES.now)).all()
        assert importing.withdrawn_with(connection, x.NOTICE) == {UUID(int=n) for n in (11, 12, 13)}
    assert (row._mapping["items"], row.withdrawn_at is not None) == (3, True)


def test_none_of_it_is_withdrawn_where_one_was_reported(office):
    one = batch_of(office, UUID(int=11), UUID(int=12))
    office.assign(UUID(int=12))
    office.report(UUID(int=12))
    with pytest.raises(BatchUnderWay) as refused:
        office.do(m.WithdrawBatch, x.CENTER, one, {"reason": "发错了"})
    assert "〔2020〕1-白石-02" in refused.value.message("zh")
    assert states(office) == {UUID(int=11): "issued", UUID(int=12): "reported"}


@pytest.mark.big
def test_the_problems_of_a_list_leave_the_draft_with_it(office):
    draft = uuid4()
    office.do(d.DraftNotice, x.CENTER, draft, {"title": "通知", "year": 2020})
    said = {"bureaus": ["baishi"], "area": "archive", "kind": "immediate", "due": "2020-06-30", "requirement": "补齐"}
    for problem in ("目录缺页", "自己添加的"):
        office.do(d.AddProblem, x.CENTER, draft, {**said, "problem": problem})
    with office.ledger.database.reading() as connection:
        [first, second] = draft_board.past(connection, x.CENTER, draft, office.now()).draft.problems
    one = uuid4()
    office.do(m.RecordBatch, x.CENTER, one, {}, draft=draft, file="ab" * 32, matters=(first.matter,))
    office.do(m.WithdrawBatch, x.CENTER, one, {"reason": "清单有误"})
    with office.ledger.database.reading() as connection:
        assert draft_board.past(connection, x.CENTER, draft, office.now()).draft.problems == (second,)


def test_who_sees_no_imports_is_told_there_is_none(office):
    one = batch_of(office, UUID(int=11))
    for by in (x.LEADER, x.EVALUATOR, x.ADMIN):
        with pytest.raises(NoSuchBatch):
            office.do(m.WithdrawBatch, by, one, {"reason": "x"})
        with office.ledger.database.reading() as connection, pytest.raises(NoSuchBatch):
            importing.batch(connection, by, one, office.now())
    with pytest.raises(NotPermitted):
        office.do(m.WithdrawBatch, x.AUDITOR, one, {"reason": "x"})


@pytest.mark.big
def test_what_a_unit_remembers_is_its_own(office):
    subject = mapping_id("center", "cd" * 32)
    office.do(m.RememberMapping, x.CENTER, subject, {"signature": "cd" * 32}, columns=PLACES)
    with office.ledger.database.reading() as connection:
        assert [one.columns["due"] for one in importing.remembered(connection, x.CENTER)] == [5]
        assert importing.remembered(connection, replace(x.CENTER, org="other")) == []
        assert len(importing.remembered(connection, x.AUDITOR, all_units=True)) == 1
        assert connection.scalar(select(MAPPINGS.now.c.forgotten)) == 0
    with pytest.raises(NoSuchMapping):
        office.do(m.ForgetMapping, replace(x.CENTER, org="other"), subject, {})
