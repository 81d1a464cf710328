"""Walk each stream's chain, hold each event against its leaf, and each stream's last event against its guard row."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from events import tables
from events.codec import enveloped
from events.errors import NotCanonical
from events.event import GENESIS
from events.verify.columns import explained
from events.verify.faults import Fault
from events.verify.rows import Row, chained_rows, some_events, unjoined_rows

LEAF = 14
EXPLAINED = 200  # faults that are looked into; any more are only named
_OFF = (
    "SELECT s.stream_id, s.version, s.head_digest FROM streams s LEFT JOIN events e ON e.stream_id = s.stream_id "
    "AND e.version = s.version AND e.digest = s.head_digest WHERE e.stream_id IS NULL ORDER BY s.stream_id"
)
_BEYOND = (
    "SELECT e.stream_id, s.version FROM events e LEFT JOIN streams s ON s.stream_id = e.stream_id "
    "GROUP BY e.stream_id, s.version HAVING s.version IS NULL OR max(e.version) > s.version ORDER BY e.stream_id"
)


class Suspect(NamedTuple):
    """An event that is not as it was recorded, and the row before it. `chained` if its leaf alone differs."""

    row: Row
    before: Row | None
    chained: bool


def unbroken(connection: Connection) -> int:
    """How many events there are, if every chain holds by itself; ValueError at the first that does not."""
    count, stream, digest, version = 0, None, GENESIS, 0
    sha256 = hashlib.sha256
    for row in unjoined_rows(connection):
        if row[0] != stream:
            stream, digest, version = row[0], GENESIS, 0
        version += 1
        digest = sha256(digest + enveloped(*row)).digest()
        if row[6] != digest or row[1] != version:
            raise ValueError(f"{row[0]} version {row[1]}")
        count += 1
    return count


class Chains:
    """One walk. After it, `broken` names the streams with a fault, `placed` counts the events that have a leaf."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self.broken: set[str] = set()
        self.unplaced: set[tuple[str, int]] = set()
        self.placed = 0

    def faults(self) -> Iterator[Fault]:
        """The first fault of each stream."""
        suspects: list[Suspect] = []
        for suspect in self._suspects():
            if suspect.row[0] not in self.broken:
                self.broken.add(suspect.row[0])
                suspects.append(suspect)
        for number, suspect in enumerate(suspects):
            yield explained(self._connection, *suspect) if number < EXPLAINED else _named(suspect.row)

    def _suspects(self) -> Iterator[Suspect]:
        stream, digest, version = None, GENESIS, 0
        before: Row | None = None
        sha256 = hashlib.sha256
        for row in chained_rows(self._connection):
            if row[0] != stream:
                stream, digest, version, before = row[0], GENESIS, 0, None
            envelope = _envelope(row)
            chained = row[1] == version + 1 and sha256(digest + envelope).digest() == row[6]
            if row[LEAF] is None:
                self.unplaced.add((row[0], row[1]))
            else:
                self.placed += 1
            if not chained or row[LEAF] not in (None, sha256(b"\x00" + envelope).digest()):
                yield Suspect(row, before, chained)
            digest, version, before = row[6], row[1], row

    def guard_rows(self) -> Iterator[Fault]:
        """What the rows of `streams` say of version and head, against the last event of each."""
        for stream, says, head in self._connection.execute(text(_OFF)).all():
            if stream not in self.broken:
                yield self._off(stream, says, bytes(head))
        said = self._connection.scalar(select(func.sum(tables.streams.c.version))) or 0
        if said == self.placed + len(self.unplaced):
            return
        for stream, says in self._connection.execute(text(_BEYOND)):
            if says is None:
                yield Fault("streams", stream, "the stream's row is missing")
            elif stream not in self.broken:
                yield Fault("events", f"{stream} version {says + 1}", f"the stream's row says version {says}")

    def _off(self, stream: str, says: int, head: bytes) -> Fault:
        found = some_events(self._connection, "WHERE e.stream_id = %s ORDER BY e.version DESC LIMIT 1", stream)
        if not found:
            return Fault("streams", stream, "the stream has no events")
        last, digest = found[0][1], found[0][6]
        if digest == head:
            return Fault("streams", stream, f"it says version {says}, its last event is version {last}", "version")
        if last == says:
            return Fault("streams", stream, f"its head is not the digest of version {says}", "head_digest")
        what = f"the stream's row says version {says}; events are missing or were replaced"
        return Fault("events", f"{stream} version {last}", what)


def _envelope(row: Row) -> bytes:
    """The row's envelope; empty for text that is none."""
    try:
        return enveloped(*row[:13])
    except NotCanonical:
        return b""


def _named(row: Row) -> Fault:
    return Fault("events", f"{row[0]} version {row[1]}", "the row is not the one whose digest was recorded")
