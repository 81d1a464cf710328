"""What it takes to hand the log out: the four process logs and an archive package, at 5,000 items of six events.

Each is made in a process of its own, whose memory is told as what it grew by since the database was opened.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks import ours, places
from benchmarks.table import Table
from config import Settings
from documents import archiving, process_log, xiaohao_verify
from documents.process_formats import FORMATS
from events import keyfile, sealer, signing
from events.witness import Witness
from workflow import service
from workflow.comparing import EVERYBODY
from workflow.following import follow
from workflow.messages import Actor, PackArchive
from workflow.words import Role
from wsgi import open_ledger

ITEMS = 5_000
NOBODY = UUID(int=0)


def measure(_: int) -> Table:
    """Once each: what is measured takes seconds."""
    columns = ("database", "what", "seconds", "MB", "grew by MB")
    table = Table(f"The log handed out, {ITEMS:,} items of six events", columns)
    for kind in ("postgresql", "sqlite"):
        with getattr(places, kind)("exports") as url, tempfile.TemporaryDirectory() as folder:
            measured(table, kind, url, Path(folder))
    return table


def measured(table: Table, kind: str, url: str, folder: Path) -> None:
    fill(url, folder)
    for name in FORMATS:
        table.add(kind, f"process log, {name}", *_apart(_process_log, url, folder, name))
    table.add(kind, "archive package of the year", *_apart(_package, url, folder, ""))
    table.add(kind, "the package verified by xiaohao_verify.py", *_apart(_verified, url, folder, ""))


def fill(url: str, folder: Path) -> None:
    """The items, sealed, followed and signed."""
    signer = keyfile.create(folder / "key", "xiaohao")
    with ours.Office.open(url, folder) as office:
        for _ in range(ITEMS):
            for command in office.to_and_fro(office.assigned(), 2):
                service.handle(office.ledger, command)
        sealer.seal(office.ledger.database, office.ledger.clock)
        follow(office.ledger.database, office.ledger.clock)
        signing.sign_checkpoint(office.ledger.database, office.ledger.clock, signer, Witness(folder / "witness"))


def _apart(work: Callable[..., float], url: str, folder: Path, name: str) -> tuple[float, float, float]:
    """Seconds, size and growth in MB of a work in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_timed, (work, url, str(folder), name))


def _timed(work: Callable[..., float], url: str, folder: str, name: str) -> tuple[float, float, float]:
    key = keyfile.read(Path(folder) / "key").verifier.line
    ledger = open_ledger(Settings(database_url=url, files=f"{folder}/files", keys=f"{folder}/keys", verify_key=key))
    before, start = places.peak_megabytes(), time.perf_counter()
    size = work(ledger, Path(folder), name)
    spent = time.perf_counter() - start
    ledger.database.close()
    return spent, size, places.peak_megabytes() - before


def _process_log(ledger: Any, _: Path, name: str) -> float:
    content, told = process_log.spooled(ledger, EVERYBODY, FORMATS[name].write, "", "")
    if told.withheld:
        raise RuntimeError(f"{told.withheld} events are withheld from who sees all")
    with content:
        return content.seek(0, 2) / 1e6


def _package(ledger: Any, folder: Path, _: str) -> float:
    at = ledger.clock.now() + timedelta(seconds=1)
    by = Actor(NOBODY, Role.CITY_CENTER, "center")
    with archiving.made(ledger, PackArchive(command_id=NOBODY, subject=NOBODY, by=by, at=at, year=2020)) as making:
        for _ in making.steps():
            pass
        with (folder / "package.zip").open("wb") as target:
            return target.write(making.file.read()) / 1e6


def _verified(ledger: Any, folder: Path, _: str) -> float:
    xiaohao_verify.check(str(folder / "package.zip"), ledger.verifier.fingerprint)
    return (folder / "package.zip").stat().st_size / 1e6
