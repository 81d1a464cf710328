"""How fast a log is checked: the chains alone, and everything that can be."""

import statistics
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from benchmarks import ours, places
from benchmarks.appends import EVENT, envelope
from benchmarks.contest import met
from benchmarks.table import Table
from events import sealer
from events.clock import Clock
from events.database import Database
from events.event import EMPTY
from events.store import EventStore
from events.verify.chains import unbroken
from workflow import service
from workflow.audit import audit

EVENTS, ITEMS = 200_000, 500


def measure(count: int) -> Table:
    table = Table("Checking the log", ("database", "what", "events/s", "goal", "met"))
    for kind in ("postgresql", "sqlite"):
        chains = statistics.median(_chains(kind, min(count, 5)))
        table.add(kind, f"chains alone, {EVENTS:,} events", chains, "≥ 150000", met(chains >= 150_000))
        events, speed = _everything(kind)
        table.add(kind, f"the whole check with read models and files, {events:,} events", speed, "", "")
    return table


def _chains(kind: str, count: int) -> list[float]:
    with getattr(places, kind)("chains") as url:
        database = Database(url)
        for _ in range(EVENTS // 20_000):
            with database.writing() as connection:
                for _ in range(20_000 // 10):
                    stream = f"item-{uuid4()}"
                    EventStore(connection).append(stream, [EVENT] * 10, expected=EMPTY, envelope=envelope())
        sealer.seal(database, Clock())
        speeds = []
        for _ in range(count):
            start = time.perf_counter()
            with database.reading() as connection:
                checked = unbroken(connection)
            speeds.append(checked / (time.perf_counter() - start))
        database.close()
    return speeds


def _everything(kind: str) -> tuple[int, float]:
    """An office of ITEMS items with six events each, its read models and its evidence."""
    with (
        getattr(places, kind)("whole") as url,
        tempfile.TemporaryDirectory() as folder,
        ours.Office.open(url, Path(folder)) as office,
    ):
        for _ in range(ITEMS):
            for command in office.to_and_fro(office.assigned(), 2):
                service.handle(office.ledger, command)
        sealer.seal(office.ledger.database, office.ledger.clock)
        start = time.perf_counter()
        with office.ledger.database.reading() as connection:
            faults = list(audit(connection, office.ledger.files))
            events = len(EventStore(connection).read_log(limit=10**9))
        if faults:
            raise SystemExit(f"the check found {faults[0]}")
    return events, events / (time.perf_counter() - start)
