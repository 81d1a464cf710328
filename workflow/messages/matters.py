"""Commands and events beside an item's way: progress, objection, transfer, waiting for an outside party, follow-up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.codec import Body, upcaster
from events.event import event
from workflow.errors import Words
from workflow.facts import FollowUp
from workflow.machine import Owner
from workflow.messages.base import asked
from workflow.messages.item import LONG, NEW_DUE, SHORT, Evidence, ItemCommand, ItemEvent
from workflow.messages.measure import ATTACHED, CompleteMeasure, DropMeasure, PlanMeasure, VerifyMeasure

CONTACTED_ON = Words("最近联系日期", "Day of the last contact")


class Ruling(StrEnum):
    UPHELD = "upheld"
    REJECTED = "rejected"


RULINGS = {
    Ruling.UPHELD: Words("采纳", "upheld"),
    Ruling.REJECTED: Words("不予采纳", "rejected"),
}


@event("item.progress_noted")
class ProgressNoted(ItemEvent):
    """After the due date it says why it is late (逾期说明)."""

    progress: str
    attached: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class NoteProgress(ItemCommand):
    trigger = "note_progress"
    records = ProgressNoted
    progress: str = asked(Words("进展情况", "Progress"), max=LONG, rows=4)
    attached: tuple[Evidence, ...] = asked(ATTACHED, default=())


@event("item.objected")
class ItemObjected(ItemEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class ObjectToItem(ItemCommand):
    trigger = "object"
    records = ItemObjected
    reason: str = asked(Words("异议理由", "Reason of the objection"), max=LONG, rows=4)


@event("item.objection_answered")
class ObjectionAnswered(ItemEvent):
    ruling: Ruling
    answer: str


@dataclass(frozen=True, kw_only=True)
class AnswerObjection(ItemCommand):
    trigger = "answer_objection"
    records = ObjectionAnswered
    ruling: Ruling = asked(Words("异议处理", "Ruling"))
    answer: str = asked(Words("答复内容", "Answer"), max=LONG, rows=4)


@event("item.transferred")
class ItemTransferred(ItemEvent):
    """`moved_on` is the calendar day where the office is."""

    bureau: str
    owner: Owner
    reason: str
    moved_on: date


@dataclass(frozen=True, kw_only=True)
class TransferItem(ItemCommand):
    """`owner` is set by the service from the unit, `moved_on` from the clock."""

    trigger = "transfer"
    holds_others = True
    records = ItemTransferred
    bureau: str = asked(Words("责任单位", "Responsible unit"), max=64, choice="other_units")
    reason: str = asked(Words("转办原因", "Reason for the transfer"), max=LONG, rows=3)
    owner: Owner = Owner.BUREAU
    moved_on: date = date.min


@event("item.waiting_begun")
class WaitingBegun(ItemEvent):
    """`awaiting` is the outside party, named as an office."""

    awaiting: str
    awaited: str
    contacted_on: date


@dataclass(frozen=True, kw_only=True)
class WaitFor(ItemCommand):
    trigger = "wait_for"
    records = WaitingBegun
    awaiting: str = asked(Words("外部单位", "Outside party"), max=SHORT)
    awaited: str = asked(Words("等待事项", "What is awaited"), max=LONG, rows=2)
    contacted_on: date = asked(CONTACTED_ON)


@event("item.contacted_again")
class ContactedAgain(ItemEvent):
    contacted_on: date
    contact_note: str


@dataclass(frozen=True, kw_only=True)
class ContactAgain(ItemCommand):
    trigger = "contact_again"
    records = ContactedAgain
    contacted_on: date = asked(CONTACTED_ON)
    contact_note: str = asked(Words("联系情况", "What came of the contact"), max=LONG, rows=2)


@event("item.waiting_ended")
class WaitingEnded(ItemEvent):
    wait_result: str


@dataclass(frozen=True, kw_only=True)
class EndWaiting(ItemCommand):
    trigger = "end_waiting"
    records = WaitingEnded
    wait_result: str = asked(Words("等待结果", "What the wait came to"), max=LONG, rows=2)


@event("item.followed_up", version=2)
class ItemFollowedUp(ItemEvent):
    """`new_due` is the due date from now on, None where the check was passed or the one in force runs on."""

    followed_up: FollowUp
    checked_on: date
    reason: str
    new_due: date | None


@upcaster("item.followed_up", from_version=1)
def _on_the_same_date(body: Body) -> Body:
    """Before, the due date always ran on."""
    return body | {"new_due": None}


@dataclass(frozen=True, kw_only=True)
class FollowUpItem(ItemCommand):
    """`closed_on` is the day the item was closed where the office is, `working` the first working day from `new_due`
    on: looked up for it."""

    trigger = "follow_up"
    records = ItemFollowedUp
    decides = "followed_up"
    followed_up: FollowUp = asked(Words("回头看结果", "What was found"))
    checked_on: date = asked(Words("核查日期", "Day of the check"))
    reason: str = asked(Words("回头看情况", "Findings of the check"), default="", max=LONG, rows=3)
    new_due: date | None = asked(NEW_DUE, default=None, later=True)
    closed_on: date | None = None
    working: date | None = None


MATTERS: dict[str, type[ItemCommand]] = {
    command.trigger: command
    for command in (
        PlanMeasure, DropMeasure, CompleteMeasure, VerifyMeasure, NoteProgress, ObjectToItem, AnswerObjection,
        TransferItem, WaitFor, ContactAgain, EndWaiting, FollowUpItem,
    )
}  # fmt: skip
