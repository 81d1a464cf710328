"""Commands and events of the typed registers: a row is recorded, changed, or struck with a reason.

A stream is one row; its id is made of the kind and of what its key columns say. A kind is a command of its own, whose
asked fields are the columns: `key=True` marks those that name the row, `headers` the names that sheets give a column.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from events.event import event
from events.personal import PersonalRef
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


class RegisterKind(StrEnum):
    PAYMENT = "payment"
    VOUCHER = "voucher"
    CASE_HANDLER = "case_handler"
    SHARED_COST = "shared_cost"
    DISCLOSURE = "disclosure"
    NEWS = "news"
    SYSTEM_DATA = "system_data"
    STATION_ACTIVITY = "station_activity"
    TRAINING = "training"


KINDS = {
    RegisterKind.PAYMENT: Words("补贴发放表", "subsidies paid"),
    RegisterKind.VOUCHER: Words("领取凭单", "receipt vouchers"),
    RegisterKind.CASE_HANDLER: Words("实际办案人", "handlers of cases"),
    RegisterKind.SHARED_COST: Words("共用支出分摊", "shared costs"),
    RegisterKind.DISCLOSURE: Words("受援人公示", "disclosures"),
    RegisterKind.NEWS: Words("信息报送", "news briefs"),
    RegisterKind.SYSTEM_DATA: Words("系统数据比对", "system data compared"),
    RegisterKind.STATION_ACTIVITY: Words("工作站活动", "station activities"),
    RegisterKind.TRAINING: Words("业务培训", "training sessions"),
}


@event("register.row_recorded")
class RowRecorded(DomainEvent):
    """`values` are the columns as written in `rows.written`; a person stands in `name`, never among them."""

    kind: RegisterKind
    bureau: str
    values: dict[str, str]
    name: PersonalRef | None


@event("register.row_changed")
class RowChanged(DomainEvent):
    """The whole row as it is now; what names it is as it was."""

    kind: RegisterKind
    bureau: str
    values: dict[str, str]
    name: PersonalRef | None


@event("register.row_struck")
class RowStruck(DomainEvent):
    """The row does not count any more. It can be recorded anew."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class RowCommand(Command):
    stream_kind = "register"


@dataclass(frozen=True, kw_only=True)
class RecordRow(RowCommand):
    """Base of the kinds. `again` says that the row that is there is to be changed; `today` is looked up."""

    trigger = "record"
    records = RowRecorded
    kind: ClassVar[RegisterKind]
    again: bool = False
    today: date | None = None
    bureau: str = asked(
        Words("责任单位", "Unit"), choice="bureaus", max=64, key=True, headers="单位 县区 县(市、区) 单位名称 unit"
    )


@dataclass(frozen=True, kw_only=True)
class StrikeRow(RowCommand):
    trigger = "strike"
    records = RowStruck
    reason: str = asked(Words("原因", "Reason"), max=200)
