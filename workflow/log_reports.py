"""The log as a list, newest first, for those it is open to."""

from sqlalchemy import Connection

from events import tables
from events.event import Recorded
from events.store import EventStore
from workflow.history import Moment
from workflow.messages import Actor
from workflow.sight import Place, may_enter


def log_page(
    connection: Connection, actor: Actor, at: Moment, *, before: int | None = None, size: int, **wanted: str
) -> list[Recorded]:
    """Sealed events, newest first, below position `before`; `wanted` may give name, stream, account. Auditors' view."""
    if not may_enter(actor, Place.LOG):
        return []
    log, events = tables.log.c, tables.events.c
    where = []
    if at.position is not None:
        where.append(log.position <= at.position)
    if before is not None:
        where.append(log.position < before)
    if wanted.get("name"):
        where.append(events.name == wanted["name"])
    if wanted.get("stream"):
        where.append(events.stream_id == wanted["stream"])
    if wanted.get("account"):
        where.append(events.actor.endswith(" " + wanted["account"], autoescape=True))
    return EventStore(connection).read_newest(where=where, limit=size)
