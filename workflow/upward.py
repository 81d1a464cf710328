"""A report upward: what it is so far, and what follows from a command on it. Pure.

drafted --approve--> approved --issue--> issued
   ^---- redraft, return ----'             '--withdraw--> withdrawn
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.errors import AlreadyExists, ReasonMissing, Words
from workflow.messages import upward as u
from workflow.upward_errors import (
    ApprovedByYou,
    DraftedByYou,
    NoNotices,
    NoSuchReport,
    NotApproved,
    NotOneLine,
    ReportChanged,
    ReportSettled,
    UnknownToldWrong,
)
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
SAYS = {
    "draft": Words("起草汇报", "draft a report"),
    "redraft": Words("重新取数", "take the figures anew"),
    "return": Words("退回修改", "return it"),
    "approve": Words("审核通过", "approve"),
    "issue": Words("印发", "issue"),
    "withdraw": Words("撤回汇报", "withdraw the report"),
}


class Stage(StrEnum):
    DRAFTED = "drafted"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


STAGES = {
    Stage.DRAFTED: Words("起草中", "being drafted"),
    Stage.APPROVED: Words("已审核", "approved"),
    Stage.ISSUED: Words("已印发", "issued"),
    Stage.WITHDRAWN: Words("已撤回", "withdrawn"),
}
FROM = {
    "redraft": (Stage.DRAFTED, Stage.APPROVED),
    "return": (Stage.DRAFTED, Stage.APPROVED),
    "approve": (Stage.DRAFTED,),
    "issue": (Stage.APPROVED,),
    "withdraw": (Stage.DRAFTED, Stage.APPROVED, Stage.ISSUED),
}


@dataclass(frozen=True, slots=True)
class UpwardReport:
    """A report so far. `drafters` are the accounts that drafted any of it; `approved_by` whose approval holds."""

    version: int = 0
    stage: Stage = Stage.DRAFTED
    drafters: frozenset[UUID] = frozenset()
    approved_by: UUID | None = None
    unit: str = ""
    title: str = ""
    addressee: str = ""
    issuer: str = ""
    year: int = 0
    notices: tuple[UUID, ...] = ()
    basis: str = ""
    meeting: str = ""
    plan: str = ""
    as_of: datetime | None = None
    at_position: int = -1
    wording: int = 0
    digest: str = ""
    figures: int = 0
    unknown: int = 0
    returned: str = ""
    number: str = ""
    issued_on: date | None = None
    docx: str = ""
    xlsx: str = ""
    changed_at: datetime | None = None


NEW = UpwardReport()
KNOWN = frozenset(UpwardReport.__slots__) - {"version", "stage", "drafters", "approved_by", "returned", "changed_at"}


def evolve(before: UpwardReport, event: m.DomainEvent, by: UUID) -> UpwardReport:
    """The report after an event of an account. Evolving never refuses."""
    said: dict[str, Any] = {name: getattr(event, name) for name in KNOWN if hasattr(event, name)}
    after = replace(before, version=before.version + 1)
    match event:
        case u.ReportReturned():
            return replace(after, stage=Stage.DRAFTED, approved_by=None, returned=event.reason)
        case u.ReportApproved():
            return replace(after, stage=Stage.APPROVED, approved_by=by, returned="")
        case u.ReportIssued():
            return replace(after, stage=Stage.ISSUED, **said)
        case u.ReportWithdrawn():
            return replace(after, stage=Stage.WITHDRAWN)
        case _:
            drafters = before.drafters | {by}
            return replace(after, stage=Stage.DRAFTED, approved_by=None, drafters=drafters, returned="", **said)


def fold(past: Iterable[Told | Recorded]) -> UpwardReport:
    report = NEW
    for told in past:
        report = evolve(report, told.event, m.Actor.parse(told.actor).account)
    return report


def require_role(command: m.UpwardCommand) -> None:
    """Whether there is such a report is told to those who may draft one."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)


def admit(command: m.UpwardCommand, report: UpwardReport) -> None:
    """The center may; the report stands where that can be done, or is not there yet to be drafted."""
    require_role(command)
    if isinstance(command, u.DraftReport):
        if report.version:
            raise AlreadyExists
        return
    if not report.version:
        raise NoSuchReport
    if isinstance(command, u.IssueReport) and report.stage is Stage.DRAFTED:
        raise NotApproved
    if report.stage not in FROM[command.trigger]:
        raise ReportSettled(did=STAGES[report.stage], asked=SAYS[command.trigger])


def decide(command: m.UpwardCommand, report: UpwardReport) -> list[m.DomainEvent]:
    """The event that records the command. What it was frozen at has been made before."""
    admit(command, report)
    if check := SUBSTANCE.get(type(command)):
        check(command, report)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def _drafted(command: u.DraftReport | u.RedraftReport, report: UpwardReport) -> None:
    """Of a moment: what is frozen at none could not be made again."""
    if not command.notices:
        raise NoNotices(field="notices")
    for name, label in ONE_LINE.items():
        _require_one_line(name, label, getattr(command, name))
    if command.as_of is None or command.at_position < 0 or not command.digest:
        raise ReportChanged


def _returned(command: u.ReturnReport, report: UpwardReport) -> None:
    if command.by.account in report.drafters:
        raise DraftedByYou(asked=SAYS["return"])
    _require_reason(command, "退回原因")


def _approved(command: u.ApproveReport, report: UpwardReport) -> None:
    """By another account than every one that drafted it, on what it looked at."""
    if command.by.account in report.drafters:
        raise DraftedByYou(asked=SAYS["approve"])
    if command.digest != report.digest:
        raise ReportChanged
    _require_told(command.unknown, report)


def _issued(command: u.IssueReport, report: UpwardReport) -> None:
    """By a third account, of the content that was approved, with files made of it."""
    if command.by.account in report.drafters:
        raise DraftedByYou(asked=SAYS["issue"])
    if command.by.account == report.approved_by:
        raise ApprovedByYou
    if command.digest != report.digest or not (command.docx and command.xlsx):
        raise ReportChanged
    _require_one_line("number", Words("发文字号", "Document number"), command.number)
    _require_told(command.unknown, report)


def _withdrawn(command: u.WithdrawReport, report: UpwardReport) -> None:
    _require_reason(command, "撤回原因")


def _require_told(unknown: int, report: UpwardReport) -> None:
    if unknown != report.unknown:
        raise UnknownToldWrong(field="unknown", unknown=report.unknown, given=unknown)


def _require_one_line(name: str, label: Words, text: str) -> None:
    if "\n" in text or "\r" in text:
        raise NotOneLine(field=name, label=label)


def _require_reason(command: u.ReturnReport | u.WithdrawReport, label: str) -> None:
    if not command.reason.strip():
        raise ReasonMissing(field="reason", label=Words(label, "Reason"))


ONE_LINE = {
    "title": Words("标题", "Title"), "addressee": Words("主送机关", "Addressee"),
    "issuer": Words("发文机关署名", "Signed by"),
}  # fmt: skip
SUBSTANCE: dict[type[m.UpwardCommand], Callable[[Any, UpwardReport], None]] = {
    u.DraftReport: _drafted,
    u.RedraftReport: _drafted,
    u.ReturnReport: _returned,
    u.ApproveReport: _approved,
    u.IssueReport: _issued,
    u.WithdrawReport: _withdrawn,
}
