"""The published calendars: which years have one, what they say together now, one year's versions up to a moment."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from events.event import Recorded
from events.store import EventStore
from workflow.calendar import Calendar
from workflow.calendar_days import together
from workflow.history import Moment, until
from workflow.lookups import calendar_id
from workflow.projections import CALENDARS


def years(connection: Connection, position: int | None = None) -> list[int]:
    """The years that have a calendar, the first one first."""
    table = CALENDARS.at(position)
    return list(connection.scalars(select(table.c.year).order_by(table.c.year)))


def versions(connection: Connection, year: int) -> Sequence[Recorded]:
    """Every version of a year's calendar, the first one first."""
    return EventStore(connection).read(f"calendar-{calendar_id(year)}").recorded


def current(connection: Connection) -> Calendar:
    """What all calendars say together, as they are published now."""
    return together(versions(connection, year)[-1].event for year in years(connection))


class Published(NamedTuple):
    """A year at a moment: the calendar of all years then, and the year's versions, the newest first."""

    year: int
    calendar: Calendar
    said: Sequence[Recorded]

    @property
    def version(self) -> int:
        return len(self.said)


def published(connection: Connection, year: int, at: Moment) -> Published:
    """A year as it was published by a moment; without versions where it was not."""
    store = EventStore(connection)
    said = until(store.read(f"calendar-{calendar_id(year)}"), at)
    return Published(year, together(one.event for one in said), said[::-1])
