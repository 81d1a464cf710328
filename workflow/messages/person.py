"""The erasure of a person: the key that sealed what was kept of them is destroyed. The stream is named by that key."""

from dataclasses import dataclass

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@event("person.erased")
class PersonErased(DomainEvent):
    """What was sealed under the key, so many values, can be read by nobody any more; who it was is not said."""

    reason: str
    values: int


@dataclass(frozen=True, kw_only=True)
class ErasePerson(Command):
    stream_kind = "person"
    trigger = "erase"
    records = PersonErased
    holds_others = True
    reason: str = asked(Words("删除依据", "On what basis"), max=200)
    values: int
