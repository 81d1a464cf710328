"""A rectification item as its history makes it: what `decide` needs to know and what read models show."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.event import Recorded, Told
from events.personal import PersonalRef
from workflow.facts import Cause, Conclusion, Due, Figure, Kind
from workflow.machine import Owner
from workflow.messages import Actor, Evidence, ItemEvent
from workflow.messages.item import ItemReopened, ItemReported, ItemVerified
from workflow.words import State


class Happened(NamedTuple):
    """An event with who did it when: what folding needs of the envelope."""

    event: ItemEvent
    by: Actor
    at: datetime

    @classmethod
    def of(cls, recorded: Recorded | Told) -> "Happened":
        return cls(recorded.event, Actor.parse(recorded.actor), recorded.recorded_at)


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one item. A field named like a field of an event holds what was last said of it."""

    state: State | None = None
    version: int = 0
    round: int = 1
    reporters: frozenset[UUID] = frozenset()
    verifiers: frozenset[UUID] = frozenset()
    issued_at: datetime | None = None
    changed_at: datetime | None = None

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
    return replace(
        item, **said, state=event.leads_to, version=item.version + 1,
        issued_at=item.issued_at or happened.at, changed_at=happened.at,
    )  # fmt: skip


def _remembered(item: Item, happened: Happened) -> dict[str, Any]:
    """Who reported and who verified in this round; a new round, or a new report, forgets the old conclusion."""
    match happened.event:
        case ItemReported():
            return {"reporters": item.reporters | {happened.by.account}, "conclusion": None}
        case ItemVerified():
            return {"verifiers": item.verifiers | {happened.by.account}}
        case ItemReopened():
            nobody: frozenset[UUID] = frozenset()
            return {"round": item.round + 1, "reporters": nobody, "verifiers": nobody, "conclusion": None}
        case _:
            return {}


def fold(history: Iterable[Happened], item: Item = NEW) -> Item:
    for happened in history:
        item = evolve(item, happened)
    return item
