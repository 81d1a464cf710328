"""The registers of what the public sees: disclosures of aid recipients and their re-check, news briefs, activities."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.personal import PersonalRef
from workflow.errors import Words
from workflow.facts import Due
from workflow.messages.base import asked
from workflow.messages.row import RecordRow, RegisterKind


class Recheck(StrEnum):
    """What the list was found to be, once another office had disclosed it."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    HARD_TO_LOOK_UP = "hard_to_look_up"


class Adopter(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    MEDIA = "media"


RECHECKS = {
    Recheck.COMPLETE: Words("完整", "complete"),
    Recheck.INCOMPLETE: Words("不完整", "incomplete"),
    Recheck.HARD_TO_LOOK_UP: Words("不便查询", "hard to look up"),
}
ADOPTERS = {
    Adopter.PROVINCE: Words("省级", "province"),
    Adopter.CITY: Words("市级", "city"),
    Adopter.MEDIA: Words("媒体", "media"),
}
MANY = 10**7


@dataclass(frozen=True, kw_only=True)
class RecordDisclosure(RecordRow):
    """`name` is who handed the list over; `list_hash` the SHA-256 of what was disclosed."""

    kind = RegisterKind.DISCLOSURE
    month: Due = asked(Words("公示月份", "Month"), key=True, month=True, headers="公示月份 月份 所属月份 month")
    disclosed_on: date = asked(Words("公示日期", "Disclosed on"), key=True, headers="公示日期 公示时间 日期 disclosed")
    place: str = asked(Words("公示地点", "Where"), max=100, headers="公示地点 公示方式 公示位置 地点 where")
    persons: int = asked(Words("公示人数", "Persons"), min=0, max=MANY, headers="公示人数 人数 受援人数 persons")
    list_hash: str = asked(
        Words("名单校验值", "Hash of the list"), default="", max=64, headers="名单校验值 校验值 哈希值"
    )
    name: PersonalRef | None = asked(
        Words("移交人", "Handed over by"), default=None, personal="name", headers="移交人 移交人员"
    )
    handed_over_on: date | None = asked(
        Words("移交民生办日期", "Handed over on"), default=None, headers="移交日期 移交民生办日期 移交时间"
    )
    rechecked_on: date | None = asked(
        Words("复核日期", "Re-checked on"), default=None, headers="复核日期 回查日期 复查日期"
    )
    result: Recheck | None = asked(Words("复核结果", "Result"), default=None, headers="复核结果 回查结果 复查结果")


@dataclass(frozen=True, kw_only=True)
class RecordNews(RecordRow):
    kind = RegisterKind.NEWS
    title: str = asked(Words("标题", "Title"), max=120, key=True, headers="标题 信息标题 稿件标题 title")
    submitted_on: date = asked(Words("报送日期", "Submitted on"), key=True, headers="报送日期 报送时间 日期 submitted")
    adopted_by: Adopter | None = asked(
        Words("采用单位", "Adopted by"), default=None, headers="采用单位 采用级别 采用情况"
    )
    adopted_on: date | None = asked(Words("采用日期", "Adopted on"), default=None, headers="采用日期 采用时间")
    link: str = asked(Words("刊发链接", "Published at"), default="", max=300, headers="刊发链接 链接 发布链接 link")


@dataclass(frozen=True, kw_only=True)
class RecordStationActivity(RecordRow):
    kind = RegisterKind.STATION_ACTIVITY
    station: str = asked(
        Words("工作站", "Station"), choice="stations", max=64, key=True, headers="工作站 站点 工作站名称 station"
    )
    held_on: date = asked(Words("活动日期", "Held on"), key=True, headers="活动日期 活动时间 日期 held")
    topic: str = asked(Words("活动内容", "What"), max=120, key=True, headers="活动内容 活动主题 内容 topic")
    people: int = asked(Words("参加人数", "People"), min=0, max=MANY, headers="参加人数 人数 参与人数 people")
    link: str = asked(Words("佐证链接", "Evidence"), default="", max=300, headers="佐证链接 链接 佐证 evidence")


@dataclass(frozen=True, kw_only=True)
class RecordTraining(RecordRow):
    kind = RegisterKind.TRAINING
    held_on: date = asked(Words("培训日期", "Held on"), key=True, headers="培训日期 培训时间 日期 held")
    topic: str = asked(Words("培训主题", "Topic"), max=120, key=True, headers="培训主题 培训内容 主题 topic")
    host: str = asked(Words("组织单位", "Held by"), max=100, headers="组织单位 主办单位 host")
    people: int = asked(Words("参加人数", "People"), min=0, max=MANY, headers="参加人数 培训人数 人数 people")
    material: str = asked(Words("培训材料", "Material"), default="", max=300, headers="培训材料 材料 课件 material")


@dataclass(frozen=True, kw_only=True)
class RecordSystemData(RecordRow):
    """What the information system says of a case, beside what was found."""

    kind = RegisterKind.SYSTEM_DATA
    case_no: str = asked(Words("案件编号", "Case number"), max=60, key=True, headers="案号 案件号 案件编号 case")
    field: str = asked(Words("比对项目", "Field"), max=60, key=True, headers="比对项目 项目 字段 数据项 field")
    compared_on: date = asked(Words("比对日期", "Compared on"), key=True, headers="比对日期 比对时间 日期 compared")
    system_value: str = asked(Words("系统数据", "In the system"), default="", max=120, headers="系统数据 系统值 system")
    found_value: str = asked(Words("实际数据", "As found"), default="", max=120, headers="实际数据 实际值 found")
