"""The timer that raises lights: what it looks at, and the commands that are due, once for each light and due date."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from events.store import EventStore
from workflow import calendars
from workflow.calendar_days import year_days
from workflow.deadlines import own_date
from workflow.facts import Light
from workflow.item import Happened, Item, fold
from workflow.lights import Awaited, Known, Raised, Rules, Set, raised
from workflow.lookups import policy_id
from workflow.machine import WAITED_FOR
from workflow.messages import Command, SuperviseItem
from workflow.messages.base import SYSTEM
from workflow.messages.policy import Policy
from workflow.projections import ITEMS
from workflow.ticks import Tick, once_id

AT_ONCE = 500


class Due(NamedTuple):
    at: datetime
    command: SuperviseItem


def due_lights(connection: Connection, tick: Tick) -> Iterator[Command]:
    """The lights that are to be raised by now, the oldest first."""
    rules, found = rules_of(connection, tick), []

    @cache  # many items wait since the same day for the same
    def lights(awaited: Awaited) -> tuple[Raised, ...]:
        return tuple(raised(awaited, rules, tick.today))

    for item_id, item in _items(connection, _candidates(connection, rules, tick.today)):
        found += [_due(item_id, item, one, tick) for one in lights(_awaited(item, tick))]
    yield from (one.command for one in sorted(found, key=lambda one: one.at))


def _items(connection: Connection, wanted: Sequence[UUID]) -> Iterator[tuple[UUID, Item]]:
    """The items in the order they are asked for, of which many are read at a time."""
    store = EventStore(connection)
    for n in range(0, len(wanted), AT_ONCE):
        some = wanted[n : n + AT_ONCE]
        read = {one.recorded[0].stream: one.recorded for one in store.read_many([f"item-{item}" for item in some])}
        for item in some:
            yield item, fold(map(Happened.of, read[f"item-{item}"]))


def rules_of(connection: Connection, tick: Tick) -> Rules:
    """Every number and calendar that was ever said."""
    store = EventStore(connection)

    def day_of(one: Any) -> date:
        return Tick(one.recorded_at, tick.zone).today

    numbers = {
        policy: [
            Set(day_of(one), one.event.since, one.event.days)
            for one in store.read(f"policy-{policy_id(policy)}").recorded
        ]
        for policy in (Policy.SUPERVISE_BLUE_DAYS, Policy.SUPERVISE_YELLOW_DAYS)
    }
    known = [
        Known(day_of(one), year, year_days(one.event))
        for year in calendars.years(connection) for one in calendars.versions(connection, year)
    ]  # fmt: skip
    return Rules(numbers, known)


def _candidates(connection: Connection, rules: Rules, today: date) -> list[UUID]:
    """The items that may have a light to be raised, by the widest that was in force on any day; usually none."""
    row, widest = ITEMS.now.c, [rules.on(day) for day in rules.turns(today)]
    blue = max((until.blue for until in widest if until.blue), default=None)
    yellow = max((until.yellow for until in widest if until.yellow), default=None)
    own = and_(row.internal_due < today, row.round == 1, row.due_original.is_(None))
    wanted: list[ColumnElement[bool]] = [row.due_last < today]
    wanted.append(and_(own if yellow is None else or_(own, row.due_last <= yellow), _below(Light.YELLOW)))
    if blue is not None:
        wanted.append(and_(row.due_last <= blue, _below(Light.BLUE)))
    waited_for = (row.state.in_(WAITED_FOR), row.awaiting == "", _below(Light.RED))
    return list(connection.scalars(select(row.item_id).where(*waited_for, or_(*wanted)).order_by(row.due_last)))


def _below(light: Light) -> ColumnElement[bool]:
    shown = ITEMS.now.c.light
    lower = [one.value for one in Light if one.rank < light.rank]
    return or_(shown.is_(None), shown.in_(lower)) if lower else shown.is_(None)


def _awaited(item: Item, tick: Tick) -> Awaited:
    said = item.deadline
    assert item.due and said.awaited_since
    return Awaited(
        since=Tick(said.awaited_since, tick.zone).today, due=item.due.last, light=item.light, own=own_date(item),
        own_since=Tick(said.assigned_at, tick.zone).today if said.assigned_at else None,
    )  # fmt: skip


def _due(item_id: UUID, item: Item, one: Raised, tick: Tick) -> Due:
    """In effect since the day began, or since the item has been waited for where that was later."""
    assert item.due and item.deadline.awaited_since
    at = max(tick.begins(one.day), item.deadline.awaited_since)
    what = once_id(f"supervise {item_id} {item.bureau} {one.light} {item.due} {item.round}")
    return Due(at, SuperviseItem(
        command_id=what, subject=item_id, by=SYSTEM, at=tick.at, effective_at=at, light=one.light,
    ))  # fmt: skip
