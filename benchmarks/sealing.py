"""Sealing: how many events a second, and how long after its commit an event stands in the log."""

import multiprocessing
import statistics
import threading
import time
from typing import Any
from uuid import uuid4

from benchmarks import places
from benchmarks.appends import EVENT, envelope
from benchmarks.contest import met, p99
from benchmarks.table import Table
from events import sealer
from events.clock import Clock
from events.database import Database
from events.event import EMPTY
from events.store import EventStore

EVENTS, RATE, SECONDS = 50_000, 1000, 5
PROCESSES = multiprocessing.get_context("fork")


def measure(count: int) -> Table:
    table = Table("Sealing", ("database", "what", "figure", "goal", "met"))
    for kind in ("postgresql", "sqlite"):
        speeds = [_speed(kind) for _ in range(min(count, 5))]
        speed = statistics.median(speeds)
        table.add(kind, f"events sealed per second, {EVENTS} waiting", speed, "≥ 20000", met(speed >= 20_000))
    delays = [delay for _ in range(min(count, 3)) for delay in _delays()]
    table.add("postgresql", f"append to log under {RATE}/s, median ms", statistics.median(delays), "", "")
    table.add("postgresql", "the same, 99th percentile", p99(delays), "< 50", met(p99(delays) < 50))
    return table


def _speed(kind: str) -> float:
    with getattr(places, kind)("seal") as url:
        database = Database(url)
        with database.writing() as connection:
            for _ in range(EVENTS // 50):
                stream = f"item-{uuid4()}"
                EventStore(connection).append(stream, [EVENT] * 50, expected=EMPTY, envelope=envelope())
        start = time.perf_counter()
        sealed = sealer.seal(database, Clock())
        took = time.perf_counter() - start
        database.close()
    return sealed / took


def _delays() -> list[float]:
    """Milliseconds from commit to log of each event, one process writing and sealing as a server does."""
    with places.postgresql("delay") as url:
        committed: Any = PROCESSES.Queue()
        writer = PROCESSES.Process(target=_write, args=(url, committed))
        writer.start()
        seen = _tail(url, RATE * SECONDS)
        times = committed.get(timeout=60)
        writer.join()
    return [(seen[stream] - at) * 1000 for stream, at in times.items()]


def _write(url: str, committed: Any) -> None:
    database, woken = Database(url), threading.Event()

    def keep_sealing() -> None:
        while True:
            woken.wait(1.0)
            woken.clear()
            sealer.seal(database, Clock())

    threading.Thread(target=keep_sealing, daemon=True).start()
    times, start = {}, time.monotonic()
    for number in range(RATE * SECONDS):
        time.sleep(max(0.0, start + number / RATE - time.monotonic()))
        stream = f"item-{uuid4()}"
        with database.commanding() as connection:
            EventStore(connection).append(stream, [EVENT], expected=EMPTY, envelope=envelope())
        times[stream] = time.monotonic()
        woken.set()
    time.sleep(1.0)
    committed.put(times)


def _tail(url: str, wanted: int) -> dict[str, float]:
    """When each event was first seen in the log, by its stream."""
    database, seen, after = Database(url), {}, -1
    while len(seen) < wanted:
        with database.commanding() as connection:
            for recorded in EventStore(connection).read_log(after=after):
                seen[recorded.stream], after = time.monotonic(), int(recorded.position or 0)
        time.sleep(0.002)
    database.close()
    return seen
