"""What an item says of itself, put in the order a reader asks: the finding, the requirement, the people, the report."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from admin.look import Look
from admin.values import Sayer
from admin.words import FIELDS, say
from workflow.history import Life, Step
from workflow.messages.item import ItemReopened, ItemReported, ItemSentBack, ItemVerified, ItemWithdrawn
from workflow.messages.matters import ItemFollowedUp, ItemTransferred

FINDING = ("source", "clause", "figure", "amount", "requirement")
JUDGEMENTS = (ItemVerified, ItemSentBack, ItemReopened, ItemWithdrawn, ItemFollowedUp, ItemTransferred)
PEOPLE = ("owner", "lead", "leader", "contact", "phone", "handler", "internal_due", "remark")


RAISED_BY = {"obligation": "/admin/obligations/"}
"""The pages of what raises items, by the kind of their cause."""


class Fact(NamedTuple):
    label: str
    text: str


class Report(NamedTuple):
    """A report as it was made: by whom, when, in which round."""

    step: Step
    by: str
    at: datetime


class Facts:
    """The item's fields as text; `report` is the last one made, `judged` what was last said to it."""

    def __init__(self, look: Look, life: Life, sayer: Sayer):
        self._look, self._life, self._sayer = look, life, sayer

    @property
    def finding(self) -> list[Fact]:
        return list(self._of(FINDING))

    @property
    def people(self) -> list[Fact]:
        return list(self._of(PEOPLE))

    def _of(self, names: tuple[str, ...]) -> Iterator[Fact]:
        """Those that are stated."""
        for name in names:
            if text := self._sayer(name, getattr(self._life.item, name)):
                yield Fact(say(FIELDS[name]), text)

    @property
    def notice(self) -> tuple[UUID | None, str]:
        return self._life.item.notice, self._sayer("notice", self._life.item.notice)

    @property
    def raised_by(self) -> str:
        """The page of what raised the item; "" where a person issued it."""
        cause = self._life.item.cause
        return f"{RAISED_BY[cause.kind]}{cause.subject}" if cause and cause.kind in RAISED_BY else ""

    @property
    def report(self) -> Report | None:
        step = self._last(ItemReported)
        return step and Report(step, self._look.person(step.by), step.recorded.recorded_at)

    @property
    def judged(self) -> Step | None:
        """What was last said about the item by those who judge it, if nothing was reported after that."""
        judged, report = self._last(*JUDGEMENTS), self._last(ItemReported)
        if judged and report and judged.recorded.version < report.recorded.version:
            return None
        return judged

    def _last(self, *kinds: type) -> Step | None:
        found = (step for step in reversed(self._life.steps) if isinstance(step.recorded.event, kinds))
        return next(found, None)
