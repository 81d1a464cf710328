"""Read models: rows that are a pure function of the streams, thrown away and made again at will.

Each has two tables of the same columns. The board has a row per stream, as it stands now; the append keeps it. The
history has a row per stream and version, with the positions between which it stood; a subscription keeps it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Table, select

from events.event import Recorded, T
from events.store import EventStore
from events.tables import streams
from events.writing import Row

BATCH = 200
STANDING = 2**62
"""`to_position` of what still stands: past every position."""


class Projection(Protocol):
    """What a read model is: its name, the kind of stream it reads, its tables, and the rows a stream makes."""

    name: str
    kind: str
    now: Table
    history: Table

    def rows(self, history: Sequence[Recorded]) -> Iterator[Row]:
        """The row after each event of one whole stream."""
        ...


class Difference(NamedTuple):
    """A row that stands in the read model and not in what the log says, or the reverse."""

    table: str
    key: tuple[Any, ...]
    columns: tuple[str, ...]


Progress = Callable[[int], None]


def nothing_to_tell(_: int) -> None:
    """The progress of work that nobody waits for."""


def now_row(projection: Projection, history: Sequence[Recorded]) -> list[Row]:
    """The board's row of one whole stream, alone in a list."""
    return list(projection.rows(history))[-1:]


def intervals(projection: Projection, history: Sequence[Recorded], up_to: int) -> list[Row]:
    """The history's rows of one whole stream as far as it is sealed at or before a position.

    Each stood from `from_position` until before `to_position`, which is STANDING for the last.
    """
    places = [one.position for one in history if one.position is not None and one.position <= up_to]
    ends = [*places[1:], STANDING][: len(places)]
    return [
        {**row, "from_position": begins, "to_position": ends_before}
        for row, begins, ends_before in zip(projection.rows(history[: len(places)]), places, ends, strict=True)
    ]


def in_batches(ids: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    batch: list[T] = []
    for each in ids:
        batch.append(each)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def compare(
    connection: Connection, projection: Projection, up_to: int, progress: Progress = nothing_to_tell
) -> Iterator[Difference]:
    """Where the live rows differ from what the log says: the board now, the history up to the position it has come to.

    What the history has not come to yet is no difference. Nothing is written.
    """
    store = EventStore(connection)
    for batch in in_batches(store.streams(projection.kind)):
        histories = [one.recorded for one in store.read_many(batch)]
        now = [row for one in histories for row in now_row(projection, one)]
        then = [row for one in histories for row in intervals(projection, one, up_to)]
        yield from _differences(connection, projection.now, batch, now)
        yield from _differences(connection, projection.history, batch, then)
        progress(len(batch))
    for table in (projection.now, projection.history):
        yield from _strangers(connection, table, projection.kind)


def _differences(connection: Connection, table: Table, batch: list[str], wanted: list[Row]) -> Iterator[Difference]:
    found = connection.execute(select(table).where(table.c.stream_id.in_(batch)))
    live = {_key(table, row): row for row in (dict(each._mapping) for each in found)}
    want = {_key(table, row): row for row in wanted}
    for key in sorted(live.keys() | want.keys()):
        has, should = live.get(key, {}), want.get(key, {})
        if has != should:
            names = (column.name for column in table.columns)
            yield Difference(table.name, key, tuple(name for name in names if has.get(name) != should.get(name)))


def _strangers(connection: Connection, table: Table, kind: str) -> Iterator[Difference]:
    """Rows of streams that are not there."""
    there = select(1).where(streams.c.stream_id == table.c.stream_id, streams.c.kind == kind)
    for row in connection.execute(select(table).where(~there.exists()).order_by(*table.primary_key)):
        key = _key(table, dict(row._mapping))
        yield Difference(table.name, key, tuple(column.name for column in table.columns))


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)
