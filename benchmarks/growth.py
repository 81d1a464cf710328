"""What one append costs on PostgreSQL as the log grows."""

import os
import statistics
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import psycopg

from benchmarks import places
from benchmarks.appends import EVENT, envelope
from benchmarks.contest import met
from benchmarks.table import Table
from events.database import Database
from events.event import EMPTY
from events.store import EventStore

SIZES = (10_000, 100_000, 1_000_000, *([10_000_000] if os.environ.get("XIAOHAO_BIG") else []))
APPENDS = 300
FILL = (
    "INSERT INTO streams (stream_id, kind, version, head_digest) "
    "SELECT 'item-' || md5(n::text), 'item', 5, '' FROM generate_series(%(first)s::int, %(last)s::int) n",
    "INSERT INTO events SELECT 'item-' || md5(n::text), v, gen_random_uuid(), 'item.reported', 1, "
    "convert_to(repeat('{}', 200), 'utf8'), sha256(n::text::bytea), now(), now(), 'bureau_handler baishi', "
    "gen_random_uuid(), gen_random_uuid(), NULL "
    "FROM generate_series(%(first)s::int, %(last)s::int) n, generate_series(1, 5) v",
    "INSERT INTO log SELECT 5 * n + v, 'item-' || md5(n::text), v, sha256(n::text::bytea), '', now() "
    "FROM generate_series(%(first)s::int, %(last)s::int) n, generate_series(1, 5) v",
)  # fmt: skip


def measure(count: int) -> Table:
    """The sizes are databases of their own, so that they can be measured in turn."""
    table = Table(
        "One append as the log grows, on PostgreSQL", ("events", "µs of processor time", "to the least", "goal", "met")
    )
    with ExitStack() as stack:
        urls = {size: stack.enter_context(places.postgresql(f"grown{size}")) for size in SIZES}
        databases = {size: _filled(url, size) for size, url in urls.items()}
        figures: dict[int, list[float]] = {size: [] for size in SIZES}
        for _ in range(count):
            for size in SIZES:
                figures[size].append(places.used(urls[size], lambda size=size: _append(databases[size])))
        for database in databases.values():
            database.close()
    least = statistics.median(figures[SIZES[0]])
    for size in SIZES:
        cost = statistics.median(figures[size])
        table.add(f"{size:,}", cost, f"{cost / least:.2f}", "0.8–1.2", met(0.8 <= cost / least <= 1.2))
    return table


def _filled(url: str, size: int) -> Database:
    step = 200_000
    with psycopg.connect(url, autocommit=True) as connection:
        for first in range(0, size // 5, step):
            for statement in FILL:
                connection.execute(statement, {"first": first, "last": min(first + step, size // 5) - 1})
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    return Database(url)


def _append(database: Any) -> int:
    for _ in range(APPENDS):
        with database.commanding() as connection:
            EventStore(connection).append(f"item-{uuid4()}", [EVENT], expected=EMPTY, envelope=envelope())
    return APPENDS
