"""Readers of the log that remember how far they are.

What a subscription keeps and the position it has come to change in one transaction, so that each event has its effect
once, whatever dies when. One runner at a time works, under a lease; `fence` counts the leases, and a runner whose
lease went to another commits nothing. An event that cannot be handled is parked: everything before it is handled,
its error is kept, and it is tried again after a pause that grows. Nothing behind it is handled before it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from events.clock import Clock
from events.database import Database
from events.errors import LeaseLost
from events.event import Recorded
from events.store import EventStore
from events.tables import events, log, subscriptions

LOGGER = logging.getLogger(__name__)
LEASE = timedelta(seconds=5)
SHORTEST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(minutes=5)
LONGEST_ERROR = 500
NOT_THE_EVENT = (OperationalError, InterfaceError)  # the database is away, full or busy

Handler = Callable[[Connection, Sequence[Recorded]], None]
_row = subscriptions.c


@dataclass(frozen=True, slots=True)
class Subscription:
    """`handle` is given at most `batch` events at once, in the order of the log, inside its transaction."""

    name: str
    handle: Handler
    batch: int = 200


class Standing(NamedTuple):
    """How a subscription stands. `behind` counts the sealed events it has not handled; `error` is that of the first."""

    name: str
    generation: int
    position: int
    behind: int
    error: str | None
    failed_at: datetime | None


def standings(connection: Connection) -> list[Standing]:
    """All subscriptions, by name."""
    newest = newest_position(connection)
    rows = connection.execute(select(subscriptions).order_by(_row.name))
    return [Standing(r.name, r.generation, r.position, newest - r.position, r.error, r.failed_at) for r in rows]


def position_of(connection: Connection, name: str) -> int:
    """The last position the subscription has handled; -1 for none."""
    found = connection.scalar(select(_row.position).where(_row.name == name))
    return -1 if found is None else found


def run(database: Database, clock: Clock, subscription: Subscription, *, batches: int | None = None) -> int:
    """Handle what was sealed since, in at most `batches` transactions; how many events that was.

    None where nothing is new, another runner has the lease, or a parked event rests.
    """
    with database.reading() as connection:
        if position_of(connection, subscription.name) >= newest_position(connection):
            return 0
    fence = take(database, clock, subscription.name)
    return Runner(database, clock, subscription, fence).run(batches) if fence is not None else 0


def restart(connection: Connection, name: str) -> None:
    """Let the subscription begin at the log's beginning again, taken from whoever runs it. What it kept is thrown away
    by the caller, in the same transaction."""
    held = select(_row.position).where(_row.name == name).with_for_update()  # a runner at work comes to its end first
    connection.execute(held)
    anew = {"position": -1, "owner": None, "lease_until": None, "error": None, "failed_at": None}
    taken = update(subscriptions).where(_row.name == name)
    connection.execute(taken.values(generation=_row.generation + 1, fence=_row.fence + 1, **anew))


def take(database: Database, clock: Clock, name: str) -> int | None:
    """Take the lease for LEASE; its fence, or None if someone has it, or a parked event rests.

    A time further ahead than leases or rests are long was written by another clock, and holds nobody off.
    """
    now = clock.now()
    _begin(database, name)
    free = or_(_row.lease_until.is_(None), _row.lease_until <= now, _of_another_clock(now))
    taken = update(subscriptions).where(_row.name == name, free).returning(_row.fence)
    with database.writing() as connection:
        values = {"owner": str(uuid4()), "lease_until": now + LEASE, "fence": _row.fence + 1}
        fence: int | None = connection.scalar(taken.values(**values))
    return fence


def _of_another_clock(now: datetime) -> ColumnElement[bool]:
    leased = and_(_row.owner.is_not(None), _row.lease_until > now + LEASE)
    return or_(leased, and_(_row.owner.is_(None), _row.lease_until > now + LONGEST_REST))


def _begin(database: Database, name: str) -> None:
    """The row of a subscription that was never run."""
    with database.reading() as connection:
        if connection.scalar(select(_row.name).where(_row.name == name)):
            return
    try:
        with database.writing() as connection:
            connection.execute(insert(subscriptions).values(name=name, generation=1, position=-1, fence=0))
    except IntegrityError:
        LOGGER.debug("another runner began %s", name)


def newest_position(connection: Connection) -> int:
    """The last position of the log; -1 while it is empty."""
    newest = connection.scalar(select(func.max(log.c.position)))
    return -1 if newest is None else newest


class Runner:
    """One holder of the lease, at work."""

    def __init__(self, database: Database, clock: Clock, subscription: Subscription, fence: int):
        self._database, self._clock, self._subscription, self._fence = database, clock, subscription, fence

    def run(self, batches: int | None = None) -> int:
        """Handle batch after batch to the log's end. Where one fails it is halved, down to the event that fails."""
        handled, size = 0, self._subscription.batch
        while batches is None or batches > 0:
            batches = None if batches is None else batches - 1
            try:
                done = self.handle_batch(size, last=batches == 0)
            except LeaseLost:
                LOGGER.info("%s: the lease has gone to another runner", self._subscription.name)
                break
            except NOT_THE_EVENT:
                raise
            except Exception as error:
                if size == 1:
                    self._park(error)
                    break
                size //= 2
                batches = None if batches is None else batches + 1
                continue
            handled += done
            if done < size:
                break
        return handled

    def handle_batch(self, size: int, *, last: bool = False) -> int:
        """Handle at most `size` events and move on, in one transaction; how many they were. LeaseLost changes nothing.

        At the log's end, or with `last`, the lease is given back.
        """
        with self._database.writing() as connection:
            position = connection.scalar(select(_row.position).where(self._mine()))
            if position is None:
                raise LeaseLost(self._subscription.name, self._fence)
            recorded = EventStore(connection).read_log(after=position, limit=size)
            self._subscription.handle(connection, recorded)
            moved: dict[str, Any] = {"position": position + len(recorded)}
            if recorded:
                moved |= {"error": None, "failed_at": None}
            done = last or len(recorded) < size
            self._write(connection, **moved, **(GIVEN_BACK if done else {"lease_until": self._clock.now() + LEASE}))
        return len(recorded)

    def _park(self, error: Exception) -> None:
        """Keep the error of the event behind the position. It rests as long as it has been failing, within limits."""
        now, name = self._clock.now(), self._subscription.name
        with self._database.writing() as connection:
            row = connection.execute(select(subscriptions).where(self._mine()).with_for_update()).one_or_none()
            if row is None:
                return
            said = f"{_event_at(connection, row.position + 1)}: {type(error).__name__}: {error}"[:LONGEST_ERROR]
            failed_at = row.failed_at or now
            rest = min(max(now - failed_at, SHORTEST_REST), LONGEST_REST)
            parked = {"error": said, "failed_at": failed_at, "owner": None, "lease_until": now + rest}
            self._write(connection, **parked)
        LOGGER.error("%s: parked at %s; it is tried again in %s", name, said, rest, exc_info=error)

    def _write(self, connection: Connection, **values: Any) -> None:
        if connection.execute(update(subscriptions).where(self._mine()).values(**values)).rowcount != 1:
            raise LeaseLost(self._subscription.name, self._fence)

    def _mine(self) -> ColumnElement[bool]:
        return and_(_row.name == self._subscription.name, _row.fence == self._fence)


GIVEN_BACK: dict[str, Any] = {"owner": None, "lease_until": None}


def _event_at(connection: Connection, position: int) -> str:
    """An event as an operator looks it up; it may be one that cannot be read."""
    same = (log.c.stream_id == events.c.stream_id) & (log.c.version == events.c.version)
    named = select(log.c.stream_id, log.c.version, events.c.name).select_from(log.outerjoin(events, same))
    row = connection.execute(named.where(log.c.position == position)).one_or_none()
    return f"position {position}, {row.stream_id} version {row.version}, {row.name}" if row else f"position {position}"
