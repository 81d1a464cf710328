"""One honest example of each message of an item, for tests to vary with `replace`."""

from datetime import UTC, date, datetime
from uuid import UUID

from workflow import messages as m
from workflow.facts import Conclusion, Due, Figure, Kind, Precision
from workflow.machine import DEFINITION, Owner
from workflow.messages.item import (
    ItemAssigned,
    ItemClosed,
    ItemIssued,
    ItemReopened,
    ItemReported,
    ItemSentBack,
    ItemVerified,
    ItemWithdrawn,
)
from workflow.words import Role, State

NOON = datetime(2020, 3, 12, 4, tzinfo=UTC)
ITEM, NOTICE = UUID(int=1), UUID(int=2)
BAISHI, SHIQIAO, CITY = "baishi", "shiqiao", "center"


def account(number: int) -> UUID:
    return UUID(int=0xACC0 + number)


CENTER = m.Actor(account(1), Role.CITY_CENTER, CITY)
SECOND = m.Actor(account(2), Role.CITY_CENTER, CITY)
THIRD = m.Actor(account(3), Role.CITY_CENTER, CITY)
LEADER = m.Actor(account(4), Role.BUREAU_LEADER, BAISHI)
HANDLER = m.Actor(account(5), Role.BUREAU_HANDLER, BAISHI)
COLLEAGUE = m.Actor(account(6), Role.BUREAU_HANDLER, BAISHI)
STRANGER = m.Actor(account(7), Role.BUREAU_LEADER, SHIQIAO)
EVALUATOR = m.Actor(account(8), Role.EVALUATOR, "evaluator")
AUDITOR = m.Actor(account(9), Role.AUDITOR, "audit")
ADMIN = m.Actor(account(10), Role.SYSTEM_ADMIN, CITY)
EVERYONE = (CENTER, SECOND, THIRD, LEADER, HANDLER, COLLEAGUE, STRANGER, EVALUATOR, AUDITOR, ADMIN)

DUE = Due(Precision.DAY, date(2020, 4, 8))
PHOTO = m.Evidence(sha256="ab" * 32, size=3, media_type="image/png")
FIGURE = Figure(stated="9个单位中有6个", count=6, of=9, unit="个单位")

issued = ItemIssued(
    leads_to=State.ISSUED, definition=DEFINITION, notice=NOTICE, number="〔2020〕1-白石-01", bureau=BAISHI,
    owner=Owner.BUREAU, area="system", area_register=1, kind=Kind.IMMEDIATE, source="第三方评价机构", clause="2.1",
    problem="系统里登记的案件数同卷宗清点数对不上", figure=FIGURE, requirement="逐案核对", lead="市法律援助中心",
    leader=None, contact=None, phone=None, due=DUE, remark="", matter=None, finding=None, repeats=None, amount=None,
    cause=None,
)  # fmt: skip
assigned = ItemAssigned(leads_to=State.ASSIGNED, handler=HANDLER.account, internal_due=date(2020, 4, 1))
reported = ItemReported(leads_to=State.REPORTED, measures="逐案核对", result="差异清零", evidence=(PHOTO,))
verified = ItemVerified(leads_to=State.VERIFIED, conclusion=Conclusion.COMPLETED, reason="")
ongoing = ItemVerified(leads_to=State.VERIFIED, conclusion=Conclusion.ONGOING, reason="")
partly = ItemVerified(leads_to=State.ASSIGNED, conclusion=Conclusion.PARTLY_COMPLETED, reason="还差两卷")
sent_back = ItemSentBack(leads_to=State.ASSIGNED, reason="照片看不清")
closed = ItemClosed(leads_to=State.CLOSED, closing_note="")
reopened = ItemReopened(leads_to=State.ASSIGNED, reason="回头看发现反弹", new_due=None)
withdrawn = ItemWithdrawn(leads_to=State.WITHDRAWN, reason="重复下发")


def asked_by(actor: m.Actor, number: int = 1) -> dict[str, object]:
    """What the shell adds to a command."""
    return {"command_id": UUID(int=0xC0 + number), "subject": ITEM, "by": actor, "at": NOON}


issue = m.IssueItem(
    **asked_by(CENTER), notice=NOTICE, bureau=BAISHI, area="system", kind=Kind.IMMEDIATE, problem=issued.problem,
    due=DUE, requirement="逐案核对", figure=FIGURE, source="第三方评价机构", clause="2.1", lead="市法律援助中心",
    number="〔2020〕1-白石-01", owner=Owner.BUREAU, area_register=1,
)  # fmt: skip
assign = m.AssignItem(**asked_by(LEADER), handler=HANDLER.account, internal_due=date(2020, 4, 1))
report = m.ReportItem(**asked_by(HANDLER), measures="逐案核对", result="差异清零", evidence=(PHOTO,))
verify = m.VerifyItem(**asked_by(CENTER), conclusion=Conclusion.COMPLETED)
send_back = m.SendBackItem(**asked_by(CENTER), reason="照片看不清")
close = m.CloseItem(**asked_by(SECOND))
reopen = m.ReopenItem(**asked_by(CENTER), reason="回头看发现反弹")
withdraw = m.WithdrawItem(**asked_by(CENTER), reason="重复下发")

COMMANDS = (assign, report, verify, send_back, close, reopen, withdraw)
