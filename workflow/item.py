"""A rectification item as its history makes it: what `decide` needs to know and what read models show."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.event import Recorded, Told
from events.personal import PersonalRef
from workflow.deadlines import Deadline, remembered
from workflow.facts import Cause, Conclusion, Due, Figure, FollowUp, Kind, Light
from workflow.machine import Owner
from workflow.messages import Actor, Evidence, ItemEvent
from workflow.messages.item import ItemClosed, ItemIssued, ItemReopened, ItemReported, ItemVerified, ItemWithdrawn
from workflow.messages.matters import ItemFollowedUp, ItemObjected, ItemTransferred, ObjectionAnswered, WaitingEnded
from workflow.messages.measure import MeasureCompleted, MeasureDropped, MeasurePlanned, MeasureVerified
from workflow.plan import Plan, after
from workflow.words import State


class Happened(NamedTuple):
    """An event with who did it when: what folding needs of the envelope."""

    event: ItemEvent
    by: Actor
    at: datetime

    @classmethod
    def of(cls, recorded: Recorded | Told) -> "Happened":
        return cls(recorded.event, Actor.parse(recorded.actor), recorded.recorded_at)


class Left(NamedTuple):
    """That a unit had the item until it was transferred, and on which day."""

    bureau: str
    on: date


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one item. A field named like a field of an event holds what was last said of it."""

    state: State | None = None
    version: int = 0
    round: int = 1
    reporters: frozenset[UUID] = frozenset()
    verifiers: frozenset[UUID] = frozenset()
    issued_at: datetime | None = None
    changed_at: datetime | None = None

    definition: str = ""
    notice: UUID | None = None
    number: str = ""
    bureau: str = ""
    owner: Owner = Owner.BUREAU
    area: str = ""
    kind: Kind | None = None
    source: str = ""
    clause: str = ""
    problem: str = ""
    figure: Figure | None = None
    requirement: str = ""
    lead: str = ""
    leader: PersonalRef | None = None
    contact: PersonalRef | None = None
    phone: PersonalRef | None = None
    due: Due | None = None
    remark: str = ""
    matter: UUID | None = None
    finding: UUID | None = None
    repeats: UUID | None = None
    amount: int | None = None
    cause: Cause | None = None

    handler: UUID | None = None
    internal_due: date | None = None
    measures: str = ""
    result: str = ""
    evidence: tuple[Evidence, ...] = ()
    conclusion: Conclusion | None = None
    closing_note: str = ""
    obligation: UUID | None = None

    plan: Plan = ()
    objection: str = ""
    objector: UUID | None = None
    awaiting: str = ""
    awaited: str = ""
    contacted_on: date | None = None
    closer: UUID | None = None
    closed_at: datetime | None = None
    followed_up: FollowUp | None = None
    checked_on: date | None = None
    checks: int = 0
    relapses: int = 0
    issued_to: str = ""
    held_since: int = 1
    left: tuple[Left, ...] = ()
    light: Light | None = None
    extension_until: date | None = None
    deadline: Deadline = Deadline()


NEW = Item()
KNOWN = frozenset(Item.__struct_fields__) - {"version", "state", "round"}


@cache
def _told_by(kind: Any) -> tuple[str, ...]:
    """The fields of an event that are fields of the item."""
    return tuple(field.name for field in fields(kind) if field.name in KNOWN)


def evolve(item: Item, happened: Happened) -> Item:
    """The item after an event. Evolving never refuses: what is recorded has happened."""
    event = happened.event
    kind: Any = type(event)
    said: dict[str, Any] = {name: getattr(event, name) for name in _told_by(kind)}
    said |= _remembered(item, happened)
    said |= remembered(item, event, happened.by, happened.at)
    return replace(
        item, **said, state=event.leads_to, version=item.version + 1,
        issued_at=item.issued_at or happened.at, changed_at=happened.at,
    )  # fmt: skip


Remembered = dict[str, Any]
NOBODY: frozenset[UUID] = frozenset()
NOTHING_AWAITED: Remembered = {"awaiting": "", "awaited": "", "contacted_on": None}
ANEW: Remembered = {"reporters": NOBODY, "verifiers": NOBODY, "conclusion": None}


def _remembered(item: Item, happened: Happened) -> Remembered:
    """What is to be known of the item besides what the event says of itself."""
    rememberer = REMEMBERED.get(type(happened.event))
    return rememberer(item, happened) if rememberer else {}


def _issued(item: Item, happened: Happened) -> Remembered:
    assert isinstance(happened.event, ItemIssued)
    return {"issued_to": happened.event.bureau}


def _reported(item: Item, happened: Happened) -> Remembered:
    """A new report forgets the old conclusion; who reports waits for nobody any more."""
    return {"reporters": item.reporters | {happened.by.account}, "conclusion": None, **NOTHING_AWAITED}


def _verified(item: Item, happened: Happened) -> Remembered:
    return {"verifiers": item.verifiers | {happened.by.account}}


def _closed(item: Item, happened: Happened) -> Remembered:
    return {"closer": happened.by.account, "closed_at": happened.at, "followed_up": None, "checked_on": None}


def _reopened(item: Item, happened: Happened) -> Remembered:
    """A new round, in which nobody has reported or verified yet."""
    return {"round": item.round + 1, **ANEW}


def _followed_up(item: Item, happened: Happened) -> Remembered:
    """A check that failed begins a new round, as reopening does."""
    assert isinstance(happened.event, ItemFollowedUp)
    checked = {"checks": item.checks + 1}
    if happened.event.followed_up is FollowUp.PASSED:
        return checked
    return checked | {"relapses": item.relapses + 1} | _reopened(item, happened)


def _withdrawn(item: Item, happened: Happened) -> Remembered:
    return NOTHING_AWAITED


def _measured(item: Item, happened: Happened) -> Remembered:
    event: Any = happened.event
    return {"plan": after(item.plan, event, happened.by.account)}


def _objected(item: Item, happened: Happened) -> Remembered:
    assert isinstance(happened.event, ItemObjected)
    return {"objection": happened.event.reason, "objector": happened.by.account}


def _answered(item: Item, happened: Happened) -> Remembered:
    return {"objection": "", "objector": None}


def _transferred(item: Item, happened: Happened) -> Remembered:
    """The unit that has it now begins anew; what was personal to the other, and pending with it, is forgotten."""
    assert isinstance(happened.event, ItemTransferred)
    mine = dict.fromkeys(("leader", "contact", "phone", "handler", "internal_due", "objector"))
    left = (*item.left, Left(item.bureau, happened.event.moved_on))
    return {**mine, **ANEW, **NOTHING_AWAITED, "objection": "", "left": left, "held_since": item.version + 1}


def _waited(item: Item, happened: Happened) -> Remembered:
    return NOTHING_AWAITED


REMEMBERED: dict[type[ItemEvent], Callable[[Item, Happened], Remembered]] = {
    ItemIssued: _issued,
    ItemReported: _reported,
    ItemVerified: _verified,
    ItemClosed: _closed,
    ItemReopened: _reopened,
    ItemWithdrawn: _withdrawn,
    MeasurePlanned: _measured,
    MeasureDropped: _measured,
    MeasureCompleted: _measured,
    MeasureVerified: _measured,
    ItemObjected: _objected,
    ObjectionAnswered: _answered,
    ItemTransferred: _transferred,
    WaitingEnded: _waited,
    ItemFollowedUp: _followed_up,
}


def fold(history: Iterable[Happened], item: Item = NEW) -> Item:
    for happened in history:
        item = evolve(item, happened)
    return item
