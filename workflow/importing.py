"""What was imported, as an actor sees it at a moment; and which columns a unit remembers for which header."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, select

from events.event import Recorded
from events.store import EventStore
from workflow.batch_errors import NoSuchBatch
from workflow.batches import Batch, fold
from workflow.history import Moment, until
from workflow.messages import Actor
from workflow.projections import BATCHES, ITEMS, MAPPINGS, NOTICES
from workflow.sight import in_batches

AT_ONCE = 500


class Remembered(NamedTuple):
    """A header by its signature, and its columns as column → place from 1."""

    mapping_id: UUID
    unit: str
    signature: str
    columns: dict[str, int]
    remembered_at: datetime
    version: int


def imports(connection: Connection, actor: Actor, at: Moment) -> list[Row[Any]]:
    """The imports open to an actor at a moment, the newest first."""
    if not in_batches(actor):
        return []
    table = BATCHES.at(at.position)
    return list(connection.execute(select(table).order_by(table.c.imported_at.desc(), table.c.batch_id)))


def batch(connection: Connection, actor: Actor, batch_id: UUID, at: Moment) -> tuple[Batch, Sequence[Recorded]]:
    """An import open to an actor at a moment, and its events; else NoSuchBatch."""
    recorded = until(EventStore(connection).read(f"batch-{batch_id}"), at)
    if not recorded or not in_batches(actor):
        raise NoSuchBatch
    return fold(recorded), recorded


def items(connection: Connection, found: Batch, at: Moment) -> list[Row[Any]]:
    """The items of an import as they stood, by number."""
    table = ITEMS.at(at.position)
    rows: list[Any] = []
    told = select(table.c.item_id, table.c.number, table.c.bureau, table.c.problem, table.c.state, table.c.conclusion)
    for start in range(0, len(found.items), AT_ONCE):
        rows += connection.execute(told.where(table.c.item_id.in_(found.items[start : start + AT_ONCE]))).all()
    return sorted(rows, key=lambda row: _numbered(str(row.number)))


def _numbered(number: str) -> tuple[str, int, str]:
    """-9 comes before -10."""
    before, _, last = number.rpartition("-")
    return before, len(last), last


def notices_of(connection: Connection, at: Moment) -> list[Row[Any]]:
    """The notices that lists were imported under, with their names."""
    table = NOTICES.at(at.position)
    return list(connection.execute(select(table.c.notice_id, table.c.number, table.c.title)))


def withdrawn_with(connection: Connection, notice: UUID) -> frozenset[UUID]:
    """The items under a notice that were withdrawn because their whole import was: a list may issue those again."""
    gone = select(BATCHES.now.c.stream_id).where(
        BATCHES.now.c.notice_id == notice, BATCHES.now.c.withdrawn_at.is_not(None)
    )
    store = EventStore(connection)
    return frozenset(
        item for stream in connection.scalars(gone).all() for item in fold(store.read_past(stream).told).items
    )


def remembered(
    connection: Connection, actor: Actor, at: Moment | None = None, *, all_units: bool = False
) -> list[Remembered]:
    """What the actor's unit remembers, or every unit, at a moment or now; what was forgotten is left out."""
    table = MAPPINGS.at(at.position if at else None)
    wanted = select(table).where(table.c.forgotten == 0)
    if not all_units:
        wanted = wanted.where(table.c.unit == actor.org)
    rows = connection.execute(wanted.order_by(table.c.remembered_at.desc(), table.c.mapping_id))
    return [
        Remembered(row.mapping_id, row.unit, row.signature, json.loads(row.columns), row.remembered_at, row.version)
        for row in rows
    ]
