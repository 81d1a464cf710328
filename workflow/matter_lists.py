"""What an item's life tells of measures, progress, objections, waiting and files, each with the step that said it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from workflow.history import Life, Step
from workflow.messages import Actor, Evidence
from workflow.messages.matters import (
    ContactedAgain,
    ItemObjected,
    ObjectionAnswered,
    ProgressNoted,
    WaitingBegun,
)
from workflow.messages.measure import MeasureCompleted, MeasureDropped, MeasurePlanned, MeasureVerified
from workflow.plan import Measure


class MeasureLine(NamedTuple):
    """A measure as it stands: who planned it, who said it is done and who verified or dropped it, last."""

    measure: Measure
    planned: Step
    completed: Step | None
    decided: Step | None


class Note(NamedTuple):
    """A progress note; `late` says that it was written after the due date (逾期说明)."""

    step: Step
    event: ProgressNoted
    late: bool


class Objection(NamedTuple):
    """An objection and its answer; without one it is open, unless the item went to another unit."""

    step: Step
    event: ItemObjected
    answer: Step | None
    open: bool


class Waiting(NamedTuple):
    """For whom the item waits, and every contact since."""

    step: Step
    event: WaitingBegun
    contacts: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """All of it, oldest first; `waiting` is what is awaited now."""

    measures: tuple[MeasureLine, ...]
    notes: tuple[Note, ...]
    objections: tuple[Objection, ...]
    waiting: Waiting | None

    def __bool__(self) -> bool:
        return bool(self.measures or self.notes or self.objections or self.waiting)


def of(life: Life, zone: ZoneInfo) -> Matters:
    return Matters(
        measures=tuple(_measures(life)), notes=tuple(_notes(life, zone)), objections=tuple(_objections(life)),
        waiting=_waiting(life),
    )  # fmt: skip


def _measures(life: Life) -> Iterator[MeasureLine]:
    last: dict[tuple[type, int], Step] = {
        (type(step.recorded.event), step.recorded.event.measure): step
        for step in life.steps
        if isinstance(step.recorded.event, MeasurePlanned | MeasureCompleted | MeasureVerified | MeasureDropped)
    }
    for one in life.item.plan:
        verified, dropped = last.get((MeasureVerified, one.number)), last.get((MeasureDropped, one.number))
        planned, completed = last[MeasurePlanned, one.number], last.get((MeasureCompleted, one.number))
        yield MeasureLine(one, planned, completed, dropped or verified)


def _notes(life: Life, zone: ZoneInfo) -> Iterator[Note]:
    for step in life.steps:
        event, due = step.recorded.event, step.item.due
        if isinstance(event, ProgressNoted) and due is not None:
            yield Note(step, event, step.recorded.recorded_at.astimezone(zone).date() > due.last)


def _objections(life: Life) -> Iterator[Objection]:
    asked: list[tuple[Step, Step | None]] = []
    for step in life.steps:
        if isinstance(step.recorded.event, ItemObjected):
            asked.append((step, None))
        elif isinstance(step.recorded.event, ObjectionAnswered):
            asked[-1] = (asked[-1][0], step)
    for step, answer in asked:
        last = step is asked[-1][0]
        yield Objection(step, step.recorded.event, answer, last and bool(life.item.objection))


def _waiting(life: Life) -> Waiting | None:
    if not life.item.awaiting:
        return None
    begun = max(n for n, step in enumerate(life.steps) if isinstance(step.recorded.event, WaitingBegun))
    contacts = tuple(step for step in life.steps[begun:] if isinstance(step.recorded.event, ContactedAgain))
    return Waiting(life.steps[begun], life.steps[begun].recorded.event, contacts)


def files(life: Life) -> Iterator[tuple[Evidence, Actor]]:
    """Every file that an event of the life names, and who brought it."""
    for step in life.steps:
        event = step.recorded.event
        for file in (*getattr(event, "evidence", ()), *getattr(event, "attached", ())):
            yield file, step.by
