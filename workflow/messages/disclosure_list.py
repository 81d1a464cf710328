"""Commands and events of a disclosure list (公示表): prepared by one account, approved by another, published.

A stream is one list of one unit and month. No event holds a name: what the public sees lies in the file store under the
digest that the first event states; what was masked is kept nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from events.event import event
from workflow.errors import Words
from workflow.facts import Due
from workflow.messages.base import Command, DomainEvent, asked
from workflow.messages.disclosure_rule import ColumnRule
from workflow.messages.item import SHORT
from workflow.messages.publicity import Recheck


@dataclass(frozen=True, slots=True)
class Recipient:
    """A row as it was brought in: its number in the list, and what its cells say, by column. Never recorded."""

    row: int
    given: Mapping[str, str]
    cells: Mapping[str, str] = field(default_factory=dict)


@event("disclosure_list.prepared")
class DisclosureListPrepared(DomainEvent):
    """`digest` is the SHA-256 of the masked table's bytes, `size` their number. `withheld` of the `persons` are those
    of whom nothing is told. `rules` are those that held on the day."""

    bureau: str
    month: Due
    title: str
    digest: str
    size: int
    persons: int
    withheld: int
    hotline: str
    rules: tuple[ColumnRule, ...]


@event("disclosure_list.approved")
class DisclosureListApproved(DomainEvent):
    """By another account than the one that prepared it, which looked at the table with this digest."""

    digest: str


@event("disclosure_list.published")
class DisclosureListPublished(DomainEvent):
    place: str
    disclosed_on: date


@event("disclosure_list.handed_over")
class DisclosureListHandedOver(DomainEvent):
    """To the livelihood office, which posts it too."""

    handed_over_on: date


@event("disclosure_list.rechecked")
class DisclosureListRechecked(DomainEvent):
    """`found` is the digest of what was found posted, "" where no file was compared."""

    rechecked_on: date
    result: Recheck
    found: str
    remark: str


@event("disclosure_list.withdrawn")
class DisclosureListWithdrawn(DomainEvent):
    """It is not to be published, or to be taken down. What it was stays kept."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class DisclosureListCommand(Command):
    """`today` is looked up. `holds_others`: what goes with it is one transaction."""

    stream_kind = "disclosure"
    holds_others = True
    today: date | None = None


DIGEST = Words("公示表校验值", "Digest of the list")


@dataclass(frozen=True, kw_only=True)
class PrepareDisclosureList(DisclosureListCommand):
    """`digest` is that of the preview. `rows` are what is masked, and kept nowhere; `unit` the unit's name, `rules`
    those of the day and `there` whether such a list stands already, looked up for it."""

    trigger = "prepare"
    records = DisclosureListPrepared
    bureau: str = asked(Words("责任单位", "Unit"), choice="bureaus", max=64)
    month: Due = asked(Words("公示月份", "Month"), month=True)
    hotline: str = asked(Words("监督电话", "Telephone for complaints"), default="", max=40, code=True)
    digest: str = asked(DIGEST, max=64, code=True)
    rows: tuple[Recipient, ...] = field(default=(), repr=False)
    unit: str = ""
    rules: tuple[ColumnRule, ...] = ()
    there: bool = False


@dataclass(frozen=True, kw_only=True)
class ApproveDisclosureList(DisclosureListCommand):
    trigger = "approve"
    records = DisclosureListApproved
    digest: str = asked(DIGEST, max=64, code=True)


@dataclass(frozen=True, kw_only=True)
class PublishDisclosureList(DisclosureListCommand):
    trigger = "publish"
    records = DisclosureListPublished
    disclosed_on: date = asked(Words("公示日期", "Disclosed on"))
    place: str = asked(Words("公示地点", "Where"), max=100)


@dataclass(frozen=True, kw_only=True)
class HandOverDisclosureList(DisclosureListCommand):
    trigger = "hand_over"
    records = DisclosureListHandedOver
    handed_over_on: date = asked(Words("移交民生办日期", "Handed over on"))


@dataclass(frozen=True, kw_only=True)
class RecheckDisclosureList(DisclosureListCommand):
    trigger = "recheck"
    records = DisclosureListRechecked
    rechecked_on: date = asked(Words("复核日期", "Re-checked on"))
    result: Recheck = asked(Words("复核结果", "Result"))
    found: str = asked(Words("所见公示表的校验值", "Digest of what was found posted"), default="", max=64, code=True)
    remark: str = asked(Words("复核情况", "What was found"), default="", max=SHORT, rows=2)


@dataclass(frozen=True, kw_only=True)
class WithdrawDisclosureList(DisclosureListCommand):
    trigger = "withdraw"
    records = DisclosureListWithdrawn
    reason: str = asked(Words("撤回原因", "Reason"), max=SHORT, rows=2)


DISCLOSURE_LIST_COMMANDS: dict[str, type[DisclosureListCommand]] = {
    command.trigger: command
    for command in (
        PrepareDisclosureList,
        ApproveDisclosureList,
        PublishDisclosureList,
        HandOverDisclosureList,
        RecheckDisclosureList,
        WithdrawDisclosureList,
    )
}
