"""The last command on an item that was verified as ongoing: it becomes a recurring obligation, and is open no more."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import asked
from workflow.messages.item import SHORT, ItemCommand, ItemEvent
from workflow.messages.obligation import RULE, SINCE, WINDOW, Rule


@event("item.converted")
class ItemConverted(ItemEvent):
    """`obligation` is the one that it became."""

    obligation: UUID


@dataclass(frozen=True, kw_only=True)
class ConvertItem(ItemCommand):
    """What is owed from now on; the obligation is set up with it. `obligation`, its id, is looked up."""

    trigger = "convert"
    records = ItemConverted
    holds_others = True
    duty: str = asked(Words("义务内容", "What is owed"), max=SHORT, rows=2)
    rule: Rule = asked(RULE)
    window: int | None = asked(WINDOW, default=None, min=1, max=60)
    since: date = asked(SINCE)
    until: date | None = asked(Words("至何日止（含当日）", "Until, that day included"), default=None)
    basis: str = asked(Words("依据", "Basis"), max=SHORT)
    obligation: UUID | None = None
