"""One whole command: read, fold, decide, append, read model. Processor time of client and server together."""

import gc
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import ours, peers, places, raw
from benchmarks.contest import Contestant, met, paired, rounds
from benchmarks.table import Table
from workflow import service

ITEMS, PAIRS = 50, 2
COLUMNS = ("database", "what", "µs of processor time", "ours to it", "goal", "met")


def measure(count: int) -> Table:
    """Each round takes ITEMS new items of two events through PAIRS reports and returns: up to six events a stream."""
    table = Table("A whole command, processor time of client and server", COLUMNS)
    for kind, against_peer, against_floor in (("postgresql", 1 / 3, 2.0), ("sqlite", 1 / 2, None)):
        with contestants(getattr(places, kind)) as taking_part:
            gc.freeze()
            results = rounds(taking_part, count)
            gc.unfreeze()
        table.add(kind, "ours", statistics.median(results["ours"]), "", "", "")
        for name, limit in (("eventsourcing", against_peer), ("rows alone", against_floor)):
            ratio, median = paired(results["ours"], results[name]), statistics.median(results[name])
            goal = f"≤ {limit:.2f}" if limit else ""
            table.add(kind, name, median, str(ratio), goal, met(ratio.median <= limit) if limit else "")
    return table


@contextmanager
def contestants(place: Any) -> Iterator[dict[str, Contestant]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(place("ours"))
        office = stack.enter_context(ours.Office.open(url, folder))
        peer_url = stack.enter_context(place("peer", migrated=False))
        yield {
            "ours": lambda: _ours(url, office),
            "eventsourcing": _peer(peer_url),
            "rows alone": _raw(url, office),
        }


def _ours(url: str, office: ours.Office) -> float:
    given = [command for item in _new(office) for command in office.to_and_fro(item, PAIRS)]
    service.handle(office.ledger, given[0])

    def work() -> int:
        for command in given[1:]:
            service.handle(office.ledger, command)
        return len(given) - 1

    return places.used(url, work)


def _new(office: ours.Office) -> list[Any]:
    return [office.assigned() for _ in range(ITEMS)]


def _peer(url: str) -> Contestant:
    office = peers.office(url)

    def contest() -> float:
        items = [office.assigned() for _ in range(ITEMS)]

        def work() -> int:
            for item in items:
                office.to_and_fro(item, PAIRS)
            return ITEMS * PAIRS * 2

        return places.used(url, work)

    return contest


def _raw(url: str, office: ours.Office) -> Contestant:
    if url.startswith("sqlite"):
        connection: Any = raw.open_sqlite(url)
        command: Callable[[Any, str, Any], None] = raw.sqlite_command
    else:
        connection, command = psycopg.connect(url, autocommit=True), raw.postgresql_command

    def contest() -> float:
        streams = [f"item-{item}" for item in _new(office)]
        boards = raw.board_rows(connection, streams)

        def work() -> int:
            for _ in range(PAIRS * 2):
                for stream, board in boards.items():
                    command(connection, stream, board)
            return len(streams) * PAIRS * 2

        return places.used(url, work)

    return contest
