"""Give committed events their place in the log: a position without gaps, a leaf, and a time that never runs back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from events import codec, tables
from events.clock import Clock
from events.database import Database

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
        last = connection.execute(select(func.max(_log.c.position), func.max(_log.c.sealed_at))).one()
        _place(connection, waiting, _after(last[0]), max(now, last[1] or now))
    return len(waiting)


def lag(connection: Connection) -> int:
    """How many committed events have no position yet."""
    return connection.scalar(select(func.count()).select_from(_pending)) or 0


def _after(position: int | None) -> int:
    return 0 if position is None else position + 1


def _place(connection: Connection, waiting: Any, first: int, sealed_at: datetime) -> None:
    rows = [
        {"position": position, "stream_id": row.stream_id, "version": row.version,
         "leaf": codec.leaf(codec.envelope(row)), "sealed_at": sealed_at}
        for position, row in enumerate(waiting, start=first)
    ]  # fmt: skip
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
