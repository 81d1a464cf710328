"""Merged reply workbooks as an actor sees them at a moment: those of the units in sight."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from events.event import Recorded
from events.store import EventStore
from workflow import messages as m
from workflow.history import Moment, until
from workflow.messages import Actor
from workflow.projections import ITEMS, WORKBOOKS
from workflow.sight import in_sight
from workflow.workbook_errors import NoSuchMerge

MOST = 200


class Merged(NamedTuple):
    """A merge: `recorded` rows became events, the others changed nothing. `by` is the one who merged it."""

    merge_id: UUID
    bureau: str
    workbook: UUID
    issued_to: UUID
    by: Actor
    merged_at: datetime
    digest: str
    zip_digest: str
    recorded: int
    files: int
    already: int
    stale: int
    refused: int
    untouched: int


def merges(connection: Connection, actor: Actor, at: Moment, *, most: int = MOST) -> list[Merged]:
    """The merges of the units in sight, the newest first, `most` of them at most."""
    table = WORKBOOKS.at(at.position)
    seen = in_sight(actor).within(table.c.bureau)
    rows = connection.execute(
        select(table).where(seen).order_by(table.c.merged_at.desc(), table.c.merge_id).limit(most)
    )
    return [_merged(row) for row in rows]


def number(connection: Connection, actor: Actor, at: Moment) -> int:
    """How many there are in all."""
    table = WORKBOOKS.at(at.position)
    counted = select(func.count()).select_from(table).where(in_sight(actor).within(table.c.bureau))
    return connection.scalar(counted) or 0


class Told(NamedTuple):
    """One merge, its event, and the items in sight that rows were recorded of, with their numbers."""

    merged: Merged
    recorded: Recorded
    items: Sequence[tuple[UUID, str]]


def one(connection: Connection, actor: Actor, merge_id: UUID, at: Moment) -> Told:
    """A merge of a unit in sight, as of a moment; NoSuchMerge otherwise."""
    recorded = until(EventStore(connection).read(f"workbook-{merge_id}"), at)
    if not recorded or not in_sight(actor).sees(recorded[-1].event.bureau):
        raise NoSuchMerge
    return Told(_of(recorded[-1]), recorded[-1], _numbered(connection, actor, at, recorded[-1].event.items))


def of_those(connection: Connection, actor: Actor, correlations: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these ids, with which events are marked that came together, are merges in sight."""
    table = WORKBOOKS.now
    wanted = select(table.c.merge_id).where(
        table.c.merge_id.in_(list(set(correlations))), in_sight(actor).within(table.c.bureau)
    )
    return frozenset(connection.scalars(wanted))


def _numbered(connection: Connection, actor: Actor, at: Moment, items: Sequence[UUID]) -> list[tuple[UUID, str]]:
    table = ITEMS.at(at.position)
    seen = in_sight(actor).within(table.c.bureau)
    named = select(table.c.item_id, table.c.number).where(table.c.item_id.in_(items), seen).order_by(table.c.number)
    return [(row.item_id, row.number) for row in connection.execute(named)]


def _merged(row: Any) -> Merged:
    said = {name: getattr(row, name) for name in Merged._fields if name != "by"}
    return Merged(**said, by=Actor.parse(row.merged_by))


def _of(recorded: Recorded) -> Merged:
    event: m.WorkbookMerged = recorded.event
    said = {name: getattr(event, name) for name in Merged._fields if hasattr(event, name)}
    return Merged(
        **said, merge_id=UUID(recorded.stream[9:]), by=Actor.parse(recorded.actor), merged_at=recorded.recorded_at,
        recorded=len(event.items),
    )  # fmt: skip
