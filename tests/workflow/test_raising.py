"""Items that the system raises by itself: once for each cause, with since when; by a missed period, however late."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from events.store import EventStore
from tests import examples as x
from tests.workflow.test_obligation_register import OWED, STATION, perform, set_up, told
from workflow import messages as m
from workflow import missed, raising
from workflow.errors import NotPermitted
from workflow.facts import Cause
from workflow.lookups import organisation_id, policy_id
from workflow.messages.base import SYSTEM
from workflow.messages.policy import Policy
from workflow.projections import ITEMS, NOTICES
from workflow.raising import Wanted, item_of
from workflow.service import Ledger, handle
from workflow.timers import fire

POLICY = Policy.RAISED_ITEM_DAYS
CAUSE = Cause("test", UUID(int=7), "2020-01", "一月未完成")


def allow(office, days=30, since="2020-01-01"):
    said = {"days": days, "since": since, "reason": "整改办法"}
    office.do(m.SetPolicy, x.CENTER, policy_id(POLICY), said, policy=POLICY)


def wanted(**changed):
    said = {
        "cause": CAUSE, "bureau": "baishi", "area": "system", "problem": "一月未完成", "requirement": "说明原因",
        "since": datetime(2020, 1, 31, 16, tzinfo=UTC),
    }  # fmt: skip
    return Wanted(**(said | changed))


def commands(office, *found):
    with office.ledger.database.reading() as connection:
        return list(raising.commands(connection, found, office.clock.now(), office.ledger.today))


def raised(office):
    """The items with their problem, due day and number, in the order of their numbers."""
    table = ITEMS.now.c
    with office.ledger.database.reading() as connection:
        rows = connection.execute(
            select(table.item_id, table.problem, table.due_last, table.number)
            .where(table.source == raising.SOURCE)
            .order_by(table.number)
        )
        return [tuple(row) for row in rows]


def first_event(office, item):
    with office.ledger.database.reading() as connection:
        return EventStore(connection).read(f"item-{item}").recorded[0]


def test_nothing_is_raised_without_a_number_of_days(office):
    assert commands(office, wanted()) == []
    allow(office, since="2020-04-01")
    assert commands(office, wanted()) == []
    allow(office)
    assert commands(office) == []


def test_the_years_notice_comes_first_and_a_cause_raises_one_item(office):
    allow(office)
    notice, item = commands(office, wanted())
    assert (type(notice), type(item), item.subject) == (m.OpenNotice, m.IssueItem, item_of(CAUSE))
    for command in (notice, item, notice, item):
        handle(office.ledger, command)
    [(item_id, problem, due, _)] = raised(office)
    assert (item_id, problem, due) == (item_of(CAUSE), "一月未完成", date(2020, 4, 11))
    event = first_event(office, item_id)
    assert (event.event.cause, event.actor, event.effective_at) == (CAUSE, str(SYSTEM), wanted().since)
    assert commands(office, wanted()) == []
    other = Cause("test", UUID(int=7), "2020-02", "二月未完成")
    assert [type(one) for one in commands(office, wanted(), wanted(cause=other))] == [m.IssueItem]
    with office.ledger.database.reading() as connection:
        assert raising.raised(connection, [CAUSE, other]) == {item_of(CAUSE): raised(office)[0][3]}
        assert connection.scalar(select(NOTICES.now.c.year).where(NOTICES.now.c.notice_id == notice.subject)) == 2020


def test_nobody_else_issues_by_the_clock(office):
    allow(office)
    notice, _ = commands(office, wanted())
    with pytest.raises(NotPermitted):
        handle(office.ledger, replace(notice, by=x.LEADER))


def test_a_missed_month_raises_one_item_at_the_first_moment_after_it(office):
    allow(office)
    set_up(office, since="2020-03-01")
    assert fire(office.ledger) == 0
    office.clock.advance(timedelta(days=19, hours=11, minutes=58))
    assert (office.ledger.today, fire(office.ledger)) == (date(2020, 3, 31), 0)
    office.clock.advance(timedelta(minutes=10))
    assert (office.ledger.today, fire(office.ledger), fire(office.ledger)) == (date(2020, 4, 1), 2, 0)
    [(item, problem, _, _)] = raised(office)
    assert "2020年3月未完成" in problem
    event = first_event(office, item)
    assert event.effective_at == datetime(2020, 3, 31, 16, tzinfo=UTC)
    assert (event.event.cause.kind, event.event.cause.subject, event.event.cause.row) == ("obligation", OWED, "2020-03")
    perform(office, performed_on="2020-03-31")
    assert told(office)[0] == "late"
    assert (fire(office.ledger), len(raised(office))) == (0, 1)


def test_after_a_pause_all_missed_periods_are_caught_up_and_what_was_told_late_among_them(office):
    allow(office)
    set_up(office, since="2020-03-01")
    office.clock.advance(timedelta(days=100))
    perform(office, performed_on="2020-04-20")
    assert fire(office.ledger) == 4
    assert ["2020年3月" in raised(office)[0][1], "2020年5月" in raised(office)[2][1]] == [True, True]


def test_what_was_over_when_it_was_set_up_raises_nothing(office):
    allow(office)
    set_up(office, since="2019-01-01")
    assert (told(office).count("missed"), fire(office.ledger)) == (14, 0)


def test_two_that_look_at_once_and_one_that_looks_again_raise_each_item_once(office):
    allow(office)
    set_up(office, since="2020-03-01")
    office.clock.advance(timedelta(days=100))
    barrier, failed = threading.Barrier(2), []

    def look():
        try:
            barrier.wait(timeout=30)
            fire(office.ledger)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (failed, len(raised(office))) == ([], 3)
    ledger = office.ledger
    again = Ledger(ledger.database, ledger.clock, ledger.zone, ledger.files, ledger.whois)
    assert (fire(again), len(raised(office))) == (0, 3)
    assert len({number for *_, number in raised(office)}) == 3


def test_a_station_that_missed_its_quarter_is_named(office):
    allow(office)
    code = {
        "code": "baishi-01",
        "name": "城关镇工作站",
        "short": "城关",
        "what": "township_station",
        "parent": "baishi",
    }
    office.do(m.RegisterOrganisation, x.ADMIN, organisation_id("baishi-01"), {**code, "since": "2019-01-01"})
    set_up(office, **STATION)
    office.clock.advance(timedelta(days=30))
    assert fire(office.ledger) == 2
    [(item, problem, _, _)] = raised(office)
    assert "城关镇工作站2020年第一季度未完成“工作站宣传咨询”" in problem
    assert first_event(office, item).event.cause.row == "2020-Q1 baishi-01"


def test_a_unit_that_is_no_more_is_not_asked(office):
    allow(office)
    set_up(office, bureau="shiqiao", since="2020-03-01")
    office.do(m.DissolveOrganisation, x.ADMIN, organisation_id("shiqiao"), {"since": "2020-03-12", "reason": "撤并"})
    office.clock.advance(timedelta(days=60))
    with office.ledger.database.reading() as connection:
        assert missed.wanted(connection, office.now(), office.ledger.zone) == []
    assert fire(office.ledger) == 0


def test_a_performance_struck_after_its_month_leaves_it_missed_and_raises_the_item(office):
    allow(office)
    set_up(office, since="2020-03-01")
    done = perform(office)
    office.clock.advance(timedelta(days=25))
    assert fire(office.ledger) == 0
    office.do(m.StrikePerformance, x.CENTER, done, {"reason": "照片是去年的"})
    assert (fire(office.ledger), len(raised(office))) == (2, 1)


def test_it_is_the_same_item_whatever_the_words_say():
    assert item_of(CAUSE) == item_of(Cause("test", UUID(int=7), "2020-01", "改了说法"))
    assert item_of(CAUSE) != item_of(Cause("test", UUID(int=8), "2020-01", "一月未完成"))
