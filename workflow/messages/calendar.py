"""The working-day calendar of a year, published whole; a later version stands beside the earlier ones."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked

FIRST_YEAR, LAST_YEAR = 2000, 2100


class DayType(StrEnum):
    """放假: free though it may be a weekday. 上班: worked though it is a Saturday or Sunday (调休)."""

    OFF = "off"
    WORK = "work"


DAY_TYPES = {DayType.OFF: Words("放假", "free"), DayType.WORK: Words("上班", "worked")}


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not as its weekday would have it."""

    day: date
    type: DayType


@event("calendar.published")
class CalendarPublished(DomainEvent):
    """A year's holidays and make-up days, by day; all others are as their weekday says."""

    year: int
    days: tuple[SpecialDay, ...]
    basis: str


@dataclass(frozen=True, kw_only=True)
class PublishCalendar(Command):
    """`year` comes from the address; `days` are put in order by the service."""

    stream_kind = "calendar"
    trigger = "publish"
    records = CalendarPublished
    year: int
    days: tuple[SpecialDay, ...] = asked(Words("放假和调休", "Holidays and make-up days"))
    basis: str = asked(Words("依据", "Basis"), max=200)
