"""The rows that samples are drawn from, beside the log: under the digest that an event states, added and never changed.

A frame lies there once, whichever samples are drawn from it. See drawing.py for its order and its digest.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Column, Connection, Integer, Text, insert, select

from events.event import Recorded
from events.tables import table
from events.verify import Fault
from workflow import drawing
from workflow.drawing import FrameRow
from workflow.messages import SampleDrawn, SampleFramed

frame_rows = table(
    "frame_rows",
    Column("frame", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("unit", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("kind", Text, nullable=False),
)
_rows = frame_rows.c


def keep(connection: Connection, frame: str, rows: Sequence[FrameRow]) -> None:
    """Keep the rows of a frame; what is there already is left. IntegrityError where another adds it meanwhile."""
    if connection.execute(select(_rows.place).where(_rows.frame == frame).limit(1)).first():
        return
    connection.execute(insert(frame_rows), [
        {"frame": frame, "place": place, "unit": one.unit, "row": one.row, "kind": one.kind}
        for place, one in enumerate(rows)
    ])  # fmt: skip


def rows_of(connection: Connection, frame: str) -> tuple[FrameRow, ...]:
    """The rows kept under a digest, in their order; they are to be held against it."""
    wanted = select(_rows.unit, _rows.row, _rows.kind).where(_rows.frame == frame).order_by(_rows.place)
    return tuple(FrameRow(unit, row, kind) for unit, row, kind in connection.execute(wanted))


def kinds_of(connection: Connection, frame: str, ids: Iterable[str]) -> dict[tuple[str, str], str]:
    """The kinds of the rows of a frame that have one of some ids, by unit and id."""
    wanted = select(_rows.unit, _rows.row, _rows.kind).where(_rows.frame == frame, _rows.row.in_(sorted(set(ids))))
    return {(unit, row): kind for unit, row, kind in connection.execute(wanted)}


def faults(connection: Connection, recorded: Iterable[Recorded]) -> Iterator[Fault]:
    """What of the kept rows, or of the draws from them, is not what events say; `recorded` are those of all samples."""
    framed = [one for one in recorded if isinstance(one.event, SampleFramed)]
    stated = {one.event.frame for one in framed}
    sound = set()
    for frame in sorted(stated):
        missing = _fault_of(connection, frame)
        if missing is None:
            sound.add(frame)
        else:
            yield missing
    for frame in connection.scalars(select(_rows.frame).distinct().order_by(_rows.frame)):
        if frame not in stated:
            yield Fault("frame_rows", frame, "no event refers to this frame")
    for one in framed:
        if one.event.frame in sound and one.event.strata != drawing.strata_of(rows_of(connection, one.event.frame)):
            yield Fault("events", f"{one.stream} version {one.version}", "the frame has other numbers of rows")


def _fault_of(connection: Connection, frame: str) -> Fault | None:
    """Whether the rows under a digest are those it was made of."""
    wanted = select(_rows.place, _rows.unit, _rows.row, _rows.kind).where(_rows.frame == frame).order_by(_rows.place)
    found = connection.execute(wanted).all()
    if not found:
        return Fault("frame_rows", frame, "the rows of the frame are missing")
    texts = all(isinstance(part, str) for row in found for part in row[1:])
    in_place = [row.place for row in found] == list(range(len(found)))
    if not in_place or not texts or drawing.frame_digest(FrameRow(*row[1:]) for row in found) != frame:
        return Fault("frame_rows", frame, "the rows are not those of this digest: one was altered, added or taken away")
    return None


def draw_faults(connection: Connection, recorded: Iterable[Recorded]) -> Iterator[Fault]:
    """The draws that do not come of their frame, seed and sizes."""
    drawn = [one for one in recorded if isinstance(one.event, SampleDrawn)]
    for frame, those in groupby(sorted(drawn, key=lambda one: one.event.frame), key=lambda one: one.event.frame):
        rows = rows_of(connection, frame)
        for one in those:
            if not repeats(one.event, rows):
                yield Fault("events", f"{one.stream} version {one.version}", "the draw does not come of frame and seed")


def repeats(event: SampleDrawn, rows: Sequence[FrameRow]) -> bool:
    """Whether drawing again, from these rows, by the method and with the seed and sizes of a draw, gives the same."""
    if event.method != drawing.METHOD or drawing.frame_digest(rows) != event.frame:
        return False
    again = drawing.draw(rows, event.seed, event.sizes)
    return (again, drawing.draw_digest(again)) == (event.drawn, event.digest)
