"""How often something was done: in every month, on the monthly average, in every quarter. Pure.

Each month is one that nothing makes good; an average is made good by other months of its window.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)


def months_of(year: int, today: date) -> tuple[Month, ...]:
    """The months of a year that have ended."""
    return tuple(one for one in (Month(year, number) for number in range(1, 13)) if one < Month.of(today))


class Frequency(NamedTuple):
    """How many times in a window of months, and in which of them never."""

    times: int
    months: int
    missed: tuple[Month, ...]

    @property
    def every_month(self) -> bool:
        """Once in each month."""
        return not self.missed

    @property
    def monthly_average(self) -> bool:
        """Once a month on the average of the window."""
        return self.times >= self.months


def frequency(days: Iterable[date | Month], window: tuple[Month, ...]) -> Frequency:
    """What of the days falls into the window."""
    found = [month for day in days if (month := day if isinstance(day, Month) else Month.of(day)) in set(window)]
    there = set(found)
    return Frequency(len(found), len(window), tuple(month for month in window if month not in there))


def quarter(day: date) -> str:
    """The calendar quarter of a day, as 2020-Q2."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def by_quarter(days: Iterable[date], year: int) -> dict[str, int]:
    """How many days fall into each quarter of a year; a surplus covers no other quarter."""
    counts = {f"{year}-Q{number}": 0 for number in range(1, 5)}
    for day in days:
        if day.year == year:
            counts[quarter(day)] += 1
    return counts
