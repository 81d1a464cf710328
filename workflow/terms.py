"""What is owed from when to when, and what was done: the values that are judged. Pure; see judging."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from workflow.messages.obligation import Rule

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Phase:
    """A rule, from its first day on until the next one's; `said_on` is the day it was recorded."""

    since: date
    rule: Rule
    window: int | None
    said_on: date


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is owed from `since` until before `until`, None while it lasts."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is owed; `last` is the last day it is, None for no end."""

    phases: tuple[Phase, ...]
    pauses: tuple[Pause, ...] = ()
    last: date | None = None


class Deed(NamedTuple):
    """Something done, and when that was told; `station` is "" where none is asked for."""

    performed_on: date
    entered_on: date
    station: str = ""


class Stay(NamedTuple):
    """A time in which a station is the unit's: `since` None from the first, `until` its first day elsewhere, or gone.
    `said_on` is the day that it came was recorded."""

    station: str
    since: date | None
    until: date | None
    said_on: date


class Period(NamedTuple):
    """Calendar days, first and last included."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """2020-03, 2020-Q1, or 2020-01/2020-12: the same for the same period, for ever."""
        begins, ends = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        if begins == ends:
            return begins
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        calendar_quarter = months == 3 and self.first.month % 3 == 1
        return f"{self.first.year}-Q{self.last.month // 3}" if calendar_quarter else f"{begins}/{ends}"


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, shifted(first, 1) - DAY)


def quarter_of(day: date) -> Period:
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return Period(first, shifted(first, 3) - DAY)


def shifted(first: date, months: int) -> date:
    """The first of a month, so many months on."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def first_whole_month(day: date) -> date:
    """The first of the month that a day begins, or of the next."""
    return day if day.day == 1 else shifted(day.replace(day=1), 1)


class Span(NamedTuple):
    """The days of a phase; `last` None for no end."""

    first: date
    last: date | None

    def holds(self, period: Period) -> bool:
        return self.first <= period.first and (self.last is None or period.last <= self.last)

    def touches(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def spans(terms: Terms) -> Iterator[tuple[Phase, Span]]:
    """Each phase with its days; one that is over before it begins has none."""
    for phase, after in zip(terms.phases, (*terms.phases[1:], None), strict=True):
        ends = [day for day in (terms.last, after.since - DAY if after else None) if day is not None]
        span = Span(phase.since, min(ends, default=None))
        if span.last is None or span.first <= span.last:
            yield phase, span


def phase_on(terms: Terms, day: date) -> Phase | None:
    """The phase that a day belongs to."""
    return next((phase for phase, span in spans(terms) if span.touches(day)), None)


def suspended(terms: Terms, period: Period) -> bool:
    """Whether any day of the period is suspended."""
    return any(p.since <= period.last and (p.until is None or period.first < p.until) for p in terms.pauses)
