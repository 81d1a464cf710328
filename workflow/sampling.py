"""Samples as an actor sees them at a moment: all to who sees all; to a bureau its own results, once concluded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from events.event import Recorded
from events.store import EventStore
from workflow import drawing, frames, reports
from workflow import messages as m
from workflow.checklist import DEFECTS_OF, Defect
from workflow.drawing import FrameRow
from workflow.history import Moment, until
from workflow.messages import Actor, SampleDrawn
from workflow.projections import SAMPLES
from workflow.sample_decider import MOST_ROWS
from workflow.sample_errors import FrameAltered, FrameTooLong, NoSuchDraw, NoSuchSample
from workflow.samples import Check, Sample, fold
from workflow.sight import Sight, in_sample, in_sight

FORMAT = "xiaohao-draw/1"


class Listed(NamedTuple):
    """A sample in the list. To a bureau the numbers are of its own rows."""

    sample_id: UUID
    title: str
    drawn_from: str
    draws: int
    drawn: int
    checked: int
    found: int
    concluded: bool
    version: int


class Row(NamedTuple):
    """A drawn row: its place among all that were drawn, from 1, and what was found."""

    place: int
    unit: str
    row: str
    kind: str
    check: Check | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A sample at a moment, in an actor's sight: `rows` are those in sight, `others` what is only counted."""

    sample_id: UUID
    sample: Sample
    recorded: Sequence[Recorded]
    rows: tuple[Row, ...]
    whole: bool
    others: Mapping[str, int]

    @property
    def checked(self) -> int:
        return sum(1 for one in self.rows if one.check)

    @property
    def found(self) -> int:
        return sum(1 for one in self.rows if one.check and one.check.defects)

    @property
    def by_kind(self) -> dict[Defect, int]:
        """How often each kind of defect was found in the rows in sight."""
        counts = Counter(defect for one in self.rows if one.check for defect in one.check.defects)
        return {defect: counts[defect] for defect in DEFECTS_OF[self.sample.drawn_from]}

    @property
    def by_unit(self) -> dict[str, dict[str, int]]:
        """By unit in sight: drawn, checked, found wanting."""
        units: dict[str, dict[str, int]] = {}
        for one in self.rows:
            mine = units.setdefault(one.unit, {"drawn": 0, "checked": 0, "found": 0})
            mine["drawn"] += 1
            mine["checked"] += one.check is not None
            mine["found"] += bool(one.check and one.check.defects)
        return units


def listed(connection: Connection, actor: Actor, at: Moment) -> list[Listed]:
    """The samples in sight at a moment, the newest first."""
    table = SAMPLES.at(at.position)
    rows = connection.execute(select(table).order_by(table.c.changed_at.desc(), table.c.sample_id))
    seen = [row for row in rows if in_sample(actor, concluded=bool(row.concluded), units=frozenset(row.units.split()))]
    return [_listed(connection, actor, row, at) for row in seen]


def same_frame(connection: Connection, seen: Seen, at: Moment) -> list[tuple[UUID, str]]:
    """Other samples that were drawn from the same frame, with their titles; for who sees all.

    Who does not like a draw could plan another sample, too.
    """
    table = SAMPLES.at(at.position)
    if not seen.whole or not seen.sample.frame:
        return []
    others = (table.c.frame == seen.sample.frame, table.c.draws > 0, table.c.sample_id != seen.sample_id)
    rows = connection.execute(select(table.c.sample_id, table.c.title).where(*others).order_by(table.c.changed_at))
    return [(row.sample_id, row.title) for row in rows]


def _listed(connection: Connection, actor: Actor, row: Any, at: Moment) -> Listed:
    said = {name: getattr(row, name) for name in Listed._fields} | {"concluded": bool(row.concluded)}
    if in_sight(actor).units is not None:
        mine = one(connection, actor, row.sample_id, at)
        said |= {"draws": 0, "drawn": len(mine.rows), "checked": mine.checked, "found": mine.found}
    return Listed(**said)


def one(connection: Connection, actor: Actor, sample_id: UUID, at: Moment) -> Seen:
    """A sample in the actor's sight at a moment; else NoSuchSample."""
    recorded = until(EventStore(connection).read(f"sample-{sample_id}"), at)
    sample, sight = fold(recorded), in_sight(actor)
    if not recorded or not in_sample(actor, concluded=sample.concluded is not None, units=sample.units):
        raise NoSuchSample
    rows = _rows(connection, sample)
    mine = tuple(row for row in rows if sight.sees(row.unit))
    return Seen(sample_id, sample, recorded, mine, sight.units is None, _others(rows, sight))


