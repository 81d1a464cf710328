"""Commands and events of a package: what of one notice went to one bureau, whether it signed for it, what it returned.

A bureau has a package as soon as it has an item under the notice; its stream begins with the first thing said of it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked
from workflow.messages.item import LONG, SHORT, Evidence


class Way(StrEnum):
    """How a package went out."""

    SYSTEM = "system"
    POST = "post"


WAYS = {Way.SYSTEM: Words("系统送达", "in the system"), Way.POST: Words("邮寄", "by post")}


@event("package.return_set")
class ReturnSet(DomainEvent):
    """The last day for what the bureau returns. Every event of a package names its notice and bureau."""

    notice: UUID
    bureau: str
    return_by: date


@event("package.dispatched")
class PackageDispatched(DomainEvent):
    notice: UUID
    bureau: str
    way: Way
    sent_on: date
    post_number: str


@event("package.acknowledged")
class PackageAcknowledged(DomainEvent):
    notice: UUID
    bureau: str


@event("package.returned")
class PackageReturned(DomainEvent):
    """`completed` is the list filled in, `scan` the sealed original. `missing` numbers the items not reported then."""

    notice: UUID
    bureau: str
    report: tuple[Evidence, ...]
    completed: tuple[Evidence, ...]
    scan: tuple[Evidence, ...]
    remark: str
    missing: tuple[str, ...]
    returned_on: date


@event("package.sent_back")
class PackageSentBack(DomainEvent):
    notice: UUID
    bureau: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PackageCommand(Command):
    """`notice` and `bureau` come with the address; `there` says whether they have anything to do with each other,
    `withdrawn` whether the notice was withdrawn, `today` the day: set by the service."""

    stream_kind = "package"
    holds_others = True
    notice: UUID
    bureau: str
    there: bool = False
    withdrawn: bool = False
    today: date | None = None


@dataclass(frozen=True, kw_only=True)
class SetReturn(PackageCommand):
    trigger = "set_return"
    records = ReturnSet
    return_by: date = asked(Words("返回材料期限", "Material to be returned by"))


@dataclass(frozen=True, kw_only=True)
class DispatchPackage(PackageCommand):
    trigger = "dispatch"
    records = PackageDispatched
    way: Way = asked(Words("送达方式", "Sent"))
    sent_on: date = asked(Words("发出日期", "Sent on"))
    post_number: str = asked(Words("邮件编号", "Number of the mail"), default="", max=100)


@dataclass(frozen=True, kw_only=True)
class AcknowledgePackage(PackageCommand):
    trigger = "acknowledge"
    records = PackageAcknowledged


@dataclass(frozen=True, kw_only=True)
class ReturnPackage(PackageCommand):
    trigger = "return"
    records = PackageReturned
    report: tuple[Evidence, ...] = asked(Words("整改报告", "Report"))
    completed: tuple[Evidence, ...] = asked(Words("填好的整改清单", "Completed list"))
    scan: tuple[Evidence, ...] = asked(Words("盖章扫描件", "Sealed scan"), default=())
    remark: str = asked(Words("说明", "Remark"), default="", max=LONG, rows=2)
    missing: tuple[str, ...] = ()
    returned_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SendBackPackage(PackageCommand):
    trigger = "send_back"
    records = PackageSentBack
    reason: str = asked(Words("退回理由", "Reason for sending back"), max=SHORT, rows=2)


PACKAGE_COMMANDS: dict[str, type[PackageCommand]] = {
    command.trigger: command
    for command in (SetReturn, DispatchPackage, AcknowledgePackage, ReturnPackage, SendBackPackage)
}
