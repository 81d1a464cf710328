"""A form: what a document is called, what it is about, who may take it, in which media, and how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from documents.outgoing.refusals import NoSuchDocument
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.history import Life
from workflow.messages import ItemEvent
from workflow.reports import Filter
from workflow.sight import WITH_ITEMS
from workflow.words import Role


class Medium(StrEnum):
    DOCX = "docx"
    XLSX = "xlsx"


TYPES = {
    Medium.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Medium.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class About(StrEnum):
    """What a document is about; the address names it."""

    ITEM = "item"
    PACKAGE = "package"
    SAMPLE = "sample"
    COMPARISON = "comparison"
    LEDGER = "ledger"


ABOUT = {
    About.ITEM: Words("一个整改事项", "one item"),
    About.PACKAGE: Words("一份通知发给一个单位的材料", "what of a notice went to one bureau"),
    About.SAMPLE: Words("一次抽查", "one sample"),
    About.COMPARISON: Words("一份公布的对比表", "a comparison that was published"),
    About.LEDGER: Words("台账，可先筛选", "the ledger, or what is filtered of it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for. `version` chooses one of an item's occurrences by its event's version; None is the last."""

    item: UUID | None = None
    version: int | None = None
    notice: UUID | None = None
    bureau: str = ""
    sample: UUID | None = None
    comparison: UUID | None = None
    wanted: Filter = field(default_factory=Filter)
    progress: Callable[[int, int], None] = field(default=lambda done, of: None, compare=False)


@dataclass(frozen=True, kw_only=True)
class Form:
    """`read` finds the facts in the reader's sight, or refuses; `write` makes the bytes from nothing but facts and
    view. `is_one` tells the events of an item of which each has a paper of its own; None for a paper of the item as it
    stands. `numbered` says what it is of, for the file's name.
    """

    name: str
    title: Words
    purpose: Words
    about: About
    read: Callable[[View, Asked], Any]
    write: Mapping[Medium, Callable[[View, Any], bytes]]
    numbered: Callable[[Any], str] = lambda facts: ""
    is_one: Callable[[ItemEvent], bool] | None = None
    roles: frozenset[Role] = WITH_ITEMS

    @property
    def media(self) -> tuple[Medium, ...]:
        return tuple(self.write)

    def facts(self, view: View, asked: Asked) -> Any:
        """What it says; NoSuchDocument where the reader's role takes none such."""
        if view.reader.role not in self.roles:
            raise NoSuchDocument
        return self.read(view, asked)

    def made(self, view: View, facts: Any, medium: Medium) -> bytes:
        """The document. The same facts at the same moment have the same bytes."""
        return self.write[medium](view, facts)

    def file_name(self, facts: Any, medium: Medium) -> str:
        number = self.numbered(facts)
        return f"{self.title.zh}{'-' if number else ''}{number}.{medium}"

    def occurrences(self, life: Life) -> tuple[int, ...]:
        """The versions of the events that it can be of, the oldest first; none of what the reader is not told."""
        is_one = self.is_one
        if is_one is None:
            return ()
        return tuple(step.recorded.version for step in life.steps if step.told and is_one(step.recorded.event))
