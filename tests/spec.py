"""given(events).when(command).then(events): specifications of deciders, readable aloud. Items unless it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from events.event import Told
from tests import examples as x
from tests import said
from workflow.decider import decide
from workflow.errors import Refusal
from workflow.item import NEW, Happened, fold
from workflow.messages import Actor, Command, DomainEvent, ItemEvent
from workflow.messages import deadline as d
from workflow.messages import item as m
from workflow.messages.base import SYSTEM
from workflow.messages.conversion import ItemConverted
from workflow.subjects import Subject

USUALLY_BY = {
    m.ItemIssued: x.CENTER,
    m.ItemAssigned: x.LEADER,
    m.ItemReported: x.HANDLER,
    m.ItemVerified: x.CENTER,
    m.ItemSentBack: x.CENTER,
    m.ItemClosed: x.SECOND,
    m.ItemReopened: x.CENTER,
    m.ItemWithdrawn: x.CENTER,
    d.ItemExtensionRequested: x.HANDLER,
    d.ItemExtensionDecided: x.CENTER,
    d.ItemUrged: x.CENTER,
    d.ItemSupervised: SYSTEM,
    ItemConverted: x.SECOND,
}


def by(actor: Actor, event: ItemEvent) -> Happened:
    """An event that someone else than usual brought about."""
    return Happened(event, actor, x.NOON)


def happened(event: ItemEvent | Happened) -> Happened:
    return event if isinstance(event, Happened) else by(USUALLY_BY[type(event)], event)


@dataclass(frozen=True)
class When:
    decide: Callable[[Any, Any], list[Any]]
    state: Any
    command: Command

    def then(self, *expected: DomainEvent) -> None:
        assert self.decide(self.command, self.state) == list(expected)

    def then_refused(self, refusal: type[Refusal] | tuple[type[Refusal], ...], saying: str = ".") -> None:
        with pytest.raises(refusal, match=saying) as raised:
            self.decide(self.command, self.state)
        said.require(raised.value)


@dataclass(frozen=True)
class Given:
    decide: Callable[[Any, Any], list[Any]]
    state: Any

    def when(self, command: Command) -> When:
        return When(self.decide, self.state, command)


def given(*history: ItemEvent | Happened) -> Given:
    return Given(decide, fold(map(happened, history), NEW))


def given_of(about: Subject, *history: DomainEvent | Told) -> Given:
    """The same for another kind of stream, whose events were all recorded at noon, by the system unless it is said."""
    return Given(about.decide, about.fold(one if isinstance(one, Told) else told_by(SYSTEM, one) for one in history))


def told_by(actor: Actor, event: DomainEvent) -> Told:
    """An event of another kind of stream, and who brought it about."""
    return Told(event, str(actor), x.NOON, UUID(int=0))
