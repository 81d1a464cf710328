"""Commands and events of the measures that an item is put right by, each with a date of its own (分项措施)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.event import event
from workflow.errors import Words
from workflow.messages.base import asked
from workflow.messages.item import LONG, SHORT, Evidence, ItemCommand, ItemEvent

MEASURE, ATTACHED = Words("分项措施", "Measure"), Words("附件材料", "Attachments")


class Acceptance(StrEnum):
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


ACCEPTANCES = {
    Acceptance.ACCEPTED: Words("通过", "accepted"),
    Acceptance.NOT_ACCEPTED: Words("未通过", "not accepted"),
}


@event("item.measure_planned")
class MeasurePlanned(ItemEvent):
    """`measure` is its number within the item, for ever: what was dropped leaves a gap."""

    measure: int
    what: str
    measure_due: date


@dataclass(frozen=True, kw_only=True)
class PlanMeasure(ItemCommand):
    """`measure` is set by the decider: the next number."""

    trigger = "plan_measure"
    records = MeasurePlanned
    what: str = asked(Words("措施内容", "What is to be done"), max=SHORT, rows=2)
    measure_due: date = asked(Words("分项时限", "Date of the measure"))
    measure: int = 0


@event("item.measure_dropped")
class MeasureDropped(ItemEvent):
    measure: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DropMeasure(ItemCommand):
    trigger = "drop_measure"
    records = MeasureDropped
    measure: int = asked(MEASURE, choice="measures_to_drop", min=1, max=10_000)
    reason: str = asked(Words("取消理由", "Reason for dropping"), max=LONG, rows=2)


@event("item.measure_completed")
class MeasureCompleted(ItemEvent):
    measure: int
    completion: str
    attached: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class CompleteMeasure(ItemCommand):
    trigger = "complete_measure"
    records = MeasureCompleted
    measure: int = asked(MEASURE, choice="measures_to_complete", min=1, max=10_000)
    completion: str = asked(Words("完成情况", "What was done"), max=LONG, rows=3)
    attached: tuple[Evidence, ...] = asked(ATTACHED, default=())


@event("item.measure_verified")
class MeasureVerified(ItemEvent):
    measure: int
    acceptance: Acceptance
    reason: str


@dataclass(frozen=True, kw_only=True)
class VerifyMeasure(ItemCommand):
    trigger = "verify_measure"
    records = MeasureVerified
    measure: int = asked(MEASURE, choice="measures_to_verify", min=1, max=10_000)
    acceptance: Acceptance = asked(Words("核验结果", "Whether it is accepted"))
    reason: str = asked(Words("核验意见", "Opinion on the measure"), default="", max=LONG, rows=2)
