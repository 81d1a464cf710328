"""A command is carried out once, whoever sends it twice; it is refused whole, or done whole."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from marshmallow import ValidationError
from sqlalchemy import func, select

from events import tables
from events.dry_run import DryRunStore
from tests import examples as x
from workflow import errors as e
from workflow import file_errors, reports, service
from workflow import messages as m
from workflow.lookups import organisation_id
from workflow.messages.base import SYSTEM
from workflow.projections import ITEMS


def events_of(office, item=x.ITEM):
    with office.ledger.database.reading() as connection:
        rows = select(func.count()).where(tables.events.c.stream_id == f"item-{item}")
        return connection.scalar(rows)


def test_the_same_command_again_gets_the_same_answer(office):
    command = office.command(m.IssueItem, x.CENTER, x.ITEM, {"notice": str(office.notice), **facts()})
    first = service.handle(office.ledger, command)
    office.assign()
    assert service.handle(office.ledger, command) == first
    assert events_of(office) == 2


def facts():
    from tests.office import ITEM_FACTS

    return ITEM_FACTS


def test_another_command_under_the_same_id_is_refused(office):
    office.issue()
    command_id = uuid4()
    office.do(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "甲"}, command_id=command_id)
    with pytest.raises(e.CommandIdReused):
        office.do(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "乙"}, command_id=command_id)


def test_a_command_on_an_older_version_is_refused_with_the_present_one(office):
    office.issue()
    office.assign()
    with pytest.raises(e.StaleVersion) as refused:
        office.do(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "重复"}, expected_version=1)
    assert refused.value.what == {"expected": 1, "current": 2}


def test_two_who_act_on_the_same_version_at_once_are_not_both_heard(office):
    office.issue()
    office.assign()
    office.report()
    outcomes = at_once(
        lambda: office.verify(by=x.CENTER), lambda: office.do(m.SendBackItem, x.SECOND, x.ITEM, {"reason": "看不清"})
    )
    assert sorted(type(one).__name__ for one in outcomes) in (["Done", "IllegalTransition"], ["Done", "Done"])
    assert events_of(office) in (4, 5)


def test_a_double_click_is_one_event(office):
    office.issue()
    command = office.command(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "重复"})
    outcomes = at_once(*[lambda: service.handle(office.ledger, command)] * 4)
    assert len(set(outcomes)) == 1
    assert events_of(office) == 2


def test_items_issued_at_once_get_different_numbers(office):
    outcomes = at_once(*[lambda n=n: office.issue(uuid4(), problem=f"第{n}件") for n in range(6)])
    assert all(isinstance(one, service.Done) for one in outcomes), outcomes
    with office.ledger.database.reading() as connection:
        numbers = connection.scalars(select(ITEMS.now.c.number).order_by(ITEMS.now.c.number)).all()
    assert numbers == [f"〔2020〕1-白石-0{n}" for n in range(1, 7)]


def at_once(*calls):
    """Start all calls together; what each came to, a result or a refusal."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            outcomes.append(call())
        except e.Refusal as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_foreign_item_is_as_absent_to_a_bureau(office):
    office.issue()
    for item in (x.ITEM, uuid4()):
        with pytest.raises(e.NoSuchItem):
            office.assign(item, by=x.STRANGER)


def test_the_administrator_finds_no_item_to_act_on(office):
    office.issue()
    with pytest.raises(e.NoSuchItem):
        office.do(m.WithdrawItem, x.ADMIN, x.ITEM, {"reason": "看看"})


def test_an_item_needs_a_notice_a_unit_and_an_area_that_are_there(office):
    with pytest.raises(e.NoSuchNotice):
        office.issue(notice=str(uuid4()))
    with pytest.raises(e.UnknownUnit):
        office.issue(bureau="nowhere")
    with pytest.raises(e.UnknownArea):
        office.issue(area="nothing")


@pytest.mark.parametrize("handler", [x.STRANGER, x.CENTER, x.AUDITOR], ids=lambda a: a.role)
def test_a_handler_is_an_account_of_the_unit(office, handler):
    office.issue()
    with pytest.raises(e.UnknownHandler):
        office.assign(handler=handler)


def test_evidence_is_a_file_the_unit_brought_itself(office):
    office.issue()
    office.assign()
    foreign = office.upload(x.STRANGER)
    for sha256 in (foreign, "0" * 64):
        with pytest.raises(file_errors.UnknownFile):
            office.do(m.ReportItem, x.HANDLER, x.ITEM, {"measures": "a", "result": "b", "evidence": [sha256]})


