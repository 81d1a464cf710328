"""What follows from a command on a sample: who may, what it must say, what is drawn. Pure. See sizes.py, drawing.py."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from workflow import drawing
from workflow import messages as m
from workflow import sample_errors as e
from workflow.checklist import DEFECTS, DEFECTS_OF, FRAMES, DrawnFrom, SeedFrom
from workflow.dates import day_words
from workflow.drawing import Drawn
from workflow.errors import AlreadyExists, ReasonMissing, Words
from workflow.messages.sample import REASON, SampleRow
from workflow.samples import Sample
from workflow.sizes import Sizes, sizes_of
from workflow.words import Role, not_permitted

PLANNERS = (Role.CITY_CENTER, Role.EVALUATOR, Role.AUDITOR)
CHECKERS = (Role.CITY_CENTER, Role.EVALUATOR)
MAY: dict[str, tuple[Role, ...]] = {
    "plan": PLANNERS,
    "bring": PLANNERS,
    "take_items": PLANNERS,
    "draw": PLANNERS,
    "draw_again": PLANNERS,
    "check": CHECKERS,
    "correct": CHECKERS,
    "conclude": PLANNERS,
}
SAYS = {
    "plan": Words("制定抽查", "plan a sample"),
    "bring": Words("提交卷宗清单", "bring a list of volumes"),
    "take_items": Words("选取台账事项", "take items of the ledger"),
    "draw": Words("抽取", "draw"),
    "draw_again": Words("重新抽取", "draw again"),
    "check": Words("登记检查", "record a check"),
    "correct": Words("更正", "correct"),
    "conclude": Words("结束抽查", "conclude the sample"),
}
MOST_ROWS, MOST_DRAWN, SHOWN = 20_000, 1000, 12


def admit(command: m.SampleCommand, sample: Sample) -> None:
    """The actor's role may; the sample is there, and not concluded."""
    allowed = MAY[command.trigger]
    if command.by.role not in allowed:
        raise not_permitted(command.by.role, SAYS[command.trigger], allowed)
    if isinstance(command, m.PlanSample):
        if sample.version:
            raise AlreadyExists
    elif not sample.version:
        raise e.NoSuchSample
    elif sample.concluded:
        raise e.SampleConcludedAlready


def decide(command: m.SampleCommand, sample: Sample) -> list[m.DomainEvent]:
    """The event that records the command, once what it says is enough, and fits what the sample is."""
    admit(command, sample)
    more = SAID[type(command)](command, sample)
    said = {f.name: getattr(command, f.name) for f in fields(command.records) if f.name not in more}  # type: ignore[arg-type]
    return [command.records(**said, **more)]


def _planned(command: m.PlanSample, sample: Sample) -> dict[str, Any]:
    if any(c in command.seed for c in "\n\r\t"):
        raise e.SeedNotPlain(field="seed")
    return {}


def _framed(command: m.BringVolumes | m.TakeItems, sample: Sample) -> dict[str, Any]:
    if FRAMED_BY[sample.drawn_from] is not type(command):
        raise e.OtherFrame(trigger=SAYS[command.trigger], drawn_from=FRAMES[sample.drawn_from])
    if not command.rows:
        raise e.FrameEmpty
    if len(command.rows) > MOST_ROWS:
        raise e.FrameTooLong(rows=len(command.rows), most=MOST_ROWS)
    if not drawing.is_frame(command.rows) or drawing.frame_digest(command.rows) != command.frame:
        raise e.FrameNotAsTold
    if command.frame == sample.frame:
        raise e.FrameStands
    if sample.frame and not command.reason:
        raise ReasonMissing(field="reason", label=REASON)
    return {}


def _drawn(command: m.DrawSample | m.DrawAgain, sample: Sample) -> dict[str, Any]:
    if not sample.frame:
        raise e.NoFrame
    if command.frame != sample.frame:
        raise e.FrameChanged(given=command.frame[:SHOWN], stored=sample.frame[:SHOWN])
    if sample.draws and isinstance(command, m.DrawSample):
        raise e.DrawnAlready(draws=len(sample.draws))
    if not sample.draws and isinstance(command, m.DrawAgain):
        raise e.NotDrawn
    if drawing.frame_digest(command.rows) != sample.frame:
        raise e.FrameAltered
    wanted = sizes_of(command.sizes, command.in_all, sample.strata, command.names)
    if (total := sum(size.rows for size in wanted.each_unit)) > MOST_DRAWN:
        raise e.SampleTooLarge(field="sizes", wanted=total, most=MOST_DRAWN)
    given = bool(sample.seed) and not sample.draws
    seed = sample.seed if given else command.fresh
    drawn = drawing.draw(command.rows, seed, wanted.each_unit)
    seeded = {"seed": seed, "seed_from": SeedFrom.GIVEN if given else SeedFrom.SERVER}
    return {"number": len(sample.draws) + 1, "method": drawing.METHOD, **seeded, **_came(wanted, drawn, command)}


def _came(wanted: Sizes, drawn: tuple[Drawn, ...], command: m.DrawSample | m.DrawAgain) -> dict[str, Any]:
    """What came of a draw, and how its size was stated."""
    return {
        "sizes": wanted.each_unit, "each": wanted.one, "in_all": command.in_all, "drawn": drawn,
        "digest": drawing.draw_digest(drawn), "reason": getattr(command, "reason", ""),
    }  # fmt: skip


def _checked(command: m.CheckRow | m.CorrectCheck, sample: Sample) -> dict[str, Any]:
    key = command.unit, command.row
    if key not in sample.drawn:
        raise e.NotInSample(field="row", given=command.row[:64])
    there = key in sample.checks
    if there and isinstance(command, m.CheckRow):
        raise e.CheckedAlready
    if not there and isinstance(command, m.CorrectCheck):
        raise e.NotChecked
    allowed = DEFECTS_OF[sample.drawn_from]
    for one in command.defects:
        if one not in allowed:
            named = Words("、".join(DEFECTS[a].zh for a in allowed), ", ".join(DEFECTS[a].en for a in allowed))
            of = FRAMES[sample.drawn_from]
            raise e.DefectDoesNotFit(field="defects", given=DEFECTS[one], drawn_from=of, allowed=named)
    if command.today is not None and command.checked_on > command.today:
        raise e.CheckedInFuture(field="checked_on", given=day_words(command.checked_on))
    return {"defects": tuple(one for one in allowed if one in command.defects)}


def _concluded(command: m.ConcludeSample, sample: Sample) -> dict[str, Any]:
    if sample.last is None or sample.last.frame != sample.frame:
        raise e.NotDrawn
    missing, drawn = sample.missing, len(sample.drawn)
    if missing and not command.reason:
        raise e.RowsMissing(field="reason", missing=len(missing), drawn=drawn)
    named = tuple(SampleRow(*key) for key in missing)
    return {"drawn": drawn, "checked": drawn - len(missing), "found": sample.found, "missing": named}


FRAMED_BY: dict[DrawnFrom, type[m.SampleCommand]] = {
    DrawnFrom.VOLUMES: m.BringVolumes,
    DrawnFrom.ITEMS: m.TakeItems,
}
SAID: dict[type[m.SampleCommand], Callable[[Any, Sample], dict[str, Any]]] = {
    m.PlanSample: _planned,
    m.BringVolumes: _framed,
    m.TakeItems: _framed,
    m.DrawSample: _drawn,
    m.DrawAgain: _drawn,
    m.CheckRow: _checked,
    m.CorrectCheck: _checked,
    m.ConcludeSample: _concluded,
}
