"""The statements that one command sends on PostgreSQL: ours, and the peer's."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import ours, peers, places
from workflow import service


def measure(_: int) -> str:
    return (
        f"## The statements of one command on PostgreSQL\n\n{_shown('Ours', _ours())}{_shown('eventsourcing', _peer())}"
    )


def _shown(who: str, statements: list[str]) -> str:
    return "\n".join((f"{who}:", "", "```sql", *statements, "```", "", ""))


def _ours() -> list[str]:
    with (
        places.postgresql("ours") as url,
        tempfile.TemporaryDirectory() as folder,
        ours.Office.open(url, Path(folder)) as office,
    ):
        report, send_back = office.to_and_fro(office.assigned(), 1)
        service.handle(office.ledger, report)
        return _sent(lambda: service.handle(office.ledger, send_back))


def _peer() -> list[str]:
    with places.postgresql("peer", migrated=False) as url, peers.office(url) as peer:
        item = peer.assigned()

        def command() -> None:
            found = peer.repository.get(item)
            found.report("", "", [], "")
            peer.save(found)

        return _sent(command)


def _sent(command: Callable[[], Any]) -> list[str]:
    """What the driver was given to send while `command` ran, and the transactions around it."""
    statements: list[str] = []
    execute = psycopg.Cursor.execute

    def noting(self: Any, query: Any, *rest: Any, **options: Any) -> Any:
        text = query if isinstance(query, str) else query.as_string(self) if hasattr(query, "as_string") else str(query)
        statements.append(re.sub(r"\s+", " ", text).strip() + ";")
        return execute(self, query, *rest, **options)

    psycopg.Cursor.execute = noting  # type: ignore[method-assign,assignment]
    try:
        command()
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]
    return statements
