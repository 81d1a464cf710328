"""A read model in two tables of the same columns: one row per stream now, and one per stream and version."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Index, Integer, Table, Text, select

from events.event import Recorded
from events.tables import Count, table
from events.writing import Line, Row

Step = Callable[[Any, Recorded], Any]
RowOf = Callable[[Any, Recorded], Row]


class Versioned:
    """`step` goes from one state of a stream to the next, beginning with `new`; `row_of` makes a row of a state.

    The row of a version stood from its `from_position` in the log until before its `to_position`.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        columns: Callable[[], list[Any]],
        row_of: RowOf,
        *,
        step: Step,
        new: Any,
        then: Sequence[Index] = (),
    ):
        self.name, self.kind, self._row_of, self._step, self._new = name, kind, row_of, step, new
        key = Column("stream_id", Text, primary_key=True)
        version = Column("version", Integer, nullable=False)
        self.now: Table = table(f"{name}_board", key, version, *columns())
        self.history: Table = table(
            f"{name}_history",
            Column("stream_id", Text, primary_key=True),
            Column("version", Integer, primary_key=True, autoincrement=False),
            *(part for part in columns() if not isinstance(part, Index)),
            Column("from_position", Count, nullable=False),
            Column("to_position", Count, nullable=False),
            *then,
        )
        self.tables: tuple[Table, ...] = (self.now, self.history)

    def line(self, before: Any, recorded: Sequence[Recorded]) -> Line:
        """How a stream that stood at `before` stands after the events recorded since."""
        state = before
        for one in recorded:
            state = self._step(state, one)
        folded = self._step is not latest and before is not self._new
        return Line(self.now, self._row_of(state, recorded[-1]), self._row_of(before, recorded[0]) if folded else None)

    def rows(self, history: Sequence[Recorded]) -> Iterator[Row]:
        """The row after each event of one whole stream."""
        state = self._new
        for recorded in history:
            state = self._step(state, recorded)
            yield self._row_of(state, recorded)

    def at(self, position: int | None) -> Any:
        """The rows as they stood after a position of the log, or now: something to select from.

        A position must be one that the histories have come to; `workflow.history.reading_at` sees to that.
        """
        if position is None:
            return self.now
        rows = self.history.c
        stood = select(*(rows[column.name] for column in self.now.columns))
        stood = stood.where(rows.from_position <= position, rows.to_position > position)
        return stood.subquery(f"{self.name}_then")


def latest(_: Any, recorded: Recorded) -> Recorded:
    """The step of a read model whose row is made of the last event alone."""
    return recorded
