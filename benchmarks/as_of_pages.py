"""Lists as of a position in each order and with conditions, of lives that overlap; on both databases."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Connection, event, insert, text

from benchmarks import places
from benchmarks.table import Table
from events.database import Database
from events.projection import STANDING
from workflow import reports
from workflow.history import Moment
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.reports import Filter
from workflow.words import Role, State

COUNT, NOTICE, BATCH = 200_000, 5000, 20_000
STATES = (State.ISSUED, State.ASSIGNED, State.REPORTED, State.VERIFIED, State.CLOSED)
BUREAUS = ("baishi", "qinglan", "songkou", "dongping", "meiling", "zhuwu", "nanyu", "beidu", "shiqiao")
AREAS = ("information_system", "stations", "archives", "disclosure", "finance", "publicity")
BEGIN = datetime(2011, 1, 1, tzinfo=UTC)
AUDITOR = Actor(UUID(int=1), Role.AUDITOR, "audit")
PROBLEM = "系统里登记的案件数同卷宗清点数对不上，需要逐案核对并说明差异的来源与处理经过" * 2
DISTINCT_ON = """SELECT state, conclusion, count(*) FROM (
  SELECT DISTINCT ON (stream_id) state, conclusion FROM item_history WHERE from_position <= :position
  ORDER BY stream_id, version DESC) stood GROUP BY state, conclusion"""
PAGES: dict[str, dict[str, Any]] = {
    "by number": {},
    "by number, page 41": {"page": 41},
    "by due date": {"sort": "due"},
    "by last change": {"sort": "changed"},
    "by unit": {"sort": "bureau"},
    "by state": {"sort": "state"},
    "one unit, by number": {"wanted": Filter(bureau="baishi")},
    "one unit, open, by due date": {"wanted": Filter(bureau="baishi", state="open"), "sort": "due"},
    "reported, by number": {"wanted": Filter(state="reported")},
    "open, by due date": {"wanted": Filter(state="open"), "sort": "due"},
    "overdue, by due date": {"wanted": Filter(due="overdue"), "sort": "due"},
    "one notice, by number": {"wanted": Filter(notice=UUID(int=12))},
}


def measure(rounds: int) -> Table:
    """Median milliseconds of the database's answers, at positions early, in the middle, and late."""
    columns = ("what", "database", "early", "middle", "late", "goal")
    table = Table(f"As of a position: {COUNT:,} items of five versions, ms", columns)
    with places.postgresql("as_of") as url:
        _one(table, url, "postgresql", rounds)
    with places.sqlite("as_of") as url:
        _one(table, url, "sqlite", rounds)
    return table


def _one(table: Table, url: str, name: str, rounds: int) -> None:
    database = Database(url)
    fill(database)
    for what, asked in _questions(name):
        medians = [_median(database, asked, at, rounds) for at in _moments()]
        table.add(what, name, *medians, _goal(what))
    database.close()


def _goal(what: str) -> str:
    return "1/4 of DISTINCT ON" if what == "counts per state" else "20" if what.startswith("rows") else ""


