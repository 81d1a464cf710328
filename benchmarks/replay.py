"""Typed events with their envelope, read back stream by stream: how many a second."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from benchmarks import peers, places
from benchmarks.appends import EVENT, envelope
from benchmarks.contest import Contestant, met, paired, rounds
from benchmarks.ours import MEASURES, RESULT
from benchmarks.table import Table
from events.database import Database
from events.event import EMPTY
from events.store import EventStore

STREAMS, LENGTH = 100, 50
GOAL, STRETCH = 2.0, 3.0


def measure(count: int) -> Table:
    columns = ("database", "what", "events/s", "ours to it", "goal", "met")
    table = Table(f"Replay: {STREAMS} streams of {LENGTH} typed events with their envelope", columns)
    for kind in ("postgresql", "sqlite"):
        with contestants(getattr(places, kind)) as taking_part:
            results = rounds(taking_part, count)
        ratio = paired(results["ours"], results["eventsourcing"])
        table.add(kind, "ours", statistics.median(results["ours"]), "", "", "")
        peer = statistics.median(results["eventsourcing"])
        table.add(kind, "eventsourcing", peer, str(ratio), f"≥ {GOAL} (stretch {STRETCH})", met(ratio.median >= GOAL))
    return table


@contextmanager
def contestants(place: Any) -> Iterator[dict[str, Contestant]]:
    with place("ours") as url, place("peer", migrated=False) as peer:
        yield {"ours": _ours(url), "eventsourcing": _peer(peer)}


def _ours(url: str) -> Contestant:
    database, streams = Database(url), [f"item-{uuid4()}" for _ in range(STREAMS)]
    with database.writing() as connection:
        for stream in streams:
            EventStore(connection).append(stream, [EVENT] * LENGTH, expected=EMPTY, envelope=envelope())

    def contest() -> float:
        start = time.perf_counter()
        with database.reading() as connection:
            store = EventStore(connection)
            read = sum(len(store.read(stream).recorded) for stream in streams)
        return read / (time.perf_counter() - start)

    return contest


def _peer(url: str) -> Contestant:
    office, items = peers.office(url), []
    for _ in range(STREAMS):
        item = office.repository.get(office.assigned())
        for _ in range(LENGTH - 2):
            item.report(MEASURES, RESULT, ["ab" * 32], "bureau_handler baishi")
        office.save(item)
        items.append(item.id)

    def contest() -> float:
        start = time.perf_counter()
        read = sum(len(list(office.events.get(item))) for item in items)
        return read / (time.perf_counter() - start)

    return contest
