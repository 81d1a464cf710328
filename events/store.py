"""Append to the log and read from it, inside the caller's transaction. Positions are the sealer's work."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from msgspec import convert
from sqlalchemy import ColumnElement, Connection, Select, select
from sqlalchemy.exc import IntegrityError

from events import codec, reasons, tables
from events.driver import Driver
from events.errors import DuplicateCommand, Suspended, WrongExpectedVersion
from events.event import EMPTY, Envelope, Head, Recorded, Told
from events.rows import READ, EventRow, head_of, recorded_all, recorded_as, rows_of
from events.writing import Append, Kept, Line, write


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a command, kept with the digest of what it asked."""

    request_digest: bytes
    answer: bytes


class Beside(NamedTuple):
    """What is written together with the events: the answer to their command, and the read model's row."""

    answer: Answer | None = None
    line: Line | None = None


class New(NamedTuple):
    """What one of several streams is to get in one transaction; the fields mean what `append` takes."""

    stream: str
    events: Sequence[object]
    expected: Head
    definition: str | None = None
    beside: Callable[[tuple[Recorded, ...]], Beside] = lambda _: Beside()


class Past(NamedTuple):
    """One stream as a decision sees it, oldest first, and where it stands."""

    head: Head
    told: tuple[Told | Recorded, ...]


class History(NamedTuple):
    """One stream: its events so far, oldest first, and where it stands."""

    head: Head
    recorded: tuple[Recorded, ...]


_events, _streams, _log = tables.events, tables.streams, tables.log
_PAST = (
    "SELECT version, digest, recorded_at, name, schema_version, body, actor, command_id "
    "FROM events WHERE stream_id = %s ORDER BY version"
)
_PLACED = (
    f"SELECT {READ}{{stream}} "  # nosec B608
    "FROM events e {join} JOIN log l ON l.stream_id = e.stream_id AND l.version = e.version {where}"
)
_OF_ONE = _PLACED.format(stream="", join="LEFT", where="WHERE e.stream_id = %s AND e.version <= %s ORDER BY e.version")
_PLACED_IN = partial(_PLACED.format, stream=", e.stream_id")
_OF_MANY = _PLACED_IN(join="LEFT", where="WHERE e.stream_id IN ({}) ORDER BY e.stream_id, e.version")
_IN_ORDER = _PLACED_IN(join="", where="WHERE l.position > %s ORDER BY l.position LIMIT %s")
_CHOSEN = _PLACED_IN(join="", where="WHERE l.position IN ({}) ORDER BY l.position DESC")
_ALL = 2**31 - 1
Made = TypeVar("Made")


