"""The printed ledger at 20,000 items: seconds and peak memory of a process that writes it, beside plain writers that
are given the same cells."""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from xlsxwriter import Workbook

from benchmarks import ours, pages, places
from benchmarks.pages import BUREAUS, give, notice_of
from benchmarks.table import Table
from config import Settings
from documents.outgoing import ledger as form
from documents.outgoing.forms import Asked
from documents.outgoing.ledger_columns import COLUMNS
from documents.outgoing.sheets import Marked, Money
from documents.outgoing.view import View
from events import sealer
from events.store import EventStore
from identity import accounts, demo_accounts
from workflow import files, history
from workflow import messages as m
from workflow.following import follow
from workflow.lookups import NAMESPACE
from workflow.messages import Actor
from workflow.service import Ledger
from workflow.words import Role
from wsgi import open_ledger

ITEMS, BATCH = 20_000, 500
SECONDS, MEGABYTES = 8.0, 150.0
READER = Actor(UUID(int=1), Role.CITY_CENTER, "center")
AMOUNT = "12,800.50"
Cells = list[list[Any]]


def measure(rounds: int) -> Table:
    """The best of some processes each; all in one run, in turn."""
    title = f"The printed ledger: {ITEMS:,} items, {len(COLUMNS)} columns"
    table = Table(title, ("who writes", "database", "seconds", "limit", "peak MB", "limit", "file MB"))
    with places.sqlite("printed") as url, tempfile.TemporaryDirectory() as folder:
        _contest(table, url, "sqlite", Path(folder), list(WRITERS), rounds)
    with places.postgresql("printed") as url, tempfile.TemporaryDirectory() as folder:
        _contest(table, url, "postgresql", Path(folder), ["ours"], rounds)
    return table


def _contest(table: Table, url: str, named: str, folder: Path, who: list[str], rounds: int) -> None:
    fill(settings_of(url, folder))
    best: dict[str, dict[str, float]] = {}
    for _ in range(min(rounds, 3)):
        for one in who:
            told = _child(one, url, folder)
            best[one] = min(best.get(one, told), told, key=lambda said: said["seconds"])
    for one, said in best.items():
        limits = (SECONDS, MEGABYTES) if one == "ours" else ("", "")
        table.add(one, named, said["seconds"], limits[0], said["megabytes"], limits[1], said["file"])


def _child(who: str, url: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.printed", who, url, str(folder)]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def settings_of(url: str, folder: Path) -> Settings:
    return Settings(database_url=url, files=str(folder / "files"), keys=str(folder / "keys"))


def main(who: str, url: str, folder: str) -> None:
    """What a process of its own measures of itself."""
    ledger = open_ledger(settings_of(url, Path(folder)))
    now = ledger.clock.now()
    with history.reading_at(ledger.database, "", now, ledger.zone) as (connection, at):
        view = View.open(connection, READER, at, ledger.zone, "zh")
        given = view if who == "ours" else cells(view)
        begun = time.perf_counter()
        made = WRITERS[who](given)
        seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "megabytes": places.peak_megabytes(), "file": len(made) / 1e6}))


def whole(view: View) -> bytes:
    """Ours: the rows are read, sums made, progress told, and everything written."""
    heard: list[int] = []
    made = form.write(view, form.read(view, Asked(progress=lambda done, of: heard.append(done))))
    assert heard[-1] == ITEMS, heard
    return made


def cells(view: View) -> Cells:
    """The same cells, ready to be written."""
    return list(_cells(view))


def _cells(view: View) -> Iterator[list[Any]]:
    for shown in form.lines(view, Asked().wanted):
        values = [one.says(view, shown) for one in COLUMNS]
        yield [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    match value:
        case Money(fen=fen):
            return fen / 100
        case Marked(text=text):
            return text
        case date():
            return value.isoformat()
        case _:
            return value


def by_xlsxwriter(given: Cells, **options: Any) -> bytes:
    target = BytesIO()
    with Workbook(target, options) as book:
        page = book.add_worksheet()
        for n, row in enumerate(given):
            page.write_row(n, 0, row)
    return target.getvalue()


def by_openpyxl(given: Cells) -> bytes:
    from openpyxl import Workbook as OpenpyxlBook

    target, book = BytesIO(), OpenpyxlBook()
    page = book.active
    for row in given:
        page.append(row)
    book.save(target)
    return target.getvalue()


WRITERS: dict[str, Callable[[Any], bytes]] = {
    "ours": whole,
    "xlsxwriter as it ships": by_xlsxwriter,
    "xlsxwriter, constant memory": lambda given: by_xlsxwriter(given, constant_memory=True),
    "openpyxl as it ships": by_openpyxl,
}


def fill(settings: Settings) -> None:
    """Items of one notice: all assigned, half of them reported, a quarter verified, an eighth closed."""
    from admin.cli import publish_first_areas

    ledger = open_ledger(settings)
    publish_first_areas(ledger)
    demo_accounts.load(ledger)
    people = {name: accounts.by_login(ledger, name) for name in ("center1", "center2")}
    for bureau in BUREAUS:
        people |= {f"{bureau}_{role}": accounts.by_login(ledger, f"{bureau}_{role}") for role in ("leader", "handler")}
    notice, chance = notice_of(ledger, people["center1"]), random.Random(1)  # type: ignore[arg-type]
    evidence = {bureau: _upload(ledger, people[f"{bureau}_handler"]) for bureau in BUREAUS}
    for start in range(0, ITEMS, BATCH):
        with ledger.database.writing() as connection:
            for number in range(start, start + BATCH):
                _live(EventStore(connection), ledger, people, notice, number, chance, evidence)
        sealer.seal(ledger.database, ledger.clock)
    follow(ledger.database, ledger.clock)
    ledger.database.close()


def _upload(ledger: Ledger, by: Any) -> str:
    content = f"%PDF-1.4 {by.org}".encode()
    sha256 = ledger.files.put(content)
    with ledger.database.writing() as connection:
        files.register(connection, sha256, "证明.pdf", "application/pdf", len(content), by, ledger.clock.now())
    return sha256


def _live(
    store: EventStore, ledger: Ledger, people: Any, notice: UUID, number: int, chance: random.Random, evidence: Any
) -> None:
    bureau, item = chance.choice(BUREAUS), uuid5(NAMESPACE, f"printed {number}")
    leader, handler = people[f"{bureau}_leader"], people[f"{bureau}_handler"]
    said = pages.facts(notice, bureau, number, chance) | {"amount": AMOUNT, "leader": "乙二", "clause": "评价标准2.1"}
    give(store, ledger, m.IssueItem, people["center1"], item, said)
    assigned = {"handler": str(handler.account), "internal_due": "2020-03-30"}
    give(store, ledger, m.AssignItem, leader, item, assigned)
    if number % 2 == 0:
        report = {"measures": ours.MEASURES, "result": ours.RESULT, "evidence": [evidence[bureau]]}
        give(store, ledger, m.ReportItem, handler, item, report)
    if number % 4 == 0:
        give(store, ledger, m.VerifyItem, people["center1"], item, {"conclusion": "completed", "reason": "材料齐全"})
    if number % 8 == 0:
        give(store, ledger, m.CloseItem, people["center2"], item, {"closing_note": "同意销号"})


if __name__ == "__main__":
    main(*sys.argv[1:])
