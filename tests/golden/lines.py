"""The golden line of each shape an event was ever stored in, and the object that line is read as today.

events/item.assigned.v1.json    the body as it was stored, to the byte, and a line's end

When an event gets a new version, the old entry of `EXPECTED` says what its upcaster makes of the old line, and a new
one stands beside it; `python -m tools.golden lines` writes the line. Lines that are there are never written again.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from events import codec
from events.event import EVENT_NAMES
from events.personal import PersonalRef
from tests import examples as x
from tests.golden import matters
from tests.golden.shelf import SHELF
from workflow import messages as m
from workflow.checklist import Defect, DrawnFrom, SeedFrom
from workflow.drawing import Drawn, Stratum
from workflow.facts import Cause, Conclusion, Decision, Due, Figure, Kind, Light, Precision
from workflow.machine import Owner
from workflow.messages import disclosure_list, draft, item, package, upward
from workflow.messages.areas import AreasPublished
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.disclosure_rule import ColumnRule, DisclosureRuleSet, PublicColumn, Treatment
from workflow.messages.finding import Concerns, Source
from workflow.messages.mail import MailLanguage
from workflow.messages.notice import NoticeOpened
from workflow.messages.obligation import Rule
from workflow.messages.policy import Policy
from workflow.messages.publicity import Recheck
from workflow.messages.recovery import LogRecovered
from workflow.messages.row import RegisterKind, RowChanged, RowRecorded, RowStruck
from workflow.messages.sample import SampleRow
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


REPORTED: dict[str, Any] = {
    "title": "", "addressee": "市民生工程办公室", "issuer": "市司法局", "year": 2019, "notices": (x.NOTICE,),
    "basis": "市民生办通知", "meeting": "", "plan": "", "as_of": datetime(2020, 4, 8, 15, 59, 59, 999999, tzinfo=UTC),
    "at_position": 240, "wording": 0, "digest": "ab" * 32, "figures": 288, "unknown": 4,
}  # fmt: skip
UNPAGED = draft.ProblemAdded(
    matter=UUID(int=6), bureaus=("baishi", "nanyu"), area="archives", kind=Kind.STAGED, problem="卷宗没有编页码",
    due=Due(Precision.QUARTER, date(2020, 4, 1)), requirement="逐卷补齐",
    figure=Figure("抽15份,普遍", of=15, unit="份", quantifier="普遍"), source="市中心抽查", clause="3.1", lead="",
    remark="分两批", amount=None,
)  # fmt: skip
EXPECTED: Mapping[Any, Any] = {
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
    Shape("account.mail_cleared", 1): m.MailAddressCleared(),
    Shape("account.mail_set", 1): m.MailAddressSet(address=person(10), language=MailLanguage.ENGLISH),
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
    Shape("calendar.published", 1): m.CalendarPublished(
        year=2020, basis="节假日安排",
        days=(
            m.SpecialDay(date(2020, 5, 1), m.DayType.OFF), m.SpecialDay(date(2020, 5, 9), m.DayType.WORK),
        ),
    ),
    Shape("item.extension_decided", 1): m.ItemExtensionDecided(
        leads_to=State.ASSIGNED, decision=Decision.REFUSED, until=None, reason="理由不足"
    ),
    Shape("item.extension_requested", 1): m.ItemExtensionRequested(
        leads_to=State.ISSUED, until=date(2020, 4, 30), reason="等系统升级", progress="已过半"
    ),
    Shape("item.supervised", 1): m.ItemSupervised(leads_to=State.ASSIGNED, light=Light.YELLOW, note="进度慢"),
    Shape("item.urged", 1): m.ItemUrged(leads_to=State.ISSUED, note="请抓紧"),
    Shape("draft.approved", 1): draft.DraftApproved(problems=2, items=11, return_by=date(2020, 4, 8)),
    Shape("draft.begun", 1): draft.DraftBegun(
        unit="center", title="一季度抽查问题整改通知", year=2020, issuer="市中心", basis="抽查通报", meeting="3月会商",
        plan="分两批整改", leader=person(10), listed_on=date(2020, 4, 1),
    ),
    Shape("draft.discarded", 1): draft.DraftDiscarded(reason="与前一份重复"),
    Shape("draft.problem_added", 1): UNPAGED,
    Shape("draft.problem_added", 2): replace(UNPAGED, amount=150_000),
    Shape("draft.problem_dropped", 1): draft.ProblemDropped(matter=UUID(int=6)),
    Shape("draft.revised", 1): draft.DraftRevised(
        title="一季度抽查发现问题整改通知", year=2020, issuer="", basis="", meeting="", plan="", leader=None,
        listed_on=None,
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
    Shape("item.reopened", 1): item.ItemReopened(leads_to=State.ASSIGNED, reason="回头看发现反弹", new_due=None),
    Shape("item.reopened", 2): item.ItemReopened(
        leads_to=State.ASSIGNED, reason="回头看发现反弹", new_due=date(2020, 6, 30)
    ),
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
    Shape("notice.withdrawn", 1): m.NoticeWithdrawn(reason="并入二季度通知"),
    Shape("organisation.dissolved", 1): m.OrganisationDissolved(
        into="baishi", since=date(2020, 5, 1), reason="机构改革"
    ),
    Shape("obligation.set_up", 1): m.ObligationSetUp(
        bureau="baishi", area="disclosure", duty="公示受援人名单", rule=Rule.MONTHLY_AVERAGE, window=12,
        since=date(2020, 1, 1), until=date(2020, 12, 31), basis="公示办法", from_item=x.ITEM,
        set_up_on=date(2020, 3, 12),
    ),
    Shape("obligation.changed", 1): m.ObligationChanged(
        rule=Rule.STATION_QUARTERLY, window=None, since=date(2020, 4, 1), reason="会议纪要", said_on=date(2020, 3, 12)
    ),
    Shape("obligation.suspended", 1): m.ObligationSuspended(since=date(2020, 4, 1), reason="防疫"),
    Shape("obligation.resumed", 1): m.ObligationResumed(since=date(2020, 5, 1), reason="复工"),
    Shape("obligation.ended", 1): m.ObligationEnded(since=date(2020, 6, 1), reason="办法废止"),
    Shape("performance.recorded", 1): m.PerformanceRecorded(
        obligation=x.NOTICE, bureau="baishi", station="baishi-01", performed_on=date(2020, 3, 5), what="宣传咨询一场",
        evidence=(x.PHOTO,), no_evidence="", entered_on=date(2020, 3, 12),
    ),
    Shape("performance.struck", 1): m.PerformanceStruck(reason="重复登记"),
    Shape("item.converted", 1): m.ItemConverted(leads_to=State.CONVERTED, obligation=x.NOTICE),
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
    Shape("package.acknowledged", 1): package.PackageAcknowledged(notice=x.NOTICE, bureau="baishi"),
    Shape("package.dispatched", 1): package.PackageDispatched(
        notice=x.NOTICE, bureau="baishi", way=package.Way.POST, sent_on=date(2020, 3, 12), post_number="XA0001"
    ),
    Shape("package.return_set", 1): package.ReturnSet(
        notice=x.NOTICE, bureau="baishi", return_by=date(2020, 4, 8)
    ),
    Shape("package.returned", 1): package.PackageReturned(
        notice=x.NOTICE, bureau="baishi", report=(m.Evidence("cd" * 32, 70, "application/pdf"),),
        completed=(m.Evidence("ef" * 32, 2**40, "image/png"),), scan=(), remark="第1次",
        missing=("〔2020〕1-白石-02",), returned_on=date(2020, 4, 8),
    ),
    Shape("package.sent_back", 1): package.PackageSentBack(
        notice=x.NOTICE, bureau="baishi", reason="清单没有盖章"
    ),
    Shape("person.erased", 1): m.PersonErased(reason="本人申请", values=2),
    Shape("clauses.published", 1): m.ClausesPublished(
        clauses=(m.Clause("A1", "系统登记与卷宗一致", "Cases agree", "information_system", "评价标准", 2019),)
    ),
    Shape("finding.entered", 1): m.FindingEntered(
        number="问〔2019〕1", source=Source.THIRD_PARTY, year=2019, repeats=UUID(int=6), clause="A1", clause_register=1,
        clause_text="", area="information_system", text="登记数与办案数有出入", concerns=Concerns.NAMED,
        units=("baishi", "qinglan"), figure=Figure("9个单位中有2个", count=2, of=9, unit="个单位"), amount=123450,
    ),
    Shape("finding.corrected", 1): m.FindingCorrected(
        clause="", clause_register=1, clause_text="按月公示", area="disclosure", text="公示不及时",
        concerns=Concerns.UNKNOWN, units=(), figure=Figure("个别地方", quantifier="个别", unit="地方"), amount=None,
        reason="复核后更正",
    ),
    Shape("finding.linked", 1): m.FindingLinked(repeats=UUID(int=6)),
    Shape("finding.withdrawn", 1): m.FindingWithdrawn(reason="重复录入"),
    Shape("upward_report.drafted", 1): upward.ReportDrafted(**REPORTED, unit="center"),
    Shape("upward_report.redrafted", 1): upward.ReportRedrafted(**REPORTED),
    Shape("upward_report.returned", 1): upward.ReportReturned(reason="依据没有写明"),
    Shape("upward_report.approved", 1): upward.ReportApproved(digest="ab" * 32, unknown=4),
    Shape("upward_report.issued", 1): upward.ReportIssued(
        number="市司〔2020〕7号", issued_on=date(2020, 4, 10), unknown=4, digest="ab" * 32, docx="cd" * 32,
        xlsx="ef" * 32,
    ),
    Shape("upward_report.withdrawn", 1): upward.ReportWithdrawn(reason="数字有误"),
    Shape("wording.published", 1): m.WordingPublished(
        unit="center", parts=(m.WordingPart("rest", "其余{其余问题数}个问题见附件。"),), reason="改得简短些"
    ),
    Shape("snapshot.taken", 1): m.SnapshotTaken(title="2019年度评价", year=2019, at_position=240, digest="ab" * 32),
    Shape("snapshot.withdrawn", 1): m.SnapshotWithdrawn(reason="另行固定"),
    Shape("policy.set", 1): m.PolicySet(
        policy=Policy.CONTACT_CHANGE_DAYS, days=5, since=date(2020, 3, 1), reason="工作站管理办法"
    ),
    Shape("sample.checked", 1): m.SampleChecked(
        unit="baishi", row="2019-003", defects=(Defect.PAGE_NUMBERS, Defect.BINDING), remark="缺第3页",
        checked_on=date(2020, 3, 12),
    ),
    Shape("sample.concluded", 1): m.SampleConcluded(
        drawn=3, checked=2, found=2, missing=(SampleRow("qinglan", "2019-001"),), reason="卷宗在法院"
    ),
    Shape("sample.corrected", 1): m.SampleCorrected(
        unit="baishi", row="2019-003", defects=(), remark="", checked_on=date(2020, 3, 12), reason="看错一卷"
    ),
    Shape("sample.drawn", 1): m.SampleDrawn(
        number=2, frame="ab" * 32, method="sha256-order/1", seed="cd" * 16, seed_from=SeedFrom.SERVER,
        sizes=(Stratum("baishi", 2), Stratum("qinglan", 0)), each=None, in_all=2,
        drawn=(Drawn("baishi", ("2019-003", "2019-001")),), digest="ef" * 32, reason="一卷已移交",
    ),
    Shape("sample.framed", 1): m.SampleFramed(
        frame="ab" * 32, strata=(Stratum("baishi", 6), Stratum("qinglan", 6)), empty=("shiqiao",), left=1,
        at_position=240, area="archives", state="open", reason="补正",
    ),
    Shape("sample.planned", 1): m.SamplePlanned(
        title="卷宗抽查", purpose="核对档案整改", drawn_from=DrawnFrom.ITEMS, seed="3 17 21 25"
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
    Shape("disclosure_list.prepared", 1): disclosure_list.DisclosureListPrepared(
        bureau="baishi", month=Due(Precision.MONTH, date(2020, 2, 1)),
        title="白石县司法局2020年2月法律援助受援人公示表",
        digest="ab" * 32, size=300, persons=12, withheld=1, hotline="0000-7000001",
        rules=(ColumnRule(PublicColumn.NAME, Treatment.SURNAME), ColumnRule(PublicColumn.PLACE, Treatment.LEFT_OUT)),
    ),
    Shape("disclosure_list.approved", 1): disclosure_list.DisclosureListApproved(digest="ab" * 32),
    Shape("disclosure_list.published", 1): disclosure_list.DisclosureListPublished(
        place="公示栏", disclosed_on=date(2020, 3, 6)
    ),
    Shape("disclosure_list.handed_over", 1): disclosure_list.DisclosureListHandedOver(handed_over_on=date(2020, 3, 7)),
    Shape("disclosure_list.rechecked", 1): disclosure_list.DisclosureListRechecked(
        rechecked_on=date(2020, 3, 9), result=Recheck.INCOMPLETE, found="cd" * 32, remark="少一行"
    ),
    Shape("disclosure_list.withdrawn", 1): disclosure_list.DisclosureListWithdrawn(reason="重新制作"),
    Shape("disclosure_rule.set", 1): DisclosureRuleSet(
        column=PublicColumn.PLACE, treatment=Treatment.LEFT_OUT, since=date(2020, 3, 1), reason="名单从简"
    ),
    Shape("workbook.merged", 1): m.WorkbookMerged(
        bureau="baishi", workbook=x.NOTICE, issued_to=x.account(4), digest="ab" * 32, zip_digest="cd" * 32,
        items=(x.ITEM,), files=1, already=2, stale=3, refused=4, untouched=5,
    ),
    Shape("security.sealed", 1): m.SecurityLogSealed(through=240, digest="ab" * 32),
    Shape("security.trimmed", 1): m.SecurityLogTrimmed(through=120, digest="cd" * 32, reason="保存期满"),
    Shape("archive.packed", 1): m.ArchivePacked(
        notice=None, year=2020, unit=None, at_position=240, size=241, manifest="ab" * 32, files=31, absent=1, items=12,
        open_items=3, withheld=0, release="0.1.0", schema="0026",
    ),
} | matters.EXPECTED  # fmt: skip


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
