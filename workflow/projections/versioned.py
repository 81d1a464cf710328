"""A read model in two tables of the same columns: one row per stream now, and one per stream and version."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, Table, Text, insert, select

from events.event import Recorded
from events.tables import log, table
from events.writing import Line, Row

Step = Callable[[Any, Recorded], Any]
RowOf = Callable[[Any, Recorded], Row]


class Versioned:
    """`step` goes from one state of a stream to the next, beginning with `new`; `row_of` makes a row of a state.

    As of a position, the row shown is that of the last version sealed at or before it.
    """

    def __init__(self, name: str, kind: str, columns: Callable[[], list[Any]], row_of: RowOf, *, step: Step, new: Any):
        self.name, self.kind, self._row_of, self._step, self._new = name, kind, row_of, step, new
        key = Column("stream_id", Text, primary_key=True)
        version = Column("version", Integer, nullable=False)
        self.now: Table = table(f"{name}_board", key, version, *columns())
        self.history: Table = table(
            f"{name}_history",
            Column("stream_id", Text, primary_key=True),
            Column("version", Integer, primary_key=True, autoincrement=False),
            *(part for part in columns() if not isinstance(part, Index)),
        )
        self.tables: tuple[Table, ...] = (self.now, self.history)

    def lines(self, history: Sequence[Recorded]) -> Iterator[Line]:
        """Every row of one whole stream, for a rebuild."""
        rows = list(self._rows(history))
        yield from (Line(self.history, row) for row in rows)
        if rows:
            yield Line(self.now, rows[-1])

    def line(self, before: Any, recorded: Sequence[Recorded]) -> Line:
        """How a stream that stood at `before` stands after the events recorded since."""
        state = before
        for one in recorded:
            state = self._step(state, one)
        folded = self._step is not latest and before is not self._new
        return Line(self.now, self._row_of(state, recorded[-1]), self._row_of(before, recorded[0]) if folded else None)

    def _rows(self, history: Sequence[Recorded]) -> Iterator[Row]:
        """The row after each event of one whole stream."""
        state = self._new
        for recorded in history:
            state = self._step(state, recorded)
            yield self._row_of(state, recorded)

    def write(self, connection: Connection, history: Sequence[Recorded], since: int) -> None:
        """Keep every version that an append past version `since` came to."""
        rows = [row for row in self._rows(history) if row["version"] > since]
        connection.execute(insert(self.history), rows)

    def at(self, position: int | None) -> Any:
        """The rows as they stood after a position of the log, or now: something to select from."""
        if position is None:
            return self.now
        placed, later = log.alias(), log.alias()
        superseded = select(1).where(
            later.c.stream_id == placed.c.stream_id,
            later.c.version == placed.c.version + 1,
            later.c.position <= position,
        )
        same = (placed.c.stream_id == self.history.c.stream_id) & (placed.c.version == self.history.c.version)
        standing = select(self.history).join(placed, same)
        return standing.where(placed.c.position <= position, ~superseded.exists()).subquery(f"{self.name}_then")


def latest(_: Any, recorded: Recorded) -> Recorded:
    """The step of a read model whose row is made of the last event alone."""
    return recorded
