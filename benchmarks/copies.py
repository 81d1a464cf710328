"""What a backup and a restore take at 10,000 items, beside copying as many bytes and checking nothing."""

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url

from admin.cli_backup import MIGRATIONS
from benchmarks import pages, places
from benchmarks.table import Table
from config import Settings
from identity import accounts
from workflow import backup, files, restoring
from workflow.service import Ledger
from wsgi import open_ledger

FILES, BYTES = 2_000, 100_000


def measure(_: int) -> Table:
    """Once each: what is measured takes seconds. The evidence is of random bytes, which nothing makes smaller."""
    columns = ("database", "what", "seconds", "MB", "MB/s")
    table = Table(f"Backup and restore, {pages.ITEMS:,} items and {FILES:,} files of {BYTES // 1000} kB", columns)
    for kind in ("postgresql", "sqlite"):
        with getattr(places, kind)("full") as url, tempfile.TemporaryDirectory() as folder:
            _measured(table, kind, url, Path(folder))
    return table


def _measured(table: Table, kind: str, url: str, folder: Path) -> None:
    archive, store = folder / "backup.tar", folder / "files"
    ledger = open_ledger(Settings(database_url=url, files=str(store), keys=str(store.parent / "keys")))
    fill(ledger)
    spent = _timed(lambda: backup.backup(ledger, archive))
    ledger.database.close()
    size = archive.stat().st_size / 1e6
    table.add(kind, "backup", spent, size, size / spent)
    plain = _timed(lambda: _plainly(archive, folder / "copy"))
    table.add(kind, "the archive copied plainly and synced", plain, size, size / plain)
    with getattr(places, kind)("back", migrated=False) as there:
        elsewhere = make_url(there), files.FileStore(folder / "elsewhere")
        spent = _timed(lambda: restoring.restore(archive, *elsewhere, MIGRATIONS, lambda _: None))
    table.add(kind, "restore, with the whole check", spent, size, size / spent)


def fill(ledger: Ledger) -> None:
    """The items of the pages' benchmark, and evidence that a handler brought."""
    pages.fill(ledger)
    chance = random.Random(1)
    with ledger.database.writing() as connection:
        by = accounts.by_login(ledger, "baishi_handler")
        assert by is not None
        for number in range(FILES):
            content = chance.randbytes(BYTES)
            sha256 = ledger.files.put(content)
            files.register(connection, sha256, f"{number}.pdf", "application/pdf", BYTES, by, ledger.clock.now())


def _plainly(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
