"""Commands and events of a notice (整改通知): one per list; the items issued with it carry its id."""

from dataclasses import dataclass
from datetime import date

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@event("notice.opened")
class NoticeOpened(DomainEvent):
    """`number` is 〔year〕sequence, as people cite it."""

    number: str
    year: int
    sequence: int
    title: str
    issuer: str
    listed_on: date | None


@dataclass(frozen=True, kw_only=True)
class OpenNotice(Command):
    """`sequence` 0 asks the service for the next free one of the year."""

    stream_kind = "notice"
    trigger = "open"
    records = NoticeOpened
    title: str = asked(Words("通知标题", "Title"), max=500)
    year: int = asked(Words("年度", "Year"), min=1949, max=9999)
    issuer: str = asked(Words("填报单位", "Issued by"), default="", max=500)
    listed_on: date | None = asked(Words("清单日期", "Date of the list"), default=None)
    sequence: int = asked(Words("序号", "Sequence"), default=0, min=0, max=99999)

    @property
    def number(self) -> str:
        return f"〔{self.year}〕{self.sequence}"


@event("notice.withdrawn")
class NoticeWithdrawn(DomainEvent):
    """With it were withdrawn all its items, none of which had been reported."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class WithdrawNotice(Command):
    """`further` numbers the items that were reported already; set by the service."""

    stream_kind = "notice"
    trigger = "withdraw"
    records = NoticeWithdrawn
    holds_others = True
    reason: str = asked(Words("撤回理由", "Reason for withdrawing"), max=500, rows=2)
    further: tuple[str, ...] = ()
