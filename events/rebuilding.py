"""Make a read model anew beside the live one, and switch in one transaction.

The new rows are made in temporary tables while readers and writers go on: nothing is left of a rebuild that dies. The
switch keeps writers out, brings over what changed meanwhile, and changes the rows that differ. The live table itself
stays, with its indexes and grants, and a reader whose transaction began before the switch goes on seeing the old rows:
under a table that was renamed into its place it would see none.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Table,
    and_,
    delete,
    insert,
    literal,
    select,
    update,
)

from events.database import Database
from events.event import Recorded
from events.projection import Progress, Projection, in_batches, intervals, nothing_to_tell, now_row
from events.store import EventStore, kind_of
from events.subscription import newest_position, position_of
from events.tables import log, streams, subscriptions
from events.writing import Row

MENDED = 5000
Make = Callable[[Sequence[Recorded]], list[Row]]


def rebuild_board(database: Database, projection: Projection, progress: Progress = nothing_to_tell) -> int:
    """Make the board anew; how many of its rows were wrong. `progress` is told of each stream that is done."""
    live, twin = projection.now, _beside(projection.now)

    def make(history: Sequence[Recorded]) -> list[Row]:
        return now_row(projection, history)

    with _connected(database, [twin]) as connection:
        _fill(connection, projection, twin, make, progress)
        different = _different(connection, live, twin)
        with _switching(connection):
            _keep_out(connection, [live])
            grown = _grown(connection, projection.kind, twin)
            _make(connection, twin, grown, make)
            return _mend(connection, live, twin, different.union(grown))


def rebuild_histories(
    database: Database, projections: Sequence[Projection], name: str, progress: Progress = nothing_to_tell
) -> dict[str, int]:
    """Make the histories anew that subscription `name` keeps, as far as it has come; how many of each were wrong.

    A runner that is at work meanwhile loses its lease; a parked event is tried again at once.
    """
    twins = [_beside(projection.history) for projection in projections]
    with database.reading() as connection:
        up_to = position_of(connection, name)
    with _connected(database, twins) as connection:
        for projection, twin in zip(projections, twins, strict=True):
            _fill(connection, projection, twin, _up_to(projection, up_to), progress)
        different = [_different(connection, p.history, t) for p, t in zip(projections, twins, strict=True)]
        with _switching(connection):
            _keep_out(connection, [projection.history for projection in projections])
            position = _new_generation(connection, name)
            changed = _between(connection, up_to, position)
            wrong = {}
            for projection, twin, ids in zip(projections, twins, different, strict=True):
                mine = [stream for stream in changed if kind_of(stream) == projection.kind]
                _make(connection, twin, mine, _up_to(projection, position))
                wrong[projection.history.name] = _mend(connection, projection.history, twin, ids.union(mine))
            return wrong


def _up_to(projection: Projection, position: int) -> Make:
    return lambda history: intervals(projection, history, position)


def _beside(table: Table) -> Table:
    """A temporary table of the same columns and key."""
    columns = (Column(c.name, c.type, primary_key=c.primary_key, nullable=c.nullable) for c in table.columns)
    return Table(f"{table.name}_beside", MetaData(), *columns, prefixes=["TEMPORARY"], sqlite_strict=True)


@contextmanager
def _connected(database: Database, twins: list[Table]) -> Iterator[Connection]:
    """A connection with the temporary tables, which go with it."""
    with database.engine.connect() as connection:
        try:
            with connection.begin():
                for twin in twins:
                    twin.create(connection)
            yield connection
        finally:
            connection.invalidate()


def _fill(connection: Connection, projection: Projection, twin: Table, make: Make, progress: Progress) -> None:
    """Make the rows of all streams, a batch in a transaction."""
    with connection.begin():
        ids = list(EventStore(connection).streams(projection.kind))
    for batch in in_batches(ids):
        with connection.begin():
            _make(connection, twin, batch, make)
        progress(len(batch))
    if connection.dialect.name != "sqlite":
        with connection.begin():
            connection.exec_driver_sql(f"ANALYZE {twin.name}")


def _make(connection: Connection, twin: Table, streams_: Sequence[str], make: Make) -> None:
    """The rows of some streams, in place of those made before."""
    for batch in in_batches(streams_):
        connection.execute(delete(twin).where(twin.c.stream_id.in_(batch)))
        histories = EventStore(connection).read_many(batch)
        if rows := [row for history in histories for row in make(history.recorded)]:
            connection.execute(insert(twin), rows)


@contextmanager
def _switching(connection: Connection) -> Iterator[None]:
    """The transaction that changes what is live."""
    with connection.execution_options(writing=True).begin():
        yield


def _keep_out(connection: Connection, tables: list[Table]) -> None:
    """Let no other transaction write to these tables until this one ends. Readers go on; SQLite has one writer anyway.

    A runner that is at work on them ends first: it writes its rows, then its position. So the position is read after.
    """
    if connection.dialect.name != "sqlite":
        names = ", ".join(table.name for table in tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _grown(connection: Connection, kind: str, twin: Table) -> list[str]:
    """The streams of a kind that have another version than the rows made of them."""
    same = and_(twin.c.stream_id == streams.c.stream_id, twin.c.version == streams.c.version)
    made = select(1).where(same)
    return list(connection.scalars(select(streams.c.stream_id).where(streams.c.kind == kind, ~made.exists())))


def _between(connection: Connection, after: int, up_to: int) -> list[str]:
    """The streams with a position in this stretch of the log."""
    wanted = select(log.c.stream_id).distinct().where(log.c.position > after, log.c.position <= up_to)
    return list(connection.scalars(wanted))


def _new_generation(connection: Connection, name: str) -> int:
    """Take the subscription from whoever runs it; the position it has come to, -1 if it never ran.

    Of a log that was put back to an earlier state, that is its last position.
    """
    row = subscriptions.c
    held = select(row.position).where(row.name == name).with_for_update()
    reached = connection.scalar(held)
    position = min(-1 if reached is None else reached, newest_position(connection))
    values = {"position": position, "owner": None, "lease_until": None, "error": None, "failed_at": None}
    taken = update(subscriptions).where(row.name == name)
    connection.execute(taken.values(generation=row.generation + 1, fence=row.fence + 1, **values))
    return position


def _different(connection: Connection, live: Table, twin: Table) -> set[str]:
    """The streams whose live rows are not the twin's; found before anybody is kept out."""
    with connection.begin():
        wrong = select(live.c.stream_id).distinct().where(_wrong(live, twin))
        missing = select(twin.c.stream_id).distinct().where(_missing(live, twin))
        return {*connection.scalars(wrong), *connection.scalars(missing)}


