"""The log for outside tools (过程日志): which events, in whose sight, in which order. Of one: process_entry.

The four formats hold the same events. What is out of the reader's sight is counted, and each file says how much it is.
Nothing is held in memory but the row being written.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from documents.log_sight import seen
from documents.process_entry import Entry, Ref, refs_of, said_of, who_is_told
from events import codec, tables
from events.store import kind_of
from workflow import history
from workflow.file_errors import NoRoom
from workflow.log_errors import EmptyPeriod
from workflow.messages import Actor
from workflow.projections import FINDINGS, ITEMS, NOTICES, ORGANISATIONS
from workflow.service import Ledger

_events, _log = tables.events.c, tables.log.c
_PLACED = (_log.stream_id == _events.stream_id) & (_log.version == _events.version)
_COLUMNS = (
    _log.position, _events.stream_id, _events.version, _events.event_id, _events.name, _events.schema_version,
    _events.body, _events.recorded_at, _events.effective_at, _events.actor,
)  # fmt: skip
_NUMBERED = (ITEMS, NOTICES, FINDINGS)
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The positions from `first` to `last`, as a reader sees them: `events` of them, the others `withheld`.

    `at` is when the last was sealed, `origin` the log's name, `units` each unit's code by its stream.
    """

    reader: Actor
    first: int
    last: int
    at: datetime
    events: int
    withheld: int
    origin: str
    units: dict[str, str]

    @property
    def where(self) -> ColumnElement[bool]:
        return _log.position.between(self.first, self.last) & seen(self.reader)


def scope(connection: Connection, reader: Actor, first: int, last: int | None, origin: str = "xiaohao") -> Scope:
    """What a reader is given of a period; `last` None is the log's last position. EmptyPeriod where nothing is in it.

    A period that holds nothing in sight is no refusal: the files say how much is withheld.
    """
    end = select(_log.position, _log.sealed_at).order_by(_log.position.desc()).limit(1)
    found = connection.execute(end if last is None else end.where(_log.position <= last)).first()
    if found is None or found.position < first:
        raise EmptyPeriod
    within = _log.position.between(first, found.position)
    total = connection.scalar(select(func.count()).select_from(tables.log).where(within)) or 0
    mine = connection.scalar(select(func.count()).select_from(tables.log).where(within, seen(reader))) or 0
    board = ORGANISATIONS.now.c
    units = {row.stream_id: row.code for row in connection.execute(select(board.stream_id, board.code))}
    return Scope(
        reader=reader, first=first, last=found.position, at=found.sealed_at, events=mine, withheld=total - mine,
        origin=origin, units=units,
    )  # fmt: skip


def in_order(connection: Connection, given: Scope) -> Iterator[Entry]:
    """The events in the order of the log."""
    yield from _entries(connection, given, _rows(given).order_by(_log.position))


def by_stream(connection: Connection, given: Scope) -> Iterator[Entry]:
    """The same events, those of one thing together; things in the order of their first event, events in theirs."""
    begins = (
        select(_log.stream_id, func.min(_log.position).label("first"))
        .where(given.where).group_by(_log.stream_id).subquery("begins")
    )  # fmt: skip
    rows = _rows(given).join(begins, begins.c.stream_id == _log.stream_id)
    yield from _entries(connection, given, rows.order_by(begins.c.first, _log.version))


def names(connection: Connection, given: Scope) -> list[str]:
    """The names of the events that there are, in order."""
    wanted = select(_events.name).select_from(tables.log.join(tables.events, _PLACED)).where(given.where)
    return sorted(connection.scalars(wanted.distinct()))


def spooled(ledger: Ledger, reader: Actor, write: Any, begins: str, ends: str) -> tuple[IO[bytes], Scope]:
    """A file without a name that holds the log of a period, whole; whoever gets it closes it.

    It is written to disk before a byte of it is answered: half a log looks like a whole one.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever gets it
    try:
        with history.reading_between(ledger.database, begins, ends, ledger.clock.now(), ledger.zone) as view:
            connection, first, last = view
            given = scope(connection, reader, first, last, ledger.verifier.name if ledger.verifier else "xiaohao")
            write(connection, given, file)
            file.flush()
    except BaseException as error:
        file.close()
        if isinstance(error, OSError):
            raise NoRoom from error
        raise
    file.seek(0)
    return file, given


def _rows(given: Scope) -> Select[Any]:
    """The events with their places, and the numbers that people call items, notices and findings by."""
    source = tables.log.join(tables.events, _PLACED)
    for one in _NUMBERED:
        source = source.outerjoin(one.now, one.now.c.stream_id == _log.stream_id)
    number = func.coalesce(*(one.now.c.number for one in _NUMBERED)).label("number")
    return select(*_COLUMNS, number).select_from(source).where(given.where)


def _entries(connection: Connection, given: Scope, rows: Select[Any]) -> Iterator[Entry]:
    with connection.execute(rows.execution_options(yield_per=AT_ONCE)) as found:
        for row in found:
            yield _entry(row, given)


def _entry(row: Any, given: Scope) -> Entry:
    event = codec.decode(row.name, row.schema_version, row.body)
    who = who_is_told(given.reader, Actor.parse(row.actor))
    said = said_of(event, given.reader)
    subject = _thing(row.stream_id, given)
    acted = [Ref(f"unit-{who.unit}", "acted_for")] + ([Ref(f"account-{who.account}", "acted_by")] * bool(who.account))
    refs = dict.fromkeys([Ref(subject, "subject"), *refs_of(said, kind_of(row.stream_id)), *acted])
    return Entry(
        position=row.position, stream=row.stream_id, version=row.version, event_id=row.event_id, name=row.name,
        recorded_at=row.recorded_at, effective_at=row.effective_at, case=row.number or subject, subject=subject,
        who=who, said=said, refs=tuple(refs),
    )  # fmt: skip


def _thing(stream: str, given: Scope) -> str:
    """What a stream is called as a thing: a unit by its code, all else by the stream's id."""
    return f"unit-{given.units[stream]}" if stream in given.units else stream
