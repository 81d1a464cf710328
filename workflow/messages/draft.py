"""Commands and events of a drafted notice: what it will say, which problem goes to which bureaus, and its approval.

A draft is a stream of its own. Approved, it becomes the notice of the same id, with its items and packages.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from events.codec import Body, upcaster
from events.event import event
from events.personal import PersonalRef
from workflow.errors import Words
from workflow.facts import Due, Figure, Kind
from workflow.messages.base import Command, DomainEvent, asked
from workflow.messages.item import LONG, SHORT

ALL = "*"
"""Written in place of a bureau's code: every bureau that there is now."""


@event("draft.begun")
class DraftBegun(DomainEvent):
    """`unit` is the drafters'; `leader` who of the office leads the matter."""

    unit: str
    title: str
    year: int
    issuer: str
    basis: str
    meeting: str
    plan: str
    leader: PersonalRef | None
    listed_on: date | None


@event("draft.revised")
class DraftRevised(DomainEvent):
    """All of it is said anew; a `leader` of None is the one there was."""

    title: str
    year: int
    issuer: str
    basis: str
    meeting: str
    plan: str
    leader: PersonalRef | None
    listed_on: date | None


@event("draft.problem_added", version=2)
class ProblemAdded(DomainEvent):
    """One item for each of `bureaus`, once approved: all of them the same `matter`. `amount` is in fen."""

    matter: UUID
    bureaus: tuple[str, ...]
    area: str
    kind: Kind
    problem: str
    due: Due
    requirement: str
    figure: Figure | None
    source: str
    clause: str
    lead: str
    remark: str
    amount: int | None


@upcaster("draft.problem_added", from_version=1)
def _without_amount(body: Body) -> Body:
    """Before, a drafted problem stated no money."""
    return body | {"amount": None}


@event("draft.problem_dropped")
class ProblemDropped(DomainEvent):
    matter: UUID


@event("draft.approved")
class DraftApproved(DomainEvent):
    """By an account that took no part in it. The counts are those that were looked at."""

    problems: int
    items: int
    return_by: date


@event("draft.discarded")
class DraftDiscarded(DomainEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class DraftCommand(Command):
    """`unit` is who drafts; `whose` says of whom its personal values tell; `today` is the day at the office. All three
    are set by the service."""

    stream_kind = "draft"
    holds_others = True
    unit: str = ""
    whose: str = field(default="", repr=False)
    today: date | None = None


@dataclass(frozen=True, kw_only=True)
class _Said(DraftCommand):
    title: str = asked(Words("通知标题", "Title"), max=SHORT)
    year: int = asked(Words("年度", "Year"), min=1949, max=9999)
    issuer: str = asked(Words("填报单位", "Issued by"), default="", max=SHORT)
    basis: str = asked(Words("依据", "Basis"), default="", max=LONG, rows=2)
    meeting: str = asked(Words("会议", "Meeting"), default="", max=SHORT)
    plan: str = asked(Words("整改方案", "Plan"), default="", max=LONG, rows=2)
    leader: PersonalRef | None = asked(Words("分管领导", "Leader in charge"), default=None, personal="name")
    listed_on: date | None = asked(Words("清单日期", "Date of the list"), default=None)


@dataclass(frozen=True, kw_only=True)
class DraftNotice(_Said):
    trigger = "draft"
    records = DraftBegun


@dataclass(frozen=True, kw_only=True)
class ReviseDraft(_Said):
    trigger = "revise"
    records = DraftRevised


@dataclass(frozen=True, kw_only=True)
class AddProblem(DraftCommand):
    """`matter` is made of the command's id; `named` are the units' names, by their codes: set by the service."""

    trigger = "add"
    records = ProblemAdded
    bureaus: tuple[str, ...] = asked(Words("责任单位", "Responsible units"), choice="bureaus", max=64)
    area: str = asked(Words("问题类别", "Problem area"), choice="areas", max=64)
    kind: Kind = asked(Words("整改类型", "Kind of rectification"))
    problem: str = asked(Words("具体问题", "Problem"), max=LONG, rows=3)
    due: Due = asked(Words("整改时限", "Due date"))
    requirement: str = asked(Words("整改要求", "Requirement"), default="", max=LONG, rows=3)
    figure: Figure | None = asked(Words("量化情况", "Figure"), default=None)
    source: str = asked(Words("问题来源", "Source"), default="", max=SHORT)
    clause: str = asked(Words("依据条款", "Clause"), default="", max=SHORT)
    lead: str = asked(Words("牵头单位", "Lead unit"), default="", max=SHORT)
    remark: str = asked(Words("备注", "Remark"), default="", max=LONG, rows=2)
    amount: int | None = asked(Words("涉及金额（元）", "Amount (yuan)"), default=None, money=True, later=True)
    matter: UUID = UUID(int=0)
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DropProblem(DraftCommand):
    trigger = "drop"
    records = ProblemDropped
    matter: UUID = asked(Words("问题", "Problem"))


@dataclass(frozen=True, kw_only=True)
class ApproveDraft(DraftCommand):
    trigger = "approve"
    records = DraftApproved
    problems: int = asked(Words("问题数", "Problems"), min=0, max=99999)
    items: int = asked(Words("事项数", "Items"), min=0, max=99999)
    return_by: date = asked(Words("返回材料期限", "Material to be returned by"))


@dataclass(frozen=True, kw_only=True)
class DiscardDraft(DraftCommand):
    trigger = "discard"
    records = DraftDiscarded
    reason: str = asked(Words("作废原因", "Reason"), max=SHORT)


DRAFT_COMMANDS: dict[str, type[DraftCommand]] = {
    command.trigger: command
    for command in (DraftNotice, ReviseDraft, AddProblem, DropProblem, ApproveDraft, DiscardDraft)
}
