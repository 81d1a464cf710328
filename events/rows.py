"""Events as rows of their table: what an append is about to write, and what a reading gives back."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from msgspec import convert

from events import codec
from events.event import EMPTY, Envelope, Head, Recorded

COLUMNS = (
    "stream_id, version, event_id, name, schema_version, body, digest, recorded_at, effective_at, actor, "
    "command_id, correlation_id, causation_id"
)
# what is read: a value that repeats its neighbour's, as most do, is left out where it would be turned a second time
READ = (
    "e.version, e.event_id, e.name, e.schema_version, e.body, e.digest, e.recorded_at, "
    "NULLIF(e.effective_at, e.recorded_at), e.actor, e.command_id, NULLIF(e.correlation_id, e.command_id), "
    "e.causation_id, l.position, l.sealed_at"
)


class EventRow(NamedTuple):
    """One row of `events`, in the order of its columns."""

    stream_id: str
    version: int
    event_id: UUID
    name: str
    schema_version: int
    body: bytes
    digest: bytes
    recorded_at: datetime
    effective_at: datetime
    actor: str
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None


def rows_of(stream: str, events: Sequence[object], head: Head, envelope: Envelope) -> Iterator[EventRow]:
    """The rows that record `events` behind `head`, each digest covering the one before. Time never runs back."""
    at = max(envelope.at, head.recorded_at or envelope.at)
    digest, effective_at = head.digest, envelope.effective_at or at
    for version, event in enumerate(events, start=head.version + 1):
        name, schema_version, body = codec.encode(event)
        row = EventRow(
            stream, version, uuid4(), name, schema_version, body, b"", at, effective_at, envelope.actor,
            envelope.command_id, envelope.correlation_id, envelope.causation_id,
        )  # fmt: skip
        digest = codec.chained(digest, codec.envelope(row))
        yield row._replace(digest=digest)


def recorded_as(
    row: EventRow, event: object, position: int | None = None, sealed_at: datetime | None = None
) -> Recorded:
    """The row as it is handed out; without a position while it has none."""
    return Recorded(
        row.stream_id, row.version, row.event_id, row.name, row.schema_version, event, row.digest, row.recorded_at,
        row.effective_at, row.actor, row.command_id, row.correlation_id, row.causation_id, position, sealed_at,
    )  # fmt: skip


def from_sqlite(stored: Sequence[Any]) -> EventRow:
    """A stored row in the order of COLUMNS."""
    stream, version, event_id, name, schema, body, digest, recorded, effective, actor, command, related, why = stored
    return EventRow(
        stream, version, UUID(bytes=event_id), name, schema, body, digest, codec.moment(recorded),
        codec.moment(effective), actor, UUID(bytes=command), UUID(bytes=related), why and UUID(bytes=why),
    )  # fmt: skip


def in_sqlite(row: EventRow) -> tuple[Any, ...]:
    """The row as SQLite stores it."""
    stream, version, event_id, name, schema, body, digest, recorded, effective, actor, command, related, why = row
    at = codec.microseconds(recorded)
    return (
        stream, version, event_id.bytes, name, schema, body, digest,
        at, at if effective is recorded else codec.microseconds(effective), actor,
        command.bytes, related.bytes, why and why.bytes,
    )  # fmt: skip


def recorded_all(stored: Sequence[Sequence[Any]], sqlite: bool, stream: str | None = None) -> tuple[Recorded, ...]:
    """Rows in the order of READ, handed out with their events. They are turned column by column: half the work.

    Behind their columns the rows have that of their stream, unless all are of one, and it is given.
    """
    if not stored:
        return ()
    (versions, event_ids, names, schemas, bodies, digests, recorded, effective, actors, commands, related, causes,
     positions, sealed, *of) = zip(*stored, strict=True)  # fmt: skip
    streams = of[0] if stream is None else repeat(stream)
    ids, moments = (_ids, codec.moments) if sqlite else (_as_they_are, _as_they_are)
    at, carried_by = moments(recorded), ids(commands)
    return tuple(map(
        Recorded, streams, versions, ids(event_ids), names, schemas, codec.decode_all(names, schemas, bodies),
        digests, at, _unless_none(effective, moments, at), actors, carried_by, _unless_none(related, ids, carried_by),
        _unless_none(causes, ids, causes), positions, _unless_none(sealed, moments, sealed),
    ))  # fmt: skip


Column = Sequence[Any]


def _unless_none(column: Column, turned: Callable[[Column], Column], otherwise: Column) -> Column:
    """The column turned, and what stands beside it where it holds none. Most columns hold none at all, or are full."""
    empty = column.count(None)
    if empty == len(column):
        return otherwise
    if not empty:
        return turned(column)
    full = iter(turned([value for value in column if value is not None]))
    return [other if value is None else next(full) for value, other in zip(column, otherwise, strict=True)]


def _ids(column: Column) -> Column:
    return convert(column, tuple[UUID, ...])


def _as_they_are(column: Column) -> Column:
    return column


def head_of(recorded: Sequence[Recorded]) -> Head:
    if not recorded:
        return EMPTY
    last = recorded[-1]
    return Head(version=last.version, digest=last.digest, recorded_at=last.recorded_at)
