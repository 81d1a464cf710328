"""Changes that someone with the whole database in hand could make: any column of any table that can be checked.

A tamper is made in an open transaction, behind the triggers. It says which row it touched, by the names under which a
check may speak of it.
"""

import random
import string
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

from events import acts, tables
from workflow.projections import PROJECTIONS

READ_MODELS = tuple(table for projection in PROJECTIONS for table in projection.tables)
KEPT = (
    tables.events, tables.log, tables.streams, tables.commands, tables.personal_data, tables.personal_keys,
    tables.tiles, tables.signed_checkpoints, acts.security_log,
)  # fmt: skip
Row = dict[str, Any]


class Tamper(NamedTuple):
    """What was done: `names` are what a fault may call the row (or its stream), `column` the only one changed."""

    what: str
    table: str
    names: tuple[str, ...]
    column: str | None = None


def rows_of(connection: Connection, table: Table) -> list[Row]:
    """The rows as they are stored, by key."""
    order = ", ".join(column.name for column in table.primary_key)
    return [dict(row._mapping) for row in connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY {order}")]


def checkable(connection: Connection, table: Table, rows: list[Row]) -> list[Row]:
    """Without what was erased: that is noise to everybody; it is counted, and what noise it is nobody can say."""
    if table is not tables.personal_data:
        return rows
    erased = {row["key_id"] for row in rows_of(connection, tables.personal_keys) if row["erased_at"] is not None}
    return [row for row in rows if row["key_id"] not in erased]


def key_of(table: Table, row: Row) -> Row:
    return {column.name: row[column.name] for column in table.primary_key}


def names_of(table: Table, row: Row) -> str:
    """What the check calls a row."""
    match table.name:
        case "events":
            return f"{row['stream_id']} version {row['version']}"
        case "log":
            return f"position {row['position']}"
        case "commands" | "personal_data" | "personal_keys":
            identity = next(iter(key_of(table, row).values()))
            return str(UUID(bytes=identity) if isinstance(identity, bytes) and len(identity) == 16 else identity)
        case "tiles":
            return f"level {row['level']} tile {row['idx']}"
        case "signed_checkpoints":
            return f"size {row['size']}"
        case "security_log":
            return str(row["seq"])
        case _:
            return " ".join(str(value) for value in key_of(table, row).values())


def delete(connection: Connection, table: Table, row: Row) -> None:
    where = " AND ".join(f"{name} = :{name}" for name in key_of(table, row))
    connection.execute(text(f"DELETE FROM {table.name} WHERE {where}"), key_of(table, row))


def insert(connection: Connection, table: Table, row: Row, verb: str = "INSERT") -> None:
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"{verb} INTO {table.name} ({', '.join(row)}) VALUES ({marks})"), row)


def update(connection: Connection, table: Table, old: Row, new: Row) -> None:
    """Change the stored row `old` to `new`, its key too if that differs."""
    where = " AND ".join(f"{name} = :old_{name}" for name in key_of(table, old))
    changed = ", ".join(f"{name} = :{name}" for name in new if new[name] != old[name])
    key = {f"old_{name}": value for name, value in key_of(table, old).items()}
    values = {name: value for name, value in new.items() if value != old[name]}
    connection.execute(text(f"UPDATE {table.name} SET {changed} WHERE {where}"), key | values)


def other(value: Any, rng: random.Random) -> Any:
    """Some other value of the same type."""
    match value:
        case bool():
            return not value
        case int():
            return rng.choice([value + 1, value - 1, value + 256, -value - 1, value ^ 1 << rng.randrange(30)])
        case str():
            at, letter = rng.randrange(len(value) + 1), rng.choice(string.ascii_lowercase + " 甲\u200b")
            changes = [value[:at] + letter + value[at + 1 :], value[:at] + letter + value[at:], value[:at], "", letter]
            return rng.choice(changes)
        case bytes():
            return _other_bytes(value, rng)
        case UUID():
            return UUID(int=value.int ^ 1 << rng.randrange(128))
        case datetime():
            return value + rng.choice([1, -1]) * rng.choice([timedelta(microseconds=1), timedelta(days=1)])
        case date():
            return value + timedelta(days=rng.choice([-1, 1, 365]))
    raise TypeError(f"no other value is known for {value!r}")


def _other_bytes(value: bytes, rng: random.Random) -> bytes:
    if not value:
        return rng.randbytes(32)
    at = rng.randrange(len(value))
    flipped = value[:at] + bytes([value[at] ^ 1 << rng.randrange(8)]) + value[at + 1 :]
    return rng.choice([flipped, flipped, value[:at], value + rng.randbytes(1), rng.randbytes(len(value)), b""])


