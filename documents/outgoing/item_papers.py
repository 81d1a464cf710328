"""What the papers of one item share: its life in the reader's sight, the event a paper is of, and rows that say it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from documents.outgoing.forms import About, Asked, Form, Medium
from documents.outgoing.pieces import Rows, rows
from documents.outgoing.refusals import HasNotOccurred, NoSuchOccurrence
from documents.outgoing.view import View
from workflow.errors import NoSuchItem, Words
from workflow.history import Life, Step, life
from workflow.item import Item
from workflow.messages import ItemEvent
from workflow.messages.item import ItemReported
from workflow.messages.matters import ProgressNoted
from workflow.words import KINDS, STATES

Is = Callable[[ItemEvent], bool]
UNIT, AREA = Words("责任单位", "Unit"), Words("问题类别", "Area")
KIND, DUE, STATE = Words("整改类型", "Kind"), Words("整改时限", "Due date"), Words("目前状态", "State")
PROBLEM, REQUIREMENT = Words("具体问题", "Problem"), Words("整改要求", "Requirement")
OVERDUE = Words("已超过整改时限{n}天", "{n} days past its due date")
LEFT = Words("距整改时限还有{n}天", "{n} days before its due date")
TODAY = Words("今日到整改时限", "due today")


@dataclass(frozen=True)
class OfItem:
    """An item, and the step of its life that the paper is of, with its place among those of its kind; the item stands
    as that step left it. Without a step, as it stands at the moment."""

    item_id: UUID
    life: Life
    step: Step | None = None
    place: int = 0

    @property
    def item(self) -> Item:
        return self.step.item if self.step else self.life.item

    @property
    def event(self) -> Any:
        assert self.step is not None
        return self.step.recorded.event

    def on(self, view: View) -> date:
        """The day of the step; the day of the moment without one."""
        return view.day_of(self.step.recorded.recorded_at) if self.step else view.at.today

    def last(self, *kinds: type[ItemEvent]) -> Step | None:
        """The last step of a kind, up to the paper's own."""
        until = self.step.recorded.version if self.step else self.life.item.version
        found = (
            step for step in reversed(self.life.steps)
            if step.recorded.version <= until and isinstance(step.recorded.event, kinds)
        )  # fmt: skip
        return next(found, None)


def seen(view: View, asked: Asked) -> OfItem:
    """The item as it stands at the moment; NoSuchItem where it is not in sight."""
    if asked.item is None:
        raise NoSuchItem
    return OfItem(asked.item, life(view.connection, asked.item, view.reader, view.at))


def occurrence(is_one: Is, what: Words, title: Words) -> Callable[[View, Asked], OfItem]:
    """Reads the last step that `is_one`, or the one of the version asked for; HasNotOccurred, NoSuchOccurrence."""

    def read(view: View, asked: Asked) -> OfItem:
        whole = seen(view, asked)
        steps = [step for step in whole.life.steps if step.told and is_one(step.recorded.event)]
        chosen = [n for n, step in enumerate(steps) if asked.version in (None, step.recorded.version)]
        if not steps:
            raise HasNotOccurred(number=whole.item.number, what=what, title=title)
        if not chosen:
            raise NoSuchOccurrence(number=whole.item.number, version=asked.version or 0, what=what)
        return OfItem(whole.item_id, whole.life, steps[chosen[-1]], chosen[-1] + 1)

    return read


def head_rows(view: View, item: Item) -> Rows:
    """Whose it is and by when; what was found and what is required."""
    assert item.kind is not None
    return rows(
        view,
        ((UNIT, view.unit(item.bureau)), (AREA, view.area(item.area))),
        ((KIND, view.say(KINDS[item.kind])), (DUE, view.due(item.due))),
        (PROBLEM, item.problem),
        (REQUIREMENT, item.requirement),
    )


def state(view: View, item: Item) -> str:
    return view.say(STATES[item.state]) if item.state else ""


def time_left(view: View, item: Item, on: date) -> str:
    """How many days before or past its due date a day is."""
    assert item.due is not None
    days = (item.due.last - on).days
    if days < 0:
        return view.say(OVERDUE, n=-days)
    return view.say(LEFT, n=days) if days else view.say(TODAY)


def overdue(item: Item, on: date) -> bool:
    return item.due is not None and item.due.last < on


def progress(of: OfItem) -> str:
    """What was last said of how far it is; "" where nothing was."""
    step = of.last(ProgressNoted)
    return step.recorded.event.progress if step else ""


def report(of: OfItem) -> Step | None:
    return of.last(ItemReported)


def numbered(of: OfItem) -> str:
    return of.item.number


def paper_of(
    is_one: Is, what: Words, *, name: str, title: Words, purpose: Words, write: Callable[[View, OfItem], bytes]
) -> Form:
    """The form of a paper that each event of a kind has; `what` is what was done."""
    return Form(
        name=name, title=title, purpose=purpose, about=About.ITEM, read=occurrence(is_one, what, title),
        write={Medium.DOCX: write}, numbered=numbered, is_one=is_one,
    )  # fmt: skip
