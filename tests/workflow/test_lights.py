"""Lights are raised by the clock: each once, at the day it fell due, by what was in force on that day."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from events.store import EventStore
from tests import examples as x
from tests.workflow.test_calendar import calendar_of
from tests.workflow.test_deadlines import ask, rows, rule
from workflow import messages as m
from workflow.calendar import DAY, YearDays
from workflow.errors import StaleVersion
from workflow.facts import Light
from workflow.light_timer import due_lights
from workflow.lights import Awaited, Known, Rules, Set, light_on, raised
from workflow.lookups import calendar_id
from workflow.messages.base import SYSTEM
from workflow.messages.policy import Policy
from workflow.ticks import Tick
from workflow.timers import fire

BLUE, YELLOW = Policy.SUPERVISE_BLUE_DAYS, Policy.SUPERVISE_YELLOW_DAYS
LONG_AGO, MONDAY = date(2019, 1, 1), date(2020, 4, 6)


def numbers(blue=None, yellow=None):
    said = {BLUE: blue, YELLOW: yellow}
    return Rules({policy: [Set(LONG_AGO, LONG_AGO, n)] for policy, n in said.items() if n is not None}, [])


def lit(awaited, rules, today):
    return [(one.light.value, one.day.day) for one in raised(awaited, rules, today)]


def test_each_light_has_its_first_day():
    waits = Awaited(since=date(2020, 4, 1), due=date(2020, 4, 17))
    assert lit(waits, numbers(5, 2), date(2020, 4, 30)) == [("blue", 10), ("yellow", 15), ("red", 18)]
    assert lit(waits, numbers(5, 2), date(2020, 4, 15)) == [("blue", 10), ("yellow", 15)]
    assert lit(waits, numbers(5, 2), date(2020, 3, 30)) == []


def test_without_a_number_nothing_is_near_or_behind_but_what_is_late_is_late():
    waits = Awaited(since=date(2020, 4, 1), due=date(2020, 4, 17))
    assert lit(waits, numbers(), date(2020, 4, 30)) == [("red", 18)]
    assert lit(waits, numbers(blue=5), date(2020, 4, 30)) == [("blue", 10), ("red", 18)]


def test_past_the_bureaus_own_date_it_is_yellow_from_when_that_was_set():
    own = Awaited(since=date(2020, 4, 1), due=date(2020, 4, 17), own=date(2020, 4, 7), own_since=date(2020, 4, 2))
    assert lit(own, numbers(), date(2020, 4, 10)) == [("yellow", 8)]
    later = Awaited(since=date(2020, 4, 1), due=date(2020, 4, 17), own=date(2020, 4, 7), own_since=date(2020, 4, 9))
    assert lit(later, numbers(), date(2020, 4, 10)) == [("yellow", 9)]


def test_a_number_or_a_calendar_that_changes_changes_no_day_before():
    waits = Awaited(since=date(2020, 4, 1), due=date(2020, 4, 17))
    more = Rules({BLUE: [Set(LONG_AGO, LONG_AGO, 3), Set(date(2020, 4, 9), LONG_AGO, 8)]}, [])
    assert lit(waits, more, date(2020, 4, 17)) == [("blue", 9)]  # said on the 9th, though it was to hold before
    fewer = Rules({BLUE: [Set(LONG_AGO, LONG_AGO, 8), Set(date(2020, 4, 9), date(2020, 4, 9), 1)]}, [])
    assert lit(waits, fewer, date(2020, 4, 17)) == [("blue", 7)]
    free = YearDays(off=frozenset({date(2020, 4, 16)}))
    known = Rules({BLUE: [Set(LONG_AGO, LONG_AGO, 3)]}, [Known(date(2020, 4, 13), 2020, free)])
    assert lit(waits, known, date(2020, 4, 17)) == [("blue", 13)]  # instead of the 14th


DAYS = st.dates(date(2020, 3, 1), date(2020, 5, 31))
NUMBERS = st.lists(st.builds(Set, DAYS, DAYS, st.integers(1, 15)), max_size=3).map(
    lambda said: sorted(said, key=lambda one: one.recorded)
)
CALENDARS = st.lists(st.tuples(DAYS, st.sets(DAYS, max_size=20), st.sets(DAYS, max_size=20)), max_size=2).map(
    lambda said: sorted(said, key=lambda one: one[0])
)


def oracle(day, awaited, blue, yellow, calendars):
    """The light of a day, told as the rule is told: count the working days that are left."""
    known = [one for one in calendars if one[0] <= day]
    calendar = calendar_of(*(known[-1][1:] if known else (set(), set())))
    left = sum(calendar.is_working_day(day + DAY * n) for n in range(1, (awaited.due - day).days + 1))

    def within(said):
        held, newest = None, None
        for one in said:
            if one.recorded <= day and one.since <= day and (newest is None or one.since >= newest):
                held, newest = one.number, one.since
        return held is not None and left <= held

    if day > awaited.due:
        return Light.RED
    if within(yellow) or (awaited.own and day > awaited.own and day >= awaited.own_since):
        return Light.YELLOW
    return Light.BLUE if within(blue) else None


@given_any(since=DAYS, due=DAYS, own=st.none() | DAYS, own_since=DAYS, blue=NUMBERS, yellow=NUMBERS,
           calendars=CALENDARS, today=DAYS)  # fmt: skip
def test_the_light_is_what_counting_day_by_day_says(since, due, own, own_since, blue, yellow, calendars, today):
    awaited = Awaited(since=since, due=due, own=own, own_since=own_since)
    days = [(recorded, calendar_of(off, work).years.get(2020, YearDays())) for recorded, off, work in calendars]
    rules = Rules({BLUE: blue, YELLOW: yellow}, [Known(recorded, 2020, said) for recorded, said in days])
    expected, highest, day = [], -1, since
    while day <= today:
        light = oracle(day, awaited, blue, yellow, calendars)
        assert light_on(day, awaited, rules) is light
        if light and light.rank > highest:
            highest = light.rank
            expected.append((light, day))
        day += DAY
    assert list(raised(awaited, rules, today)) == expected


@given_any(blue=NUMBERS, calendars=CALENDARS, today=DAYS)
def test_no_due_date_that_was_ever_near_lies_past_the_widest(blue, calendars, today):
    """What the timer asks the ledger for leaves nothing out."""
    known = [Known(recorded, 2020, YearDays(frozenset(off), frozenset(work))) for recorded, off, work in calendars]
    rules = Rules({BLUE: blue}, known)
    widest = max((until for day in rules.turns(today) if (until := rules.on(day).blue)), default=None)
    ever = [until for n in range((today - date(2020, 2, 1)).days + 1) if (until := rules.on(today - DAY * n).blue)]
    assert max(ever, default=None) == (widest if ever else None)


@pytest.fixture
def going(office):
    """Issued on 12 March 2020, due on 8 April, the bureau's own date is 1 April."""
    rule(office, BLUE, 6)
    rule(office, YELLOW, 3)
    office.issue()
    office.assign()
    return office


