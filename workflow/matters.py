"""The guards of what stands beside an item's way: measures, objections, transfers, waiting, follow-up checks. Pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import deadline_guards
from workflow.asked import Asked, label_of
from workflow.dates import day_words, due_words
from workflow.errors import ReasonMissing, SameAccount, Words
from workflow.facts import FollowUp
from workflow.item import Item
from workflow.machine import TRIGGERS
from workflow.matter_errors import (
    CheckedBeforeClosing,
    ContactBeforeLast,
    DayInFuture,
    MeasureAfterDue,
    MeasuresUnfinished,
    NoMeasure,
    NoObjection,
    NoSuchMeasure,
    NotWaiting,
    ObjectionOpen,
    SameUnit,
    StillWaiting,
)
from workflow.messages import ItemCommand
from workflow.messages import matters as m
from workflow.messages import measure as of
from workflow.messages.measure import Acceptance
from workflow.plan import UNFINISHED, Plan, Standing, numbered, standing

OBJECTED, CLOSED = Words("提出异议", "objected to"), Words("销号", "closed")
COMPLETED = Words("完成其中措施", "completed measures of")

HANDLERS_OWN = frozenset(
    {"plan_measure", "drop_measure", "complete_measure", "note_progress", "wait_for", "contact_again", "end_waiting"}
)
"""What a handler does for the items that are assigned to them alone."""
REPORTERS_OWN = frozenset({"complete_measure", "note_progress"})
"""What who reported goes on with while the report waits for its verification."""
STANDS: dict[str, tuple[Standing, ...]] = {
    "drop_measure": UNFINISHED,
    "complete_measure": (Standing.PLANNED,),
    "verify_measure": (Standing.COMPLETED,),
}
"""How a measure stands that a trigger can be pulled on."""


def open_to(trigger: str, item: Item) -> Plan:
    """The measures that a trigger can be pulled on."""
    return standing(item.plan, *STANDS[trigger])


def settled(command: ItemCommand, item: Item) -> ItemCommand:
    """The command with what the item itself says of it: a new measure has the next number."""
    if isinstance(command, of.PlanMeasure):
        return replace(command, measure=len(item.plan) + 1)
    return command


def _a_measure(trigger: str) -> Callable[[Asked], None]:
    def ready(asked: Asked) -> None:
        found = open_to(trigger, asked.item)
        if not found:
            raise NoMeasure(trigger=TRIGGERS[trigger])
        if trigger == "verify_measure" and all(one.completed_by == asked.by.account for one in found):
            raise SameAccount(did=COMPLETED, trigger=TRIGGERS[trigger])

    return ready


def require_settled(asked: Asked) -> None:
    """Before closing: no objection is open, and every measure that stands is accepted."""
    _no_objection(asked, "close")
    if rest := standing(asked.item.plan, *UNFINISHED):
        raise MeasuresUnfinished(numbers=numbered(rest))


def _no_objection(asked: Asked, trigger: str) -> None:
    if asked.item.objection:
        raise ObjectionOpen(trigger=TRIGGERS[trigger])


def _object(asked: Asked) -> None:
    _no_objection(asked, "object")


def _answer(asked: Asked) -> None:
    if not asked.item.objection:
        raise NoObjection
    if asked.by.account == asked.item.objector:
        raise SameAccount(did=OBJECTED, trigger=TRIGGERS["answer_objection"])


def _not_waiting(asked: Asked) -> None:
    if asked.item.awaiting:
        raise StillWaiting(party=asked.item.awaiting)


def _waiting(asked: Asked) -> None:
    if not asked.item.awaiting:
        raise NotWaiting


def _follow_up(asked: Asked) -> None:
    if asked.by.account == asked.item.closer:
        raise SameAccount(did=CLOSED, trigger=TRIGGERS["follow_up"])


READY: dict[str, Callable[[Asked], None]] = {
    **{trigger: _a_measure(trigger) for trigger in STANDS},
    "object": _object,
    "answer_objection": _answer,
    "wait_for": _not_waiting,
    "contact_again": _waiting,
    "end_waiting": _waiting,
    "follow_up": _follow_up,
}


def _plan(command: of.PlanMeasure, item: Item) -> None:
    if item.due is not None and command.measure_due > item.due.last:
        given = day_words(command.measure_due)
        raise MeasureAfterDue(field="measure_due", given=given, due=due_words(item.due))


def _of_a_measure(command: Any, item: Item) -> None:
    found = open_to(command.trigger, item)
    if command.measure not in {one.number for one in found}:
        raise NoSuchMeasure(field="measure", given=command.measure, allowed=numbered(found))


def _drop(command: of.DropMeasure, item: Item) -> None:
    _of_a_measure(command, item)
    _said(command, "reason")


def _verify(command: of.VerifyMeasure, item: Item) -> None:
    _of_a_measure(command, item)
    if item.plan[command.measure - 1].completed_by == command.by.account:
        raise SameAccount(did=COMPLETED, trigger=TRIGGERS["verify_measure"])
    if command.acceptance is Acceptance.NOT_ACCEPTED:
        _said(command, "reason")


def _said(command: ItemCommand, name: str) -> None:
    if not getattr(command, name).strip():
        raise ReasonMissing(field=name, label=label_of(command, name))


def _says(name: str) -> Callable[[Any, Item], None]:
    return lambda command, item: _said(command, name)


def _transfer(command: m.TransferItem, item: Item) -> None:
    if command.bureau == item.bureau:
        raise SameUnit(field="bureau")
    _said(command, "reason")


def _contact(command: m.WaitFor | m.ContactAgain, item: Item) -> None:
    _past(command, "contacted_on")
    if item.contacted_on is not None and command.contacted_on < item.contacted_on:
        given, last = day_words(command.contacted_on), day_words(item.contacted_on)
        raise ContactBeforeLast(field="contacted_on", given=given, last=last)


def _past(command: ItemCommand, name: str) -> None:
    day: date = getattr(command, name)
    if command.on is not None and day > command.on:
        raise DayInFuture(field=name, label=label_of(command, name), given=day_words(day))


def _checked(command: m.FollowUpItem, item: Item) -> None:
    _past(command, "checked_on")
    if command.closed_on is not None and command.checked_on < command.closed_on:
        given, closed = day_words(command.checked_on), day_words(command.closed_on)
        raise CheckedBeforeClosing(field="checked_on", given=given, closed=closed)
    if command.followed_up is FollowUp.FAILED:
        _said(command, "reason")
        deadline_guards.require_time(command, item)


SUBSTANCE: dict[type[ItemCommand], Callable[[Any, Item], None]] = {
    of.PlanMeasure: _plan,
    of.DropMeasure: _drop,
    of.CompleteMeasure: _of_a_measure,
    of.VerifyMeasure: _verify,
    m.NoteProgress: _says("progress"),
    m.ObjectToItem: _says("reason"),
    m.AnswerObjection: _says("answer"),
    m.TransferItem: _transfer,
    m.WaitFor: _contact,
    m.ContactAgain: _contact,
    m.EndWaiting: _says("wait_result"),
    m.FollowUpItem: _checked,
}
