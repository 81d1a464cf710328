"""The peer: the library eventsourcing as it ships, with an aggregate that says what our item says."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks import places
from benchmarks.ours import MEASURES, PROBLEM, REASON, RESULT


class Item(Aggregate):
    @event("Issued")
    def __init__(self, number: str, bureau: str, area: str, problem: str, requirement: str, due: str):
        self.number, self.bureau, self.area, self.problem = number, bureau, area, problem
        self.requirement, self.due, self.state = requirement, due, "issued"

    @event("Assigned")
    def assign(self, handler: str, internal_due: str) -> None:
        self.handler, self.internal_due, self.state = handler, internal_due, "assigned"

    @event("Reported")
    def report(self, measures: str, result: str, evidence: list[str], by: str) -> None:
        self.measures, self.result, self.evidence, self.reporter = measures, result, evidence, by
        self.state = "reported"

    @event("SentBack")
    def send_back(self, reason: str, by: str) -> None:
        self.reason, self.state = reason, "assigned"


class Office(Application):
    """Loads an item, triggers an event, saves it: the library's own way of a command."""

    def assigned(self) -> Any:
        item = Item("〔2020〕1-白石-01", "baishi", "information_system", PROBLEM, "逐案核对", "2030-04-08")
        item.assign(str(uuid4()), "2030-04-01")
        self.save(item)
        return item.id

    def to_and_fro(self, item: Any, times: int) -> None:
        for _ in range(times):
            found = self.repository.get(item)
            found.report(MEASURES, RESULT, ["ab" * 32], "bureau_handler baishi " + str(item))
            self.save(found)
            found = self.repository.get(item)
            found.send_back(REASON, "city_center center " + str(item))
            self.save(found)


def settings(url: str) -> dict[str, str]:
    """What the library is told of the database at `url`; everything else is as it ships."""
    if url.startswith("sqlite"):
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": url.removeprefix("sqlite:///")}
    parts = urlsplit(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_DBNAME": parts.path.removeprefix("/"),
        "POSTGRES_HOST": str(parts.hostname), "POSTGRES_PORT": str(parts.port or 5432),
        "POSTGRES_USER": str(parts.username), "POSTGRES_PASSWORD": parts.password or "none is asked for",
    }  # fmt: skip


def office(url: str, *, create: bool = True) -> Office:
    """`create` False where another process has made the tables: two that do it at once get in each other's way."""
    return Office(env=settings(url) | ({} if create else {"CREATE_TABLE": "no"}))


def sqlite_durability() -> str:
    """What the library sets on SQLite, where nothing else is asked for; synchronous 2 is FULL."""
    with places.sqlite("asked", migrated=False) as url:
        asked = office(url)
        with asked.factory.datastore.transaction(commit=False) as cursor:
            found = []
            for name in ("journal_mode", "synchronous"):
                cursor.execute(f"PRAGMA {name}")
                found.append(cursor.fetchone()[0])
        asked.close()
    return f"journal_mode {found[0]}, synchronous {found[1]}"
