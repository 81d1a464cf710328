"""A small town at work: the demo's people, one notice, and items in every state. Tests and screenshots look at it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from events.clock import StoppedClock
from identity import demo_accounts
from identity.demo_accounts import DEMO_BUREAUS, demo_account_id
from workflow import files, schemas, service
from workflow import messages as m
from workflow.first_areas import FIRST_AREAS
from workflow.lookups import AREA_REGISTER
from workflow.messages.base import SYSTEM
from workflow.service import Ledger

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2020, 3, 11, 9, tzinfo=ZONE)
TODAY = datetime(2020, 3, 18, 9, 30, tzinfo=ZONE)
SPACE = UUID(int=99)
NOTICE = uuid5(SPACE, "notice")
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 300 + b"IEND\xaeB`\x82"
DUES = ("2020-04-08", "2020-04-xun1", "2020-03-15", "2020-06", "2020-Q2", "2020-03-20", "2020")
KINDS = ("immediate", "staged", "ongoing")
PROBLEMS = (
    "系统登记的案件数与卷宗清点数不一致，部分案件未及时录入。",
    "公布的联系电话与实际不符，个别工作站一季度未开展宣传活动。",
    "卷宗页码编写不规范，质量监督表填写不完整，目录未用专用格式。",
    "受援人信息公示频次不足，移交后未复核，查询不便。",
    "补贴发放不及时；共同费用分摊没有依据。",
    "主流媒体报道少，报送的信息采用数量较少。",
)
STAGES = ("issued", "assigned", "reported", "sent_back", "verified", "ongoing", "closed", "reopened", "withdrawn")


def actor(login: str) -> m.Actor:
    found = next(account for account in demo_accounts.DEMO_ACCOUNTS if account.login == login)
    return m.Actor(demo_account_id(login), found.role, found.org)


def item_id(bureau: str, stage: str) -> UUID:
    return uuid5(SPACE, f"{bureau} {stage}")


class Town:
    """Gives commands one after another on a clock that is moved by hand."""

    def __init__(self, ledger: Ledger):
        assert isinstance(ledger.clock, StoppedClock)
        self.ledger, self.clock, self.given = ledger, ledger.clock, 0

    def do(self, command: type[m.Command], by: m.Actor, subject: UUID, **data: Any) -> service.Done:
        self.clock.advance(timedelta(minutes=7))
        self.given += 1
        context = {"command_id": uuid5(SPACE, f"command {self.given}"), "subject": subject, "by": by}
        return service.handle(self.ledger, schemas.load(command, data, **context, at=self.clock.now()))

    def upload(self, content: bytes, name: str, media_type: str, by: m.Actor) -> str:
        sha256 = self.ledger.files.put(content)
        with self.ledger.database.writing() as connection:
            files.register(connection, sha256, name, media_type, len(content), by, self.clock.now())
        return sha256

    def build(self) -> None:
        demo_accounts.load(self.ledger)
        center = actor("center1")
        self.do(m.PublishAreas, SYSTEM, AREA_REGISTER, areas=list(FIRST_AREAS))
        title = "关于2019年度法律援助民生工程绩效评价发现问题整改的通知"
        self.do(m.OpenNotice, center, NOTICE, title=title, year=2020, issuer="市法律援助中心", listed_on="2020-03-10")
        for number, (bureau, stage) in enumerate(self._wanted()):
            self.issue(number, bureau, item_id(bureau, stage))
        self.issue(99, "center", item_id("center", "issued"))
        for bureau, stage in self._wanted():
            self.bring_to(bureau, stage)
        self.clock.moment = TODAY

    @staticmethod
    def _wanted() -> Iterator[tuple[str, str]]:
        """Every state in Baishi; a few, in turn, in the other units."""
        yield from (("baishi", stage) for stage in STAGES)
        for n, (code, *_) in enumerate(DEMO_BUREAUS[1:]):
            yield from ((code, STAGES[(n + k * 2) % len(STAGES)]) for k in range(2 + n % 3))

    def issue(self, number: int, bureau: str, item: UUID) -> None:
        n = number % len(PROBLEMS)
        self.do(
            m.IssueItem, actor("center1"), item, notice=str(NOTICE), bureau=bureau, area=FIRST_AREAS[n].code,
            kind=KINDS[number % 3], due=DUES[number % len(DUES)],
            problem=f"{PROBLEMS[n]}（检查记录第{number + 1}页）",
            requirement="逐项对照标准整改，明确分工，落实责任，举一反三，建立长效机制。",
            source="省厅公共法律服务管理处检查", clause="2019年绩效评价标准第3.2项",
            figure=("9个单位中有6个", "抽15份，普遍", "个别地方")[number % 3],
            lead="市法律援助中心", leader=f"李领导{bureau}", contact=f"张联系{bureau}", phone="13800001234",
        )  # fmt: skip

    def bring_to(self, bureau: str, stage: str) -> None:
        item, center, second = item_id(bureau, stage), actor("center1"), actor("center2")
        if stage == "withdrawn":
            self.do(m.WithdrawItem, center, item, reason="与另一事项重复，撤回。")
        if stage in ("issued", "withdrawn"):
            return
        handler = actor(f"{bureau}_handler")
        self.do(m.AssignItem, actor(f"{bureau}_leader"), item, handler=str(handler.account), internal_due="2020-03-14")
        if stage == "assigned":
            return
        self.report(item, handler)
        if stage == "sent_back":
            self.do(m.SendBackItem, center, item, reason="公示照片看不清日期，请补充带日期的照片和公示名单。")
        if stage in ("reported", "sent_back"):
            return
        conclusion = "ongoing" if stage == "ongoing" else "completed"
        self.do(m.VerifyItem, center, item, conclusion=conclusion, reason="材料齐全，抽查一致。")
        if stage in ("closed", "reopened"):
            self.do(m.CloseItem, second, item, closing_note="同意销号。")
        if stage == "reopened":
            self.do(m.ReopenItem, center, item, reason="回头看发现数据再次不一致。")

    def report(self, item: UUID, by: m.Actor) -> None:
        photo = self.upload(PNG + item.bytes, "公示栏照片3月.png", "image/png", by)
        self.do(
            m.ReportItem, by, item, evidence=[photo], result="已补录 23 件，系统数据与实际一致。",
            measures="一、召开专题会议，明确专人负责；\n二、逐案核对系统数据，补录缺漏；\n三、建立每周核对台账。",
        )  # fmt: skip
