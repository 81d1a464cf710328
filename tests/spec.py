"""given(events).when(command).then(events): specifications of the item's decider, readable aloud."""

from dataclasses import dataclass

import pytest

from tests import examples as x
from workflow.decider import decide
from workflow.errors import Refusal
from workflow.item import NEW, Happened, Item, fold
from workflow.messages import Actor, ItemCommand, ItemEvent
from workflow.messages import item as m

USUALLY_BY = {
    m.ItemIssued: x.CENTER,
    m.ItemAssigned: x.LEADER,
    m.ItemReported: x.HANDLER,
    m.ItemVerified: x.CENTER,
    m.ItemSentBack: x.CENTER,
    m.ItemClosed: x.SECOND,
    m.ItemReopened: x.CENTER,
    m.ItemWithdrawn: x.CENTER,
}


def by(actor: Actor, event: ItemEvent) -> Happened:
    """An event that someone else than usual brought about."""
    return Happened(event, actor, x.NOON)


def happened(event: ItemEvent | Happened) -> Happened:
    return event if isinstance(event, Happened) else by(USUALLY_BY[type(event)], event)


@dataclass(frozen=True)
class When:
    item: Item
    command: ItemCommand

    def then(self, *expected: ItemEvent) -> None:
        assert decide(self.command, self.item) == list(expected)

    def then_refused(self, refusal: type[Refusal] | tuple[type[Refusal], ...], saying: str = ".") -> None:
        with pytest.raises(refusal, match=saying):
            decide(self.command, self.item)


@dataclass(frozen=True)
class Given:
    item: Item

    def when(self, command: ItemCommand) -> When:
        return When(self.item, command)


def given(*history: ItemEvent | Happened) -> Given:
    return Given(fold(map(happened, history), NEW))