def test_a_refused_command_writes_nothing(office):
    office.issue()
    with office.ledger.database.reading() as connection:
        before = {t.name: connection.execute(select(t)).all() for t in tables.metadata.sorted_tables}
    with pytest.raises(e.DateAfterDue):
        office.do(m.AssignItem, x.LEADER, x.ITEM, {"handler": str(x.HANDLER.account), "internal_due": "2020-05-01"})
    with office.ledger.database.reading() as connection:
        assert {t.name: connection.execute(select(t)).all() for t in tables.metadata.sorted_tables} == before


def test_what_cannot_be_kept_beside_an_event_refuses_the_command_and_takes_the_event_back(office, monkeypatch):
    def refused(*_):
        raise file_errors.NoRoom

    monkeypatch.setattr(service, "_keep_beside", refused)
    with pytest.raises(file_errors.NoRoom):  # what names a person is kept in the event's own transaction
        office.do(m.IssueItem, x.CENTER, x.ITEM, {"notice": str(office.notice), **facts(), "contact": "丁四"})
    assert events_of(office) == 0


def test_a_dry_run_decides_as_the_real_run_and_leaves_no_trace(office):
    office.issue()
    command = office.command(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "重复"})
    with office.ledger.database.reading() as connection:
        store = DryRunStore(connection)
        dry = service.carry_out(store, office.ledger, command)
        assert service.carry_out(store, office.ledger, command) == dry
        again = office.command(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "重复"})
        with pytest.raises(e.IllegalTransition):
            service.carry_out(store, office.ledger, again)
    assert events_of(office) == 1
    assert service.handle(office.ledger, command) == dry


def test_a_unit_is_registered_once_and_only_by_the_administrator(office):
    given = {"code": "baishi", "name": "白石县司法局", "short": "白石", "what": "county"}
    with pytest.raises(e.AlreadyExists):
        office.do(m.RegisterOrganisation, SYSTEM, organisation_id("baishi"), given)
    with pytest.raises(e.NotPermitted):
        office.do(m.RegisterOrganisation, x.CENTER, organisation_id("new"), given)


def test_notices_are_numbered_within_their_year(office):
    for year, expected in ((2020, "〔2020〕2"), (2021, "〔2021〕1"), (2020, "〔2020〕3")):
        office.do(m.OpenNotice, x.CENTER, uuid4(), {"title": "通知", "year": year})
        with office.ledger.database.reading() as connection:
            notices = reports.notices(connection, x.CENTER, office.now())
        assert expected in {row.number for row in notices}


def test_the_clock_running_back_does_not_unorder_an_item(office):
    office.issue()
    office.clock.advance(timedelta(days=-1))
    office.assign()
    with office.ledger.database.reading() as connection:
        times = connection.scalars(
            select(tables.events.c.recorded_at).where(tables.events.c.stream_id == f"item-{x.ITEM}")
        ).all()
    assert times == sorted(times)


def test_two_units_do_not_share_a_name(office):
    new = {"code": "baishi2", "name": "白石市司法局", "short": "白石", "what": "county_city"}
    with pytest.raises(e.NameTaken):
        office.do(m.RegisterOrganisation, SYSTEM, organisation_id("baishi2"), new)
    office.do(m.RegisterOrganisation, SYSTEM, organisation_id("baishi2"), {**new, "short": "白石市"})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("due", "2020-03-01", e.DueBeforeList),
        ("problem", "系统里登记的案件数同卷宗 清点数对不上。", e.AlreadyIssued),
    ],
)
def test_what_an_import_would_not_issue_is_issued_by_no_one(office, field, value, code):
    listed = uuid4()
    office.do(m.OpenNotice, x.CENTER, listed, {"title": "通知", "year": 2020, "listed_on": "2020-03-12"})
    office.issue(uuid4(), notice=str(listed))
    with pytest.raises(code):
        office.issue(uuid4(), notice=str(listed), **{"problem": "另一件事", field: value})


@pytest.mark.parametrize(
    "figure", [{"stated": "个别3个", "count": 3, "quantifier": "个别"}, {"stated": "x", "count": -1}]
)
def test_a_figure_is_a_count_or_a_quantifier(office, figure):
    with pytest.raises(ValidationError):
        office.issue(figure=figure)


@pytest.mark.parametrize("year", [2020.7, True, "二〇二〇"])
def test_a_year_is_a_whole_number(office, year):
    with pytest.raises(ValidationError):
        office.do(m.OpenNotice, x.CENTER, uuid4(), {"title": "通知", "year": year})


def test_a_problem_may_be_as_long_as_the_form_takes(office):
    long = "".join(chr(0x4E00 + n % 20000) for n in range(19_000))
    assert office.issue(problem=long).version == 1
    with pytest.raises(e.AlreadyIssued):
        office.issue(uuid4(), problem=long + "。")
