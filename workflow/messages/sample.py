"""Commands and events of a sample (抽查): planned, its frame fixed, drawn, its volumes checked, concluded.

A stream is one sample. The frame's rows lie beside the log, under the digest that the event states; see frames.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from events.event import event
from workflow.checklist import Defect, DrawnFrom, SeedFrom
from workflow.drawing import Drawn, FrameRow, Stratum
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row of a sample: the unit's code, and the id there."""

    unit: str
    row: str


@event("sample.planned")
class SamplePlanned(DomainEvent):
    """`seed` is that of the first draw, if one is given; else, and for every further draw, the server makes one."""

    title: str
    purpose: str
    drawn_from: DrawnFrom
    seed: str


@event("sample.framed")
class SampleFramed(DomainEvent):
    """What is drawn from is fixed: the digest of its rows, how many each unit has, the bureaus that have none.

    `left` are rows of the list that were refused. `at_position` and the filter are those of items.
    """

    frame: str
    strata: tuple[Stratum, ...]
    empty: tuple[str, ...]
    left: int
    at_position: int | None
    area: str
    state: str
    reason: str


@event("sample.drawn")
class SampleDrawn(DomainEvent):
    """The `number`-th draw: from which frame, by which method and seed, how many of each unit, and what came of it.

    `each` is the number for every unit, if it was one, `in_all` the number in all that the sizes were said to add up
    to; the digest is of the rows drawn.
    """

    number: int
    frame: str
    method: str
    seed: str
    seed_from: SeedFrom
    sizes: tuple[Stratum, ...]
    each: int | None
    in_all: int | None
    drawn: tuple[Drawn, ...]
    digest: str
    reason: str


@event("sample.checked")
class SampleChecked(DomainEvent):
    """A row that was drawn was looked at; no defect means that none was found."""

    unit: str
    row: str
    defects: tuple[Defect, ...]
    remark: str
    checked_on: date


@event("sample.corrected")
class SampleCorrected(DomainEvent):
    """What a check said is replaced; what it said before stays in the log."""

    unit: str
    row: str
    defects: tuple[Defect, ...]
    remark: str
    checked_on: date
    reason: str


@event("sample.concluded")
class SampleConcluded(DomainEvent):
    """The sample is frozen, and the bureaus see what was found of their own. `missing` was drawn and not checked."""

    drawn: int
    checked: int
    found: int
    missing: tuple[SampleRow, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class SampleCommand(Command):
    """`today` is the day at the office, looked up for it."""

    stream_kind = "sample"
    today: date | None = None


REASON = Words("原因", "Reason")


@dataclass(frozen=True, kw_only=True)
class PlanSample(SampleCommand):
    trigger = "plan"
    records = SamplePlanned
    title: str = asked(Words("名称", "Title"), max=100)
    purpose: str = asked(Words("目的", "Purpose"), max=500, rows=2)
    drawn_from: DrawnFrom = asked(Words("抽查对象", "Drawn from"))
    seed: str = asked(Words("随机种子", "Seed"), default="", max=64)


@dataclass(frozen=True, kw_only=True)
class FrameCommand(SampleCommand):
    """`frame` is the digest of `rows`, which the shell read; `empty` is looked up. The rows are kept with the event."""

    holds_others = True
    records = SampleFramed
    frame: str = asked(Words("清单指纹", "Digest of the frame"), max=64, code=True)
    reason: str = asked(REASON, default="", max=200)
    rows: tuple[FrameRow, ...] = ()
    empty: tuple[str, ...] = ()
    left: int = 0
    at_position: int | None = None
    area: str = ""
    state: str = ""

    @property
    def strata(self) -> tuple[Stratum, ...]:
        counts: dict[str, int] = {}
        for one in self.rows:
            counts[one.unit] = counts.get(one.unit, 0) + 1
        return tuple(Stratum(unit, rows) for unit, rows in counts.items())


@dataclass(frozen=True, kw_only=True)
class BringVolumes(FrameCommand):
    trigger = "bring"


@dataclass(frozen=True, kw_only=True)
class TakeItems(FrameCommand):
    """The items that the filter leaves, as they stood after `at_position`."""

    trigger = "take_items"


SIZES = Words("每个单位抽取数", "How many of each unit")
STATED = Words("抽取总数（如有规定）", "In all, if it was stated so")


@dataclass(frozen=True, kw_only=True)
class DrawCommand(SampleCommand):
    """`frame` is the one that was looked at. `sizes` is one number for all, or unit=number for some.

    Looked up: the frame's `rows`, a `fresh` seed, and by which code a unit's `names` go.
    """

    records = SampleDrawn
    frame: str = asked(Words("清单指纹", "Digest of the frame"), max=64, code=True)
    sizes: str = asked(SIZES, max=2000, rows=3)
    in_all: int | None = asked(STATED, default=None, min=1, max=10_000)
    rows: tuple[FrameRow, ...] = ()
    fresh: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DrawSample(DrawCommand):
    trigger = "draw"


@dataclass(frozen=True, kw_only=True)
class DrawAgain(DrawCommand):
    trigger = "draw_again"
    reason: str = asked(REASON, max=200)


CHECKED_ON = Words("检查日期", "Checked on")
FOUND = Words("发现的问题", "Found")
REMARK = Words("备注", "Remark")


@dataclass(frozen=True, kw_only=True)
class CheckCommand(SampleCommand):
    unit: str = asked(Words("单位", "Unit"), max=64)
    row: str = asked(Words("卷宗号", "Volume"), max=200)
    defects: tuple[Defect, ...] = asked(FOUND, default=())
    remark: str = asked(REMARK, default="", max=200)
    checked_on: date = asked(CHECKED_ON)


@dataclass(frozen=True, kw_only=True)
class CheckRow(CheckCommand):
    trigger = "check"
    records = SampleChecked


@dataclass(frozen=True, kw_only=True)
class CorrectCheck(CheckCommand):
    trigger = "correct"
    records = SampleCorrected
    reason: str = asked(REASON, max=200)


@dataclass(frozen=True, kw_only=True)
class ConcludeSample(SampleCommand):
    """With rows that were not checked it needs a reason, and names them."""

    trigger = "conclude"
    records = SampleConcluded
    reason: str = asked(REASON, default="", max=200)
