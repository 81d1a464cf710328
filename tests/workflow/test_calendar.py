"""Working days: weekends, holidays and make-up days, year by year; a calendar is published whole, by version."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from events.store import EventStore
from tests import examples as x
from tests.spec import given_of
from workflow import calendars
from workflow import messages as m
from workflow.calendar import DAY, Calendar, YearDays
from workflow.calendar_days import together
from workflow.calendar_errors import CalendarUnchanged, DayOfOtherYear, DaySaidTwice, EmptyCalendar
from workflow.errors import NotPermitted
from workflow.lookups import calendar_id
from workflow.messages.base import SYSTEM
from workflow.subjects import REGISTER
from workflow.words import Role

MAY_DAY = (m.SpecialDay(date(2020, 5, 1), m.DayType.OFF), m.SpecialDay(date(2020, 5, 4), m.DayType.OFF))
MADE_UP = m.SpecialDay(date(2020, 5, 9), m.DayType.WORK)
published = m.CalendarPublished(year=2020, days=(*MAY_DAY, MADE_UP), basis="节假日安排")
PUBLISH = m.PublishCalendar(
    command_id=uuid4(), subject=calendar_id(2020), by=x.CENTER, at=x.NOON, year=2020, days=published.days,
    basis="节假日安排",
)  # fmt: skip
IN_2020 = together([published])


def test_a_holiday_is_free_and_a_make_up_day_is_worked():
    assert [IN_2020.is_working_day(date(2020, 5, day)) for day in (1, 2, 4, 5, 9, 10)] == [
        False, False, False, True, True, False,
    ]  # fmt: skip
    assert IN_2020.published(2020)
    assert not IN_2020.published(2021)
    assert [Calendar().is_working_day(date(2020, 5, day)) for day in (1, 2, 9)] == [True, False, False]


def test_working_days_are_counted_and_added_along_the_calendar():
    last_of_april = date(2020, 4, 30)
    assert IN_2020.next(date(2020, 5, 1)) == date(2020, 5, 5)
    assert IN_2020.next(date(2020, 5, 5)) == date(2020, 5, 5)
    assert IN_2020.add(last_of_april, 5) == date(2020, 5, 9)
    assert IN_2020.add(date(2020, 5, 9), -5) == last_of_april
    assert IN_2020.add(last_of_april, 0) == last_of_april
    assert IN_2020.between(last_of_april, date(2020, 5, 10)) == 5
    assert IN_2020.between(date(2020, 5, 10), last_of_april) == -5
    assert IN_2020.latest_within(last_of_april, 5) == date(2020, 5, 10)


DAYS = st.dates(date(2019, 12, 1), date(2021, 2, 1))
SPECIAL = st.sets(DAYS, max_size=30)


def calendar_of(off, work):
    years = {day.year for day in off | work}
    return Calendar({
        year: YearDays(*(frozenset(d for d in days if d.year == year) for days in (off - work, work)))
        for year in years
    })  # fmt: skip


@given_any(off=SPECIAL, work=SPECIAL, day=DAYS, number=st.integers(1, 40))
def test_counting_and_adding_agree_with_looking_at_each_day(off, work, day, number):
    calendar = calendar_of(off, work)
    later = calendar.add(day, number)
    walked = [day + DAY * n for n in range(1, (later - day).days + 1)]
    assert sum(map(calendar.is_working_day, walked)) == number == calendar.between(day, later)
    assert calendar.is_working_day(later)
    assert calendar.between(day, calendar.latest_within(day, number)) == number
    assert calendar.between(day, calendar.latest_within(day, number) + timedelta(days=1)) == number + 1


def given(*history):
    return given_of(REGISTER, *history)


def test_a_calendar_is_published_and_published_again():
    given().when(PUBLISH).then(published)
    fewer = replace(PUBLISH, days=MAY_DAY)
    given(published).when(fewer).then(replace(published, days=MAY_DAY))
    given(published).when(PUBLISH).then_refused(CalendarUnchanged)


def test_it_names_days_of_its_year_each_once():
    given().when(replace(PUBLISH, days=())).then_refused(EmptyCalendar)
    given().when(replace(PUBLISH, days=(*MAY_DAY, MAY_DAY[0]))).then_refused(DaySaidTwice, "1 May 2020")
    given().when(replace(PUBLISH, year=2021)).then_refused(DayOfOtherYear, "not in 2021")


@pytest.mark.parametrize("actor", [*x.EVERYONE, SYSTEM, m.Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")])
def test_the_center_and_the_system_administrator_publish(actor):
    when = given().when(replace(PUBLISH, by=actor))
    if actor.role in (Role.CITY_CENTER, Role.SYSTEM_ADMIN):
        when.then(published)
    else:
        when.then_refused(NotPermitted)


def publish(office, *days, by=x.ADMIN):
    said = {"days": [{"day": day, "type": kind} for day, kind in days], "basis": "节假日安排"}
    return office.do(m.PublishCalendar, by, calendar_id(2020), said, year=2020)


def test_each_version_stands_beside_the_earlier_ones(office):
    publish(office, ("2020-05-04", "off"), ("2020-05-01", "off"))
    before = office.then(f"@{newest(office)}")
    publish(office, ("2020-05-01", "off"), by=x.CENTER)
    with office.ledger.database.reading() as connection:
        now, then = (calendars.published(connection, 2020, at) for at in (office.now(), before))
        assert (calendars.years(connection), calendars.years(connection, before.position)) == ([2020], [2020])
        assert calendars.years(connection, 0) == []
        assert not calendars.current(connection).is_working_day(date(2020, 5, 1))
    monday = date(2020, 5, 4)
    assert (now.version, now.calendar.is_working_day(monday)) == (2, True)
    assert (then.version, then.calendar.is_working_day(monday)) == (1, False)
    assert [day.day for day in then.said[0].event.days] == [date(2020, 5, 1), monday]


def newest(office):
    with office.ledger.database.reading() as connection:
        return EventStore(connection).read_newest(limit=1)[0].position
