"""One append: the guard row, the events, their place in the queue, the answer and the read-model row beside them.

PostgreSQL takes all of it as one statement, SQLite as a few inside the caller's transaction. Either way the guard row
comes first: it is where two writers of one stream meet, and what it refuses leaves nothing behind.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql

from events import tables
from events.driver import Driver
from events.event import Head
from events.rows import COLUMNS, EventRow, in_sqlite

Row = dict[str, Any]


class Line(NamedTuple):
    """One row of one read-model table; `before` is the one in its place, where that is known."""

    table: Table
    row: Row
    before: Row | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to write: those that change, and the key, last; or all of them."""
        if self.before is None:
            return tuple(self.row)
        keys = self.table.primary_key.columns.keys()
        changed = (name for name in self.row if self.row[name] != self.before[name])
        return (*changed, *keys)


class Kept(NamedTuple):
    """The answer to a command, as it is kept."""

    command_id: UUID
    request_digest: bytes
    answer: bytes


class Append(NamedTuple):
    """What one append writes. `expected` is where the stream stands before it."""

    stream: str
    kind: str
    definition: str | None
    expected: Head
    rows: tuple[EventRow, ...]
    line: Line | None
    kept: Kept | None
    recovering: bool


_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]
TYPED = ("%s::text", "%s::text", "%s::text", "%s::int", "%s::bytea")
OPEN = "NOT EXISTS (SELECT 1 FROM suspensions WHERE lifted_at IS NULL)"
BEGIN = (
    "INSERT INTO streams (stream_id, kind, definition, version, head_digest) "
    "SELECT {values} WHERE {open} ON CONFLICT DO NOTHING"
)
ADVANCE = (
    "UPDATE streams SET version = %s, head_digest = %s WHERE stream_id = %s AND version = %s AND head_digest = %s "
    "AND closed = 0 AND {open}"
)


def write(driver: Driver, dialect: Dialect, append: Append) -> bool:
    """Write it; False, and nothing written, if the guard row does not stand where it is expected."""
    guard, rows = _guard_values(append), append.rows
    if driver.sqlite:
        return _write_in_steps(driver, dialect, append, guard)
    shown = _shape(append.line) if append.line else None
    statement = _whole(append.expected.version == 0, len(rows), append.kept is not None, shown, append.recovering)
    values = guard
    for row in rows:
        values += row[:2]
    values += append.kept or ()
    values += _bound(append.line, dialect) if append.line else ()
    for row in rows:
        values += row
    return driver.run(statement, values) == len(rows)


def _guard_values(append: Append) -> list[Any]:
    last, expected = append.rows[-1], append.expected
    if not expected.version:
        return [append.stream, append.kind, append.definition, last.version, last.digest]
    return [last.version, last.digest, append.stream, expected.version, expected.digest]


def _write_in_steps(driver: Driver, dialect: Dialect, append: Append, guard: Sequence[Any]) -> bool:
    if not driver.run(_guarding(append.expected.version == 0, append.recovering), guard):
        return False
    for row in append.rows:
        driver.run(_EVENT, in_sqlite(row))
        driver.run(_QUEUE, row[:2])
    if append.kept:
        command_id, *rest = append.kept
        driver.run("INSERT INTO commands VALUES (%s, %s, %s)", (command_id.bytes, *rest))
    if append.line:
        driver.run(_showing(_shape(append.line)), _bound(append.line, dialect))
    return True


@cache
def _guarding(begin: bool, recovering: bool) -> str:
    return (BEGIN if begin else ADVANCE).format(values="%s, %s, %s, %s, %s", open="1" if recovering else OPEN)


_EVENT = f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join(['%s'] * (COLUMNS.count(',') + 1))})"  # nosec B608
_QUEUE = "INSERT INTO pending (stream_id, version) VALUES (%s, %s)"


class Shape(NamedTuple):
    """What the statement for a line depends on, besides its values."""

    table: Table
    columns: tuple[str, ...]
    renews: bool


def _shape(line: Line) -> Shape:
    return Shape(line.table, line.columns, line.before is not None)


@cache
def _whole(begin: bool, count: int, answered: bool, shown: Shape | None, recovering: bool) -> str:
    """The one statement: each part takes its rows from the guard's, so that where the guard gives none, none does."""
    guard = (BEGIN if begin else ADVANCE).format(values=", ".join(TYPED), open="true" if recovering else OPEN)
    parts = [
        f"guard AS ({guard} RETURNING 1)",
        f"queued AS (INSERT INTO pending (stream_id, version) {_guarded(_casts(tables.events)[:2], count)})",
    ]
    if answered:
        parts.append(f"kept AS (INSERT INTO commands {_guarded(_casts(tables.commands), 1)})")
    if shown is not None:
        parts.append(f"shown AS ({_showing(shown, 'guard')})")
    return f"WITH {', '.join(parts)} INSERT INTO events ({COLUMNS}) {_guarded(_casts(tables.events), count)}"


def _guarded(columns: Sequence[str], count: int) -> str:
    """So many rows of these columns, if the guard gives its own."""
    row = ", ".join(columns)
    if count == 1:
        return f"SELECT {row} FROM guard"  # nosec B608 - our own names
    several = ", ".join([f"({row})"] * count)
    return f"SELECT given.* FROM guard, (VALUES {several}) AS given ORDER BY 2"  # nosec B608 - the version


@cache
def _showing(shape: Shape, guard: str = "") -> str:
    """Change the line's row where it stands, or put it there; with a guard, only where that gives a row."""
    table, columns, renews = shape
    mark = [_cast(table.columns[name]) if guard else "%s" for name in columns]
    if renews:
        key = len(table.primary_key.columns)
        given = [f"{name} = {value}" for name, value in zip(columns, mark, strict=True)]
        where = " AND ".join(f"{table.name}.{each}" for each in given[-key:])
        source = f" FROM {guard}" if guard else ""
        return f"UPDATE {table.name} SET {', '.join(given[:-key])}{source} WHERE {where}"  # nosec B608 - our own names
    values = f"SELECT {', '.join(mark)} FROM {guard}" if guard else f"VALUES ({', '.join(mark)})"  # nosec B608
    keys = ", ".join(column.name for column in table.primary_key)
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns)
    put = f"INSERT INTO {table.name} ({', '.join(columns)}) {values}"  # nosec B608 - our own names
    return f"{put} ON CONFLICT ({keys}) DO UPDATE SET {renewed}"  # nosec B608 - our own names


def _casts(table: Table) -> list[str]:
    return [_cast(column) for column in table.columns]


def _cast(column: Any) -> str:
    return f"%s::{column.type.compile(_POSTGRESQL)}"


def _bound(line: Line, dialect: Dialect) -> list[Any]:
    bind = _binders(line.table, dialect)
    return [bind[name](line.row[name]) for name in line.columns]


def _as_it_is(value: Any) -> Any:
    return value


_BINDERS: dict[tuple[Table, str], dict[str, Callable[[Any], Any]]] = {}


def _binders(table: Table, dialect: Dialect) -> dict[str, Callable[[Any], Any]]:
    """What makes of a value of each column what the driver takes."""
    known = _BINDERS.get((table, dialect.name))
    if known is None:
        made = ((c.name, c.type.dialect_impl(dialect).bind_processor(dialect)) for c in table.columns)
        known = _BINDERS[table, dialect.name] = {name: to or _as_it_is for name, to in made}
    return known
