"""The archive packages that were recorded, as an actor sees them at a moment: who sees all sees every one, a bureau
those of its own part."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select, true

from events.event import Recorded
from events.store import EventStore
from workflow.archive_errors import NoSuchArchive
from workflow.archives import Archive, fold
from workflow.history import Moment, until
from workflow.messages import Actor
from workflow.projections import ARCHIVES, NOTICES
from workflow.sight import in_archives, in_sight


def listed(connection: Connection, actor: Actor, at: Moment) -> list[Any]:
    """The packages open to an actor at a moment, the newest first, with the number and title of their notice."""
    table, notices = ARCHIVES.at(at.position), NOTICES.now
    named = select(table, notices.c.number, notices.c.title).select_from(
        table.outerjoin(notices, notices.c.notice_id == table.c.notice_id)
    )
    order = (table.c.at_position.desc(), table.c.packed_at.desc(), table.c.archive_id)
    return list(connection.execute(named.where(_open(actor, table)).order_by(*order)))


def one(connection: Connection, actor: Actor, archive_id: UUID, at: Moment) -> tuple[Archive, Sequence[Recorded]]:
    """A package open to an actor at a moment, and its event; else NoSuchArchive."""
    recorded = until(EventStore(connection).read(f"archive-{archive_id}"), at)
    archive = fold(recorded)
    if not recorded or not in_archives(actor, archive.unit):
        raise NoSuchArchive
    return archive, recorded


def of_manifest(connection: Connection, actor: Actor, digest: str) -> list[UUID]:
    """The packages open to an actor whose manifest has this SHA-256, the oldest first."""
    table = ARCHIVES.now
    wanted = select(table.c.archive_id).where(table.c.manifest == digest, _open(actor, table))
    return list(connection.scalars(wanted.order_by(table.c.packed_at, table.c.archive_id)))


def _open(actor: Actor, table: Any) -> ColumnElement[bool]:
    """The rule of `in_archives`, as a condition."""
    sight = in_sight(actor)
    return true() if sight.units is None else table.c.unit.in_(sorted(sight.units))
