"""Whether what is owed was done: by rule, against the figures of an evaluation and against a naive oracle."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.judging import Outcome, judged
from workflow.messages.obligation import Rule
from workflow.terms import Deed, Pause, Period, Phase, Stay, Terms

JAN, DEC = date(2019, 1, 1), date(2019, 12, 31)
AFTER = date(2020, 1, 1)
DAY = timedelta(days=1)


def terms(rule, window=None, since=JAN, **more):
    return Terms(phases=(Phase(since, rule, window, since),), **more)


def on(*days, station=""):
    return [Deed(day, day, station) for day in days]


def outcomes(terms, deeds, today=AFTER, stays=()):
    return [cell.outcome.value for cell in judged(terms, deeds, stays, today) if cell.period.first < today]


def test_twelve_payments_in_ten_months_pass_the_average_and_fail_every_month():
    paid = on(*(date(2019, month, 10) for month in range(1, 11)), date(2019, 3, 20), date(2019, 7, 20))
    assert len(paid) == 12
    assert outcomes(terms(Rule.MONTHLY_AVERAGE, 12), paid)[0] == Outcome.MET
    assert outcomes(terms(Rule.MONTHLY), paid)[:12] == ["met"] * 10 + ["missed"] * 2
    eleven = paid[1:]
    assert outcomes(terms(Rule.MONTHLY_AVERAGE, 12), eleven)[0] == Outcome.MISSED


def test_a_surplus_in_one_quarter_covers_no_other():
    stays = [Stay("s1", None, None, JAN)]
    held = on(date(2019, 1, 5), date(2019, 2, 5), date(2019, 3, 5), date(2019, 10, 1), station="s1")
    found = outcomes(terms(Rule.STATION_QUARTERLY), held, stays=stays)
    assert found == ["met", "missed", "missed", "met"]
    assert outcomes(terms(Rule.STATION_QUARTERLY), on(date(2019, 5, 1), station="s2"), stays=stays)[1] == "missed"


def test_a_missed_month_is_never_made_up_for():
    assert outcomes(terms(Rule.MONTHLY), on(*[date(2019, 2, 1)] * 5), date(2019, 4, 1)) == ["missed", "met", "missed"]


def test_an_average_shows_its_running_figure_and_is_judged_when_its_window_is_over():
    paid = on(*[date(2019, 1, 10)] * 12)
    [cell] = judged(terms(Rule.MONTHLY_AVERAGE, 12), paid, (), date(2019, 6, 30))
    assert (cell.done, cell.need, cell.outcome) == (12, 12, Outcome.RUNNING)
    assert judged(terms(Rule.MONTHLY_AVERAGE, 12), paid, (), DEC)[0].outcome is Outcome.RUNNING
    assert judged(terms(Rule.MONTHLY_AVERAGE, 12), paid, (), AFTER)[0].outcome is Outcome.MET


def test_what_has_no_number_is_never_judged():
    assert judged(terms(Rule.UNQUANTIFIED), on(date(2019, 1, 5)), (), AFTER) == []
    later = Terms(phases=(Phase(JAN, Rule.UNQUANTIFIED, None, JAN), Phase(date(2019, 10, 15), Rule.MONTHLY, None, JAN)))
    assert outcomes(later, [], AFTER) == ["not_owed", "missed", "missed"]


def test_a_period_is_owed_only_if_all_of_it_is():
    middle = terms(Rule.MONTHLY, since=date(2019, 1, 2), last=date(2019, 3, 30))
    assert outcomes(middle, []) == ["not_owed", "missed", "not_owed"]
    paused = terms(Rule.MONTHLY, pauses=(Pause(date(2019, 2, 28), date(2019, 3, 2)),), last=date(2019, 4, 30))
    assert outcomes(paused, []) == ["missed", "not_owed", "not_owed", "missed"]


def test_a_suspended_month_leaves_the_window_and_a_cut_window_is_not_owed():
    paused = terms(Rule.MONTHLY_AVERAGE, 3, pauses=(Pause(date(2019, 2, 10), date(2019, 2, 20)),))
    [first, *_] = judged(paused, on(JAN, JAN), (), AFTER)
    assert (first.need, first.outcome) == (2, Outcome.MET)
    cut = terms(Rule.MONTHLY_AVERAGE, 12, last=date(2019, 11, 30))
    assert outcomes(cut, []) == ["not_owed"]


def test_what_was_told_after_the_period_is_late_and_what_it_raised_stays():
    late = [Deed(date(2019, 1, 31), date(2019, 2, 1))]
    [january, *_] = judged(terms(Rule.MONTHLY), late, (), date(2019, 2, 1))
    assert (january.outcome, january.raises) == (Outcome.LATE, True)
    [in_time, *_] = judged(terms(Rule.MONTHLY), on(date(2019, 1, 31)), (), date(2019, 2, 1))
    assert (in_time.outcome, in_time.raises) == (Outcome.MET, False)


def test_what_was_over_before_it_was_said_is_judged_and_raises_nothing():
    said = Terms(phases=(Phase(JAN, Rule.MONTHLY, None, date(2019, 3, 31)),))
    cells = judged(said, [], (), date(2019, 5, 1))
    assert [(cell.outcome.value, cell.raises) for cell in cells if cell.over] == [
        ("missed", False), ("missed", False), ("missed", True), ("missed", True),
    ]  # fmt: skip
    new = [Stay("s1", JAN, None, date(2019, 4, 1))]
    found = judged(terms(Rule.STATION_QUARTERLY), [], new, date(2019, 7, 1))
    assert [cell.raises for cell in found if cell.over] == [False, True]


def test_it_is_missed_at_the_first_moment_after_the_period_and_no_sooner():
    assert outcomes(terms(Rule.MONTHLY), [], date(2019, 1, 31)) == ["running"]
    assert outcomes(terms(Rule.MONTHLY), [], date(2019, 2, 1)) == ["missed"]
    assert [cell.raises for cell in judged(terms(Rule.MONTHLY), [], (), date(2019, 2, 1))] == [True, False]


@pytest.mark.parametrize(
    ("period", "key"),
    [((JAN, date(2019, 1, 31)), "2019-01"), ((JAN, date(2019, 3, 31)), "2019-Q1"), ((JAN, DEC), "2019-01/2019-12"),
     ((date(2019, 2, 1), date(2019, 4, 30)), "2019-02/2019-04"), ((date(2019, 10, 1), DEC), "2019-Q4")],
)  # fmt: skip
def test_a_period_is_named_the_same_for_ever(period, key):
    assert Period(*period).key == key


# the oracle: every day by itself, no arithmetic of periods

days = st.dates(date(2019, 1, 1), date(2020, 12, 31))
some_pauses = st.lists(st.tuples(days, st.integers(1, 70)), max_size=2).map(
    lambda pairs: tuple(Pause(day, day + timedelta(days=n)) for day, n in sorted(pairs))
)
ends = st.none() | days


def owed_on(terms, day):
    """Whether anything is owed on a day, suspensions apart."""
    return terms.phases[0].since <= day and (terms.last is None or day <= terms.last)


def paused_on(terms, day):
    return any(pause.since <= day and (pause.until is None or day < pause.until) for pause in terms.pauses)


def every_day(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def blocks(size):
    """The days of 2018 to 2022 in calendar blocks of so many months."""
    found = defaultdict(list)
    for day in every_day(date(2018, 1, 1), date(2022, 12, 31)):
        found[(day.year * 12 + day.month - 1) // size].append(day)
    return list(found.values())


def naive(owed, done, in_time, over):
    if not owed:
        return "not_owed"
    if done == 0:
        return "missed" if over else "running"
    return "met" if in_time else "late"


deeds_of = st.lists(st.tuples(days, st.integers(0, 60)), max_size=25).map(
    lambda pairs: [Deed(day, day + timedelta(days=n)) for day, n in pairs]
)


@given(days, ends, some_pauses, deeds_of, days)
def test_every_month_is_judged_as_day_by_day(since, last, pauses, deeds, today):
    rules = terms(Rule.MONTHLY, since=since, last=last, pauses=pauses)
    told = [deed for deed in deeds if deed.entered_on <= today]
    expected = []
    for month in blocks(1):
        touched = any(owed_on(rules, day) and day <= today for day in month)
        if touched:
            owed = all(owed_on(rules, day) and not paused_on(rules, day) for day in month)
            mine = [deed for deed in told if deed.performed_on in month]
            in_time = any(deed.entered_on in month or deed.entered_on < month[0] for deed in mine)
            expected.append(naive(owed, len(mine), in_time, month[-1] < today))
    assert [cell.outcome.value for cell in judged(rules, told, (), today)] == expected


lives = st.lists(
    st.tuples(st.none() | days, st.lists(st.tuples(days, st.sampled_from(["here", "there"])), max_size=3), ends),
    min_size=1, max_size=3,
)  # fmt: skip


def told_of(number, life):
    """The stays here of a station that begins here, moves, and is dissolved; and a naive function of where it is."""
    begin, moves, gone = life
    moves = sorted({day: where for day, where in moves if begin is None or day > begin}.items())
    moves = [(day, where) for day, where in moves if gone is None or day < gone]
    if gone is not None and begin is not None and gone <= begin:
        gone = begin + DAY
        moves = []
    places = [(begin, "here"), *moves]
    stays = []
    for n, (since, where) in enumerate(places):
        until = places[n + 1][0] if n + 1 < len(places) else gone
        if where == "here":
            stays.append(Stay(f"s{number}", since, until, date(2018, 1, 1)))

    def here(day):
        there_yet = [n for n, (since, _) in enumerate(places) if since is None or since <= day]
        return bool(there_yet) and (gone is None or day < gone) and there_yet[-1]

    return stays, lambda day: here(day) is not False and places[here(day)][1] == "here", here


@given(days, ends, some_pauses, lives, st.lists(st.tuples(st.integers(0, 2), days), max_size=25), days)
def test_every_station_and_quarter_is_judged_as_day_by_day(since, last, pauses, lives, held, today):
    rules = terms(Rule.STATION_QUARTERLY, since=since, last=last, pauses=pauses)
    deeds = [Deed(day, day, f"s{number}") for number, day in held if day <= today]
    stays, expected = [], {}
    for number, life in enumerate(lives):
        mine, is_here, stay_on = told_of(number, life)
        stays += mine
        for quarter in blocks(3):
            one_stay = len({stay_on(day) for day in quarter}) == 1
            owed = one_stay and all(owed_on(rules, d) and not paused_on(rules, d) and is_here(d) for d in quarter)
            if owed and quarter[0] <= today:
                done = sum(deed.station == f"s{number}" and deed.performed_on in quarter for deed in deeds)
                expected[f"s{number}", quarter[0]] = naive(True, done, done, quarter[-1] < today)
    cells = judged(rules, deeds, stays, today)
    found = {(cell.station, cell.period.first): cell.outcome.value for cell in cells if cell.owed}
    assert found == expected
    assert len(found) == sum(cell.owed for cell in cells)


@given(days, ends, some_pauses, st.integers(1, 14), deeds_of, days)
def test_every_window_is_judged_as_day_by_day(since, last, pauses, length, deeds, today):
    rules = terms(Rule.MONTHLY_AVERAGE, length, since=since, last=last, pauses=pauses)
    told = [deed for deed in deeds if deed.entered_on <= today]
    months = [month for month in blocks(1) if month[0] >= since]
    expected = []
    for n in range(0, len(months) - length + 1, length):
        window = months[n : n + length]
        every = [day for month in window for day in month]
        need = sum(not any(paused_on(rules, day) for day in month) for month in window)
        done = [deed for deed in told if deed.performed_on in every]
        if not (need and all(owed_on(rules, day) for day in every) and every[0] <= today):
            continue
        if every[-1] >= today:
            expected.append((every[0], "running"))
        elif len(done) / need < 1:
            expected.append((every[0], "missed"))
        else:
            in_time = [deed for deed in done if deed.entered_on <= every[-1]]
            expected.append((every[0], "met" if len(in_time) / need >= 1 else "late"))
    cells = judged(rules, told, (), today)
    assert [(cell.period.first, cell.outcome.value) for cell in cells if cell.owed] == expected


def test_what_would_cover_a_month_by_another_is_told_apart():
    """The control: two in January are an average over two months, and never a February."""
    twice = on(date(2019, 1, 5), date(2019, 1, 6))
    assert outcomes(terms(Rule.MONTHLY_AVERAGE, 2), twice, date(2019, 3, 1))[0] == "met"
    assert outcomes(terms(Rule.MONTHLY), twice, date(2019, 3, 1))[:2] == ["met", "missed"]
