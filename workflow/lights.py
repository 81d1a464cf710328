"""Which light an item shows on which day, by the numbers and calendars in force on that day. Pure.

Red is past the last day. Yellow is within the yellow number of working days before it, or past the bureau's own date.
Blue is within the blue number. Where no number is in force on a day, nothing is yellow or blue by it. A light that was
raised stays, whatever is set later, until the item is reported, extended or closed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from workflow.calendar import Calendar, YearDays
from workflow.facts import Light
from workflow.messages.policy import Policy

DAY = timedelta(days=1)


class Set(NamedTuple):
    """A number: the day it was recorded on, the day it holds from."""

    recorded: date
    since: date
    number: int


class Known(NamedTuple):
    """A year's calendar, and the day it was published on."""

    recorded: date
    year: int
    days: YearDays


class Until(NamedTuple):
    """On a day: the last due dates that are blue and yellow; None where no number is in force."""

    blue: date | None
    yellow: date | None


@dataclass(frozen=True, slots=True)
class Rules:
    """All numbers and calendars that were ever said, each in the order it was."""

    numbers: Mapping[Policy, Sequence[Set]]
    calendars: Sequence[Known]
    _found: dict[date, Until] = field(default_factory=dict, compare=False)

    def on(self, day: date) -> Until:
        """What held on a day, as it was known by its end."""
        if day not in self._found:
            calendar = Calendar({known.year: known.days for known in self.calendars if known.recorded <= day})
            blue, yellow = (
                None if (number := self.number(policy, day)) is None else calendar.latest_within(day, number)
                for policy in (Policy.SUPERVISE_BLUE_DAYS, Policy.SUPERVISE_YELLOW_DAYS)
            )
            self._found[day] = Until(blue, yellow)
        return self._found[day]

    def number(self, policy: Policy, day: date) -> int | None:
        """The number in force on a day: of those that hold by then the latest to begin, the last one said."""
        held = [one for one in self.numbers.get(policy, ()) if one.recorded <= day and one.since <= day]
        return max(enumerate(held), key=lambda one: (one[1].since, one[0]))[1].number if held else None

    def turns(self, today: date) -> list[date]:
        """Today, and each day before it after which something else held: there the due dates reach furthest."""
        days = {day for said in self.numbers.values() for one in said for day in (one.recorded, one.since)}
        days |= {known.recorded for known in self.calendars}
        return sorted({day - DAY for day in days if day <= today} | {today})


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An item that its unit is waited for: since which day, until when, and the light that is on. `own` is the bureau's
    own date, which counts from the day `own_since` on."""

    since: date
    due: date
    light: Light | None = None
    own: date | None = None
    own_since: date | None = None


def light_on(day: date, awaited: Awaited, rules: Rules) -> Light | None:
    """The light by the rules of a day, whatever was raised before."""
    until = rules.on(day)
    if awaited.due < day:
        return Light.RED
    own_passed = awaited.own is not None and awaited.own < day and (awaited.own_since or day) <= day
    if own_passed or (until.yellow is not None and awaited.due <= until.yellow):
        return Light.YELLOW
    return Light.BLUE if until.blue is not None and awaited.due <= until.blue else None


class Raised(NamedTuple):
    light: Light
    day: date


def raised(awaited: Awaited, rules: Rules, today: date) -> Iterator[Raised]:
    """Each light to be raised by today, and the day it fell due, the oldest first; each above the one before."""
    rank, day = awaited.light.rank if awaited.light else -1, awaited.since
    while day <= today and rank < Light.RED.rank:
        light = light_on(day, awaited, rules)
        if light is not None and light.rank > rank:
            rank = light.rank
            yield Raised(light, day)
        day += DAY
