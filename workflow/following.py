"""What follows the log: its subscriptions, the one that keeps the histories first, and the readers that wait for it."""

import time
from datetime import datetime

from sqlalchemy import Connection

from events import subscription
from events.clock import Clock, StoppedClock
from events.database import Database
from events.intervals import keeper
from events.subscription import Standing, Subscription
from workflow.inbox import INBOX
from workflow.log_errors import FAILING, LAGGING, HistoryBehind
from workflow.projections import PROJECTIONS

HISTORY = Subscription("history", keeper(PROJECTIONS))
SUBSCRIPTIONS = (HISTORY, INBOX)
PATIENCE = 2.0
"""Seconds a reader waits for the histories to come to the position asked for."""
AT_ONCE = 5
LOOK_AGAIN = 0.02


def follow(database: Database, clock: Clock) -> int:
    """Bring every subscription to the log's end; how many events that took."""
    return sum(subscription.run(database, clock, each) for each in SUBSCRIPTIONS)


def followed(connection: Connection) -> int:
    """The last position the histories have come to; -1 for none."""
    return subscription.position_of(connection, HISTORY.name)


def catch_up(database: Database, position: int, now: datetime, which: Subscription = HISTORY) -> None:
    """Bring the histories to a position, or wait until another has. HistoryBehind if that takes longer than PATIENCE.
    So for another subscription.

    `now` is the reader's clock, by which a lease is taken.
    """
    ends, clock = time.monotonic() + PATIENCE, StoppedClock(now)
    while True:
        with database.reading() as connection:
            standing = next((one for one in subscription.standings(connection) if one.name == which.name), None)
        if standing and standing.position >= position:
            return
        if time.monotonic() >= ends or (standing and standing.error):
            raise _behind(standing, position)
        if not subscription.run(database, clock, which, batches=AT_ONCE):
            time.sleep(LOOK_AGAIN)


def _behind(standing: Standing | None, position: int) -> HistoryBehind:
    reached = standing.position if standing else -1
    failing = bool(standing and standing.error)
    return HistoryBehind(asked=position, reached=reached, why=(FAILING if failing else LAGGING))
