"""What a calendar must say to be published, and what the published ones say together. Pure."""

from collections.abc import Iterable

from workflow.calendar import Calendar, YearDays
from workflow.calendar_errors import CalendarUnchanged, DayOfOtherYear, DaySaidTwice, EmptyCalendar
from workflow.dates import day_words
from workflow.messages import CalendarPublished, DayType, DomainEvent, PublishCalendar


def require_days(command: PublishCalendar, last: DomainEvent | None) -> None:
    """It names days of its year, each once, and others than the calendar in force."""
    if not command.days:
        raise EmptyCalendar(field="days")
    seen = set()
    for one in command.days:
        if one.day.year != command.year:
            raise DayOfOtherYear(field="days", day=day_words(one.day), year=command.year)
        if one.day in seen:
            raise DaySaidTwice(field="days", day=day_words(one.day))
        seen.add(one.day)
    if isinstance(last, CalendarPublished) and last.days == command.days:
        raise CalendarUnchanged


def year_days(event: CalendarPublished) -> YearDays:
    off, work = (frozenset(one.day for one in event.days if one.type is kind) for kind in DayType)
    return YearDays(off, work)


def together(published: Iterable[CalendarPublished]) -> Calendar:
    """The calendar that several years make; of one year the last one said holds."""
    return Calendar({event.year: year_days(event) for event in published})
