"""Events as rows of their table: what an append is about to write, and what a reading gives back."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from msgspec import convert

from events import codec
from events.event import EMPTY, Envelope, Head, Recorded

COLUMNS = (
    "stream_id, version, event_id, name, schema_version, body, digest, recorded_at, effective_at, actor, "
    "command_id, correlation_id, causation_id"
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


def from_postgresql(stored: Sequence[Any]) -> EventRow:
    row = EventRow._make(stored)
    return row._replace(recorded_at=row.recorded_at.astimezone(UTC), effective_at=row.effective_at.astimezone(UTC))


def read_sqlite(stored: Sequence[Any]) -> Recorded:
    """A stored row in the order of COLUMNS, with position and sealing time behind it, handed out with its event.

    Most events repeat a value: they took effect when they were recorded, and their command was nobody's consequence.
    """
    (stream, version, event_id, name, schema, body, digest, recorded, effective, actor, command, related, why,
     position, sealed) = stored  # fmt: skip
    at, command_id = codec.moment(recorded), convert(command, UUID)
    return Recorded(
        stream, version, convert(event_id, UUID), name, schema, codec.decode(name, schema, body), digest,
        at, at if effective == recorded else codec.moment(effective), actor,
        command_id, command_id if related == command else convert(related, UUID), why and convert(why, UUID),
        position, sealed and codec.moment(sealed),
    )  # fmt: skip


def read_postgresql(stored: Sequence[Any]) -> Recorded:
    (stream, version, event_id, name, schema, body, digest, recorded, effective, actor, command, related, why,
     position, sealed) = stored  # fmt: skip
    return Recorded(
        stream, version, event_id, name, schema, codec.decode(name, schema, body), digest,
        recorded.astimezone(UTC), effective.astimezone(UTC), actor, command, related, why,
        position, sealed and sealed.astimezone(UTC),
    )  # fmt: skip


def head_of(recorded: Sequence[Recorded]) -> Head:
    if not recorded:
        return EMPTY
    last = recorded[-1]
    return Head(version=last.version, digest=last.digest, recorded_at=last.recorded_at)