class EventStore:
    """The log, seen from one connection: in its open transaction, or each append for itself where there is none.

    `writes` is False where appends stay in memory. `recovering` appends although the log is suspended.
    """

    writes = True

    def __init__(self, connection: Connection, *, recovering: bool = False):
        self.connection = connection
        self._recovering = recovering
        self._driver = Driver(connection)
        self._made: dict[str, dict[object, Any]] = {}

    def read(self, stream: str, *, up_to: int | None = None) -> History:
        """The history of one stream with its places in the log, whole or up to a version; or the empty history."""
        rows = self._driver.rows(_OF_ONE, (stream, _ALL if up_to is None else up_to))
        recorded = recorded_all(rows, self._driver.sqlite, stream)
        return History(head_of(recorded), recorded)

    def read_past(self, stream: str) -> Past:
        """What deciding needs of a stream: less than its history, and quicker."""
        rows = self._driver.rows(_PAST, (stream,))
        if not rows:
            return Past(EMPTY, ())
        told = tuple(
            Told(codec.decode(name, schema, body), actor, self._moment(at), self._id(command))
            for _, _, at, name, schema, body, actor, command in rows
        )
        return Past(Head(version=rows[-1][0], digest=rows[-1][1], recorded_at=told[-1].recorded_at), told)

    def read_many(self, streams: Sequence[str]) -> list[History]:
        """The histories of several streams, whole, with their places in the log; in no lasting order."""
        marks = ", ".join(["%s"] * len(streams))
        rows = self._driver.rows(_OF_MANY.format(marks), streams) if streams else []
        histories = (self._recorded(list(of_one)) for _, of_one in groupby(rows, key=itemgetter(-1)))
        return [History(head_of(recorded), recorded) for recorded in histories]

    def _recorded(self, rows: Sequence[Any]) -> tuple[Recorded, ...]:
        return recorded_all(rows, self._driver.sqlite)

    def _id(self, stored: Any) -> UUID:
        return convert(stored, UUID) if self._driver.sqlite else stored

    def _moment(self, stored: Any) -> datetime:
        return codec.moment(stored) if self._driver.sqlite else stored

    def read_log(self, *, after: int = -1, limit: int = 1000) -> list[Recorded]:
        """At most `limit` sealed events past a position, in the order of the log."""
        return list(self._recorded(self._driver.rows(_IN_ORDER, (after, limit))))

    def read_newest(self, *, where: Sequence[ColumnElement[bool]] = (), limit: int = 1000) -> list[Recorded]:
        """At most `limit` sealed events that fit `where`, the newest first."""
        same = (_log.c.stream_id == _events.c.stream_id) & (_log.c.version == _events.c.version)
        query: Select[Any] = select(_log.c.position).select_from(_events.join(_log, same)).where(*where)
        wanted = self.connection.scalars(query.order_by(_log.c.position.desc()).limit(limit)).all()
        if not wanted:
            return []
        marks = ", ".join(["%s"] * len(wanted))
        return list(self._recorded(self._driver.rows(_CHOSEN.format(marks), wanted)))

    def streams(self, kind: str) -> Iterator[str]:
        """The ids of all streams of a kind, in order."""
        query = select(_streams.c.stream_id).where(_streams.c.kind == kind).order_by(_streams.c.stream_id)
        return iter(self.connection.scalars(query).all())

    def hold(self, stream: str) -> None:
        """Let no one else append to a stream, or hold it, until this transaction ends. SQLite has one writer anyway."""
        if not self._driver.sqlite:
            self._driver.rows("SELECT version FROM streams WHERE stream_id = %s FOR UPDATE", (stream,))

    def once(self, make: Callable[["EventStore", str], Made], stream: str) -> Made:
        """What `make` makes of a stream: made once for many commands of one transaction, anew after an append to it.

        For what lists ask again and again; hold the stream first where it must stand as it is until the commit.
        """
        made = self._made.setdefault(stream, {})
        if make not in made:
            made[make] = make(self, stream)
        found: Made = made[make]
        return found

    def answered(self, command_id: UUID) -> Answer | None:
        """What was answered to this command, if it has been carried out."""
        wanted = select(tables.commands).where(tables.commands.c.command_id == command_id)
        row = self.connection.execute(wanted).one_or_none()
        return Answer(request_digest=row.request_digest, answer=row.answer) if row else None

    def in_memory(self, kind: str) -> list[Recorded]:
        """Events of a kind of stream that were appended and not written: none, except in a dry run."""
        return []

    def in_memory_by(self, kind: str, key: Callable[[Recorded], Hashable]) -> Mapping[Hashable, list[Recorded]]:
        """The same by what `key` makes of each; what it makes None of is left out. Give the same function each time."""
        return {}

    def append(
        self,
        stream: str,
        events: Sequence[object],
        *,
        expected: Head,
        envelope: Envelope,
        definition: str | None = None,
        beside: Callable[[tuple[Recorded, ...]], Beside] = lambda _: Beside(),
    ) -> tuple[Recorded, ...]:
        """Append `events` as the next versions of `stream`, with what `beside` makes of them as recorded.

        WrongExpectedVersion if the stream is not at `expected`; DuplicateCommand if the envelope's command has been
        answered; Suspended while the log is read-only. Writers of different streams never wait for each other.
        """
        self._made.pop(stream, None)
        rows = tuple(rows_of(stream, events, expected, envelope))
        recorded = tuple(map(recorded_as, rows, events))
        self._write(rows, expected, definition, beside(recorded))
        return recorded

    def append_all(self, news: Iterable[New], *, envelope: Envelope) -> dict[str, tuple[Recorded, ...]]:
        """Append to several streams inside the caller's transaction: to all of them, or to none if that is rolled back.

        They are taken in the order of their ids, so that two who write the same streams cannot block each other.
        """
        return {
            new.stream: self.append(
                new.stream, new.events, expected=new.expected, envelope=envelope, definition=new.definition,
                beside=new.beside,
            )
            for new in sorted(news, key=lambda new: new.stream)
        }  # fmt: skip

    def _write(self, rows: tuple[EventRow, ...], expected: Head, definition: str | None, beside: Beside) -> None:
        stream, command_id, answer = rows[0].stream_id, rows[0].command_id, beside.answer
        kept = Kept(command_id, answer.request_digest, answer.answer) if answer else None
        append = Append(stream, kind_of(stream), definition, expected, rows, beside.line, kept, self._recovering)
        try:
            if write(self._driver, self.connection.dialect, append):
                return
        except IntegrityError as error:
            if "commands" in str(error.orig):
                raise DuplicateCommand(command_id) from error
            raise
        if not self._recovering and (reason := self._suspended()):
            raise Suspended(reasons.kept(reason))
        raise WrongExpectedVersion(stream, expected.version)

    def _suspended(self) -> str | None:
        found = self._driver.rows("SELECT reason FROM suspensions WHERE lifted_at IS NULL LIMIT 1")
        return found[0][0] if found else None


def kind_of(stream: str) -> str:
    """`item` of `item-6f…`."""
    return stream.partition("-")[0]
