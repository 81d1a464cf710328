"""Commands and events of the register of problem areas (问题类别): published whole, version by version."""

from dataclasses import dataclass

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@dataclass(frozen=True, slots=True)
class Area:
    """One problem area: a lasting code, its name in both languages, and what lists also call it."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()


@event("areas.published")
class AreasPublished(DomainEvent):
    areas: tuple[Area, ...]


@dataclass(frozen=True, kw_only=True)
class PublishAreas(Command):
    stream_kind = "areas"
    trigger = "publish"
    records = AreasPublished
    areas: tuple[Area, ...] = asked(Words("问题类别", "Problem areas"))
