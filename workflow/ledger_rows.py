"""The ledger row by row in little memory: what stands in its table, and what the events of each item said besides."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from events import codec, tables
from events.personal import PersonalRef
from workflow.history import Moment
from workflow.messages import Actor
from workflow.messages.item import ItemClosed, ItemIssued, ItemReported, ItemVerified
from workflow.projections import ITEMS
from workflow.reports import Filter, conditions
from workflow.sight import in_sight
from workflow.words import State

CHUNK = 250
NAMES = ("item.issued", "item.reported", "item.verified", "item.closed")
SHOWN = (
    "stream_id", "version", "number", "bureau", "owner", "area", "kind", "source", "clause", "problem", "figure",
    "amount", "requirement", "lead", "due", "state", "conclusion", "round", "held_since", "light", "remark",
)  # fmt: skip
"""The columns that are read: of twenty thousand rows each further one is felt."""
_events = tables.events.c


class Said(NamedTuple):
    """What of an item stands in its events alone. Of a unit that has lost the item nobody is named."""

    leader: PersonalRef | None = None
    contact: PersonalRef | None = None
    phone: PersonalRef | None = None
    measures: str = ""
    result: str = ""
    evidence: int = 0
    opinion: str = ""
    verified_at: datetime | None = None
    closed_at: datetime | None = None


class Line(NamedTuple):
    """A row of the ledger's table, as far as it is SHOWN, and what was said besides."""

    row: Any
    said: Said


def total(connection: Connection, actor: Actor, at: Moment, wanted: Filter) -> int:
    """How many rows there are."""
    source = ITEMS.at(at.position)
    where = _where(source, actor, at, wanted)
    return connection.scalar(select(func.count()).select_from(source).where(*where)) or 0


def chunks(connection: Connection, actor: Actor, at: Moment, wanted: Filter) -> Iterator[list[Line]]:
    """The items in the actor's sight that `wanted` describes, by unit and number, some hundreds at a time."""
    source = ITEMS.at(at.position)
    listed = (
        select(*(source.c[name] for name in SHOWN))
        .where(*_where(source, actor, at, wanted))
        .order_by(source.c.bureau, source.c.number)
    )
    rows = connection.execute(listed, execution_options={"yield_per": CHUNK})
    for part in rows.partitions(CHUNK):
        said = _said(connection, part)
        yield [Line(row, said[row.stream_id]) for row in part]


def _where(source: Any, actor: Actor, at: Moment, wanted: Filter) -> list[Any]:
    return [in_sight(actor).within(source.c.bureau), *conditions(source, at, wanted)]


def _said(connection: Connection, rows: Sequence[Any]) -> dict[str, Said]:
    """By stream, what its events up to the row's version said."""
    wanted = select(
        _events.stream_id, _events.version, _events.name, _events.schema_version, _events.body, _events.recorded_at
    ).where(_events.stream_id.in_([row.stream_id for row in rows]), _events.name.in_(NAMES))
    found = connection.execute(wanted.order_by(_events.stream_id, _events.version)).all()
    told = codec.decode_all(
        [one.name for one in found], [one.schema_version for one in found], [bytes(one.body) for one in found]
    )
    by_stream = {row.stream_id: row for row in rows}
    said = {stream: Said() for stream in by_stream}
    for one, event in zip(found, told, strict=True):
        row = by_stream[one.stream_id]
        if one.version <= row.version:
            said[one.stream_id] = _after(said[one.stream_id], row, event, one.recorded_at)
    return said


def _after(said: Said, row: Any, event: Any, at: datetime) -> Said:
    """An opinion counts while its conclusion stands, a closing while the item is closed."""
    match event:
        case ItemIssued() if row.held_since == 1:
            return said._replace(leader=event.leader, contact=event.contact, phone=event.phone)
        case ItemReported():
            return said._replace(measures=event.measures, result=event.result, evidence=len(event.evidence))
        case ItemVerified() if row.conclusion is not None:
            return said._replace(opinion=event.reason, verified_at=at)
        case ItemClosed() if row.state == State.CLOSED:
            return said._replace(closed_at=at)
        case _:
            return said
