"""Forge a whole ledger: after a change everything that follows from it is made anew, so that all of it fits together.

From inside the database such a forgery cannot be told from the truth. What was signed before can tell.
"""

import random
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from events import codec, tables, tiles
from events.event import GENESIS
from tests.readmodels import remake

_events, _streams, _log = tables.events, tables.streams, tables.log


def rewrite(connection: Connection, rng: random.Random) -> str:
    """Somebody else did it: an event's actor is exchanged for another one's."""
    rows = connection.execute(select(_events).where(_events.c.stream_id.like("item-%"))).all()
    row = rng.choice(rows)
    actor = rng.choice([other.actor for other in rows if other.actor != row.actor])
    same = (_events.c.stream_id == row.stream_id) & (_events.c.version == row.version)
    connection.execute(update(_events).where(same).values(actor=actor))
    _remake(connection, _order(connection))
    return "rewrote an actor"


def rewrite_history(connection: Connection, rng: random.Random) -> str:
    """It happened at another time."""
    row = rng.choice(connection.execute(select(_events)).all())
    same = (_events.c.stream_id == row.stream_id) & (_events.c.version == row.version)
    earlier = codec.moment(codec.microseconds(row.effective_at) - rng.randrange(1, 10**9))
    connection.execute(update(_events).where(same).values(effective_at=earlier))
    _remake(connection, _order(connection))
    return "rewrote when it happened"


def reorder(connection: Connection, rng: random.Random) -> str:
    """Two streams were sealed the other way round."""
    order = _order(connection)
    at = rng.choice([n for n in range(1, len(order)) if order[n][0] != order[n - 1][0]])
    order[at - 1], order[at] = order[at], order[at - 1]
    _remake(connection, order)
    return f"exchanged positions {at - 1} and {at}"


def roll_back(connection: Connection, rng: random.Random) -> str:
    """The last events never happened."""
    order = _order(connection)
    gone = order[-rng.randrange(1, 12) :]
    for stream, version in gone:
        connection.execute(delete(_events).where(_events.c.stream_id == stream, _events.c.version == version))
    for table, column in ((_streams, _events.c.stream_id), (tables.commands, _events.c.command_id)):
        connection.execute(delete(table).where(table.c[column.name].not_in(select(column))))
    bodies = b"".join(map(bytes, connection.scalars(select(_events.c.body))))
    for ref in connection.scalars(select(tables.personal_data.c.ref)).all():
        if str(ref).encode() not in bodies:
            connection.execute(delete(tables.personal_data).where(tables.personal_data.c.ref == ref))
    _remake(connection, order[: -len(gone)])
    return f"rolled back {len(gone)} events"


FORGERIES = (rewrite, rewrite_history, reorder, roll_back)


def _order(connection: Connection) -> list[tuple[str, int]]:
    found = connection.execute(select(_log.c.stream_id, _log.c.version).order_by(_log.c.position))
    return [(row.stream_id, row.version) for row in found]


def _remake(connection: Connection, order: list[tuple[str, int]]) -> None:
    """Chains, guard rows, log, tiles and read models, as they would be had it been so."""
    _rechain(connection)
    times = list(connection.scalars(select(_log.c.sealed_at).order_by(_log.c.position)))
    envelopes = {(row.stream_id, row.version): codec.envelope(row) for row in connection.execute(select(_events))}
    connection.execute(delete(_log))
    connection.execute(delete(tables.tiles))
    seal, rows = GENESIS, []
    for position, (stream, version) in enumerate(order):
        leaf, sealed_at = codec.leaf(envelopes[stream, version]), times[position]
        seal = codec.seal(seal, position, leaf, sealed_at)
        placed = {"position": position, "stream_id": stream, "version": version}
        rows.append({**placed, "leaf": leaf, "seal": seal, "sealed_at": sealed_at})
    connection.execute(insert(_log), rows)
    tiles.complete(connection, len(order))
    remake(connection)


def _rechain(connection: Connection) -> None:
    previous: Any = None
    for row in connection.execute(select(_events).order_by(_events.c.stream_id, _events.c.version)).all():
        before = previous if previous and previous[0] == row.stream_id else (row.stream_id, GENESIS)
        digest = codec.chained(before[1], codec.envelope(row))
        same = (_events.c.stream_id == row.stream_id) & (_events.c.version == row.version)
        connection.execute(update(_events).where(same).values(digest=digest))
        head = {"version": row.version, "head_digest": digest}
        connection.execute(update(_streams).where(_streams.c.stream_id == row.stream_id).values(**head))
        previous = (row.stream_id, digest)
