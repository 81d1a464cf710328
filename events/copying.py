"""Copies of a whole database, taken while it is written to, by what SQLite and PostgreSQL bring for it."""

import os
import re
import shutil
import sqlite3
import subprocess  # nosec B404 - two programs of PostgreSQL, found on this machine
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from events.database import Database
from events.errors import CopyFailed, NotEmpty

T = TypeVar("T")
MARK = "restore_not_finished"
DUMP = ("--format=custom", "--no-owner", "--no-privileges")
RESTORE = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")


def copy(database: Database, into: Path, look: Callable[[Connection], T]) -> T:
    """Write a consistent copy into a new file; what `look` sees of exactly what was copied."""
    if not database.sqlite:
        with database.reading() as connection:
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            seen = look(connection)
            _run("pg_dump", database.url, *DUMP, f"--snapshot={snapshot}", f"--file={into}")
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
def restored(url: URL, source: Path) -> Iterator[Database]:
    """A copy put back into an empty place, to be looked at in the block; it can be served once the block has ended.

    NotEmpty if something is there. If the block raises, SQLite has nothing new, and PostgreSQL a database that `serve`
    refuses.
    """
    require_empty(url)
    if url.get_backend_name() == "sqlite":
        yield from _beside_its_place(Path(str(url.database)), source)
        return
    database = Database(url.render_as_string(hide_password=False))
    try:
        with database.writing() as connection:
            connection.execute(text(f"CREATE TABLE {MARK} (begun timestamptz DEFAULT now())"))
        _run("pg_restore", database.url, *RESTORE, str(source))
        yield database
        with database.writing() as connection:
            connection.execute(text(f"DROP TABLE {MARK}"))
    finally:
        database.close()


def require_empty(url: URL) -> None:
    """NotEmpty if there is a database file, or a table in the database, at this address."""
    if url.get_backend_name() == "sqlite":
        for there in filter(Path.exists, _of_sqlite(Path(str(url.database)))):
            raise NotEmpty(f"{there} is there already; move it away, or set DATABASE_URL to a new file")
        return
    database = Database(url.render_as_string(hide_password=False))
    try:
        with database.reading() as connection:
            if inspect(connection).get_table_names():
                raise NotEmpty(f"the database {url.database} has tables; restore into a new one (createdb)")
    finally:
        database.close()


def unfinished(database: Database) -> bool:
    """Whether a restore into this database was begun and did not end well."""
    with database.reading() as connection:
        return inspect(connection).has_table(MARK)


def _beside_its_place(place: Path, source: Path) -> Iterator[Database]:
    """The file under another name, moved to its own once it has been looked at."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.restoring")
    for left in _of_sqlite(beside):  # by a restore that was cut off
        left.unlink(missing_ok=True)
    shutil.copyfile(source, beside)
    database = Database(f"sqlite:///{beside}")
    try:
        yield database
        database.close()
        sync(beside)
        os.replace(beside, place)
        sync(place.parent)
    finally:
        database.close()
        for left in _of_sqlite(beside):
            left.unlink(missing_ok=True)


def _of_sqlite(place: Path) -> list[Path]:
    """A database file, and those that SQLite would read together with it."""
    return [place, *(Path(f"{place}{ending}") for ending in ("-wal", "-shm", "-journal"))]


def sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _run(program: str, url: URL, *options: str) -> None:
    """Run a program of PostgreSQL on a database; the password is not among its arguments. CopyFailed says why not."""
    where = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    command = [_found(program), f"--dbname={where.render_as_string()}", "--no-password", *options]
    environment = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # nosec B603 - no shell, our words
    if done.returncode:
        raise CopyFailed(f"{program} ended with status {done.returncode}: {done.stderr.strip()[-500:]}")


def _version(program: Path) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", program.parts[-3])]


def _found(program: str) -> str:
    """The program on the path, or the newest where Debian keeps them."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{program}"), key=_version)
    found = str(versions[-1]) if versions else shutil.which(program)
    if found is None:
        raise CopyFailed(f"{program} is not on this machine; install PostgreSQL's client programs (postgresql-client)")
    return found
