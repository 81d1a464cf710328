"""Check the log against itself: every digest re-derived from the stored bytes, every row in its place.

What is found is named by table and row. What cannot be found from inside the database alone (all tables rewritten
together) needs a witness outside it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select, text

from events import codec, tables
from events.errors import NotCanonical
from events.event import GENESIS
from events.personal import commitment
from events.tolerance import printable, tolerant

APPEND_ONLY = ("events", "log", "commands", "signed_checkpoints")


class Fault(NamedTuple):
    """One thing that is not as it was recorded."""

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        return printable(f"{self.table} {self.row}: {self.what}")


def verify(connection: Connection) -> Iterator[Fault]:
    """Every fault of the log: the chains stream by stream, then the positions, then what has none."""
    with tolerant(connection):
        yield from _streams(connection)
        yield from _log(connection)
        yield from _unplaced(connection)


def verify_personal(connection: Connection, stated: dict[Any, str]) -> Iterator[Fault]:
    """Kept personal values against the commitments the events state, given as {ref: commitment}."""
    missing = dict(stated)
    for row in connection.execute(select(tables.personal_data)):
        expected = missing.pop(row.ref, None)
        if expected is None:
            yield Fault("personal_data", str(row.ref), "no event refers to this value")
        elif not _kept(row, expected):
            yield Fault("personal_data", str(row.ref), "the value is not the one that was committed to")
    for ref in missing:
        yield Fault("personal_data", str(ref), "the value is missing")


def _kept(row: Row[Any], expected: str) -> bool:
    try:
        return commitment(row.salt, row.kind, row.value) == expected
    except ValueError:  # bytes that are no text were never committed to
        return False


def _streams(connection: Connection) -> Iterator[Fault]:
    """Walk each stream's chain, and hold its last digest against the guard row."""
    guards = {row.stream_id: row for row in connection.execute(select(tables.streams))}
    previous: Row[Any] | None = None
    broken: set[str] = set()
    ordered = select(tables.events).order_by(tables.events.c.stream_id, tables.events.c.version)
    for row in connection.execute(ordered.execution_options(yield_per=2000)):
        if previous is not None and previous.stream_id != row.stream_id:
            yield from _against_guard(previous, guards.pop(previous.stream_id, None), broken)
            previous = None
        fault = _against_previous(row, previous)
        if fault and row.stream_id not in broken:
            broken.add(row.stream_id)
            yield fault
        previous = row
    if previous is not None:
        yield from _against_guard(previous, guards.pop(previous.stream_id, None), broken)
    for stream in guards:
        yield Fault("streams", stream, "the stream has no events")


def _against_previous(row: Row[Any], previous: Row[Any] | None) -> Fault | None:
    where = f"{row.stream_id} version {row.version}"
    if row.version != (previous.version + 1 if previous else 1):
        return Fault("events", where, "the event before it is missing")
    enveloped = _envelope(row)
    if enveloped is None:
        return Fault("events", where, "the row holds what was never recorded")
    if bytes(row.digest) != codec.chained(previous.digest if previous else GENESIS, enveloped):
        return Fault("events", where, "the row is not the one whose digest was recorded")
    return None


def _envelope(row: Row[Any]) -> bytes | None:
    """The row's envelope, or None for a row whose values no append could have written."""
    try:
        return codec.envelope(row)
    except (ValueError, TypeError, AttributeError, NotCanonical):
        return None


def _against_guard(last: Row[Any], guard: Row[Any] | None, broken: set[str]) -> Iterator[Fault]:
    where = f"{last.stream_id} version {last.version}"
    if guard is None:
        yield Fault("streams", last.stream_id, "the stream's row is missing")
        return
    same = (guard.version, bytes(guard.head_digest)) == (last.version, bytes(last.digest))
    if not same and last.stream_id not in broken:
        says = f"the stream's row says version {guard.version}; events are missing or were replaced"
        yield Fault("events", where, says)


def _log(connection: Connection) -> Iterator[Fault]:
    """Positions without gaps, each leaf that of its event, each seal that of its position and those before."""
    log, events = tables.log, tables.events
    same = (log.c.stream_id == events.c.stream_id) & (log.c.version == events.c.version)
    placed = select(log.c.position, log.c.leaf, log.c.seal, log.c.sealed_at, log.c.stream_id.label("placed"), events)
    wanted, seal = 0, GENESIS
    newest: dict[str, int] = {}
    for row in connection.execute(placed.join(events, same, isouter=True).order_by(log.c.position)):
        where = f"position {row.position}"
        if row.position != wanted:
            yield Fault("log", f"position {wanted}", "the position is missing")
        elif bytes(row.seal) != _seal(seal, row):
            yield Fault("log", where, "the position, its leaf or its time is not the one that was sealed")
        if row.event_id is None:
            yield Fault("log", where, f"its event in {row.placed} is missing")
        elif bytes(row.leaf) != codec.leaf(_envelope(row) or b""):
            yield Fault("log", where, "the leaf is not that of its event")
        elif row.version <= newest.get(row.placed, 0):
            yield Fault("log", where, f"it stands behind a later version of {row.placed}")
        wanted, seal = row.position + 1, bytes(row.seal)
        newest[row.placed] = row.version or 0


def _seal(previous: bytes, row: Row[Any]) -> bytes:
    """The seal the row should have; empty for values no sealer could have written."""
    try:
        return codec.seal(previous, row.position, bytes(row.leaf), row.sealed_at)
    except (TypeError, ValueError, OverflowError, AttributeError):
        return b""


def verify_guards(connection: Connection) -> Iterator[Fault]:
    """The triggers that keep recorded rows from being changed."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        acts = ("update", "delete", "replace")
    else:
        found = connection.execute(text("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"))
        acts = ("update", "delete", "truncate")
    there = set(found.scalars())
    for table in APPEND_ONLY:
        for act in acts:
            if f"{table}_no_{act}" not in there:
                yield Fault(table, f"trigger {table}_no_{act}", "the trigger that guards the table is missing or off")


def _unplaced(connection: Connection) -> Iterator[Fault]:
    """Each event is either sealed or waiting to be, and only once."""
    log, pending, events = tables.log, tables.pending, tables.events
    sealed = select(1).where(log.c.stream_id == events.c.stream_id, log.c.version == events.c.version)
    waits = select(1).where(pending.c.stream_id == events.c.stream_id, pending.c.version == events.c.version)
    lost = select(events.c.stream_id, events.c.version).where(~sealed.exists(), ~waits.exists())
    for row in connection.execute(lost):
        yield Fault("events", f"{row.stream_id} version {row.version}", "neither sealed nor waiting to be")
    there = select(1).where(pending.c.stream_id == events.c.stream_id, pending.c.version == events.c.version)
    for row in connection.execute(select(pending).where(~there.exists())):
        yield Fault("pending", f"{row.stream_id} version {row.version}", "there is no such event")
    twice = select(events.c.stream_id, events.c.version).where(sealed.exists(), waits.exists())
    for row in connection.execute(twice):
        yield Fault("pending", f"{row.stream_id} version {row.version}", "waiting though sealed already")
