"""A store that reads the database and keeps its appends in memory: the same code runs, and nothing is written."""

from collections.abc import Callable, Hashable, Mapping
from uuid import UUID

from sqlalchemy import Connection

from events import codec
from events.errors import WrongExpectedVersion
from events.event import Head, Recorded
from events.rows import EventRow, head_of, recorded_as
from events.store import Answer, Beside, EventStore, History, Past, kind_of

Index = dict[Hashable, list[Recorded]]


class DryRunStore(EventStore):
    """Takes no write lock and leaves no trace. What it appended is seen by what is read from it afterwards."""

    writes = False

    def __init__(self, connection: Connection):
        super().__init__(connection)
        self._kept: dict[str, list[Recorded]] = {}
        self._answers: dict[UUID, Answer] = {}
        self._by_kind: dict[str, list[Recorded]] = {}
        self._indexes: dict[tuple[str, Callable[[Recorded], Hashable]], tuple[list[int], Index]] = {}

    def read(self, stream: str, *, up_to: int | None = None) -> History:
        stored = super().read(stream, up_to=up_to)
        kept = [r for r in self._kept.get(stream, []) if up_to is None or r.version <= up_to]
        recorded = (*stored.recorded, *kept)
        return History(head_of(recorded), recorded)

    def in_memory(self, kind: str) -> list[Recorded]:
        return self._by_kind.get(kind, [])

    def in_memory_by(self, kind: str, key: Callable[[Recorded], Hashable]) -> Mapping[Hashable, list[Recorded]]:
        """Kept as it is made, so that each event of a long list is looked at once and not for each row again."""
        seen, index = self._indexes.setdefault((kind, key), ([0], {}))
        new = self.in_memory(kind)[seen[0] :]
        for one in new:
            if (found := key(one)) is not None:
                index.setdefault(found, []).append(one)
        seen[0] += len(new)
        return index

    def read_past(self, stream: str) -> Past:
        return Past(*self.read(stream))

    def _write(self, rows: tuple[EventRow, ...], expected: Head, definition: str | None, beside: Beside) -> None:
        stream = rows[0].stream_id
        if self.read(stream).head != expected:
            raise WrongExpectedVersion(stream, expected.version)
        new = [recorded_as(row, codec.decode(*row[3:6])) for row in rows]
        self._kept.setdefault(stream, []).extend(new)
        self._by_kind.setdefault(kind_of(stream), []).extend(new)
        if beside.answer:
            self._answers[rows[0].command_id] = beside.answer

    def hold(self, stream: str) -> None:
        """Nothing is held: nothing will be written."""

    def answered(self, command_id: UUID) -> Answer | None:
        return self._answers.get(command_id) or super().answered(command_id)