def _rows(connection: Connection, sample: Sample) -> tuple[Row, ...]:
    kinds = frames.kinds_of(connection, sample.last.frame, (row for _, row in sample.drawn)) if sample.last else {}
    return tuple(
        Row(place, *key, kinds.get(key, ""), sample.checks.get(key)) for place, key in enumerate(sample.drawn, start=1)
    )


def _others(rows: Iterable[Row], sight: Sight) -> dict[str, int]:
    """What is counted of the rows that are not in sight."""
    hidden = [row for row in rows if not sight.sees(row.unit)]
    return {
        "units": len({row.unit for row in hidden}), "drawn": len(hidden),
        "checked": sum(1 for row in hidden if row.check),
        "found": sum(1 for row in hidden if row.check and row.check.defects),
    }  # fmt: skip


def told(actor: Actor, seen: Seen, key: tuple[str, str] | None = None) -> list[Recorded]:
    """The events of a sample in the actor's sight, the oldest first; those of one row, if it is named."""
    return [one for one in seen.recorded if _is_told(actor, seen, one.event, key)]


def _is_told(actor: Actor, seen: Seen, event: m.DomainEvent, key: tuple[str, str] | None) -> bool:
    if isinstance(event, m.SampleChecked | m.SampleCorrected):
        return in_sight(actor).sees(event.unit) and key in (None, (event.unit, event.row))
    if key is not None:
        return False
    return seen.whole or isinstance(event, m.SamplePlanned | m.SampleConcluded)


def items_frame(
    connection: Connection, actor: Actor, at: Moment, *, area: str = "", state: str = ""
) -> tuple[FrameRow, ...]:
    """The items in the actor's sight that fit a filter, as they stood at a moment, as the rows of a frame.

    FrameTooLong where they are more than a frame takes.
    """
    wanted = reports.Filter(area=area, state=state)
    found = reports.ledger(connection, actor, at, wanted, size=MOST_ROWS)
    if found.total > MOST_ROWS:
        raise FrameTooLong(rows=found.total, most=MOST_ROWS)
    return drawing.frame_of(FrameRow(row.bureau, drawing.plain(row.number), row.area) for row in found.rows)


def draw_of(sample: Sample, number: int) -> SampleDrawn:
    """The n-th draw, from 1; NoSuchDraw where there is none."""
    if not 0 < number <= len(sample.draws):
        raise NoSuchDraw(number=number)
    return sample.draws[number - 1]


def draw_file(connection: Connection, seen: Seen, number: int) -> bytes:
    """All that is needed to repeat a draw, as JSON; FrameAltered where the frame is not as it was. For who sees all."""
    if not seen.whole:
        raise NoSuchSample
    drawn = draw_of(seen.sample, number)
    rows = frames.rows_of(connection, drawn.frame)
    if drawing.frame_digest(rows) != drawn.frame:
        raise FrameAltered
    said = {
        "format": FORMAT, "sample": str(seen.sample_id), "title": seen.sample.title, "draw": drawn.number,
        "method": drawn.method, "seed": drawn.seed, "seed_from": drawn.seed_from,
        "frame": {"digest": drawn.frame, "rows": [[one.unit, one.row, one.kind] for one in rows]},
        "sizes": {one.unit: one.rows for one in drawn.sizes if one.rows},
        "drawn": {one.unit: list(one.rows) for one in drawn.drawn}, "digest": drawn.digest,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"


class DrawFile(msgspec.Struct):
    """What of a draw's file is repeated; anything else in it is not read."""

    format: str
    method: str
    seed: str
    frame: "FrameInFile"
    sizes: dict[str, int]
    drawn: dict[str, list[str]]
    digest: str


class FrameInFile(msgspec.Struct):
    digest: str
    rows: list[tuple[str, str, str]]


def file_faults(content: bytes) -> list[str]:
    """What of a draw's file does not come of its frame, seed and sizes; nothing if the draw is repeated."""
    try:
        said = msgspec.json.decode(content, type=DrawFile)
    except msgspec.DecodeError as error:
        return [f"it is no file of a draw: {error}"]
    if (said.format, said.method) != (FORMAT, drawing.METHOD):
        return [f"format and method are {said.format!r} and {said.method!r}; known are {FORMAT} and {drawing.METHOD}"]
    rows = tuple(FrameRow(*row) for row in said.frame.rows)
    if not drawing.is_frame(rows) or drawing.frame_digest(rows) != said.frame.digest:
        return ["the rows of the frame are not those of its digest"]
    again = drawing.draw(rows, said.seed, [drawing.Stratum(*size) for size in said.sizes.items()])
    found = [f"{unit}: other rows are drawn" for unit in said.drawn if unit not in {one.unit for one in again}]
    found += [f"{one.unit}: other rows are drawn" for one in again if said.drawn.get(one.unit) != list(one.rows)]
    return found or ([] if drawing.draw_digest(again) == said.digest else ["the digest is of other rows"])
