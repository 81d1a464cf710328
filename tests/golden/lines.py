"""The golden line of each shape an event was ever stored in, and the object that line is read as today.

events/item.assigned.v1.json    the body as it was stored, to the byte, and a line's end

When an event gets a new version, the old entry of `EXPECTED` says what its upcaster makes of the old line, and a new
one stands beside it; `python -m tools.golden lines` writes the line. Lines that are there are never written again.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from events import codec
from events.event import EVENT_NAMES
from events.personal import PersonalRef
from tests import examples as x
from tests.golden.shelf import SHELF
from workflow import messages as m
from workflow.facts import Cause, Conclusion, Due, Figure, Kind, Precision
from workflow.machine import Owner
from workflow.messages import item
from workflow.messages.areas import AreasPublished
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.notice import NoticeOpened
from workflow.messages.policy import Policy
from workflow.messages.recovery import LogRecovered
from workflow.messages.row import RegisterKind, RowChanged, RowRecorded, RowStruck
from workflow.words import Role, State

LINES = SHELF / "events"


class Shape(NamedTuple):
    """A shape of an event: its name, and the schema version."""

    name: str
    version: int

    def __str__(self) -> str:
        return f"{self.name}.v{self.version}"


def person(number: int) -> PersonalRef:
    return PersonalRef(UUID(int=number), f"{number:x}" * 64)


EXPECTED: Mapping[Shape, Any] = {
    Shape("account.disabled", 1): m.AccountDisabled(reason="调离"),
    Shape("account.enabled", 1): m.AccountEnabled(reason="返岗"),
    Shape("account.granted", 1): m.RoleGranted(
        grant=2, role=Role.BUREAU_LEADER, org="baishi", since=date(2020, 3, 12), until=date(2020, 3, 25),
        lent_by=x.LEADER.account, reason="休假",
    ),
    Shape("account.handed_over", 1): m.HandoverSigned(
        successor=x.HANDLER.account, items=(x.ITEM, x.NOTICE), reason="清单无误"
    ),
    Shape("account.left", 1): m.AccountLeft(successor=x.HANDLER.account, items=(x.ITEM,), reason="退休"),
    Shape("account.opened", 1): m.AccountOpened(name=person(4), existed=True, reason="升级前已有的账号"),
    Shape("account.password_reset", 1): m.PasswordReset(reason="忘记密码"),
    Shape("account.revoked", 1): m.RoleRevoked(grant=1, reason="轮岗"),
    Shape("areas.published", 1): AreasPublished(
        areas=(
            m.Area("archives", "档案管理", "Archives", ("卷宗管理", "案卷管理")),
            m.Area("funding", "工作经费", "Funds"),
        )
    ),
    Shape("comparison.published", 1): m.ComparisonPublished(
        title="4月上旬进度对比", basis="整改工作推进会", at_position=240
    ),
    Shape("comparison.withdrawn", 1): m.ComparisonWithdrawn(reason="数字有误"),
    Shape("contact.checked", 1): m.ContactChecked(
        result=PhoneCheck.SWITCHED_OFF, checked_on=date(2020, 3, 12), remark="两次未接通", answer_by=date(2020, 3, 17)
    ),
    Shape("contact.ended", 1): m.ContactEnded(
        since=date(2020, 3, 10), reason="撤点", reported_on=date(2020, 3, 12), report_by=None
    ),
    Shape("contact.phone_changed", 1): m.ContactPhoneChanged(
        phone=person(7), since=date(2020, 3, 10), reported_on=date(2020, 3, 12), report_by=date(2020, 3, 15)
    ),
    Shape("contact.registered", 1): m.ContactRegistered(
        station="baishi-01", post=ContactPost.IN_THE_KNOW, name=person(5), phone=person(6), since=None,
        reported_on=date(2020, 3, 12), report_by=None,
    ),
    Shape("contact.registered", 2): m.ContactRegistered(
        station="baishi-01", post=ContactPost.LIAISON, name=person(5), phone=person(6), since=date(2020, 3, 10),
        reported_on=date(2020, 3, 12), report_by=date(2020, 3, 15),
    ),
    Shape("contact.replaced", 1): m.ContactReplaced(
        name=person(8), phone=person(9), since=date(2020, 3, 10), reason="调离", reported_on=date(2020, 3, 12),
        report_by=date(2020, 3, 15),
    ),
    Shape("item.assigned", 1): item.ItemAssigned(
        leads_to=State.ASSIGNED, handler=x.HANDLER.account, internal_due=date(2020, 4, 1)
    ),
    Shape("item.closed", 1): item.ItemClosed(leads_to=State.CLOSED, closing_note="同意\n销号"),
    Shape("item.handed_over", 1): item.ItemHandedOver(
        leads_to=State.ASSIGNED, handler=x.HANDLER.account, reason="清单无误"
    ),
    Shape("item.issued", 2): item.ItemIssued(
        leads_to=State.ISSUED, definition="0" * 64, notice=x.NOTICE, number="〔2020〕9-白石-01", bureau="baishi",
        owner=Owner.BUREAU, area="finance", area_register=1, kind=Kind.IMMEDIATE, source="系统", clause="",
        problem="2020年3月没有公示", figure=None, requirement="补公示", lead="", leader=None, contact=None, phone=None,
        due=Due(Precision.DAY, date(2020, 4, 30)), remark="", matter=UUID(int=3), finding=UUID(int=4),
        repeats=x.ITEM, amount=1234500, cause=Cause("obligation", UUID(int=5), "2020-03", "2020年3月没有公示"),
    ),
    Shape("item.issued", 1): item.ItemIssued(
        leads_to=State.ISSUED, definition="ab" * 32, notice=x.NOTICE, number="〔2020〕1-白石-01", bureau="baishi",
        owner=Owner.CITY, area="archives", area_register=2, kind=Kind.STAGED, source="第三方评价机构", clause="2.1",
        problem="系统里登记的案件数同卷宗清点数对不上", lead="市法律援助中心", remark="𠮷 \"'\\ é",
        requirement="逐案核对",
        figure=Figure("9个单位中有6个", count=6, of=9, unit="个单位", quantifier="普遍"),
        leader=person(1), contact=person(2), phone=person(3), due=Due(Precision.XUN, date(2020, 4, 11)), matter=None,
        finding=None, repeats=None, amount=None, cause=None,
    ),
    Shape("item.reopened", 1): item.ItemReopened(leads_to=State.ASSIGNED, reason="回头看发现反弹"),
    Shape("item.reported", 1): item.ItemReported(
        leads_to=State.REPORTED, measures="逐案核对", result="差异清零",
        evidence=(m.Evidence("cd" * 32, 70, "image/png"), m.Evidence("ef" * 32, 2**40, "application/pdf")),
    ),
    Shape("item.sent_back", 1): item.ItemSentBack(leads_to=State.ASSIGNED, reason="照片看不清"),
    Shape("item.verified", 1): item.ItemVerified(
        leads_to=State.ASSIGNED, conclusion=Conclusion.PARTLY_COMPLETED, reason="还差两卷"
    ),
    Shape("item.withdrawn", 1): item.ItemWithdrawn(leads_to=State.WITHDRAWN, reason="重复下发"),
    Shape("log.recovered", 1): LogRecovered(
        reason="磁盘损坏，恢复了昨夜的备份", origin="xiaohao", vouched_size=51, vouched_root="ab" * 32, found_size=48,
        found_root="cd" * 32, stated_at=1586331000000000, key="ef" * 32, signature="AAAA",
    ),
    Shape("notice.opened", 1): NoticeOpened(
        number="〔2020〕2", year=2020, sequence=2, title="回头看整改清单", issuer="市中心", listed_on=date(2020, 2, 28)
    ),
    Shape("organisation.dissolved", 1): m.OrganisationDissolved(
        into="baishi", since=date(2020, 5, 1), reason="机构改革"
    ),
    Shape("organisation.moved", 1): m.OrganisationMoved(parent="center", since=date(2020, 5, 1), reason="机构改革"),
    Shape("organisation.registered", 1): m.OrganisationRegistered(
        code="baishi", name="白石县司法局", short="白石", what=m.OrganisationKind.COUNTY, parent="center", since=None
    ),
    Shape("organisation.registered", 2): m.OrganisationRegistered(
        code="baishi-01", name="白石县城关镇工作站", short="城关", what=m.OrganisationKind.TOWNSHIP_STATION,
        parent="baishi", since=date(2020, 3, 1),
    ),
    Shape("organisation.renamed", 1): m.OrganisationRenamed(
        what=m.OrganisationKind.DISTRICT,
        name="白石区司法局", short="白石区", since=date(2020, 5, 1), reason="撤县设区"
    ),
    Shape("person.erased", 1): m.PersonErased(reason="本人申请", values=2),
    Shape("policy.set", 1): m.PolicySet(
        policy=Policy.CONTACT_CHANGE_DAYS, days=5, since=date(2020, 3, 1), reason="工作站管理办法"
    ),
    Shape("register.row_changed", 1): RowChanged(
        kind=RegisterKind.PAYMENT, bureau="baishi",
        values={"account_type": "personal", "amount": "120000", "case_no": "1号", "paid_on": "2020-03-02"},
        name=person(7),
    ),
    Shape("register.row_recorded", 1): RowRecorded(
        kind=RegisterKind.NEWS, bureau="baishi", values={"submitted_on": "2020-03-02", "title": "送法下乡"}, name=None
    ),
    Shape("register.row_struck", 1): RowStruck(reason="重复登记"),
    Shape("security.sealed", 1): m.SecurityLogSealed(through=240, digest="ab" * 32),
    Shape("security.trimmed", 1): m.SecurityLogTrimmed(through=120, digest="cd" * 32, reason="保存期满"),
}  # fmt: skip


def present() -> list[Shape]:
    """The shapes that the code writes today; those that tests make for themselves are not among them."""
    shapes = [Shape(*named) for cls, named in EVENT_NAMES.items() if not cls.__module__.startswith("tests.")]
    return sorted(shapes)


def stored() -> dict[Shape, bytes]:
    """The body in every line."""
    found = {}
    for path in sorted(LINES.glob("*.json")):
        name, _, version = path.stem.rpartition(".v")
        found[Shape(name, int(version))] = path.read_bytes().removesuffix(b"\n")
    return found


def write_missing() -> list[Shape]:
    """Write the line of every present shape that has none; which these were."""
    missing = [shape for shape in present() if shape not in stored()]
    LINES.mkdir(exist_ok=True)
    for shape in missing:
        _, _, body = codec.encode(EXPECTED[shape])
        (LINES / f"{shape}.json").write_bytes(body + b"\n")
    return missing
