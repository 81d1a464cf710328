"""Read models: tables that are a pure function of the streams, kept in the append, thrown away and rebuilt at will."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Table, delete, insert, select

from events.event import Recorded
from events.store import EventStore
from events.writing import Line, Row


class Projection(Protocol):
    """What a read model is: its name, the kind of stream it reads, its tables, and the rows a history makes."""

    name: str
    kind: str
    tables: tuple[Table, ...]

    def lines(self, history: Sequence[Recorded]) -> Iterable[Line]:
        """Every row that one whole stream contributes."""
        ...


class Difference(NamedTuple):
    """A row that stands in the read model and not in what the log says, or the reverse."""

    table: str
    key: tuple[Any, ...]
    columns: tuple[str, ...]


Progress = Callable[[int], None]


def nothing_to_tell(_: int) -> None:
    """The progress of work that nobody waits for."""


def rebuild(connection: Connection, projection: Projection, progress: Progress = nothing_to_tell) -> int:
    """Empty the read model and make it anew from the log, in this transaction; how many rows it has.

    `progress` is told of each stream that is done.
    """
    _keep_writers_out(connection, projection)
    for table in projection.tables:
        connection.execute(delete(table))
    written = 0
    for line in _derived(connection, projection, progress):
        connection.execute(insert(line.table), line.row)
        written += 1
    return written


def _keep_writers_out(connection: Connection, projection: Projection) -> None:
    """Readers go on seeing the old rows; SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        tables = ", ".join(table.name for table in projection.tables)
        connection.exec_driver_sql(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def compare(
    connection: Connection, projection: Projection, progress: Progress = nothing_to_tell
) -> Iterator[Difference]:
    """Where the live read model differs from what the log says. Nothing is written."""
    wanted: dict[str, dict[tuple[Any, ...], Row]] = {table.name: {} for table in projection.tables}
    for line in _derived(connection, projection, progress):
        wanted[line.table.name][_key(line.table, line.row)] = line.row
    for table in projection.tables:
        live = {_key(table, row): row for row in map(_as_dict, connection.execute(select(table)))}
        yield from _differences(table, live, wanted[table.name])


def _derived(connection: Connection, projection: Projection, progress: Progress) -> Iterator[Line]:
    store = EventStore(connection)
    for stream in store.streams(projection.kind):
        yield from projection.lines(store.read(stream).recorded)
        progress(1)


def _differences(table: Table, live: dict[Any, Row], wanted: dict[Any, Row]) -> Iterator[Difference]:
    for key in sorted(live.keys() | wanted.keys(), key=str):
        have, want = live.get(key, {}), wanted.get(key, {})
        if have != want:
            columns = tuple(
                name for name in (column.name for column in table.columns) if have.get(name) != want.get(name)
            )
            yield Difference(table.name, key, columns)


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _as_dict(row: Any) -> Row:
    return dict(row._mapping)
