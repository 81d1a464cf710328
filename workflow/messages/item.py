"""Commands and events of a rectification item."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from events.codec import Body, upcaster
from events.event import event
from events.personal import PersonalRef
from workflow.errors import Words
from workflow.facts import Cause, Conclusion, Due, Figure, Kind
from workflow.machine import Owner
from workflow.messages.base import Command, DomainEvent, asked
from workflow.words import State

LONG, SHORT = 20_000, 500


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file kept under its SHA-256 (hex). Its name is kept beside the log, since names may name persons."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemEvent(DomainEvent):
    """What every event of an item says: the state it left the item in."""

    leads_to: State


@dataclass(frozen=True, kw_only=True)
class ItemCommand(Command):
    """`decides` names the field whose value chooses among the trigger's rows of the table, if one does.

    `on` is the calendar day where the office is, set by the service.
    """

    stream_kind = "item"
    records: ClassVar[type[ItemEvent]]
    decides: ClassVar[str] = ""
    on: date | None = None

    @property
    def outcome(self) -> StrEnum | None:
        """What it decides."""
        return getattr(self, self.decides) if self.decides else None


@event("item.issued", version=2)
class ItemIssued(ItemEvent):
    """`definition` is the digest of the workflow the item was born under; `area_register` the register's version.

    `matter` is the problem of the notice that it came from together with other units' items; `finding` the evaluator's
    finding, `repeats` the earlier item that this one repeats; `amount` is in fen; `cause` says what raised it where no
    person did.
    """

    definition: str
    notice: UUID
    number: str
    bureau: str
    owner: Owner
    area: str
    area_register: int
    kind: Kind
    source: str
    clause: str
    problem: str
    figure: Figure | None
    requirement: str
    lead: str
    leader: PersonalRef | None
    contact: PersonalRef | None
    phone: PersonalRef | None
    due: Due
    remark: str
    matter: UUID | None
    finding: UUID | None
    repeats: UUID | None
    amount: int | None
    cause: Cause | None


@upcaster("item.issued", from_version=1)
def _without_origin(body: Body) -> Body:
    """Before, an item was issued by hand or from a list alone."""
    return body | dict.fromkeys(("matter", "finding", "repeats", "amount", "cause"))


@dataclass(frozen=True, kw_only=True)
class IssueItem(ItemCommand):
    """`number` and `owner` are set by the service from the notice and the unit; where it came from by who gives it."""

    trigger = "issue"
    holds_others = True
    records = ItemIssued
    notice: UUID = asked(Words("整改通知", "Notice"), choice="notices")
    bureau: str = asked(Words("责任单位", "Responsible unit"), max=64)
    area: str = asked(Words("问题类别", "Problem area"), max=64)
    kind: Kind = asked(Words("整改类型", "Kind of rectification"))
    problem: str = asked(Words("具体问题", "Problem"), max=LONG, rows=3)
    due: Due = asked(Words("整改时限", "Due date"))
    requirement: str = asked(Words("整改要求", "Requirement"), default="", max=LONG, rows=3)
    figure: Figure | None = asked(Words("量化情况", "Figure"), default=None)
    source: str = asked(Words("问题来源", "Source"), default="", max=SHORT)
    clause: str = asked(Words("依据条款", "Clause"), default="", max=SHORT)
    lead: str = asked(Words("牵头单位", "Lead unit"), default="", max=SHORT)
    leader: PersonalRef | None = asked(Words("责任领导", "Leader in charge"), default=None, personal="name")
    contact: PersonalRef | None = asked(Words("责任人", "Stated contact"), default=None, personal="name")
    phone: PersonalRef | None = asked(Words("联系电话", "Phone"), default=None, personal="phone")
    remark: str = asked(Words("备注", "Remark"), default="", max=LONG, rows=2)
    number: str = ""
    owner: Owner = Owner.BUREAU
    area_register: int = 0
    matter: UUID | None = None
    finding: UUID | None = asked(Words("问题", "Finding"), default=None, later=True)
    repeats: UUID | None = asked(Words("重复的往年事项", "Earlier item repeated"), default=None, later=True)
    amount: int | None = asked(Words("涉及金额（元）", "Amount (yuan)"), default=None, money=True, later=True)
    cause: Cause | None = None


@event("item.assigned")
class ItemAssigned(ItemEvent):
    handler: UUID
    internal_due: date


@dataclass(frozen=True, kw_only=True)
class AssignItem(ItemCommand):
    trigger = "assign"
    records = ItemAssigned
    handler: UUID = asked(Words("经办人", "Handler"), choice="handlers")
    internal_due: date = asked(Words("内部期限", "Internal date"))


@event("item.handed_over")
class ItemHandedOver(ItemEvent):
    handler: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class HandOverItem(ItemCommand):
    """Another handler goes on with it. `signed`: it stands in the list of one who left, and who takes over signed."""

    trigger = "hand_over"
    records = ItemHandedOver
    handler: UUID = asked(Words("接手人", "Who goes on"), choice="handlers")
    reason: str = asked(Words("移交原因", "Reason"), max=LONG, rows=2)
    signed: bool = False


@event("item.reported")
class ItemReported(ItemEvent):
    measures: str
    result: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class ReportItem(ItemCommand):
    trigger = "report"
    records = ItemReported
    measures: str = asked(Words("整改措施", "Measures taken"), max=LONG, rows=4)
    result: str = asked(Words("整改结果", "Result"), max=LONG, rows=4)
    evidence: tuple[Evidence, ...] = asked(Words("佐证材料", "Evidence"))


@event("item.verified")
class ItemVerified(ItemEvent):
    conclusion: Conclusion
    reason: str


@dataclass(frozen=True, kw_only=True)
class VerifyItem(ItemCommand):
    trigger = "verify"
    records = ItemVerified
    decides = "conclusion"
    conclusion: Conclusion = asked(Words("认定结论", "Conclusion"))
    reason: str = asked(Words("核查意见", "Opinion"), default="", max=LONG, rows=3)


@event("item.sent_back")
class ItemSentBack(ItemEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class SendBackItem(ItemCommand):
    trigger = "send_back"
    records = ItemSentBack
    reason: str = asked(Words("退回理由", "Reason for sending back"), max=LONG, rows=3)


@event("item.closed")
class ItemClosed(ItemEvent):
    closing_note: str


@dataclass(frozen=True, kw_only=True)
class CloseItem(ItemCommand):
    trigger = "close"
    records = ItemClosed
    closing_note: str = asked(Words("销号说明", "Closing note"), default="", max=LONG, rows=2)


NEW_DUE = Words("新的整改时限", "New due date")


@event("item.reopened", version=2)
class ItemReopened(ItemEvent):
    """`new_due` is the due date from now on, None where the one in force runs on."""

    reason: str
    new_due: date | None


@upcaster("item.reopened", from_version=1)
def _on_the_same_date(body: Body) -> Body:
    """Before, the due date always ran on."""
    return body | {"new_due": None}


@dataclass(frozen=True, kw_only=True)
class ReopenItem(ItemCommand):
    """`working` is the first working day from `new_due` on, looked up for it."""

    trigger = "reopen"
    records = ItemReopened
    reason: str = asked(Words("重新立账理由", "Reason for reopening"), max=LONG, rows=3)
    new_due: date | None = asked(NEW_DUE, default=None, later=True)
    working: date | None = None


@event("item.withdrawn")
class ItemWithdrawn(ItemEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class WithdrawItem(ItemCommand):
    trigger = "withdraw"
    records = ItemWithdrawn
    reason: str = asked(Words("撤回理由", "Reason for withdrawing"), max=LONG, rows=3)
