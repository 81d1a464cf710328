"""Working days: which days are worked, counting along them. Pure; what the calendars say is handed in.

Saturdays and Sundays are free, unless a year's calendar says otherwise: a holiday is free, a make-up day
(调休) is worked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class YearDays:
    """What a year's calendar says besides the weekends: days that are free, days that are worked."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendars of some years; in a year without one the weekends alone are free."""

    years: Mapping[int, YearDays] = field(default_factory=dict)

    def published(self, year: int) -> bool:
        return year in self.years

    def is_working_day(self, day: date) -> bool:
        said = self.years.get(day.year)
        if said and (day in said.work or day in said.off):
            return day in said.work
        return day.weekday() < SATURDAY

    def next(self, day: date) -> date:
        """The day itself if it is worked, or the first one after it that is."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def add(self, day: date, number: int) -> date:
        """The `number`th working day after a day; before it, if the number is negative; the day itself for 0."""
        step = DAY if number > 0 else -DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days come after `first` up to and with `last`; negative where `last` is the earlier."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working_day(first + DAY * n) for n in range(1, (last - first).days + 1))

    def latest_within(self, day: date, number: int) -> date:
        """The last day that `number` working days after a day, or fewer, lead to."""
        return self.add(day, number + 1) - DAY
