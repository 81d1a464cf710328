"""What a report upward is counted from, as values: the ledger as it stood after one position of the log. Pure.

Each fact carries the event it rests on, so that whoever doubts a figure finds what was recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from workflow.facts import Conclusion, Figure
from workflow.machine import Owner
from workflow.messages import Area, OrganisationKind
from workflow.words import State


class Ref(NamedTuple):
    """The event that a fact rests on: the last of its stream by then. `name` is how people cite the stream."""

    stream: str
    version: int
    position: int
    name: str


@dataclass(frozen=True, slots=True)
class ItemFact:
    """An item as it stood. `matter` tells which problem of its notice it is an item of; `amount` is in fen."""

    ref: Ref
    notice: UUID
    issued_to: str
    area: str
    matter: str
    problem: str
    requirement: str
    source: str
    owner: Owner
    state: State
    conclusion: Conclusion | None
    due_last: date
    awaiting: bool
    amount: int | None
    stated: Figure | None


@dataclass(frozen=True, slots=True)
class NoticeFact:
    """A notice, and what its draft said where it was drafted here; `drafted` is the event of the draft."""

    ref: Ref
    notice: UUID
    title: str
    drafted: Ref | None = None
    basis: str = ""
    meeting: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class PackageFact:
    """What went to one bureau under a notice, and whether it was signed for and answered."""

    ref: Ref
    bureau: str
    return_by: date | None
    sent_on: date | None
    acknowledged: bool
    returned: bool


@dataclass(frozen=True, slots=True)
class SampleFact:
    ref: Ref
    title: str
    drawn: int
    checked: int
    found: int


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit; one that was dissolved by then is still what items were issued to."""

    ref: Ref
    code: str
    name: str
    short: str
    what: OrganisationKind
    dissolved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All of it, at one moment; `areas` and `standards` as the registers stood, with their events; `names` of all units
    by code. `bureaus` are those there were by then, the dissolved ones too."""

    at_position: int
    as_of: datetime
    today: date
    notices: tuple[NoticeFact, ...]
    items: tuple[ItemFact, ...]
    packages: tuple[PackageFact, ...]
    samples: tuple[SampleFact, ...]
    bureaus: tuple[UnitFact, ...]
    names: Mapping[str, str]
    areas: tuple[Area, ...]
    areas_ref: Ref | None
    standards: Mapping[int, tuple[str, ...]]
    standards_ref: Ref | None

    @property
    def standing(self) -> tuple[UnitFact, ...]:
        """The bureaus that were not dissolved by then."""
        return tuple(unit for unit in self.bureaus if not unit.dissolved)
