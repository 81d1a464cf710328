"""How the bureaus compare: to who sees all items at any moment, to a bureau where the center published it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from events.event import Recorded
from events.store import EventStore
from workflow.comparison_errors import NoSuchComparison
from workflow.comparisons import Comparison, fold
from workflow.history import Moment, reading_at, until
from workflow.messages import Actor
from workflow.projections import COMPARISONS
from workflow.reports import COUNTED, matrix
from workflow.service import Ledger
from workflow.sight import in_comparison
from workflow.words import Role

Counts = dict[str, dict[str, int]]


class Published(NamedTuple):
    """A comparison at a moment; `changed_at` is when it was published, or withdrawn."""

    comparison_id: UUID
    title: str
    at_position: int
    changed_at: datetime
    withdrawn: bool
    version: int


def published(connection: Connection, actor: Actor, at: Moment) -> list[Published]:
    """The comparisons open to an actor at a moment, the newest first."""
    table = COMPARISONS.at(at.position)
    rows = connection.execute(select(table).order_by(table.c.at_position.desc(), table.c.comparison_id))
    found = [_published(row) for row in rows]
    return [one for one in found if in_comparison(actor, published=not one.withdrawn)]


def _published(row: Any) -> Published:
    said = {name: getattr(row, name) for name in Published._fields}
    return Published(**{**said, "withdrawn": bool(row.withdrawn)})


def one(connection: Connection, actor: Actor, comparison_id: UUID, at: Moment) -> tuple[Comparison, Sequence[Recorded]]:
    """A comparison open to an actor at a moment, and its events; else NoSuchComparison."""
    recorded = until(EventStore(connection).read(f"comparison-{comparison_id}"), at)
    comparison = fold(recorded)
    if not recorded or not in_comparison(actor, published=not comparison.withdrawn):
        raise NoSuchComparison
    return comparison, recorded


def counts_of(ledger: Ledger, comparison: Comparison) -> tuple[Counts, Moment]:
    """The counts that were published: those after its position, whenever they are asked for."""
    asked = f"@{comparison.at_position}"
    with reading_at(ledger.database, asked, ledger.clock.now(), ledger.zone) as (connection, at):
        return counts(connection, at), at


def counts(connection: Connection, at: Moment) -> Counts:
    """Items by unit at a moment: in all, struck off, overdue, waiting. Whoever is told was granted it before."""
    found: Counts = {}
    for (bureau, _), numbers in matrix(connection, EVERYBODY, at).items():
        mine = found.setdefault(bureau, dict.fromkeys(COUNTED, 0))
        for name in COUNTED:
            mine[name] += numbers[name]
    return dict(sorted(found.items()))


EVERYBODY = Actor(UUID(int=0), Role.AUDITOR, "system")
