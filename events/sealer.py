"""Give committed events their place in the log: a position without gaps, a leaf, and a time that never runs back."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from events import codec, tables
from events.clock import Clock
from events.database import Database
from events.event import GENESIS
from events.instants import answered

LOGGER = logging.getLogger(__name__)
BATCH = 1000
MICROSECOND, CLOCK_NOISE = timedelta(microseconds=1), timedelta(seconds=1)
SEALER_LOCK = 0x5E41
_pending, _log, _events = tables.pending, tables.log, tables.events


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
    if not _locked(connection):
        return 0
    waiting = connection.execute(_waiting()).all()
    new = [row for row in waiting if row.position is None]
    if new:
        newest = select(_log.c.position, _log.c.seal, _log.c.sealed_at).order_by(_log.c.position.desc()).limit(1)
        _place(connection, new, connection.execute(newest).one_or_none(), now)
    if waiting:
        connection.execute(delete(_pending).where(_pending.c.append_id.in_([row.append_id for row in waiting])))
    return len(waiting)


def lag(connection: Connection) -> int:
    """How many committed events have no position yet."""
    return connection.scalar(select(func.count()).select_from(_pending)) or 0


def _place(connection: Connection, waiting: Any, newest: Any, now: datetime) -> None:
    """Write the log rows of `waiting` behind `newest`, each bound to the one before, past all instants answered."""
    first, seal, floor = 0, GENESIS, answered(connection, hold=True)
    if newest:
        first, seal, floor = newest.position + 1, newest.seal, max(floor, newest.sealed_at)
    if now <= floor - CLOCK_NOISE:
        LOGGER.warning("the clock is %s behind what was sealed or answered", floor - now)
    sealed_at = max(now, floor + MICROSECOND)
    rows = []
    for position, row in enumerate(waiting, start=first):
        leaf = codec.leaf(codec.envelope(row))
        seal = codec.seal(seal, position, leaf, sealed_at)
        placed = {"position": position, "stream_id": row.stream_id, "version": row.version}
        rows.append({**placed, "leaf": leaf, "seal": seal, "sealed_at": sealed_at})
    connection.execute(insert(_log), rows)


def _waiting() -> Any:
    same = (_events.c.stream_id == _pending.c.stream_id) & (_events.c.version == _pending.c.version)
    placed = (_log.c.stream_id == _pending.c.stream_id) & (_log.c.version == _pending.c.version)
    joined = _pending.join(_events, same).outerjoin(_log, placed)
    return (
        select(_pending.c.append_id, _log.c.position, _events)
        .select_from(joined)
        .order_by(_pending.c.append_id)
        .limit(BATCH)
    )


def _locked(connection: Connection) -> bool:
    """SQLite has one writer anyway; PostgreSQL's try-lock ends with the transaction."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": SEALER_LOCK}))
