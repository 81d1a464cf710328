"""Appends per second: one event each, by many writers on PostgreSQL, by one on SQLite with synchronous=FULL."""

import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg

from benchmarks import peers, places, raw
from benchmarks.contest import Contestant, met, paired, rounds
from benchmarks.ours import MEASURES, RESULT
from benchmarks.table import Table
from events import sealer
from events.clock import Clock
from events.database import Database
from events.event import EMPTY, Envelope, Head
from events.rows import COLUMNS, rows_of
from events.store import EventStore
from workflow.messages.item import Evidence, ItemReported
from workflow.words import State

SECONDS = 1.5
PROCESSES = multiprocessing.get_context("fork")
EVENT = ItemReported(
    leads_to=State.REPORTED, measures=MEASURES, result=RESULT, evidence=(Evidence("ab" * 32, 3, "application/pdf"),)
)
Step = Callable[[], None]
Writer = Callable[[str], Step]


def measure(count: int) -> Table:
    columns = ("database", "writers", "what", "appends/s", "ours to it", "goal", "met")
    table = Table("Appends per second, one event each", columns)
    for writers in (4, 16):
        with on_postgresql(writers) as taking_part:
            _report(
                table, "postgresql", writers, rounds(taking_part, count), {"eventsourcing": 3.0, "rows alone": 0.85}
            )
    with on_sqlite() as taking_part:
        _report(table, "sqlite", 1, rounds(taking_part, count), {"rows alone": 0.9})
    return table


def _report(table: Table, kind: str, writers: int, results: dict[str, list[float]], goals: dict[str, float]) -> None:
    for name, figures in results.items():
        ratio, goal = paired(results["ours"], figures), goals.get(name)
        cells = (str(ratio), f"≥ {goal}", met(ratio.median >= goal)) if goal else ("", "", "")
        if name == "ours, sealer running":
            cells = (str(paired(figures, results["ours"])) + " of ours without", "", "")
        table.add(kind, str(writers), name, statistics.median(figures), *cells)


@contextmanager
def on_postgresql(writers: int) -> Iterator[dict[str, Contestant]]:
    with ExitStack() as stack:
        url, sealed = (stack.enter_context(places.postgresql(name)) for name in ("ours", "sealed"))
        floor = stack.enter_context(places.postgresql("floor"))
        peer = stack.enter_context(places.postgresql("peer", migrated=False))
        peers.office(peer).close()
        yield {
            "ours": lambda: _race(url, _ours, writers),
            "ours, sealer running": lambda: _race(sealed, _ours, writers, beside=_seal),
            "rows alone": lambda: _race(floor, _rows_alone, writers),
            "eventsourcing": lambda: _race(peer, _peer, writers),
        }


@contextmanager
def on_sqlite() -> Iterator[dict[str, Contestant]]:
    with places.sqlite("ours") as url, places.sqlite("floor") as floor:
        yield {"ours": lambda: _race(url, _ours, 1), "rows alone": lambda: _race(floor, _rows_alone, 1)}


def _race(url: str, writer: Writer, writers: int, beside: Callable[[str, Any], None] | None = None) -> float:
    """Appends per second of `writers` processes that begin together and write for SECONDS."""
    start, end = PROCESSES.Barrier(writers + 1), PROCESSES.Event()
    counts: Any = PROCESSES.Queue()
    running = [PROCESSES.Process(target=_write, args=(url, writer, start, counts)) for _ in range(writers)]
    if beside:
        running.append(PROCESSES.Process(target=beside, args=(url, end)))
    for process in running:
        process.start()
    start.wait()
    total = sum(counts.get(timeout=60) for _ in range(writers))
    end.set()
    for process in running:
        process.join()
    return float(total)


def _write(url: str, writer: Writer, start: Any, counts: Any) -> None:
    step = writer(url)
    step()
    start.wait()
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        step()
        done += 1
    counts.put(done / (time.perf_counter() - began))


def _seal(url: str, end: Any) -> None:
    database = Database(url)
    while not end.is_set():
        sealer.seal(database, Clock())
        time.sleep(0.02)
    database.close()


def envelope() -> Envelope:
    command = uuid4()
    at = datetime.now(UTC)
    return Envelope(at=at, actor=f"bureau_handler baishi {command}", command_id=command, correlation_id=command)


def _ours(url: str) -> Step:
    """Each writer appends to one stream of its own."""
    database, stream, head = Database(url), f"item-{uuid4()}", EMPTY

    def step() -> None:
        nonlocal head
        with database.commanding() as connection:
            [new] = EventStore(connection).append(stream, [EVENT], expected=head, envelope=envelope())
        head = Head(version=new.version, digest=new.digest, recorded_at=new.recorded_at)

    return step


INSERT_ALL = (
    "WITH stream AS (UPDATE streams SET version = %s, head_digest = %s WHERE stream_id = %s), "
    f"event AS (INSERT INTO events ({COLUMNS}) VALUES ({{}})) INSERT INTO pending (stream_id, version) VALUES (%s, %s)"
)
BEGIN = "INSERT INTO streams (stream_id, kind, version, head_digest) VALUES (%s, 'item', 0, %s)"


def _rows_alone(url: str) -> Step:
    """The same rows, made as ours are, in one statement that checks no version and gives no order."""
    stream, head = f"item-{uuid4()}", EMPTY
    run = _sqlite(url, stream) if url.startswith("sqlite") else _postgresql(url, stream)

    def step() -> None:
        nonlocal head
        [row] = rows_of(stream, [EVENT], head, envelope())
        run(row)
        head = Head(version=row.version, digest=row.digest, recorded_at=row.recorded_at)

    return step


def _postgresql(url: str, stream: str) -> Callable[[Any], None]:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(BEGIN, (stream, b""))
    statement = INSERT_ALL.format(", ".join(["%s"] * 13))
    return lambda row: connection.cursor(binary=True).execute(
        statement, (row.version, row.digest, stream, *row, stream, row.version)
    )


def _sqlite(url: str, stream: str) -> Callable[[Any], None]:
    connection = raw.open_sqlite(url)
    connection.execute(BEGIN.replace("%s", "?"), (stream, b""))

    def run(row: Any) -> None:
        values = [getattr(value, "bytes", value) for value in row]
        values[7] = values[8] = int(row.recorded_at.timestamp() * 1_000_000)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(raw.STREAM.replace("%s", "?"), (row.version, row.digest, stream))
        connection.execute(raw.EVENT.format(", ".join("?" * 13)), values)
        connection.execute(raw.QUEUE.replace("%s", "?"), (stream, row.version))
        connection.execute("COMMIT")

    return run


def _peer(url: str) -> Step:
    office = peers.office(url, create=False)
    item = office.repository.get(office.assigned())

    def step() -> None:
        item.report(MEASURES, RESULT, ["ab" * 32], "bureau_handler baishi")
        office.save(item)

    return step
