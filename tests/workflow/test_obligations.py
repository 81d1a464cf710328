"""Obligations and performances: what the center sets up, what the units record, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from tests import examples as x
from tests.spec import given, given_of
from tests.workflow import obligation_examples as o
from workflow import messages as m
from workflow.errors import AlreadyExists, IllegalTransition, NotPermitted, SameAccount
from workflow.messages.conversion import ItemConverted
from workflow.messages.obligation import Rule
from workflow.obligation_errors import (
    AlreadyStruck,
    AlreadySuspended,
    EvidenceOrReason,
    NoSuchObligation,
    NoSuchPerformance,
    NotOngoing,
    NotOwedThen,
    NotSuspended,
    NotWhoEntered,
    ObligationOver,
    PerformedInFuture,
    ResumedInPast,
    SinceTooEarly,
    StationMissing,
    StationNotAsked,
    StationNotYours,
    UntilBeforeSince,
    WindowMissing,
    WindowNotAsked,
)
from workflow.organisation_errors import NothingChanges, SinceBeforeLast
from workflow.performances import evolve, fold
from workflow.subjects import OBLIGATION, PERFORMANCE
from workflow.words import Role, State

ON_ONE = {o.CHANGE: o.changed, o.SUSPEND: o.suspended, o.END: o.ended}


def owed(*history):
    return given_of(OBLIGATION, *history)


def done(*history, by=x.HANDLER):
    """Performances know who entered them."""
    about = PERFORMANCE._replace(fold=lambda past: _by(past, by))
    return given_of(about, *history)


def _by(past, by):
    state = fold(())
    for told in past:
        state = evolve(state, told.event, by)
    return state


def test_an_obligation_is_set_up_changed_suspended_resumed_and_ended():
    owed().when(o.SET_UP).then(o.set_up)
    owed(o.set_up).when(o.CHANGE).then(o.changed)
    owed(o.set_up, o.changed).when(o.SUSPEND).then(o.suspended)
    owed(o.set_up, o.changed, o.suspended).when(o.RESUME).then(o.resumed)
    last = replace(o.ended, since=date(2020, 4, 1))
    owed(o.set_up, o.changed, o.suspended, o.resumed).when(replace(o.END, since=last.since)).then(last)


def test_what_is_not_there_is_not_changed_and_nothing_is_set_up_twice():
    for command in (*ON_ONE, o.RESUME):
        owed().when(command).then_refused(NoSuchObligation)
    owed(o.set_up).when(o.SET_UP).then_refused(AlreadyExists)
    for command in (*ON_ONE, o.RESUME):
        owed(o.set_up, o.ended).when(command).then_refused(ObligationOver, "from 1 Mar 2020 on")


@pytest.mark.parametrize("actor", x.EVERYONE)
@pytest.mark.parametrize("asked", [o.SET_UP, *ON_ONE])
def test_the_center_alone_says_what_is_owed(asked, actor):
    when = owed(*(() if asked is o.SET_UP else (o.set_up,))).when(replace(asked, by=actor))
    if actor.role is Role.CITY_CENTER:
        when.then({o.SET_UP: o.set_up, **ON_ONE}[asked])
    else:
        when.then_refused(NotPermitted, "Who may: city center")


def test_an_average_says_over_how_many_months_and_nothing_else_does():
    average = replace(o.SET_UP, rule=Rule.MONTHLY_AVERAGE)
    owed().when(average).then_refused(WindowMissing)
    owed().when(replace(average, window=12)).then(replace(o.set_up, rule=Rule.MONTHLY_AVERAGE, window=12))
    for rule in set(Rule) - {Rule.MONTHLY_AVERAGE}:
        owed().when(replace(o.SET_UP, rule=rule, window=12)).then_refused(WindowNotAsked)
    owed(o.set_up).when(replace(o.CHANGE, window=None)).then_refused(WindowMissing)


def test_days_come_one_after_the_other():
    owed().when(replace(o.SET_UP, until=date(2019, 12, 31))).then_refused(UntilBeforeSince)
    owed().when(replace(o.SET_UP, since=date(1999, 12, 31))).then_refused(SinceTooEarly)
    owed(o.set_up).when(replace(o.CHANGE, since=date(2019, 12, 31))).then_refused(SinceBeforeLast)
    owed(o.set_up, o.changed).when(replace(o.SUSPEND, since=o.FIRST)).then_refused(SinceBeforeLast)
    owed(o.set_up, o.suspended).when(replace(o.END, since=date(2020, 2, 29))).then_refused(SinceBeforeLast)
    owed(o.set_up, o.suspended, o.resumed).when(replace(o.END, since=o.TODAY)).then_refused(SinceBeforeLast)


def test_it_is_suspended_once_and_resumed_from_today_at_the_earliest():
    owed(o.set_up, o.suspended).when(replace(o.SUSPEND, since=o.TODAY)).then_refused(AlreadySuspended, "1 Mar 2020")
    owed(o.set_up).when(o.RESUME).then_refused(NotSuspended)
    owed(o.set_up, o.suspended, o.resumed).when(o.RESUME).then_refused(NotSuspended)
    past = replace(o.RESUME, since=date(2020, 3, 11))
    owed(o.set_up, o.suspended).when(past).then_refused(ResumedInPast)
    now = replace(o.resumed, since=o.TODAY)
    owed(o.set_up, o.suspended).when(replace(o.RESUME, since=o.TODAY)).then(now)


def test_a_number_is_given_from_a_day_on_and_the_same_is_no_change():
    unquantified = replace(o.set_up, rule=Rule.UNQUANTIFIED)
    given_one = replace(o.CHANGE, rule=Rule.MONTHLY, window=None)
    owed(unquantified).when(given_one).then(replace(o.changed, rule=Rule.MONTHLY, window=None))
    owed(o.set_up).when(given_one).then_refused(NothingChanges)
    phases = owed(unquantified, replace(o.changed, since=o.FIRST)).state.phases
    assert [phase.rule for phase in phases] == [Rule.MONTHLY_AVERAGE]


def test_until_and_the_end_bound_it_whichever_is_first():
    state = owed(replace(o.set_up, until=date(2020, 12, 31))).state
    assert (state.last, state.paused, state.newest) == (date(2020, 12, 31), None, o.FIRST)
    assert owed(replace(o.set_up, until=date(2020, 12, 31)), o.ended).state.last == date(2020, 2, 29)
    assert owed(o.set_up).state.last is None


def test_what_was_done_is_recorded_and_struck():
    done().when(o.RECORD).then(o.recorded)
    done(o.recorded).when(o.STRIKE).then(o.struck)
    done().when(o.STRIKE).then_refused(NoSuchPerformance)
    done(o.recorded).when(o.RECORD).then_refused(AlreadyExists)
    done(o.recorded, o.struck).when(o.STRIKE).then_refused(AlreadyStruck)


@pytest.mark.parametrize("actor", x.EVERYONE)
def test_the_people_of_the_unit_record_and_who_entered_it_or_the_center_strikes(actor):
    recording = done().when(replace(o.RECORD, by=actor))
    if actor in (x.LEADER, x.HANDLER, x.COLLEAGUE):
        recording.then(o.recorded)
    else:
        recording.then_refused(NotPermitted, "Who may: bureau handler")
    striking = done(o.recorded).when(replace(o.STRIKE, by=actor))
    if actor == x.HANDLER or actor.role is Role.CITY_CENTER:
        striking.then(o.struck)
    else:
        striking.then_refused((NotPermitted, NotWhoEntered))


def test_what_the_center_owes_the_center_records():
    own = replace(o.RECORD, bureau="center", by=x.CENTER)
    done().when(own).then(replace(o.recorded, bureau="center"))


def test_a_day_has_come_and_something_was_owed_on_it():
    done().when(replace(o.RECORD, performed_on=date(2020, 3, 13))).then_refused(PerformedInFuture)
    done().when(replace(o.RECORD, performed_on=o.TODAY)).then(replace(o.recorded, performed_on=o.TODAY))
    early = replace(o.RECORD, performed_on=date(2019, 12, 31))
    done().when(early).then_refused(NotOwedThen, "from 1 Jan 2020 to no end")
    done().when(replace(o.RECORD, owed_to=date(2020, 3, 4))).then_refused(NotOwedThen, "to 4 Mar 2020")
    done().when(replace(o.RECORD, owed_to=date(2020, 3, 5))).then(o.recorded)


def test_a_station_is_named_where_it_is_owed_by_station_and_nowhere_else():
    by_station = replace(o.RECORD, by_station=True)
    done().when(by_station).then_refused(StationMissing)
    done().when(replace(by_station, station="sq-01")).then_refused(StationNotYours, "sq-01")
    fits = replace(by_station, station="baishi-01", station_fits=True)
    done().when(fits).then(replace(o.recorded, station="baishi-01"))
    done().when(replace(o.RECORD, station="baishi-01")).then_refused(StationNotAsked)


def test_there_is_evidence_or_a_reason_why_none():
    none = replace(o.RECORD, evidence=())
    done().when(none).then_refused(EvidenceOrReason)
    why = {"evidence": (), "no_evidence": "当日停电，未拍照"}
    done().when(replace(none, **why)).then(replace(o.recorded, **why))


def convert(**changed):
    said = {"duty": "受援人信息公示", "rule": Rule.MONTHLY, "since": o.FIRST, "basis": "公示办法", "obligation": o.OWED}
    return m.ConvertItem(**(x.asked_by(x.SECOND) | said | changed))


def test_an_item_verified_as_ongoing_becomes_an_obligation_and_is_final():
    told = (x.issued, x.assigned, x.reported, x.ongoing)
    becomes = ItemConverted(leads_to=State.CONVERTED, obligation=o.OWED)
    given(*told).when(convert()).then(becomes)
    assert given(*told, x.sent_back).state.obligation is None


def test_only_what_is_ongoing_becomes_an_obligation_and_by_a_third_account():
    told = (x.issued, x.assigned, x.reported)
    given(*told, x.verified).when(convert()).then_refused(NotOngoing, "Allowed now: send back, close")
    given(*told).when(convert()).then_refused(IllegalTransition)
    given(*told, x.ongoing).when(convert(by=x.CENTER)).then_refused(SameAccount)
    given(*told, x.ongoing).when(convert(by=x.LEADER)).then_refused(NotPermitted)
    given(*told, x.ongoing).when(convert(rule=Rule.MONTHLY_AVERAGE)).then_refused(WindowMissing)
    given(*told, x.ongoing).when(convert(until=date(2019, 1, 1))).then_refused(UntilBeforeSince)
