"""How 200,000 items stood at a position of the log: counted by state, and a page of them, on PostgreSQL."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import Column, Integer, Text, text

from benchmarks import places
from benchmarks.contest import met, paired, rounds
from benchmarks.table import Table
from events.database import Database
from workflow import reports
from workflow.history import Moment
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.sight import in_sight
from workflow.words import Role

ITEMS_KEPT, VERSIONS = 200_000, 5
CENTER = Actor(uuid4(), Role.CITY_CENTER, "center")
BY_SCAN = (
    "SELECT state, conclusion, count(*) FROM (SELECT DISTINCT ON (stream_id) stream_id, state, conclusion "
    "FROM item_history WHERE from_position <= :position ORDER BY stream_id, version DESC) AS latest GROUP BY 1, 2"
)
STATES = "(ARRAY['issued', 'assigned', 'reported', 'verified', 'closed'])[v]"
MADE = {
    "stream_id": "'item-' || md5(n::text)", "version": "v", "item_id": "md5(n::text)::uuid",
    "number": "'〔2020〕1-' || n",
    "notice_id": "md5('a notice')::uuid", "bureau": "'bureau' || n % 9", "owner": "'bureau'", "area": "'area' || n % 8",
    "state": STATES, "conclusion": "CASE WHEN v > 3 THEN 'completed' END", "round": "1",
    "due_last": "date '2020-03-01' + n % 300", "handler": "NULL::uuid", "internal_due": "NULL::date",
    "issued_at": "now()", "changed_at": "timestamptz '2020-01-01' + n * interval '1 second'",
    "from_position": f"(v - 1) * {ITEMS_KEPT} + n",
    "to_position": f"CASE WHEN v = {VERSIONS} THEN {2**62} ELSE v * {ITEMS_KEPT}::bigint + n END",
}  # fmt: skip


def measure(count: int) -> Table:
    """Every item goes through its states in turn; the positions looked at are spread over the log."""
    columns = ("position", "what", "ms", "ours to it", "goal", "met")
    table = Table(f"{ITEMS_KEPT:,} items of {VERSIONS} versions as of a position, on PostgreSQL", columns)
    with filled() as database:
        for part in (0.1, 0.5, 0.99):
            position = int(ITEMS_KEPT * VERSIONS * part)
            results = rounds(_contestants(database, position), count)
            ratio = paired(results["ours"], results["distinct on"])
            table.add(f"{position:,}", "counts by state, ours", statistics.median(results["ours"]), "", "", "")
            scan = statistics.median(results["distinct on"])
            table.add(f"{position:,}", "SELECT DISTINCT ON", scan, str(ratio), "≤ 0.25", met(ratio.median <= 0.25))
            rows = statistics.median(results["rows"])
            table.add(f"{position:,}", "rows of a page", rows, "", "≤ 20 ms", met(rows <= 20))
    return table


def _made(column: Column[Any]) -> str:
    """Of a column whose value says nothing here: words, or the number nought."""
    if isinstance(column.type, Text):
        return "'some words of it'"
    return "0" if isinstance(column.type, Integer) else "NULL"


@contextmanager
def filled() -> Iterator[Database]:
    with places.postgresql("asof") as url:
        names = ", ".join(column.name for column in ITEMS.history.columns)
        values = ", ".join(MADE.get(column.name) or _made(column) for column in ITEMS.history.columns)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                f"INSERT INTO item_history ({names}) SELECT {values} "  # type: ignore[arg-type]
                f"FROM generate_series(0, {ITEMS_KEPT - 1}) n, generate_series(1, {VERSIONS}) v"
            )
            connection.execute("VACUUM ANALYZE item_history")
        database = Database(url)
        yield database
        database.close()


def _contestants(database: Database, position: int) -> dict[str, Any]:
    moment = Moment(position, datetime.now(UTC), date(2020, 6, 1), f"@{position}")

    def timed(ask: Any) -> Any:
        def contest() -> float:
            with database.reading() as connection:
                start = time.perf_counter()
                ask(connection)
                return (time.perf_counter() - start) * 1000

        return contest

    return {
        "ours": timed(lambda connection: reports.counts(connection, CENTER, moment)),
        "distinct on": timed(lambda connection: connection.execute(text(BY_SCAN), {"position": position}).all()),
        "rows": timed(lambda connection: _rows(connection, position)),
    }


def _rows(connection: Any, position: int) -> None:
    source = ITEMS.at(position)
    seen = [in_sight(CENTER).within(source.c.bureau)]
    page = reports._page(connection, source, seen, [source.c.number], reports.Page((), ITEMS_KEPT, 1, reports.PAGE))
    if not page.rows:
        raise SystemExit(f"no item stood at position {position}")
