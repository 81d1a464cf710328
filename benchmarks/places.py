"""Databases to measure in, made for it and dropped; the processor time used on both ends of a connection."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from migrations import upgrade

SERVER = os.environ.get("BENCH_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@contextmanager
def postgresql(name: str, *, migrated: bool = True) -> Iterator[str]:
    """The address of a new database on the server that BENCH_POSTGRES_URL names."""
    database = f"xiaohao_bench_{os.getpid()}_{name}"
    url = urlsplit(SERVER)._replace(path=f"/{database}").geturl()
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)
    _execute("CREATE DATABASE {}", database)
    try:
        if migrated:
            upgrade(url)
        yield url
    finally:
        _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


@contextmanager
def sqlite(name: str, *, migrated: bool = True) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / name}.db"
        if migrated:
            upgrade(url)
        yield url


def _execute(statement: str, database: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(database)))


def processor_time(url: str) -> float:
    """Microseconds of processor time used so far: by this process, and by those that serve the database at `url`."""
    return time.process_time() * 1e6 + (_served(url) if url.startswith("postgres") else 0.0)


def _served(url: str) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    return sum(_of(pid) for (pid,) in found)


def _of(pid: int) -> float:
    """Microseconds that a process has run, as the kernel's scheduler counts them."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e3
    except FileNotFoundError:
        return 0.0


def used(url: str, work: Callable[[], int]) -> float:
    """Microseconds of processor time per unit of `work`, client and server together."""
    before = processor_time(url)
    done = work()
    return (processor_time(url) - before) / done


def fdatasyncs_per_second(folder: Path) -> float:
    """How many times a second the disk takes 4 kB for certain."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 1.0:
            os.pwrite(file.fileno(), b"x" * 4096, 0)
            os.fdatasync(file.fileno())
            count += 1
    return count / (time.perf_counter() - start)


def peak_megabytes() -> float:
    """The most memory that this process has had, of its own: what a parent had before it was begun does not count."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