def events(office, item=x.ITEM):
    with office.ledger.database.reading() as connection:
        return EventStore(connection).read(f"item-{item}").recorded


def told(office, item=x.ITEM):
    """The lights of an item: which, and since which local moment."""
    zone = ZoneInfo("Asia/Shanghai")
    return [
        (one.event.light.value, f"{one.effective_at.astimezone(zone):%m-%d %H:%M}")
        for one in events(office, item) if one.name == "item.supervised"
    ]  # fmt: skip


def to(office, day, hour=4):
    office.clock.moment = datetime(2020, *day, hour, tzinfo=UTC)


def test_lights_are_raised_when_their_day_comes_and_once(going):
    to(going, (3, 30))
    assert fire(going.ledger) == 0
    to(going, (3, 31), 17)  # the first of April, at one in the morning
    assert (fire(going.ledger), fire(going.ledger)) == (1, 0)
    to(going, (4, 9))
    fire(going.ledger)
    fire(going.ledger)
    assert told(going) == [("blue", "03-31 00:00"), ("yellow", "04-02 00:00"), ("red", "04-09 00:00")]
    assert [one.actor for one in events(going)][-3:] == [str(SYSTEM)] * 3
    assert [row.light for row in rows(going)] == ["red"]


def test_after_a_pause_each_missed_light_has_its_own_day_the_oldest_first(going):
    going.issue(UUID(int=12), problem="另一件", due="2020-04-02")
    to(going, (4, 9))
    with going.ledger.database.reading() as connection:
        due = list(due_lights(connection, Tick(going.clock.now(), going.ledger.zone)))
    assert [one.effective_at for one in due] == sorted(one.effective_at for one in due)
    assert fire(going.ledger) == len(due) == 6
    assert told(going, UUID(int=12)) == [("blue", "03-25 00:00"), ("yellow", "03-30 00:00"), ("red", "04-03 00:00")]


