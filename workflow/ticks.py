"""The moment that timers are asked at, and the id of a command that is carried out once however often it is due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from workflow.lookups import NAMESPACE


@dataclass(frozen=True, slots=True)
class Tick:
    """The moment a timer is asked at."""

    at: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """When a day begins where the office is: what fell due with it has been in effect since."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def once_id(what: str) -> UUID:
    """The command id of something that happens once: the same words, the same id."""
    return uuid5(NAMESPACE, f"timer {what}")
