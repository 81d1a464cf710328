"""A rectification item as its history makes it: what `decide` needs to know and what read models show."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from events.event import Recorded
from events.personal import PersonalRef
from workflow.facts import Conclusion, Due, Figure, Kind
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
    def of(cls, recorded: Recorded) -> "Happened":
        return cls(recorded.event, Actor.parse(recorded.actor), recorded.recorded_at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
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

    handler: UUID | None = None
    internal_due: date | None = None
    measures: str = ""
    result: str = ""
    evidence: tuple[Evidence, ...] = ()
    conclusion: Conclusion | None = None
    closing_note: str = ""


NEW = Item()
KNOWN = frozenset(field.name for field in fields(Item)) - {"version", "state", "round"}


def evolve(item: Item, happened: Happened) -> Item:
    """The item after an event. Evolving never refuses: what is recorded has happened."""
    event = happened.event
    said = {f.name: getattr(event, f.name) for f in fields(event) if f.name in KNOWN}
    moved = replace(
        item, **said, state=event.leads_to, version=item.version + 1,
        issued_at=item.issued_at or happened.at, changed_at=happened.at,
    )  # fmt: skip
    return _remember_who(moved, happened)


def _remember_who(item: Item, happened: Happened) -> Item:
    """Who reported and who verified in this round; a new round, or a new report, forgets the old conclusion."""
    match happened.event:
        case ItemReported():
            return replace(item, reporters=item.reporters | {happened.by.account}, conclusion=None)
        case ItemVerified():
            return replace(item, verifiers=item.verifiers | {happened.by.account})
        case ItemReopened():
            nobody: frozenset[UUID] = frozenset()
            return replace(item, round=item.round + 1, reporters=nobody, verifiers=nobody, conclusion=None)
        case _:
            return item


def fold(history: Iterable[Happened], item: Item = NEW) -> Item:
    for happened in history:
        item = evolve(item, happened)
    return item