def _moments() -> list[Moment]:
    return [Moment(p, BEGIN, BEGIN.date() + timedelta(days=p // 300)) for p in (20_000, 500_000, 990_000)]


Asked = Callable[[Connection, Moment], Any]


def _questions(name: str) -> Iterator[tuple[str, Asked]]:
    if name == "postgresql":
        yield "SELECT DISTINCT ON", lambda c, at: c.execute(text(DISTINCT_ON), {"position": at.position}).all()
    yield "counts per state", lambda c, at: reports.counts(c, AUDITOR, at)
    yield "units by areas", lambda c, at: reports.matrix(c, AUDITOR, at)
    for what, said in PAGES.items():
        yield f"rows of a page {what}", _page({"wanted": Filter(), **said})


def _page(said: dict[str, Any]) -> Asked:
    return lambda connection, at: reports.ledger(connection, AUDITOR, at, **said)


def _median(database: Database, asked: Asked, at: Moment, rounds: int) -> float:
    """Of a page, the time of its rows; the count beside them is that of the counts."""
    with database.reading() as connection:
        asked(connection, at)
        return statistics.median(_milliseconds(connection, asked, at) for _ in range(rounds))


def _milliseconds(connection: Connection, asked: Asked, at: Moment) -> float:
    times: list[tuple[str, float]] = []
    begun: list[float] = []

    def before(*_: Any) -> None:
        begun.append(time.perf_counter())

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        times.append((statement, time.perf_counter() - begun.pop()))

    event.listen(connection, "before_cursor_execute", before)
    event.listen(connection, "after_cursor_execute", after)
    start = time.perf_counter()
    asked(connection, at)
    whole = time.perf_counter() - start
    event.remove(connection, "before_cursor_execute", before)
    event.remove(connection, "after_cursor_execute", after)
    return 1000 * (whole - sum(took for statement, took in times if len(times) > 1 and "LIMIT" not in statement))


def fill(database: Database) -> None:
    """The history's rows, as lives that overlap would have left them."""
    rng = random.Random(1)
    places_ = _places(rng)
    for first in range(0, COUNT, BATCH):
        rows = [row for number in range(first, first + BATCH) for row in _versions(rng, number, places_[number])]
        _write(database, rows)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE item_history" if not database.sqlite else "SELECT 1")


def _write(database: Database, rows: list[dict[str, Any]]) -> None:
    if database.sqlite:
        with database.writing() as connection:
            connection.execute(insert(ITEMS.history), rows)
        return
    with (
        psycopg.connect(database.url.set(drivername="postgresql").render_as_string(False)) as connection,
        connection.cursor().copy(f"COPY item_history ({', '.join(rows[0])}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(list(row.values()))


def _places(rng: random.Random) -> list[list[int]]:
    """For each item the positions of its five versions: issued notice by notice, then moved on in its own time."""
    times = []
    for number in range(COUNT):
        moment = number // NOTICE * 1000 + rng.random() * 5
        for version in range(5):
            times.append((moment, number, version))
            moment += rng.expovariate(1 / 1500)
    found: list[list[int]] = [[0] * 5 for _ in range(COUNT)]
    for position, (_, number, version) in enumerate(sorted(times)):
        found[number][version] = position
    return found


def _versions(rng: random.Random, number: int, found: list[int]) -> Iterator[dict[str, Any]]:
    item, notice, bureau = UUID(int=rng.getrandbits(128)), UUID(int=number // NOTICE), rng.choice(BUREAUS)
    year = 2011 + notice.int // 4
    due = datetime(year, rng.randint(4, 12), rng.randint(1, 28), tzinfo=UTC).date()
    said = {
        "stream_id": f"item-{item}", "item_id": item, "notice_id": notice, "bureau": bureau, "owner": "bureau",
        "number": f"〔{year}〕{notice.int % 4 + 1}-{bureau}-{number % NOTICE:04}", "area": rng.choice(AREAS),
        "kind": "immediate", "source": "第三方评价机构", "clause": "2.1", "problem": PROBLEM,
        "problem_key": f"{rng.getrandbits(256):064x}", "requirement": "逐案核对", "lead": "市法律援助中心",
        "figure": "9个单位中有6个", "remark": "", "due": str(due), "due_last": due, "round": 1,
        "issued_at": BEGIN + timedelta(seconds=found[0]), "internal_due": due, "handler": item,
        "issued_to": bureau, "held_since": 1, "left_by": "", "awaiting": "", "objected": 0, "unfinished": 0,
        "to_verify": 0, "followed_up": None, "checks": 0, "relapses": 0,
    }  # fmt: skip
    for version, (begins, ends) in enumerate(zip(found, [*found[1:], STANDING], strict=True)):
        yield said | {
            "version": version + 1, "state": STATES[version].value, "from_position": begins, "to_position": ends,
            "conclusion": "completed" if version > 2 else None, "changed_at": BEGIN + timedelta(seconds=begins),
            "reporters": str(item) if version > 1 else "", "verifiers": str(item) if version > 2 else "",
        }  # fmt: skip