def test_an_item_that_is_late_when_it_is_issued_is_red_from_then(going):
    late = UUID(int=13)
    to(going, (4, 9))
    going.issue(late, problem="补录", due="2020-03-20")
    fire(going.ledger)
    assert told(going, late) == [("red", "04-09 12:00")]


def test_a_clock_that_goes_back_raises_nothing_twice(going):
    to(going, (4, 9))
    fire(going.ledger)
    before = told(going)
    to(going, (4, 3))
    assert fire(going.ledger) == 0
    to(going, (4, 12))
    assert fire(going.ledger) == 0
    assert told(going) == before


def test_two_at_once_raise_one_light(going):
    to(going, (4, 9))
    ready = threading.Barrier(2)

    def run():
        ready.wait()
        fire(going.ledger)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [light for light, _ in told(going)] == ["blue", "yellow", "red"]


def test_what_is_reported_is_left_and_what_comes_back_late_is_red_from_then(going):
    to(going, (3, 16))
    going.report()
    to(going, (4, 9))
    assert fire(going.ledger) == 0
    going.do(m.SendBackItem, x.CENTER, x.ITEM, {"reason": "照片看不清"})
    fire(going.ledger)
    assert told(going) == [("red", "04-09 12:00")]


def test_an_extension_puts_the_light_out_and_the_new_date_has_lights_of_its_own(going):
    to(going, (4, 6))
    fire(going.ledger)
    ask(going)
    going.do(m.DecideExtension, x.CENTER, x.ITEM, {"decision": "approved"})
    assert [row.light for row in rows(going)] == [None]
    assert fire(going.ledger) == 0
    to(going, (5, 10))
    fire(going.ledger)
    assert told(going)[-3:] == [("blue", "04-22 00:00"), ("yellow", "04-27 00:00"), ("red", "05-01 00:00")]


def test_a_light_of_the_clock_makes_no_form_stale_but_any_other_event_does(going):
    to(going, (4, 9))
    fire(going.ledger)
    assert going.do(m.UrgeItem, x.CENTER, x.ITEM, {}, expected_version=2).version == 6
    with pytest.raises(StaleVersion):
        going.do(m.UrgeItem, x.CENTER, x.ITEM, {}, expected_version=2)
    for never in (0, 7):
        with pytest.raises(StaleVersion):
            going.do(m.UrgeItem, x.CENTER, x.ITEM, {}, expected_version=never)
    going.issue(UUID(int=14), problem="再一件")
    going.do(m.SuperviseItem, x.CENTER, UUID(int=14), {"light": "yellow", "note": "进度慢"})
    with pytest.raises(StaleVersion):
        going.do(m.UrgeItem, x.CENTER, UUID(int=14), {}, expected_version=1)


def test_a_light_given_by_hand_is_only_raised_by_the_clock(going):
    going.do(m.SuperviseItem, x.CENTER, x.ITEM, {"light": "yellow", "note": "进度慢"})
    to(going, (4, 9))
    fire(going.ledger)
    assert [light for light, _ in told(going)] == ["yellow", "red"]


def test_a_calendar_moves_the_lights_that_are_still_to_come(going):
    days = [{"day": "2020-04-06", "type": "off"}]
    going.do(m.PublishCalendar, x.ADMIN, calendar_id(2020), {"days": days, "basis": "通知"}, year=2020)
    to(going, (4, 1))
    fire(going.ledger)
    assert told(going) == [("blue", "03-30 00:00")]
    again = [{"day": "2020-04-07", "type": "off"}, *days]
    going.do(m.PublishCalendar, x.ADMIN, calendar_id(2020), {"days": again, "basis": "更正"}, year=2020)
    fire(going.ledger)
    assert told(going) == [("blue", "03-30 00:00"), ("yellow", "04-01 00:00")]


def test_the_day_begins_where_the_office_is():
    tick = Tick(datetime(2020, 4, 8, 16, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    assert tick.today == date(2020, 4, 9)
    assert tick.begins(tick.today) == datetime(2020, 4, 8, 16, tzinfo=UTC)
    assert tick.begins(MONDAY) + timedelta(days=1) == tick.begins(MONDAY + DAY)
