"""Stored rows as plain tuples, streamed: ids as lower-case text, moments as microseconds.

What no append could have written comes out as something that no envelope was made of: "?" for bytes that are no id,
None for a moment past all calendars. PostgreSQL hands rows over by COPY, and so reads on while we check; nothing else
can be asked of the connection until the stream has come to its end.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from events.driver import Driver

Row = tuple[Any, ...]
AT_ONCE = 2000
MAPPED = 1 << 40  # bytes of a SQLite file read without copying: all of it
IDS = ("event_id", "command_id", "correlation_id", "causation_id")
TYPES = {
    "stream_id": "text", "version": "int4", "event_id": "text", "name": "text", "schema_version": "int4",
    "body": "bytea", "digest": "bytea", "recorded_at": "int8", "effective_at": "int8", "actor": "text",
    "command_id": "text", "correlation_id": "text", "causation_id": "text", "position": "int8", "leaf": "bytea",
    "seal": "bytea", "sealed_at": "int8", "level": "int4", "idx": "int8", "hashes": "bytea",
}  # fmt: skip
EVENT = tuple(TYPES)[:13]
PLACE = ("position", "leaf")
LOG = ("position", "stream_id", "version", "leaf", "seal", "sealed_at")
TILE = ("level", "idx", "hashes")
_JOINED = "FROM events e LEFT JOIN log l ON l.stream_id = e.stream_id AND l.version = e.version"
_IN_STREAMS = "ORDER BY e.stream_id, e.version"


def chained_rows(connection: Connection) -> Iterator[Row]:
    """All events, stream by stream, in the order of their columns, each with its position and leaf behind it."""
    return _streamed(connection, {"e": EVENT, "l": PLACE}, f"{_JOINED} {_IN_STREAMS}")


def unjoined_rows(connection: Connection) -> Iterator[Row]:
    """The same without looking into the log."""
    return _streamed(connection, {"e": EVENT}, f"FROM events e {_IN_STREAMS}")


def placed_rows(connection: Connection) -> Iterator[Row]:
    """The log in order: position, stream, version, leaf, seal, sealed_at."""
    return _streamed(connection, {"l": LOG}, "FROM log l ORDER BY l.position")


def tile_rows(connection: Connection) -> Iterator[Row]:
    """The tiles as level, number and hashes, from the leaves up."""
    return _streamed(connection, {"t": TILE}, "FROM tiles t ORDER BY t.level, t.idx")


def some_events(connection: Connection, where: str, *values: Any) -> list[Row]:
    """The events that `where` picks, as `chained_rows` gives them."""
    found = _some(connection, {"e": EVENT, "l": PLACE}, f"{_JOINED} {where}", values)
    return list(map(_plain, found)) if connection.dialect.name == "sqlite" else found


def some_places(connection: Connection, where: str, *values: Any) -> list[Row]:
    """The rows of the log that `where` picks, as `placed_rows` gives them."""
    return _some(connection, {"l": LOG}, f"FROM log l {where}", values)


def _some(connection: Connection, tables: dict[str, tuple[str, ...]], rest: str, values: tuple[Any, ...]) -> list[Row]:
    """None for a value that is no text: nothing can be found by it."""
    if any(isinstance(value, str) and not value.isprintable() for value in values):
        return []
    driver = Driver(connection)
    return driver.rows(f"SELECT {_columns(tables, driver.sqlite)} {rest}", values)  # nosec B608 - our own names


def _streamed(connection: Connection, tables: dict[str, tuple[str, ...]], rest: str) -> Iterator[Row]:
    raw: Any = connection.connection.driver_connection
    sqlite = connection.dialect.name == "sqlite"
    statement = f"SELECT {_columns(tables, sqlite)} {rest}"  # nosec B608 - our own names
    if not sqlite:
        yield from _copied(raw, statement, [TYPES[name] for names in tables.values() for name in names])
        return
    raw.execute(f"PRAGMA mmap_size={MAPPED}")
    cursor = raw.execute(statement)
    while batch := cursor.fetchmany(AT_ONCE):
        yield from map(_plain, batch) if "e" in tables else batch


def _copied(raw: Any, statement: str, types: list[str]) -> Iterator[Row]:
    with raw.cursor().copy(f"COPY ({statement}) TO STDOUT (FORMAT BINARY)") as copy:
        copy.set_types(types)
        yield from copy.rows()


def _columns(tables: dict[str, tuple[str, ...]], sqlite: bool) -> str:
    return ", ".join(_read(f"{table}.{name}", name, sqlite) for table, names in tables.items() for name in names)


def _read(column: str, name: str, sqlite: bool) -> str:
    """A column as its plain value; the database makes text of ids and numbers of moments faster than we would."""
    if sqlite:
        return column
    if name in IDS:
        return f"{column}::text"
    if name.endswith("_at"):
        return f"CASE WHEN isfinite({column}) THEN (extract(epoch FROM {column}) * 1000000)::int8 END"
    return column


def _plain(row: Row) -> Row:
    stream, version, event_id, name, schema, body, digest, recorded, said, actor, command, related, why, *place = row
    command_id = _id(command)
    return (
        stream, version, _id(event_id), name, schema, body, digest, recorded, said, actor, command_id,
        command_id if related == command else _id(related), None if why is None else _id(why), *place,
    )  # fmt: skip


def _id(stored: bytes) -> str:
    digits = stored.hex()
    if len(digits) != 32:
        return "?"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
