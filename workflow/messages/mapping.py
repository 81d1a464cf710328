"""Which column of a list holds what, as a unit said it once for a header: remembered, and proposed the next time.

The header's own words are foreign text and stay out of the log: `signature` tells the header again, columns are told by
their place.
"""

from dataclasses import dataclass

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of ours, such as `problem`, and the place in the list that holds it; A is 1."""

    column: str
    place: int


@event("mapping.remembered")
class MappingRemembered(DomainEvent):
    unit: str
    signature: str
    columns: tuple[MappedColumn, ...]


@event("mapping.forgotten")
class MappingForgotten(DomainEvent):
    unit: str


@dataclass(frozen=True, kw_only=True)
class MappingCommand(Command):
    """`unit` is whose it is: the actor's own."""

    stream_kind = "mapping"
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class RememberMapping(MappingCommand):
    trigger = "remember"
    records = MappingRemembered
    signature: str = asked(Words("表头", "Header"), max=64, code=True)
    columns: tuple[MappedColumn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ForgetMapping(MappingCommand):
    trigger = "forget"
    records = MappingForgotten
