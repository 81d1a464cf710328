"""What must hold before a due date is moved or a light raised, and what the commands must say. Pure."""

from collections.abc import Callable
from datetime import date
from typing import Any

from workflow import messages as m
from workflow.dates import day_words, due_words
from workflow.deadline_errors import (
    ExtensionGone,
    ExtensionPending,
    ExtensionTooLate,
    LightStands,
    NewDueGone,
    NewDueMissing,
    NoExtensionAsked,
    NotAWorkingDay,
    NotLater,
    OwnExtension,
    TooManyExtensions,
)
from workflow.errors import ReasonMissing, Words
from workflow.facts import Decision, Light
from workflow.item import Item
from workflow.messages.base import SYSTEM
from workflow.messages.deadline import DecideExtension, RequestExtension, SuperviseItem
from workflow.messages.matters import FollowUpItem
from workflow.words import LIGHTS

OPINION, NOTE = Words("批复意见", "Opinion on the extension"), Words("附言", "Note")


def _may_ask(by: m.Actor, item: Item, on: date | None) -> None:
    """No other request waits, and the due date in force has not passed."""
    assert item.due is not None
    if item.extension_until is not None:
        raise ExtensionPending(until=day_words(item.extension_until))
    if on is not None and on > item.due.last:
        raise ExtensionTooLate(due=due_words(item.due))


def _may_decide(by: m.Actor, item: Item, on: date | None) -> None:
    """There is a request, and another account made it."""
    request = item.deadline.request
    if request is None:
        raise NoExtensionAsked
    if request.by == by.account:
        raise OwnExtension


def _may_raise(by: m.Actor, item: Item, on: date | None) -> None:
    if item.light is Light.RED:
        raise LightStands(light=LIGHTS[item.light])


READY: dict[str, Callable[[m.Actor, Item, date | None], None]] = {
    "request_extension": _may_ask,
    "decide_extension": _may_decide,
    "supervise": _may_raise,
}


def _request(command: RequestExtension, item: Item) -> None:
    number = item.deadline.extended
    if command.most is not None and number >= command.most:
        raise TooManyExtensions(number=number, most=command.most)
    _require_date("until", command.until, command.working, item)


def _decide(command: DecideExtension, item: Item) -> None:
    if command.decision is Decision.REFUSED:
        if not command.reason.strip():
            raise ReasonMissing(field="reason", label=OPINION)
        return
    assert command.until is not None
    if command.on is not None and command.until < command.on:
        raise ExtensionGone(field="until", given=day_words(command.until))
    _require_date("until", command.until, command.working, item)


def require_time(command: m.ReopenItem | FollowUpItem, item: Item) -> None:
    """A new round has a due date that is still to come: the one in force, or a new one."""
    if command.new_due is None:
        if command.on is not None and item.due is not None and item.due.last < command.on:
            raise NewDueMissing(field="new_due", due=due_words(item.due))
        return
    if command.on is not None and command.new_due < command.on:
        raise NewDueGone(field="new_due", given=day_words(command.new_due))
    _require_date("new_due", command.new_due, command.working, item)


def _require_date(field: str, until: date, working: date | None, item: Item) -> None:
    """Later than the due date in force, and a working day."""
    assert item.due is not None
    if until <= item.due.last:
        raise NotLater(field=field, given=day_words(until), due=due_words(item.due))
    if working is not None and working > until:
        raise NotAWorkingDay(field=field, given=day_words(until), next=day_words(working))


def _supervise(command: SuperviseItem, item: Item) -> None:
    if item.light is not None and command.light.rank <= item.light.rank:
        raise LightStands(field=None if command.by == SYSTEM else "light", light=LIGHTS[item.light])
    if command.by != SYSTEM and not command.note.strip():
        raise ReasonMissing(field="note", label=NOTE)


SUBSTANCE: dict[type[m.ItemCommand], Callable[[Any, Item], None]] = {
    RequestExtension: _request,
    DecideExtension: _decide,
    SuperviseItem: _supervise,
}
