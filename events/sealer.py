"""Give committed events their place in the log: a position without gaps, a leaf, and a time that never runs back."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from events import codec, tables, tiles
from events.clock import Clock
from events.database import Database
from events.driver import Driver
from events.event import GENESIS
from events.instants import answered
from events.rows import COLUMNS, EventRow, from_sqlite
from events.tree import WIDTH

LOGGER = logging.getLogger(__name__)
BATCH = 1000
MICROSECOND, CLOCK_NOISE = timedelta(microseconds=1), timedelta(seconds=1)
SEALER_LOCK = 0x5E41
_pending, _log = tables.pending, tables.log
_WAITING = (
    f"SELECT p.append_id, l.position, {', '.join('e.' + name for name in COLUMNS.split(', '))} "  # nosec B608
    "FROM pending p JOIN events e ON e.stream_id = p.stream_id AND e.version = p.version "
    "LEFT JOIN log l ON l.stream_id = p.stream_id AND l.version = p.version ORDER BY p.append_id LIMIT %s"
)
_INSERT = (
    "INSERT INTO log SELECT new.*, %s::timestamptz "
    "FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::bytea[], %s::bytea[]) AS new"
)


def seal(database: Database, clock: Clock) -> int:
    """Seal what is committed and not yet sealed; how many events that was.

    Any process may call this at any time. On PostgreSQL one sealer runs at once, under a lock that is only tried:
    who does not get it leaves the work to who has it.
    """
    sealed = 0
    while True:
        with database.writing() as connection:
            batch = seal_batch(connection, clock.now())
        sealed += batch
        if batch < BATCH:
            return sealed


def seal_batch(connection: Connection, now: datetime) -> int:
    """Seal at most BATCH pending events in this transaction, in the order they were appended; how many were pending.

    One that is sealed already only leaves the queue.
    """
    driver = Driver(connection)
    if not _locked(driver):
        return 0
    waiting = driver.rows(_WAITING, (BATCH,))
    new = [row for row in waiting if row[1] is None]
    if new:
        newest = select(_log.c.position, _log.c.seal, _log.c.sealed_at).order_by(_log.c.position.desc()).limit(1)
        size = _place(connection, driver, new, connection.execute(newest).one_or_none(), now)
        if size % WIDTH < len(new):  # a tile has become full
            tiles.complete(connection, size)
    if waiting:
        _leave_the_queue(driver, [row[0] for row in waiting])
    return len(waiting)


def lag(connection: Connection) -> int:
    """How many committed events have no position yet."""
    return connection.scalar(select(func.count()).select_from(_pending)) or 0


def _place(connection: Connection, driver: Driver, waiting: list[Any], newest: Any, now: datetime) -> int:
    """Write the log rows of `waiting` behind `newest`, each bound to the one before, past all instants answered.

    Gives the size of the log after it.
    """
    first, seal, floor = 0, GENESIS, answered(connection, hold=True)
    if newest:
        first, seal, floor = newest.position + 1, newest.seal, max(floor, newest.sealed_at)
    if now <= floor - CLOCK_NOISE:
        LOGGER.warning("the clock is %s behind what was sealed or answered", floor - now)
    sealed_at = max(now, floor + MICROSECOND)
    stored = from_sqlite if driver.sqlite else EventRow._make
    rows = []
    for position, row in enumerate(waiting, start=first):
        event = stored(row[2:])
        leaf = codec.leaf(codec.envelope(event))
        seal = codec.seal(seal, position, leaf, sealed_at)
        rows.append((position, event.stream_id, event.version, leaf, seal))
    _write(driver, rows, sealed_at)
    return first + len(rows)


def _write(driver: Driver, rows: list[Any], sealed_at: datetime) -> None:
    if driver.sqlite:
        moment = codec.microseconds(sealed_at)
        driver.each("INSERT INTO log VALUES (%s, %s, %s, %s, %s, %s)", [(*row, moment) for row in rows])
    else:
        columns = [list(column) for column in zip(*rows, strict=True)]
        driver.run(_INSERT, (sealed_at, *columns))


def _leave_the_queue(driver: Driver, append_ids: list[int]) -> None:
    if driver.sqlite:
        driver.each("DELETE FROM pending WHERE append_id = %s", [(append_id,) for append_id in append_ids])
    else:
        driver.run("DELETE FROM pending WHERE append_id = ANY(%s)", (append_ids,))


def _locked(driver: Driver) -> bool:
    """SQLite has one writer anyway; PostgreSQL's try-lock ends with the transaction."""
    return driver.sqlite or bool(driver.rows("SELECT pg_try_advisory_xact_lock(%s)", (SEALER_LOCK,))[0][0])


def complete_tiles(connection: Connection) -> None:
    """Keep the tiles of a log that was sealed before there were any."""
    tiles.complete(connection, connection.scalar(select(func.count()).select_from(_log)) or 0)