def changed(table: Table, rows: Sequence[Row], rng: random.Random) -> tuple[Row, Row, str] | None:
    """A row, the same with another value in one column, and that column."""
    row, column = rng.choice(rows), rng.choice([c for c in table.columns if (table.name, c.name) not in UNCHECKED])
    here, elsewhere = row[column.name], [one[column.name] for one in rows if one[column.name] is not None]
    choices = [other(rng.choice(elsewhere), rng), rng.choice(elsewhere)] if elsewhere else []
    if here is not None:
        choices += [other(here, rng)] * 3
    if column.nullable:
        choices.append(None)
    value = rng.choice(choices) if choices else here
    return (row, row | {column.name: value}, column.name) if value != here else None


# What nothing else says a second time.
UNCHECKED = {
    ("commands", "request_digest"),
    *(("personal_keys", when) for when in ("made_at", "erased_at", "destroyed_at")),  # the events say when, and that
}


def edit(connection: Connection, table: Table, rows: Sequence[Row], rng: random.Random) -> Tamper | None:
    if not (found := changed(table, rows, rng)):
        return None
    old, new, column = found
    update(connection, table, old, new)
    return Tamper(f"{column}: {old[column]!r} -> {new[column]!r}", table.name, _both(table, old, new), column)


def replace(connection: Connection, table: Table, rows: Sequence[Row], rng: random.Random) -> Tamper | None:
    """INSERT OR REPLACE, which on SQLite slips past triggers on UPDATE and DELETE."""
    if not (found := changed(table, rows, rng)):
        return None
    old, new, column = found
    ousted: list[Row] = []
    if connection.dialect.name == "sqlite":
        insert(connection, table, new, "INSERT OR REPLACE")
        left = rows_of(connection, table)
        ousted = [row for row in rows if row not in left and row != old]  # it had the same event id, say
    else:
        delete(connection, table, old)
        insert(connection, table, new)
    names = (*_both(table, old, new), *(name for row in ousted for name in _around(table, row)))
    return Tamper(f"replaced with another {column}: {new[column]!r}", table.name, names)


def add(connection: Connection, table: Table, rows: Sequence[Row], rng: random.Random) -> Tamper | None:
    """A copy of a row under another key."""
    old = rng.choice(rows)
    keys = key_of(table, old)
    new = old | {name: other(value, rng) for name, value in keys.items() if len(keys) == 1 or rng.random() < 0.7}
    new |= {name: other(new[name], rng) for name in ("event_id", "number", "code", "sequence") if new.get(name)}
    insert(connection, table, new)
    return Tamper("inserted", table.name, _both(table, old, new))


def remove(connection: Connection, table: Table, rows: Sequence[Row], rng: random.Random) -> Tamper:
    row = rng.choice(rows)
    delete(connection, table, row)
    return Tamper("deleted", table.name, _around(table, row))


def exchange(connection: Connection, table: Table, rows: Sequence[Row], rng: random.Random) -> Tamper | None:
    """Two rows trade places: each gets the other's key."""
    if len(rows) < 2:
        return None
    one, two = rng.sample(rows, 2)
    for row in (one, two):
        delete(connection, table, row)
    for row, key in ((one, two), (two, one)):
        insert(connection, table, row | key_of(table, key))
    return Tamper("exchanged", table.name, (*_around(table, one), *_around(table, two)))


def cut_off(connection: Connection, table: Table, rows: Sequence[Row], rng: random.Random) -> Tamper:
    """The last rows are gone, or all."""
    gone = rows[-rng.choice([1, 2, 3, 5, len(rows)]) :]
    for row in gone:
        delete(connection, table, row)
    return Tamper(f"{len(gone)} rows cut off", table.name, tuple(name for row in gone for name in _around(table, row)))


def _both(table: Table, old: Row, new: Row) -> tuple[str, ...]:
    if key_of(table, old) == key_of(table, new) and table.name != "log":
        return (names_of(table, old),)
    return (*_around(table, old), *_around(table, new))


def _around(table: Table, row: Row) -> tuple[str, ...]:
    """A row that is not where it was may be missed by its neighbours: by what else speaks of its stream."""
    return (names_of(table, row), *(str(row[name]) for name in ("stream_id",) if name in row))


WAYS: tuple[Callable[..., Tamper | None], ...] = (edit, edit, edit, replace, add, remove, exchange, cut_off)


def tamper(connection: Connection, rng: random.Random, among: Sequence[Table]) -> Tamper:
    """Do something to one of the tables, in this transaction. What the database itself refuses is tried otherwise."""
    while True:
        table, way = rng.choice(among), rng.choice(WAYS)
        before = rows_of(connection, table)
        rows = checkable(connection, table, before)
        if not rows:
            continue
        try:
            with connection.begin_nested():
                done = way(connection, table, rows, rng)
        except DBAPIError:
            continue
        if done and rows_of(connection, table) != before:
            return done
