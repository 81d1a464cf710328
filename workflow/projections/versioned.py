"""A read model in two tables of the same columns: one row per stream now, and one per stream and version."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, Table, Text, delete, insert, select

from events.event import Recorded
from events.projection import Line, Row
from events.tables import log, table

States = Callable[[Sequence[Recorded]], Iterator[Row]]


class Versioned:
    """`rows` makes the row after each event of a stream; the last one is how it stands now.

    As of a position, the row shown is that of the last version sealed at or before it.
    """

    def __init__(self, name: str, kind: str, columns: Callable[[], list[Any]], rows: States):
        self.name, self.kind, self._rows = name, kind, rows
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

    def write(self, connection: Connection, history: Sequence[Recorded], since: int) -> None:
        """Bring both tables up to date after an append that began past version `since`."""
        rows = [row for row in self._rows(history) if row["version"] > since]
        connection.execute(insert(self.history), rows)
        if since:
            connection.execute(delete(self.now).where(self.now.c.stream_id == rows[-1]["stream_id"]))
        connection.execute(insert(self.now), rows[-1])

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
