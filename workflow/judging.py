"""Whether what is owed was done, period by period. Pure: terms, deeds and stations in, cells out.

    monthly            each calendar month at least one; nothing makes up for a month that was missed
    station_quarterly  each station in each calendar quarter at least one; a surplus covers no other quarter
    monthly_average    over a window of months as many as months; judged when the window is over
    unquantified       never judged

A period is owed only if all of it is: from the start (or the change) on, to the end, no day of it suspended. A month
that was suspended leaves a window's months; a window cut by an end or a change is not owed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.errors import Words
from workflow.messages.obligation import Rule
from workflow.terms import (
    DAY,
    Deed,
    Period,
    Phase,
    Span,
    Stay,
    Terms,
    first_whole_month,
    month_of,
    quarter_of,
    shifted,
    spans,
    suspended,
)


class Outcome(StrEnum):
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    RUNNING = "running"
    NOT_OWED = "not_owed"


OUTCOMES = {
    Outcome.MET: Words("已完成", "met"),
    Outcome.LATE: Words("补录", "recorded late"),
    Outcome.MISSED: Words("未完成", "missed"),
    Outcome.RUNNING: Words("进行中", "running"),
    Outcome.NOT_OWED: Words("不计", "not owed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A period, of a station where the rule is by station: how many are needed, were done, and were told within it.

    `said_on` is the day from which it was known to be owed: a period that was over by then raises nothing.
    """

    period: Period
    rule: Rule
    need: int
    done: int
    in_time: int
    over: bool
    owed: bool
    said_on: date
    station: str = ""

    @property
    def outcome(self) -> Outcome:
        """A month and a quarter are met as soon as they are; an average when its window is over."""
        if not self.owed:
            return Outcome.NOT_OWED
        if self.done < self.need:
            return Outcome.MISSED if self.over else Outcome.RUNNING
        if not self.over and self.rule is Rule.MONTHLY_AVERAGE:
            return Outcome.RUNNING
        return Outcome.MET if self.in_time >= self.need else Outcome.LATE

    @property
    def raises(self) -> bool:
        """Whether it was missed when it ended, whatever was told later; never for what was over before it was owed."""
        return self.owed and self.over and self.in_time < self.need and self.said_on <= self.period.last


def judged(terms: Terms, deeds: Sequence[Deed], stays: Sequence[Stay], today: date) -> list[Cell]:
    """Every period up to the one that runs today, by station and in order of time."""
    found: list[Cell] = []
    for phase, span in spans(terms):
        if phase.since <= today:
            found += _JUDGES[phase.rule](phase, span, terms, deeds, stays, today)
    return sorted(found, key=lambda cell: (cell.station, cell.period))


def _up_to(span: Span, today: date) -> date:
    return today if span.last is None else min(span.last, today)


def _monthly(
    phase: Phase, span: Span, terms: Terms, deeds: Sequence[Deed], stays: Sequence[Stay], today: date
) -> Iterator[Cell]:
    period, ends = month_of(span.first), _up_to(span, today)
    while period.first <= ends:
        owed = span.holds(period) and not suspended(terms, period)
        yield _cell(phase, period, deeds, today, owed=owed)
        period = month_of(period.last + DAY)


def _average(
    phase: Phase, span: Span, terms: Terms, deeds: Sequence[Deed], stays: Sequence[Stay], today: date
) -> Iterator[Cell]:
    """Windows follow each other from the first whole month on; months that are suspended are not asked for."""
    first, ends, length = first_whole_month(span.first), _up_to(span, today), phase.window or 1
    while first <= ends:
        period = Period(first, shifted(first, length) - DAY)
        asked = [n for n in range(length) if not suspended(terms, month_of(shifted(first, n)))]
        yield _cell(phase, period, deeds, today, owed=bool(asked) and span.holds(period), need=len(asked))
        first = shifted(first, length)


def _by_station(
    phase: Phase, span: Span, terms: Terms, deeds: Sequence[Deed], stays: Sequence[Stay], today: date
) -> Iterator[Cell]:
    """A station owes the quarters through the whole of which it is the unit's; a part of one is shown, not owed."""
    for stay in stays:
        here = Span(stay.since or date.min, stay.until - DAY if stay.until else None)
        mine = [deed for deed in deeds if deed.station == stay.station]
        ends = min(_up_to(span, today), _up_to(here, today))
        period = quarter_of(max(span.first, here.first))
        while period.first <= ends:
            owed = span.holds(period) and here.holds(period) and not suspended(terms, period)
            yield _cell(phase, period, mine, today, owed=owed, stay=stay)
            period = quarter_of(period.last + DAY)


def _none(
    phase: Phase, span: Span, terms: Terms, deeds: Sequence[Deed], stays: Sequence[Stay], today: date
) -> Iterator[Cell]:
    """Without a number nothing is judged."""
    return iter(())


def _cell(
    phase: Phase,
    period: Period,
    deeds: Iterable[Deed],
    today: date,
    *,
    owed: bool,
    need: int = 1,
    stay: Stay | None = None,
) -> Cell:
    within = [deed for deed in deeds if period.first <= deed.performed_on <= period.last]
    return Cell(
        period=period, rule=phase.rule, need=need, done=len(within), over=period.last < today, owed=owed,
        in_time=sum(deed.entered_on <= period.last for deed in within), station=stay.station if stay else "",
        said_on=max(phase.said_on, stay.said_on) if stay else phase.said_on,
    )  # fmt: skip


_JUDGES = {
    Rule.MONTHLY: _monthly,
    Rule.MONTHLY_AVERAGE: _average,
    Rule.STATION_QUARTERLY: _by_station,
    Rule.UNQUANTIFIED: _none,
}
