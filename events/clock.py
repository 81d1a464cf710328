"""Time enters through one object. All moments are aware and in UTC, whole microseconds."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The machine's clock."""

    shifted = False

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock(Clock):
    """A clock set to another moment when it is made, ticking on from there. For demonstrations and tests."""

    shifted = True

    def __init__(self, start: datetime):
        self._start, self._since = start.astimezone(UTC), time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)


class StoppedClock(Clock):
    """A clock that stands until it is moved by hand. For tests."""

    shifted = True

    def __init__(self, moment: datetime):
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by
