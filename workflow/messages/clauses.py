"""Commands and events of the register of clauses (评价标准条款): published whole, version by version."""

from dataclasses import dataclass

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: a lasting code, its text in both languages, its problem area, and the standard it stands in."""

    code: str
    zh: str
    en: str
    area: str
    standard: str
    year: int


@event("clauses.published")
class ClausesPublished(DomainEvent):
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, kw_only=True)
class PublishClauses(Command):
    stream_kind = "clauses"
    trigger = "publish"
    records = ClausesPublished
    clauses: tuple[Clause, ...] = asked(Words("评价标准条款", "Clauses"))
