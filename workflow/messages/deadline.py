"""Commands and events that stand beside an item's way: asking for more time, deciding on it, urging, supervising."""

from dataclasses import dataclass
from datetime import date

from events.event import event
from workflow.errors import Words
from workflow.facts import Decision, Light
from workflow.messages.base import asked
from workflow.messages.item import LONG, ItemCommand, ItemEvent


@event("item.extension_requested")
class ItemExtensionRequested(ItemEvent):
    """`until` is the due date asked for, `progress` how far the work is."""

    until: date
    reason: str
    progress: str


@dataclass(frozen=True, kw_only=True)
class RequestExtension(ItemCommand):
    """`working` is the first working day from `until` on, `most` how many extensions policy gives: looked up for it."""

    trigger = "request_extension"
    records = ItemExtensionRequested
    until: date = asked(Words("申请延至", "Extend to"))
    reason: str = asked(Words("延期理由", "Reason for the extension"), max=LONG, rows=3)
    progress: str = asked(Words("目前进展", "Progress so far"), max=LONG, rows=3)
    working: date | None = None
    most: int | None = None


@event("item.extension_decided")
class ItemExtensionDecided(ItemEvent):
    """`until` is the due date from now on, None where the extension was refused."""

    decision: Decision
    until: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecideExtension(ItemCommand):
    """`until` left out is the date that was asked for; filled in by the service, as is `working`."""

    trigger = "decide_extension"
    records = ItemExtensionDecided
    decision: Decision = asked(Words("是否同意延期", "Decision on the extension"))
    until: date | None = asked(Words("批准延至", "Extended to"), default=None)
    reason: str = asked(Words("批复意见", "Opinion on the extension"), default="", max=LONG, rows=3)
    working: date | None = None


@event("item.urged")
class ItemUrged(ItemEvent):
    note: str


@dataclass(frozen=True, kw_only=True)
class UrgeItem(ItemCommand):
    trigger = "urge"
    records = ItemUrged
    note: str = asked(Words("附言", "Note"), default="", max=LONG, rows=2)


@event("item.supervised")
class ItemSupervised(ItemEvent):
    light: Light
    note: str


@dataclass(frozen=True, kw_only=True)
class SuperviseItem(ItemCommand):
    trigger = "supervise"
    records = ItemSupervised
    light: Light = asked(Words("督办灯", "Light"))
    note: str = asked(Words("附言", "Note"), default="", max=LONG, rows=2)
