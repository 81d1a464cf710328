"""The measures of an item as its events leave them: numbered, planned, completed, then accepted, or dropped. Pure."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec.structs import replace

from workflow.errors import Words
from workflow.messages.measure import (
    Acceptance,
    MeasureCompleted,
    MeasureDropped,
    MeasurePlanned,
    MeasureVerified,
)


class Standing(StrEnum):
    PLANNED = "planned"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


STANDINGS = {
    Standing.PLANNED: Words("实施中", "planned"),
    Standing.COMPLETED: Words("待核验", "to be verified"),
    Standing.ACCEPTED: Words("已通过", "accepted"),
    Standing.DROPPED: Words("已取消", "dropped"),
}
UNFINISHED = (Standing.PLANNED, Standing.COMPLETED)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One measure; `completed_by` is the account that said last that it is done."""

    number: int
    what: str
    due: date
    standing: Standing = Standing.PLANNED
    completed_by: UUID | None = None


Plan = tuple[Measure, ...]
Told = MeasurePlanned | MeasureDropped | MeasureCompleted | MeasureVerified


def after(plan: Plan, event: Told, by: UUID) -> Plan:
    """The measures after an event of one of them."""
    match event:
        case MeasurePlanned():
            return (*plan, Measure(number=event.measure, what=event.what, due=event.measure_due))
        case MeasureDropped():
            return _with(plan, event.measure, Standing.DROPPED)
        case MeasureCompleted():
            return _with(plan, event.measure, Standing.COMPLETED, by)
        case MeasureVerified():
            accepted = event.acceptance is Acceptance.ACCEPTED
            return _with(plan, event.measure, Standing.ACCEPTED if accepted else Standing.PLANNED)


def _with(plan: Plan, number: int, standing: Standing, by: UUID | None = None) -> Plan:
    return tuple(
        replace(one, standing=standing, completed_by=by or one.completed_by) if one.number == number else one
        for one in plan
    )


def standing(plan: Plan, *wanted: Standing) -> Plan:
    """The measures that stand so."""
    return tuple(one for one in plan if one.standing in wanted)


def numbered(measures: Plan) -> Words:
    """Their numbers as people write them: 1、3."""
    numbers = [str(one.number) for one in measures]
    return Words("、".join(numbers), ", ".join(numbers))
