"""Stand between SQLAlchemy and the driver, and see each call that reaches the database: statements, commits, rollbacks.

Nothing here knows our own functions; however they speak to the database, they are seen.
"""

import sqlite3
from collections.abc import Callable
from typing import Any, Protocol

import psycopg
from sqlalchemy import Engine, event

from events.database import Database


class Seen(Protocol):
    """Who is told of each call, with the driver's connection and what was called."""

    def before(self, connection: Any, what: str) -> None: ...

    def after(self, connection: Any, what: str) -> None: ...


def watch(database: Database, seen: Seen) -> None:
    """Let `seen` see every call of the connections that `database` opens from now on."""
    connect = _sqlite(seen) if database.sqlite else _postgresql(seen)
    for engine in engines(database):
        event.listen(engine, "do_connect", lambda _dialect, _record, args, said: connect(*args, **said))


def engines(database: Database) -> list[Engine]:
    """Every pool of connections it holds."""
    return list({id(held): held for held in vars(database).values() if isinstance(held, Engine)}.values())


def _watched(seen: Seen, base: type, names: tuple[str, ...], connection_of: Callable[[Any], Any]) -> Any:
    """A subclass of `base` whose methods `names` are told of before they begin and after they ended."""

    def telling(name: str) -> Callable[..., Any]:
        original = getattr(base, name)

        def call(self: Any, *args: Any, **said: Any) -> Any:
            what = str(args[0]) if args else name
            seen.before(connection_of(self), what)
            result = original(self, *args, **said)
            seen.after(connection_of(self), what)
            return result

        return call

    return type(f"Watched{base.__name__}", (base,), {name: telling(name) for name in names})


def _postgresql(seen: Seen) -> Callable[..., Any]:
    cursor = _watched(seen, psycopg.Cursor, ("execute", "executemany"), lambda self: self.connection)
    connection = _watched(seen, psycopg.Connection, ("commit", "rollback"), lambda self: self)
    return lambda *args, **said: connection.connect(*args, **{**said, "cursor_factory": cursor})


def _sqlite(seen: Seen) -> Callable[..., Any]:
    watched = _watched(seen, sqlite3.Cursor, ("execute", "executemany"), lambda self: self.connection)
    plain = _watched(seen, sqlite3.Connection, ("commit", "rollback"), lambda self: self)

    class Connection(plain):  # type: ignore[misc]
        def cursor(self, factory: Any = watched) -> Any:
            return super().cursor(factory)

    return lambda *args, **said: sqlite3.connect(*args, **{**said, "factory": Connection})
