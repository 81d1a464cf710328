"""An item's due date as its history made it: its versions, what was asked and urged, since when it is waited for.

Pure. `remembered` is what an event changes of that; the guards are in deadline_guards.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec
from msgspec.structs import replace

from workflow.facts import Due, Light, Precision
from workflow.machine import WAITED_FOR
from workflow.messages import Actor, ItemEvent
from workflow.messages.deadline import ItemExtensionDecided, ItemExtensionRequested, ItemUrged
from workflow.messages.item import (
    ItemAssigned,
    ItemIssued,
    ItemReopened,
    ItemReported,
    ItemSentBack,
    ItemVerified,
    ItemWithdrawn,
)
from workflow.messages.matters import ItemFollowedUp, ItemTransferred, WaitingEnded
from workflow.words import State


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """An extension that was asked for: to when, by whom, when, why, and how far the work was."""

    until: date
    by: UUID
    at: datetime
    reason: str
    progress: str


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """A due date that was moved: which it took the place of, the new one, who gave it when. Without a `request` it is
    the date of a new round."""

    before: Due
    until: date
    by: UUID
    at: datetime
    request: Request | None


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """`original` is the due date it was issued with. `awaited_since` is the moment since which its unit has been waited
    for under the due date in force, `assigned_at` when its bureau set a date of its own. `renewed` is how many of
    `extensions` there were when a new round got its date: those count no more against the most."""

    original: Due | None = None
    extensions: tuple[Extension, ...] = ()
    request: Request | None = None
    urged: int = 0
    urged_at: datetime | None = None
    awaited_since: datetime | None = None
    assigned_at: datetime | None = None
    renewed: int = 0

    @property
    def extended(self) -> int:
        """How often the due date was extended since it was last set."""
        return len(self.extensions) - self.renewed


class Held(Protocol):
    """What is looked at of an item."""

    @property
    def state(self) -> State | None: ...
    @property
    def round(self) -> int: ...
    @property
    def due(self) -> Due | None: ...
    @property
    def awaiting(self) -> str: ...
    @property
    def internal_due(self) -> date | None: ...
    @property
    def light(self) -> Light | None: ...
    @property
    def deadline(self) -> Deadline: ...


Said = dict[str, Any]
Remember = Callable[[Held, Any, Actor, datetime], Said]


def remembered(item: Held, event: ItemEvent, by: Actor, at: datetime) -> Said:
    """The fields of the item that an event changes besides those it names: due date, light, request, deadline."""
    remember = REMEMBER.get(type(event))
    return remember(item, event, by, at) if remember else {}


def _issued(item: Held, event: ItemIssued, by: Actor, at: datetime) -> Said:
    return {"deadline": Deadline(original=event.due, awaited_since=at)}


def _assigned(item: Held, event: ItemAssigned, by: Actor, at: datetime) -> Said:
    return {"deadline": replace(item.deadline, assigned_at=at)}


def _asked(item: Held, event: ItemExtensionRequested, by: Actor, at: datetime) -> Said:
    asked = Request(until=event.until, by=by.account, at=at, reason=event.reason, progress=event.progress)
    return {"extension_until": event.until, "deadline": replace(item.deadline, request=asked)}


def _decided(item: Held, event: ItemExtensionDecided, by: Actor, at: datetime) -> Said:
    answered = replace(item.deadline, request=None)
    if event.until is None or item.due is None:
        return {"extension_until": None, "deadline": answered}
    given = Extension(before=item.due, until=event.until, by=by.account, at=at, request=item.deadline.request)
    moved = replace(answered, extensions=(*answered.extensions, given), awaited_since=at)
    return {"extension_until": None, "due": Due(Precision.DAY, event.until), "light": None, "deadline": moved}


def _urged(item: Held, event: ItemUrged, by: Actor, at: datetime) -> Said:
    return {"deadline": replace(item.deadline, urged=item.deadline.urged + 1, urged_at=at)}


def _answered(item: Held, event: ItemReported | ItemWithdrawn, by: Actor, at: datetime) -> Said:
    """What was asked for is not waited for any more."""
    return {"extension_until": None, "deadline": replace(item.deadline, request=None, awaited_since=None)}


def _back(item: Held, event: ItemSentBack | ItemVerified, by: Actor, at: datetime) -> Said:
    """The same due date runs on."""
    waited_for = event.leads_to in WAITED_FOR
    return {"deadline": replace(item.deadline, awaited_since=at)} if waited_for else {}


def _again(item: Held, event: ItemReopened | ItemFollowedUp, by: Actor, at: datetime) -> Said:
    """A new round begins, by the same due date or by a new one."""
    begun = replace(item.deadline, awaited_since=at)
    if event.new_due is None or item.due is None:
        return {"light": None, "deadline": begun}
    given = Extension(before=item.due, until=event.new_due, by=by.account, at=at, request=None)
    moved = replace(begun, extensions=(*begun.extensions, given), renewed=len(begun.extensions) + 1)
    return {"light": None, "due": Due(Precision.DAY, event.new_due), "deadline": moved}


def _passed_on(item: Held, event: ItemTransferred, by: Actor, at: datetime) -> Said:
    """The unit that has it now is answerable from now on, by the same due date; it has asked for nothing yet."""
    begun = replace(item.deadline, request=None, awaited_since=at, assigned_at=None, urged=0, urged_at=None)
    return {"light": None, "extension_until": None, "deadline": begun}


def _checked(item: Held, event: ItemFollowedUp, by: Actor, at: datetime) -> Said:
    """A check that failed begins a new round."""
    return _again(item, event, by, at) if event.leads_to in WAITED_FOR else {}


def _waited(item: Held, event: WaitingEnded, by: Actor, at: datetime) -> Said:
    """While an outside party was waited for, nothing fell due."""
    return {"deadline": replace(item.deadline, awaited_since=at)}


REMEMBER: dict[type[ItemEvent], Remember] = {
    ItemIssued: _issued,
    ItemAssigned: _assigned,
    ItemExtensionRequested: _asked,
    ItemExtensionDecided: _decided,
    ItemUrged: _urged,
    ItemReported: _answered,
    ItemWithdrawn: _answered,
    ItemSentBack: _back,
    ItemVerified: _back,
    ItemReopened: _again,
    ItemTransferred: _passed_on,
    ItemFollowedUp: _checked,
    WaitingEnded: _waited,
}


def shining(item: Held) -> Light | None:
    """The light that is on: none while the item waits for others than its unit."""
    return item.light if item.state in WAITED_FOR and not item.awaiting else None


def own_date(item: Held) -> date | None:
    """The bureau's own date where it still says something: in the first round, until the due date is moved."""
    return item.internal_due if item.round == 1 and not item.deadline.extensions else None
