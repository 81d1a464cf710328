"""A store that reads the database and keeps its appends in memory: the same code runs, and nothing is written."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection

from events.errors import WrongExpectedVersion
from events.event import Envelope, Head, Recorded
from events.store import Answer, EventStore, History, as_recorded, head_of, kind_of, rows_of


class DryRunStore(EventStore):
    """Takes no write lock and leaves no trace. What it appended is seen by what is read from it afterwards."""

    writes = False

    def __init__(self, connection: Connection):
        super().__init__(connection)
        self._kept: dict[str, list[Recorded]] = {}
        self._answers: dict[UUID, Answer] = {}

    def read(self, stream: str, *, up_to: int | None = None) -> History:
        stored = super().read(stream, up_to=up_to)
        kept = [r for r in self._kept.get(stream, []) if up_to is None or r.version <= up_to]
        recorded = (*stored.recorded, *kept)
        return History(head_of(recorded), recorded)

    def in_memory(self, kind: str) -> list[Recorded]:
        return [r for stream, kept in self._kept.items() if kind_of(stream) == kind for r in kept]

    def append(
        self,
        stream: str,
        events: Sequence[object],
        *,
        expected: Head,
        envelope: Envelope,
        definition: str | None = None,
    ) -> tuple[Recorded, ...]:
        if self.read(stream).head != expected:
            raise WrongExpectedVersion(stream, expected.version)
        rows = rows_of(stream, events, expected, envelope)
        recorded = tuple(as_recorded(row, event) for row, event in zip(rows, events, strict=True))
        self._kept.setdefault(stream, []).extend(recorded)
        return recorded

    def hold(self, stream: str) -> None:
        """Nothing is held: nothing will be written."""

    def answered(self, command_id: UUID) -> Answer | None:
        return self._answers.get(command_id) or super().answered(command_id)

    def answer(self, command_id: UUID, answer: Answer) -> None:
        self._answers[command_id] = answer
