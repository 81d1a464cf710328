"""One database, SQLite or PostgreSQL, opened so that what it acknowledges it keeps."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from events.driver import Driver
from events.errors import UnsafeDatabase
from events.keyring import NO_KEYS, Keyring

NETWORK_FILESYSTEMS = ("nfs", "cifs", "smb", "sshfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs", "fuse.s3fs")
IDLE_SECONDS = 1.0
MEMORY = (None, "", ":memory:")


class Database:
    """Transactions on one database. `writing` takes SQLite's write lock at once; `reading` never waits for it."""

    def __init__(self, url: str, keys: Keyring = NO_KEYS):
        """`keys` open what is sealed of persons; see vault."""
        self.url = _with_driver(make_url(url))
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            _refuse_network_mount(self.url)
        self.engine = _open(self.url)
        self._commanding = _open(self.url, isolation_level="AUTOCOMMIT")
        self._held: deque[tuple[float, Connection]] = deque()
        self._lost = 0.0
        self.carry(keys)
        for engine in (self.engine, self._commanding):
            event.listen(engine, "invalidate", self._note_loss)
            if not self.sqlite:
                event.listen(engine, "checkout", self._test_if_idle)

    def carry(self, keys: Keyring) -> None:
        """Open what is sealed of persons with these keys from now on."""
        for engine in (self.engine, self._commanding):
            engine.update_execution_options(keyring=keys)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed when the block ends, and rolled back when it raises."""
        with self.engine.connect() as connection, connection.execution_options(writing=True).begin():
            yield connection

    @contextmanager
    def commanding(self) -> Iterator[Connection]:
        """A connection for one command that writes by one append, kept open for the next who asks.

        On PostgreSQL each statement is a transaction of its own, on SQLite the whole block is one.
        """
        connection = self._held_or_new()
        driver = Driver(connection)
        try:
            if self.sqlite:
                driver.run("BEGIN IMMEDIATE")
            yield connection
            if self.sqlite:
                driver.run("COMMIT")
            if connection.in_transaction():  # what SQLAlchemy begins by itself says nothing to the database here
                connection.rollback()
        except BaseException:
            connection.close()
            raise
        self._held.append((time.monotonic(), connection))

    def _note_loss(self, _: object, __: object, lost: BaseException | None) -> None:
        """A connection broke: those that lie idle are asked before they are used, so that one is all it costs."""
        if lost is not None:
            self._lost = time.monotonic()

    def _fresh(self, returned: float) -> bool:
        """Whether a connection given back at that time can be taken unasked; asking would double a command's trips."""
        return returned > self._lost and time.monotonic() - returned < IDLE_SECONDS

    def _test_if_idle(self, raw: Any, record: ConnectionPoolEntry, _: object) -> None:
        if self._fresh(record.info.get("returned", 0.0)):
            return
        try:
            raw.execute("SELECT 1")
            raw.rollback()
        except raw.Error as error:
            raise DisconnectionError from error

    def _held_or_new(self) -> Connection:
        while True:
            try:
                returned, connection = self._held.pop()
            except IndexError:  # none is left; another thread may have taken the last
                return self._commanding.connect()
            if self._fresh(returned) or _stands(connection):
                return connection
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the database."""
        with self.engine.connect() as connection:
            level = {} if self.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            with connection.execution_options(**level).begin():
                yield connection

    def shrink(self, table: str) -> None:
        """Write anew what `table` holds, so that what was deleted from it lies on the disk no more."""
        with self._commanding.connect() as connection:
            if self.sqlite:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                connection.exec_driver_sql(f"VACUUM FULL {table}")

    def close(self) -> None:
        for _, connection in self._held:
            connection.close()
        self._held.clear()
        self.engine.dispose()
        self._commanding.dispose()


def _with_driver(url: URL) -> URL:
    """`postgres://` and `postgresql://` mean psycopg 3."""
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _open(url: URL, **options: Any) -> Engine:
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_size=10, max_overflow=30, pool_timeout=10, **options)
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "checkin", _note_return)
        return engine
    if url.database not in MEMORY:
        Path(str(url.database)).resolve().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=10, max_overflow=30, pool_timeout=10, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    if not options:
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _stands(connection: Connection) -> bool:
    """Whether the server still answers on it; a connection that is lost is marked as such."""
    try:
        Driver(connection).rows("SELECT 1")
    except DBAPIError:
        return False
    return True


def _note_return(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["returned"] = time.monotonic()


def _prepare_postgresql(connection: Any, _: object) -> None:
    """Moments come in UTC, whatever zone the server or the role is set to. No query is compiled: on a restored log,
    without statistics yet, that took ten times as long as the short query it was for."""
    connection.execute("SET TIME ZONE 'UTC'; SET jit = off")
    connection.commit()


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Each acknowledged write reaches the disk: WAL with synchronous=FULL, asserted."""
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not at the first write
    run = connection.execute
    run("PRAGMA busy_timeout=20000")  # before journal_mode, which itself waits for a lock
    run("PRAGMA journal_mode=WAL")
    run("PRAGMA synchronous=FULL")
    run("PRAGMA foreign_keys=ON")
    if run("PRAGMA synchronous").fetchone()[0] != 2:
        raise UnsafeDatabase("SQLite does not run with synchronous=FULL; acknowledged writes could be lost")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _refuse_network_mount(url: URL) -> None:
    if url.database in MEMORY:
        return
    where = Path(str(url.database)).resolve()
    kind = filesystem_of(where, Path("/proc/self/mounts"))
    if kind.startswith(NETWORK_FILESYSTEMS):
        raise UnsafeDatabase(
            f"SQLite cannot keep its promises on a network mount ({where} is on {kind}). "
            "Put the database on a local disk, or use PostgreSQL (DATABASE_URL)."
        )


def filesystem_of(path: Path, mounts: Path) -> str:
    """The type of the file system that `path` lies on, as `mounts` lists it; "" if that cannot be told."""
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text().splitlines():
        _, mounted, filesystem, *_ = line.split(" ")
        point = mounted.replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, filesystem
    return kind
