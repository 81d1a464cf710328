"""Keeping the histories of read models: what a subscription does with each batch of the log."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, update

from events.event import Recorded
from events.projection import STANDING, Projection, intervals
from events.store import EventStore, kind_of
from events.subscription import Handler


def keeper(projections: Sequence[Projection]) -> Handler:
    """A handler that keeps the histories of all these read models."""

    def handle(connection: Connection, recorded: Sequence[Recorded]) -> None:
        for projection in projections:
            mine = [one for one in recorded if kind_of(one.stream) == projection.kind]
            if mine:
                _keep(connection, projection, mine)

    return handle


def _keep(connection: Connection, projection: Projection, recorded: Sequence[Recorded]) -> None:
    """Add the rows of these events, and end those that stood before them."""
    first, last = recorded[0].position, recorded[-1].position
    assert first is not None and last is not None
    histories = EventStore(connection).read_many(sorted({one.stream for one in recorded}))
    rows = [row for one in histories for row in intervals(projection, one.recorded, last)]
    ended = [row for row in rows if row["from_position"] < first <= row["to_position"] < STANDING]
    table = projection.history
    if ended:
        same = (table.c.stream_id == bindparam("stream")) & (table.c.version == bindparam("which"))
        ends = [{"stream": r["stream_id"], "which": r["version"], "ends": r["to_position"]} for r in ended]
        connection.execute(update(table).where(same).values(to_position=bindparam("ends")), ends)
    connection.execute(insert(table), [row for row in rows if row["from_position"] >= first])
