"""Give committed events their place in the log: a position without gaps, a leaf, and a time that never runs back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from events import codec, tables
from events.clock import Clock
from events.database import Database
from events.event import GENESIS

BATCH = 1000
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
    """Seal at most BATCH pending events in this transaction, in the order they were appended."""
    if not _locked(connection):
        return 0
    waiting = connection.execute(_waiting()).all()
    if waiting:
        newest = select(_log.c.position, _log.c.seal, _log.c.sealed_at).order_by(_log.c.position.desc()).limit(1)
        _place(connection, waiting, connection.execute(newest).one_or_none(), now)
    return len(waiting)


def lag(connection: Connection) -> int:
    """How many committed events have no position yet."""
    return connection.scalar(select(func.count()).select_from(_pending)) or 0


def _place(connection: Connection, waiting: Any, newest: Any, now: datetime) -> None:
    """Write the log rows of `waiting` behind `newest`, each bound to the one before."""
    first, seal, sealed_at = 0, GENESIS, now
    if newest:
        first, seal, sealed_at = newest.position + 1, newest.seal, max(now, newest.sealed_at)
    rows = []
    for position, row in enumerate(waiting, start=first):
        leaf = codec.leaf(codec.envelope(row))
        seal = codec.seal(seal, position, leaf, sealed_at)
        placed = {"position": position, "stream_id": row.stream_id, "version": row.version}
        rows.append({**placed, "leaf": leaf, "seal": seal, "sealed_at": sealed_at})
    connection.execute(insert(_log), rows)
    connection.execute(delete(_pending).where(_pending.c.append_id.in_([row.append_id for row in waiting])))


def _waiting() -> Any:
    same = (_events.c.stream_id == _pending.c.stream_id) & (_events.c.version == _pending.c.version)
    return select(_pending.c.append_id, _events).join(_events, same).order_by(_pending.c.append_id).limit(BATCH)


def _locked(connection: Connection) -> bool:
    """SQLite has one writer anyway; PostgreSQL's try-lock ends with the transaction."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": SEALER_LOCK}))
