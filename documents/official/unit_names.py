"""The names of the register of organisations as of a moment, those of before with what they became."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from documents.official.rules import Name
from events.store import EventStore
from workflow.organisations import fold
from workflow.projections import ORGANISATIONS

BATCH = 300


def register_names(connection: Connection, position: int | None = None) -> tuple[Name, ...]:
    """Every name that a unit had by then: those in force, and former ones with the name that holds instead."""
    table = ORGANISATIONS.at(position)
    columns = (table.c.stream_id, table.c.version, table.c.name, table.c.dissolved)
    rows = connection.execute(select(*columns).order_by(table.c.code)).all()
    standing = [Name(row.name, gone=row.dissolved is not None) for row in rows]
    changed = {row.stream_id: row for row in rows if row.version > 1}
    former = [
        Name(name, now="" if row.dissolved else row.name, gone=row.dissolved is not None)
        for stream, names in _names(connection, {stream: row.version for stream, row in changed.items()})
        for row in (changed[stream],)
        for name in names
        if name != row.name
    ]
    return (*standing, *sorted(set(former)))


def _names(connection: Connection, versions: dict[str, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names each stream had, up to a version of it."""
    streams = sorted(versions)
    for begins in range(0, len(streams), BATCH):
        for history in EventStore(connection).read_many(streams[begins : begins + BATCH]):
            stream = history.recorded[0].stream
            then = fold(history.recorded[: versions[stream]])
            yield stream, tuple(name.name for name in then.names)
