"""Copies of a whole database, taken while it is written to, by what SQLite and PostgreSQL bring for it.

place.restoring/       beside SQLite's file while it is put back; what is in it is never served
restore_not_finished   a table in PostgreSQL for as long
"""

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from events.database import Database
from events.errors import CopyFailed, CopyUnderWay, NotEmpty
from events.postgres_programs import Readable, run

T = TypeVar("T")
MARK = "restore_not_finished"
RESTORING = 0x5E5703E
DUMP = ("--format=custom", "--no-owner", "--no-privileges")
RESTORE = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
GUARDS = (
    "SELECT DISTINCT tgfoid::regprocedure::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace"
)
PATIENCE = 100  # tenths of a second
TAKE = "SELECT pg_try_advisory_lock(:key)"
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pg_restore'"


def copy(database: Database, into: Path, look: Callable[[Connection], T]) -> T:
    """Write a consistent copy into a new file; what `look` sees of exactly what was copied."""
    if not database.sqlite:
        with database.reading() as connection:
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            seen = look(connection)
            run("pg_dump", database.url, *DUMP, f"--snapshot={snapshot}", f"--file={into}")
        return seen
    with closing(sqlite3.connect(str(database.url.database))) as source, closing(sqlite3.connect(into)) as target:
        source.backup(target)
    copied = Database(f"sqlite:///{into}")
    try:
        with copied.reading() as connection:
            return look(connection)
    finally:
        copied.close()


@contextmanager
def restored(url: URL, source: Readable) -> Iterator[Database]:
    """A copy put back into an empty place, to be looked at in the block; it can be served once the block has ended.

    NotEmpty if something is there that no unfinished restore has left; CopyUnderWay if one is at work. If the block
    raises, SQLite has nothing new, and PostgreSQL a database that is `unfinished`, as after a death in either.
    """
    require_empty(url)
    yield from _into_sqlite(url, source) if url.get_backend_name() == "sqlite" else _into_postgresql(url, source)


def require_empty(url: URL) -> None:
    """NotEmpty if there is a database file, or a table in the database, that is not of an unfinished restore."""
    if url.get_backend_name() == "sqlite":
        for there in filter(Path.exists, _of_sqlite(Path(str(url.database)))):
            raise NotEmpty(f"{there} is there already; move it away, or set DATABASE_URL to a new file")
        return
    with _opened(url) as database, database.reading() as connection:
        tables = inspect(connection).get_table_names()
        if tables and MARK not in tables:
            raise NotEmpty(f"the database {url.database} has tables; restore into a new one (createdb)")


def unfinished(url: URL) -> bool:
    """Whether a restore into this place was begun and did not end well. The place is not made by looking."""
    if url.get_backend_name() == "sqlite":
        place = Path(str(url.database))
        return _folder(place).exists() and not place.exists()
    with _opened(url) as database, database.reading() as connection:
        return inspect(connection).has_table(MARK)


@contextmanager
def folder_beside(place: Path, ending: str) -> Iterator[Path]:
    """A folder for what is not finished yet, emptied of what a run that died left there; it goes with the block.

    CopyUnderWay if another run is at work in it.
    """
    folder = place.with_name(f"{place.name}.{ending}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise CopyUnderWay(f"another run is at work in {folder}") from busy
        try:
            for left in folder.iterdir():
                left.unlink()
            yield folder
        finally:
            shutil.rmtree(folder)
    finally:
        os.close(held)


def put_in_place(finished: Path, place: Path) -> None:
    """Move a file that is whole to where it is looked for, so that it outlasts a power cut."""
    sync(finished)
    os.replace(finished, place)
    sync(place.resolve().parent)


def sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _folder(place: Path) -> Path:
    return place.with_name(f"{place.name}.restoring")


def _of_sqlite(place: Path) -> list[Path]:
    """A database file, and those that SQLite would read together with it."""
    return [place, *(Path(f"{place}{ending}") for ending in ("-wal", "-shm", "-journal"))]


def _into_sqlite(url: URL, source: Readable) -> Iterator[Database]:
    """The file under another name, moved to its own once it has been looked at."""
    place = Path(str(url.database))
    with folder_beside(place, "restoring") as folder:
        beside = folder / place.name
        with beside.open("wb") as file:
            shutil.copyfileobj(source, file)
        database = Database(f"sqlite:///{beside}")
        try:
            yield database
        finally:
            database.close()
        if any(left.exists() for left in _of_sqlite(beside)[1:]):
            raise CopyFailed(f"{beside} could not be closed: not everything is in it")
        require_empty(url)  # looking took its time
        put_in_place(beside, place)


def _into_postgresql(url: URL, source: Readable) -> Iterator[Database]:
    """The database under a mark, which is taken away once it has been looked at."""
    with _opened(url) as database, _alone(database):
        with database.writing() as connection:
            _empty(connection)
        run("pg_restore", database.url, *RESTORE, given=source)
        yield database
        with database.writing() as connection:
            connection.execute(text(f"DROP TABLE {MARK}"))


def _empty(connection: Connection) -> None:
    """Mark an empty database; from one that is marked, take all that came after the mark."""
    quoted = connection.dialect.identifier_preparer.quote_identifier
    tables = [table for table in inspect(connection).get_table_names() if table != MARK]
    if not inspect(connection).has_table(MARK):
        connection.execute(text(f"CREATE TABLE {MARK} (begun timestamptz DEFAULT now())"))
    guards = connection.scalars(text(GUARDS)).all()
    if tables:
        connection.execute(text(f"DROP TABLE {', '.join(map(quoted, tables))} CASCADE"))
    for guard in guards:
        connection.execute(text(f"DROP FUNCTION {guard}"))


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Hold the right to restore into a database, which ends with our connection; CopyUnderWay if another has it.

    One that was killed a moment ago is waited for: the server takes a while to notice.
    """
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(PATIENCE):
            if connection.scalar(text(OTHERS)) == 0 and connection.scalar(text(TAKE), {"key": RESTORING}):
                break
            time.sleep(0.1)
        else:
            raise CopyUnderWay(f"another restore into the database {database.url.database} is at work")
        yield


@contextmanager
def _opened(url: URL) -> Iterator[Database]:
    database = Database(url.render_as_string(hide_password=False))
    try:
        yield database
    finally:
        database.close()
