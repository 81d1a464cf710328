"""Commands and events of the report upward (整改情况汇报), and of the wording that an office writes it in.

A report is drafted from the ledger as it stood after one position of the log, approved by a second account and issued
by a third. Its figures are never in the event: they are made anew from that position, and the digest tells that they
are the same.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked

LONG, SHORT = 2_000, 200


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSaid(DomainEvent):
    """What a report is about, and what it was frozen at.

    `at_position` is the log's last position then, `as_of` the moment that was asked for, `wording` the version of the
    office's wording (0: the one that comes with the program). `digest` is the SHA-256 of the content, `figures` and
    `unknown` how many figures it has, and how many of them nobody knows.
    """

    title: str
    addressee: str
    issuer: str
    year: int
    notices: tuple[UUID, ...]
    basis: str
    meeting: str
    plan: str
    as_of: datetime
    at_position: int
    wording: int
    digest: str
    figures: int
    unknown: int


@event("upward_report.drafted")
class ReportDrafted(ReportSaid):
    """`unit` is the office that reports."""

    unit: str


@event("upward_report.redrafted")
class ReportRedrafted(ReportSaid):
    """Said anew, and the figures taken anew; an approval given before does not hold."""


@event("upward_report.returned")
class ReportReturned(DomainEvent):
    reason: str


@event("upward_report.approved")
class ReportApproved(DomainEvent):
    """By an account that drafted none of it; `digest` is of the content it looked at, `unknown` what it was told of."""

    digest: str
    unknown: int


@event("upward_report.issued")
class ReportIssued(DomainEvent):
    """By a third account. `docx` and `xlsx` are the SHA-256 of the files that were issued, kept under them."""

    number: str
    issued_on: date
    unknown: int
    digest: str
    docx: str
    xlsx: str


@event("upward_report.withdrawn")
class ReportWithdrawn(DomainEvent):
    """It is not to be cited any more; what was issued can still be opened."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class UpwardCommand(Command):
    stream_kind = "upward_report"


@dataclass(frozen=True, kw_only=True)
class _Said(UpwardCommand):
    """What follows `plan` is set by whoever freezes it; see `upward_reports.frozen`."""

    title: str = asked(Words("标题（不填按套话生成）", "Title (left empty: by the wording)"), default="", max=SHORT)
    addressee: str = asked(Words("主送机关", "Addressee"), max=SHORT)
    issuer: str = asked(Words("发文机关署名", "Signed by"), max=SHORT)
    year: int = asked(Words("评价年度", "Year evaluated"), min=1949, max=9999)
    notices: tuple[UUID, ...] = asked(Words("汇报哪些整改通知", "Which notices"), choice="notices")
    basis: str = asked(
        Words("报告依据（台账没有时填写）", "Basis (where the ledger has none)"), default="", max=LONG, rows=2
    )
    meeting: str = asked(Words("部署会议（台账没有时填写）", "Meeting (likewise)"), default="", max=SHORT)
    plan: str = asked(Words("整改方案（台账没有时填写）", "Plan (likewise)"), default="", max=LONG, rows=2)
    as_of: datetime | None = None
    at_position: int = -1
    wording: int = 0
    digest: str = ""
    figures: int = 0
    unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class DraftReport(_Said):
    trigger = "draft"
    records = ReportDrafted
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class RedraftReport(_Said):
    trigger = "redraft"
    records = ReportRedrafted


@dataclass(frozen=True, kw_only=True)
class ReturnReport(UpwardCommand):
    trigger = "return"
    records = ReportReturned
    reason: str = asked(Words("退回原因", "Reason"), max=SHORT, rows=2)


@dataclass(frozen=True, kw_only=True)
class ApproveReport(UpwardCommand):
    """`unknown` is the number of figures that print 【待核】, said again by whoever approves."""

    trigger = "approve"
    records = ReportApproved
    unknown: int = asked(Words("待核数字个数", "Figures that nobody knows"), min=0, max=99_999)
    digest: str = asked(Words("所审内容的校验值", "Digest of what was looked at"), max=64, code=True, hidden=True)


@dataclass(frozen=True, kw_only=True)
class IssueReport(UpwardCommand):
    """The files are made beforehand, of the content that was approved."""

    trigger = "issue"
    records = ReportIssued
    number: str = asked(Words("发文字号", "Document number"), max=SHORT)
    unknown: int = asked(Words("待核数字个数", "Figures that nobody knows"), min=0, max=99_999)
    issued_on: date | None = None
    digest: str = ""
    docx: str = field(default="", repr=False)
    xlsx: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class WithdrawReport(UpwardCommand):
    trigger = "withdraw"
    records = ReportWithdrawn
    reason: str = asked(Words("撤回原因", "Reason"), max=SHORT, rows=2)


UPWARD_COMMANDS: dict[str, type[UpwardCommand]] = {
    command.trigger: command
    for command in (DraftReport, RedraftReport, ReturnReport, ApproveReport, IssueReport, WithdrawReport)
}


@dataclass(frozen=True, slots=True)
class WordingPart:
    """The sentence of one place in the report: `name` is one of `wording_parts.PARTS`."""

    name: str
    text: str


@event("wording.published")
class WordingPublished(DomainEvent):
    """All parts, whole; a report names the version it was written in."""

    unit: str
    parts: tuple[WordingPart, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class PublishWording(Command):
    """A part that is left out is said as before."""

    stream_kind = "wording"
    trigger = "publish"
    records = WordingPublished
    parts: tuple[WordingPart, ...] = asked(Words("套话", "Wording"))
    reason: str = asked(Words("修改原因", "Reason"), max=SHORT)
    unit: str = ""