def _wrong(live: Table, twin: Table) -> ColumnElement[bool]:
    """That a live row is not in the twin as it stands."""
    same = (live.c[column.name].is_not_distinct_from(twin.c[column.name]) for column in live.columns)
    right = select(literal(1)).select_from(twin).where(_same_key(live, twin), *same).correlate(live)
    return ~right.exists()


def _missing(live: Table, twin: Table) -> ColumnElement[bool]:
    """That a row of the twin has none in its place."""
    there = select(literal(1)).select_from(live).where(_same_key(live, twin)).correlate(twin)
    return ~there.exists()


def _same_key(live: Table, twin: Table) -> ColumnElement[bool]:
    return and_(*(live.c[column.name] == twin.c[column.name] for column in live.primary_key))


def _mend(connection: Connection, live: Table, twin: Table, ids: set[str]) -> int:
    """Let these streams have the twin's rows in the live table; how many rows that took."""
    names = [column.name for column in live.columns]
    gone = added = 0
    for batch in in_batches(sorted(ids), MENDED):
        gone += connection.execute(delete(live).where(live.c.stream_id.in_(batch), _wrong(live, twin))).rowcount
    for batch in in_batches(sorted(ids), MENDED):
        missing = select(*(twin.c[name] for name in names)).where(twin.c.stream_id.in_(batch), _missing(live, twin))
        put = insert(live).from_select(names, missing).execution_options(preserve_rowcount=True)
        added += connection.execute(put).rowcount
    return max(gone, added)
