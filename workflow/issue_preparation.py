"""What issuing an item needs to know: its notice, its unit, the areas, that the matter is new, and its number."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import bindparam, func, select

from events.event import Recorded
from events.store import EventStore
from workflow import finding_preparation, notices
from workflow import messages as m
from workflow.dates import day_words, due_words
from workflow.errors import AlreadyIssued, DueBeforeList, NoSuchNotice, UnknownArea, UnknownUnit
from workflow.facts import problem_key
from workflow.lookups import current_areas, organisation_id, unit_of
from workflow.machine import Owner
from workflow.messages.item import ItemIssued
from workflow.notice_errors import NoticeTakenBack
from workflow.projections import ITEMS
from workflow.words import State


def prepared(command: m.IssueItem, store: EventStore) -> m.IssueItem:
    """The command with its number, its owner and the register of areas; a refusal where what it names is not there.

    Holds the notice and the unit until the transaction ends.
    """
    store.hold(f"notice-{command.notice}")  # items of one notice are numbered one after the other
    store.hold(f"organisation-{organisation_id(command.bureau)}")  # it is not dissolved meanwhile
    notice = store.once(_notice, f"notice-{command.notice}")
    if not notice.version:
        raise NoSuchNotice(field="notice")
    if notice.withdrawn_at:
        raise NoticeTakenBack(field="notice")
    issued = _require_new_matter(store, command)
    listed_on = notice.listed_on
    if listed_on is not None and command.due.last < listed_on:
        raise DueBeforeList(field="due", due=due_words(command.due), listed_on=day_words(listed_on))
    unit = unit_of(store, command.bureau)
    if unit is None or not unit.answers:
        raise UnknownUnit(field="bureau", given=command.bureau)
    finding_preparation.require_origin(command, unit, store)
    register = current_areas(store)
    if command.area not in {area.code for area in register.areas}:
        raise UnknownArea(field="area", given=command.area)
    number = f"{notice.number}-{unit.short}-{issued + 1:02}"
    owner = Owner.CITY if unit.city else Owner.BUREAU
    return replace(command, number=number, owner=owner, area_register=register.version)


def _notice(store: EventStore, stream: str) -> notices.Notice:
    return notices.fold(store.read_past(stream).told)


_ITEM = ITEMS.now.c  # asked of each item of a list: made once, it costs less than it asks
_OF_NOTICE = _ITEM.notice_id == bindparam("notice")
_SAME_MATTER = (
    select(_ITEM.number)
    .where(_OF_NOTICE, _ITEM.bureau == bindparam("bureau"), _ITEM.problem_key == bindparam("key"))
    .where(_ITEM.state != State.WITHDRAWN)
    .order_by(_ITEM.number).limit(1)
)  # fmt: skip
_ISSUED = select(func.count()).where(_OF_NOTICE, _ITEM.issued_to == bindparam("bureau"))
_BEFORE = select(_SAME_MATTER.scalar_subquery().label("same"), _ISSUED.scalar_subquery().label("issued"))


def _require_new_matter(store: EventStore, command: m.IssueItem) -> int:
    """A unit's problem is issued once under a notice; one that was withdrawn may be issued again.

    How many items of the notice were issued to the unit, kept ones and those of a dry run, whose ever they are.
    """
    key = problem_key(command.problem)
    same = {"notice": command.notice, "bureau": command.bureau, "key": key}
    before = store.connection.execute(_BEFORE, same).one()
    if before.same:
        raise AlreadyIssued(field="problem", number=before.same)
    issued_to = command.notice, command.bureau
    if again := store.in_memory_by("item", _matter).get((*issued_to, key)):
        raise AlreadyIssued(field="problem", number=again[0].event.number)
    return int(before.issued) + len(store.in_memory_by("item", _issued_to).get(issued_to, ()))


def _issued_to(recorded: Recorded) -> tuple[UUID, str] | None:
    event = recorded.event
    return (event.notice, event.bureau) if isinstance(event, ItemIssued) else None


def _matter(recorded: Recorded) -> tuple[UUID, str, str] | None:
    event = recorded.event
    return (event.notice, event.bureau, problem_key(event.problem)) if isinstance(event, ItemIssued) else None
