"""Say which column of an event was changed, where a second copy of its value stands somewhere and fits.

A value fits if the row with it has the envelope that was sealed as its leaf, or, unsealed, the recorded digest.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection

from events import codec
from events.errors import NotCanonical
from events.event import EVENT_NAMES, GENESIS
from events.verify.faults import Fault
from events.verify.rows import EVENT, Row, some_events, some_places

AT = {name: number for number, name in enumerate(EVENT)}
POSITION, LEAF = 13, 14
Fits = Callable[[bytes], bool]


def explained(connection: Connection, row: Row, before: Row | None, chained: bool) -> Fault:
    """The fault of an event's row, or of the row of the log that stands for it."""
    if chained:
        return _against_log(connection, row)
    where = f"{row[0]} version {row[1]}"
    expected = before[1] + 1 if before else 1
    if row[1] != expected:
        moved = _moved_here(connection, row) or _moved_away(connection, row[0], expected)
        return moved or Fault("events", where, "the event before it is missing")
    envelope = _envelope(row)
    if row[LEAF] is not None and codec.leaf(envelope) == row[LEAF]:
        return Fault("events", where, "the digest is not the one of this event and those before it", "digest")
    column = _column(connection, row, before, _fits(row, before))
    if envelope == b"":
        return Fault("events", where, "the row holds what was never recorded", column)
    return Fault("events", where, "the row is not the one whose digest was recorded", column)


def _against_log(connection: Connection, row: Row) -> Fault:
    """The chain holds, the leaf is not the event's: one of the two was changed, and the seals say which."""
    leaf, place = codec.leaf(_envelope(row)), f"position {row[POSITION]}"
    elsewhere = some_places(connection, "WHERE l.leaf = %s LIMIT 1", leaf)
    if elsewhere:
        position, stream, *_ = elsewhere[0]
        moved = "version" if stream == row[0] else "stream_id"
        return Fault("log", f"position {position}", f"its leaf is that of {row[0]} version {row[1]}", moved)
    if _sealed(connection, row[POSITION], row[LEAF]):
        what = "the event and its digest are not the ones that were sealed"
        return Fault("events", f"{row[0]} version {row[1]}", what, _column(connection, row, None, _fits(row, None)))
    restored = _sealed(connection, row[POSITION], leaf)
    return Fault("log", place, "the leaf is not that of its event", "leaf" if restored else None)


def _sealed(connection: Connection, position: int, leaf: bytes) -> bool:
    """Whether the seal of a position is that of this leaf."""
    rows = some_places(connection, "WHERE l.position IN (%s, %s) ORDER BY l.position", position - 1, position)
    previous = rows[0][4] if len(rows) == 2 else GENESIS
    return bool(rows) and rows[-1][4] == codec.sealed(previous, position, leaf, rows[-1][5])


def _moved_here(connection: Connection, row: Row) -> Fault | None:
    """A row whose stream or version was changed: the log has the place it was recorded in, and no event there."""
    orphans = some_places(
        connection,
        "WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.stream_id = l.stream_id AND e.version = l.version) LIMIT 50",
    )
    return next(filter(None, (_moved(row, place) for place in orphans)), None)


def _moved_away(connection: Connection, stream: str, version: int) -> Fault | None:
    """The row that is missing here, if it stands elsewhere, where the log has no place for it."""
    places = some_places(connection, "WHERE l.stream_id = %s AND l.version = %s", stream, version)
    orphans = some_events(connection, "WHERE l.position IS NULL LIMIT 50") if places else []
    return next(filter(None, (_moved(row, places[0]) for row in orphans)), None)


def _moved(row: Row, place: Row) -> Fault | None:
    _, stream, version, leaf, *_ = place
    if codec.leaf(_envelope((stream, version, *row[2:]))) != leaf:
        return None
    where, what = f"{row[0]} version {row[1]}", f"it was recorded as {stream} version {version}"
    return Fault("events", where, what, "version" if stream == row[0] else "stream_id")


def _fits(row: Row, before: Row | None) -> Fits:
    previous = before[AT["digest"]] if before else GENESIS
    if row[LEAF] is not None:
        return lambda envelope: codec.leaf(envelope) == row[LEAF]
    return lambda envelope: codec.chained(previous, envelope) == row[AT["digest"]]


def _column(connection: Connection, row: Row, before: Row | None, fits: Fits) -> str | None:
    """The one column that another copy of its value puts right."""
    for column, value in _copies(connection, row, before):
        at = AT[column]
        if value != row[at] and fits(_envelope((*row[:at], value, *row[at + 1 :]))):
            return column
    return None


def _copies(connection: Connection, row: Row, before: Row | None) -> Iterator[tuple[str, Any]]:
    """Where else a column's value may stand: in its own row, in its neighbours, in the code."""
    own = dict(zip(EVENT, row, strict=False))
    yield "correlation_id", own["command_id"]
    yield "command_id", own["correlation_id"]
    yield "recorded_at", own["effective_at"]
    yield "effective_at", own["recorded_at"]
    for value in (None, own["command_id"], own["correlation_id"]):
        yield "causation_id", value
    for name, version in EVENT_NAMES.values():
        yield "name", name
        yield "schema_version", version
    for version in range(1, 20):
        yield "schema_version", version
    for near in _neighbours(connection, row, before):
        for column in ("actor", "recorded_at", "effective_at", "command_id", "correlation_id", "causation_id"):
            yield column, near[AT[column]]


def _neighbours(connection: Connection, row: Row, before: Row | None) -> list[Row]:
    """The events before and behind it in its stream, and beside it in the log."""
    found = some_events(connection, "WHERE e.stream_id = %s AND e.version IN (%s, %s)", row[0], row[1] - 1, row[1] + 1)
    if row[POSITION] is not None:
        found += some_events(connection, "WHERE l.position BETWEEN %s AND %s", row[POSITION] - 3, row[POSITION] + 3)
    return found + ([before] if before else [])


def _envelope(row: Row) -> bytes:
    """The row's envelope; empty for a row that can have none."""
    try:
        return codec.enveloped(*row[:13])
    except NotCanonical:
        return b""
