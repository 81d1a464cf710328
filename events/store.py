"""Append to the log and read from it, inside the caller's transaction. Positions are the sealer's work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from events import codec, tables
from events.errors import DuplicateCommand, WrongExpectedVersion
from events.event import EMPTY, Envelope, Head, Recorded


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What was answered to a command, kept with the digest of what it asked."""

    request_digest: bytes
    answer: bytes


class History(NamedTuple):
    """One stream: its events so far, oldest first, and where it stands."""

    head: Head
    recorded: tuple[Recorded, ...]


_events, _streams, _log = tables.events, tables.streams, tables.log
_READ: Select[Any] = select(_events, _log.c.position, _log.c.sealed_at).select_from(
    _events.outerjoin(_log, (_log.c.stream_id == _events.c.stream_id) & (_log.c.version == _events.c.version))
)
_ADVANCE = (
    update(_streams)
    .where(_streams.c.stream_id == bindparam("stream"), _streams.c.version == bindparam("expected"))
    .where(_streams.c.head_digest == bindparam("previous"), _streams.c.closed == 0)
    .values(version=bindparam("next_version"), head_digest=bindparam("next_digest"))
    .returning(_streams.c.version)
)


class EventStore:
    """The log, seen from one open transaction. `writes` is False where appends stay in memory."""

    writes = True

    def __init__(self, connection: Connection):
        self.connection = connection

    def read(self, stream: str, *, up_to: int | None = None) -> History:
        """The history of one stream, whole or up to a version; of an unknown one, the empty history."""
        query = _READ.where(_events.c.stream_id == stream).order_by(_events.c.version)
        if up_to is not None:
            query = query.where(_events.c.version <= up_to)
        recorded = tuple(recorded_of(row) for row in self.connection.execute(query))
        return History(head_of(recorded), recorded)

    def read_log(self, *, after: int = -1, limit: int = 1000) -> list[Recorded]:
        """At most `limit` sealed events past a position, in the order of the log."""
        query = _READ.where(_log.c.position > after).order_by(_log.c.position).limit(limit)
        return [recorded_of(row) for row in self.connection.execute(query)]

    def read_newest(self, *, where: Sequence[ColumnElement[bool]] = (), limit: int = 1000) -> list[Recorded]:
        """At most `limit` sealed events that fit `where`, the newest first."""
        query = _READ.where(_log.c.position.is_not(None), *where).order_by(_log.c.position.desc()).limit(limit)
        return [recorded_of(row) for row in self.connection.execute(query)]

    def streams(self, kind: str) -> Iterator[str]:
        """The ids of all streams of a kind, in order."""
        query = select(_streams.c.stream_id).where(_streams.c.kind == kind).order_by(_streams.c.stream_id)
        return iter(self.connection.scalars(query).all())

    def hold(self, stream: str) -> None:
        """Let no one else append to a stream, or hold it, until this transaction ends. SQLite has one writer anyway."""
        self.connection.execute(select(_streams.c.version).where(_streams.c.stream_id == stream).with_for_update())

    def answered(self, command_id: UUID) -> Answer | None:
        """What was answered to this command, if it has been carried out."""
        wanted = select(tables.commands).where(tables.commands.c.command_id == command_id)
        row = self.connection.execute(wanted).one_or_none()
        return Answer(request_digest=row.request_digest, answer=row.answer) if row else None

    def in_memory(self, kind: str) -> list[Recorded]:
        """Events of a kind of stream that were appended and not written: none, except in a dry run."""
        return []

    def append(
        self,
        stream: str,
        events: Sequence[object],
        *,
        expected: Head,
        envelope: Envelope,
        definition: str | None = None,
    ) -> tuple[Recorded, ...]:
        """Append `events` as the next versions of `stream`; WrongExpectedVersion if it is not at `expected`.

        The guard row in `streams` is what two writers of one stream meet at; writers of different streams
        never wait for each other.
        """
        rows = list(rows_of(stream, events, expected, envelope))
        self._guard(stream, expected, rows[-1], definition)
        columns = [vars(row) for row in rows]
        self.connection.execute(insert(_events), columns)
        queued = [{"stream_id": stream, "version": row.version} for row in rows]
        self.connection.execute(insert(tables.pending), queued)
        return tuple(as_recorded(row, event) for row, event in zip(rows, events, strict=True))

    def answer(self, command_id: UUID, answer: Answer) -> None:
        """Keep the answer to a command; DuplicateCommand if another transaction has just done so."""
        values = {"command_id": command_id, "request_digest": answer.request_digest, "answer": answer.answer}
        try:
            self.connection.execute(insert(tables.commands), values)
        except IntegrityError as error:
            raise DuplicateCommand(command_id) from error

    def _guard(self, stream: str, expected: Head, last: Any, definition: str | None) -> None:
        if expected.version:
            guard: Any = _ADVANCE
            values = {
                "stream": stream, "expected": expected.version, "previous": expected.digest,
                "next_version": last.version, "next_digest": last.digest,
            }  # fmt: skip
        else:
            dialect = sqlite if self.connection.dialect.name == "sqlite" else postgresql
            guard = dialect.insert(_streams).on_conflict_do_nothing().returning(_streams.c.version)
            values = {
                "stream_id": stream, "kind": kind_of(stream), "definition": definition,
                "version": last.version, "head_digest": last.digest,
            }  # fmt: skip
        if self.connection.scalar(guard, values) is None:
            raise WrongExpectedVersion(stream, expected.version)


def kind_of(stream: str) -> str:
    """`item` of `item-6f…`."""
    return stream.partition("-")[0]


def head_of(recorded: Sequence[Recorded]) -> Head:
    if not recorded:
        return EMPTY
    last = recorded[-1]
    return Head(version=last.version, digest=last.digest, recorded_at=last.recorded_at)


def rows_of(stream: str, events: Sequence[object], head: Head, envelope: Envelope) -> Iterator[SimpleNamespace]:
    """The rows of the table `events`, each digest covering the one before. Time never runs back in a stream."""
    at = max(envelope.at, head.recorded_at or envelope.at)
    digest = head.digest
    for version, event in enumerate(events, start=head.version + 1):
        name, schema_version, body = codec.encode(event)
        row = SimpleNamespace(
            stream_id=stream, version=version, event_id=uuid4(), name=name, schema_version=schema_version, body=body,
            recorded_at=at, effective_at=envelope.effective_at or at, actor=envelope.actor,
            command_id=envelope.command_id, correlation_id=envelope.correlation_id, causation_id=envelope.causation_id,
        )  # fmt: skip
        row.digest = digest = codec.chained(digest, codec.envelope(row))
        yield row


def recorded_of(row: Row[Any]) -> Recorded:
    """A row of `events` joined with `log`, its body decoded and raised to the present shape."""
    event = codec.decode(row.name, row.schema_version, row.body)
    return as_recorded(row, event, row.position, row.sealed_at)


def as_recorded(row: Any, event: object, position: int | None = None, sealed_at: datetime | None = None) -> Recorded:
    return Recorded(
        stream=row.stream_id, version=row.version, event_id=row.event_id, name=row.name,
        schema_version=row.schema_version, event=event, digest=row.digest, recorded_at=row.recorded_at,
        effective_at=row.effective_at, actor=row.actor, command_id=row.command_id,
        correlation_id=row.correlation_id, causation_id=row.causation_id, position=position, sealed_at=sealed_at,
    )  # fmt: skip
