"""Inclusion proofs in a long log: how long one takes, and how much memory."""

import os
import resource
import secrets
import statistics
import time
from multiprocessing import get_context
from typing import Any

import psycopg

from benchmarks import places, raw
from benchmarks.contest import met, p99
from benchmarks.table import Table
from events import tiles, tree
from events.database import Database

LEAVES = 10_000_000 if os.environ.get("XIAOHAO_BIG") else 1_000_000
PROOFS, STEP = 1000, 100_000


def measure(_: int) -> Table:
    table = Table(f"Inclusion proofs at {LEAVES:,} leaves", ("database", "what", "figure", "goal", "met"))
    for kind in ("postgresql", "sqlite"):
        with getattr(places, kind)("proofs") as url:
            (_fill_sqlite if kind == "sqlite" else _fill_postgresql)(url)
            start = time.perf_counter()
            _complete(url)
            table.add(kind, "making all tiles, s", time.perf_counter() - start, "", "")
            times, memory = _in_a_child(url)
        table.add(kind, "a proof, median ms", statistics.median(times), "", "")
        table.add(kind, "a proof, 99th percentile ms", p99(times), "< 7", met(p99(times) < 7))
        table.add(kind, "memory the proofs took, MB", memory, "< 64", met(memory < 64))
    return table


def _fill_postgresql(url: str) -> None:
    into = "COPY log (position, stream_id, version, leaf, seal, sealed_at) FROM STDIN"
    with psycopg.connect(url) as connection, connection.cursor() as cursor, cursor.copy(into) as copy:
        for position in range(LEAVES):
            leaf = secrets.token_bytes(32)
            copy.write_row((position, f"s{position}", 1, leaf, leaf, "2020-01-01T00:00:00Z"))


def _fill_sqlite(url: str) -> None:
    connection = raw.open_sqlite(url)
    connection.execute("BEGIN")
    leaves = ((position, f"s{position}", 1, secrets.token_bytes(32), b"", 0) for position in range(LEAVES))
    connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)", leaves)
    connection.execute("COMMIT")
    connection.close()


def _complete(url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        tiles.complete(connection, LEAVES)
    database.close()


def _in_a_child(url: str) -> tuple[list[float], float]:
    """Each proof's milliseconds and the growth of a process that did nothing else, in MB."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_prove, (url, LEAVES - 77))


def _prove(url: str, size: int) -> tuple[list[float], float]:
    """Each proof begins with nothing read, and is checked."""
    database = Database(url)
    with database.reading() as connection:
        root = tiles.root(connection, size)
        before = _resident()
        times = [_one(connection, secrets.randbelow(size), size, root) for _ in range(PROOFS)]
    database.close()
    return times, _resident() - before


def _one(connection: Any, index: int, size: int, root: bytes) -> float:
    start = time.perf_counter()
    proof = tree.inclusion_proof(tiles.reader(connection), index, size)
    took = (time.perf_counter() - start) * 1000
    [leaf] = tiles.reader(connection)(0, index, index + 1)
    if not tree.verify_inclusion(leaf, index, size, proof, root):
        raise SystemExit(f"the proof of position {index} does not lead to the root")
    return took


def _resident() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
