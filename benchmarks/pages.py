"""How long the server takes for a page of a ledger of 10,000 items on SQLite: ledger, item, desk; each under 100 ms."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from flask.testing import FlaskClient

from benchmarks.table import Table
from config import Settings
from events import sealer
from events.store import EventStore
from identity import accounts, demo_accounts
from migrations import upgrade
from workflow import messages as m
from workflow import schemas, service
from workflow.following import follow
from workflow.lookups import NAMESPACE
from workflow.messages import Actor
from wsgi import create_app, open_ledger

ITEMS, ROUNDS, BATCH = 10_000, 15, 500
LIMIT_MS = 100.0
LISTS = (
    "/admin/ledger/",
    "/admin/ledger/?text=%E5%8D%B7%E5%AE%97&state=issued&sort=due",
    "/admin/ledger/?as_of=@9000",
    "/admin/",
)
BUREAUS = ("baishi", "qinglan", "songkou", "dongping", "meiling", "zhuwu", "nanyu", "beidu", "shiqiao")
AREAS = ("information_system", "stations", "archives", "disclosure", "finance", "publicity", "staffing", "funding")


def measure() -> Table:
    """Median and 95th percentile of each page, for a center account, with the answer's size."""
    table = Table("Pages at 10,000 items on SQLite, at the server", ("page", "median ms", "p95 ms", "limit ms", "kB"))
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as (client, item):
        for path in (*LISTS, f"/admin/item/{item}"):
            times, size = timed(client, path)
            p95 = sorted(times)[int(len(times) * 0.95)]
            table.add(path.replace(str(item), "…"), statistics.median(times), p95, LIMIT_MS, size / 1000)
    return table


def timed(client: FlaskClient, path: str) -> tuple[list[float], int]:
    client.get(path)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    return times, len(answer.data)


@contextmanager
def office(folder: Path) -> Iterator[tuple[FlaskClient, UUID]]:
    """A city with ITEMS items, a third of them assigned, and a browser signed in as center1."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'bench.db'}", files=str(folder / "files"), keys=str(folder / "keys")
    )
    upgrade(settings.database_url)
    ledger = open_ledger(settings)
    item = fill(ledger)
    app = create_app(settings, ledger)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"login": "center1", "username": "center1", "password": demo_accounts.DEMO_PASSWORD})
    yield client, item
    ledger.database.close()


def fill(ledger: service.Ledger, items: int = ITEMS) -> UUID:
    """Issue so many items under one notice, and assign each third one; the id of the last assigned."""
    from admin.cli import publish_first_areas

    publish_first_areas(ledger)
    demo_accounts.load(ledger)
    center = accounts.by_login(ledger, "center1")
    leaders = {b: accounts.by_login(ledger, f"{b}_leader") for b in BUREAUS}
    handlers = {b: accounts.by_login(ledger, f"{b}_handler") for b in BUREAUS}
    assert center is not None
    notice, chance, last = uuid5(NAMESPACE, "bench"), random.Random(1), notice_of(ledger, center)
    for start in range(0, items, BATCH):
        with ledger.database.writing() as connection:
            store = EventStore(connection)
            for number in range(start, start + BATCH):
                bureau = chance.choice(BUREAUS)
                item = uuid5(notice, str(number))
                give(store, ledger, m.IssueItem, center, item, facts(last, bureau, number, chance))
                if number % 3 == 0:
                    said = {"handler": str(handlers[bureau].account), "internal_due": "2020-03-30"}  # type: ignore[union-attr]
                    give(store, ledger, m.AssignItem, leaders[bureau], item, said)
        sealer.seal(ledger.database, ledger.clock)
        follow(ledger.database, ledger.clock)
    return item


def notice_of(ledger: service.Ledger, center: Actor) -> UUID:
    notice = uuid5(NAMESPACE, "bench notice")
    with ledger.database.writing() as connection:
        give(EventStore(connection), ledger, m.OpenNotice, center, notice, {"title": "年度整改清单", "year": 2020})
    return notice


def facts(notice: UUID, bureau: str, number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "notice": str(notice), "bureau": bureau, "area": chance.choice(AREAS), "kind": "immediate",
        "problem": f"卷宗编页有误，第{number}件", "due": f"2020-0{chance.randint(4, 9)}-15", "requirement": "重编页码",
        "source": "第三方评价机构", "figure": "抽15份,普遍", "contact": "甲一", "phone": "0000-7000001",
    }  # fmt: skip


def give(store: EventStore, ledger: service.Ledger, kind: Any, by: Any, subject: UUID, said: dict[str, Any]) -> None:
    context = {"command_id": uuid5(subject, kind.trigger), "subject": subject, "by": by, "at": ledger.clock.now()}
    service.carry_out(store, ledger, schemas.load(kind, said, **context))
