"""What auditors ask: how things stood at an instant, and what each event changed."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import structs
from sqlalchemy import Connection, func, select

from events import tables
from events.database import Database
from events.event import Recorded
from events.instants import settle
from events.store import EventStore, History
from workflow.errors import FutureInstant, NoSuchItem, NotAnInstant
from workflow.following import catch_up, followed
from workflow.item import NEW, Happened, Item, Left, evolve
from workflow.messages import Actor
from workflow.sight import HIDDEN, OTHER, Sight, in_sight

POSITION = re.compile(r"@(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment to look at. `position` None is now; otherwise the last position of the log that counts, -1 for none.

    `today` is the calendar day there: what is overdue depends on it.
    """

    position: int | None
    at: datetime
    today: date
    asked: str = ""

    @property
    def past(self) -> bool:
        return self.position is not None


def present(now: datetime, zone: ZoneInfo) -> Moment:
    return Moment(None, now, now.astimezone(zone).date())


def moment(connection: Connection, asked: str, now: datetime, zone: ZoneInfo) -> Moment:
    """The moment written as `asked`: a day (its end), a local or zoned instant, or @position. Refuses the future."""
    text = asked.strip()
    if not text:
        return present(now, zone)
    if found := POSITION.fullmatch(text):
        return _at_position(connection, int(found[1]), text, zone)
    at = min(_instant(text, zone), _end_of_today(text, now, zone))
    if at > now:
        raise FutureInstant(given=text)
    last = connection.scalar(select(func.max(tables.log.c.position)).where(tables.log.c.sealed_at <= at))
    return Moment(-1 if last is None else last, at, at.astimezone(zone).date(), text)


@contextmanager
def reading_at(database: Database, asked: str, now: datetime, zone: ZoneInfo) -> Iterator[tuple[Connection, Moment]]:
    """One view of the database and the moment asked for in it: what is told of it stays true.

    The histories that lists are read from have come to it; HistoryBehind where they cannot be brought there in time.
    """
    _settle(database, asked.strip(), now, zone)
    with ExitStack() as opened:
        connection = opened.enter_context(database.reading())
        at = moment(connection, asked, now, zone)
        if at.position is not None and followed(connection) < at.position:
            opened.close()
            catch_up(database, at.position, now)
            connection = opened.enter_context(database.reading())
        yield connection, at


def _settle(database: Database, asked: str, now: datetime, zone: ZoneInfo) -> None:
    """Let nothing be sealed any more at an instant that is about to be told of."""
    if asked and not POSITION.fullmatch(asked):
        settle(database, min(_instant(asked, zone), _end_of_today(asked, now, zone), now))


@contextmanager
def reading_between(
    database: Database, begins: str, ends: str, now: datetime, zone: ZoneInfo
) -> Iterator[tuple[Connection, int, int | None]]:
    """One view of the database, and the first and the last position of a period written as two moments.

    A day begins at its start and ends at its end. No beginning is position 0; without an end, the last is None.
    Only events are to be read in it: it does not wait for the histories.
    """
    with ExitStack() as opened:
        with _blaming("to"):
            _settle(database, ends.strip(), now, zone)
            connection = opened.enter_context(database.reading())
            last = moment(connection, ends, now, zone).position
        with _blaming("from"):
            first = _first_position(connection, begins.strip(), zone)
        yield connection, first, last


@contextmanager
def _blaming(field: str) -> Iterator[None]:
    """What is no moment is refused under the name of its field."""
    try:
        yield
    except (NotAnInstant, FutureInstant) as refusal:
        raise type(refusal)(field=field, **refusal.what) from refusal


def _first_position(connection: Connection, text: str, zone: ZoneInfo) -> int:
    """The first position that was sealed at the moment or later; one past the last where none was."""
    if not text:
        return 0
    if found := POSITION.fullmatch(text):
        return int(found[1])
    start = _instant(text, zone)
    if len(text) == 10:
        start = datetime.combine(date.fromisoformat(text), time(), zone).astimezone(UTC)
    before = connection.scalar(select(func.max(tables.log.c.position)).where(tables.log.c.sealed_at < start))
    return 0 if before is None else before + 1


def _end_of_today(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Today, asked for as a day, means until now; anything else is not shortened."""
    return now if text == now.astimezone(zone).date().isoformat() else datetime.max.replace(tzinfo=UTC)


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - timedelta(microseconds=1)
        given = datetime.fromisoformat(text)
        return (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotAnInstant(given=text[:40]) from error


def _at_position(connection: Connection, position: int, text: str, zone: ZoneInfo) -> Moment:
    sealed_at = connection.scalar(select(tables.log.c.sealed_at).where(tables.log.c.position == position))
    if sealed_at is None:
        raise FutureInstant(given=text)
    return Moment(position, sealed_at, sealed_at.astimezone(zone).date(), text)


class Change(NamedTuple):
    """One field an event changed."""

    field: str
    before: Any
    after: Any


class Step(NamedTuple):
    """One event of an item, the item after it, and what it changed. `told` says that the reader sees the unit that had
    it then; of another they are told neither its name nor its people, in the event's own fields either.
    """

    recorded: Recorded
    by: Actor
    item: Item
    changes: tuple[Change, ...]
    told: bool = True


@dataclass(frozen=True, slots=True)
class Life:
    """An item's whole life as seen at a moment."""

    item_id: UUID
    item: Item
    steps: tuple[Step, ...]


ENVELOPE = (
    frozenset({"definition", "version", "changed_at", "issued_at", "reporters", "verifiers", "deadline"})
    | frozenset({"plan", "objection", "objector", "closer", "closed_at", "checks", "relapses"})
    | frozenset({"issued_to", "held_since", "left"})
)
"""What stands beside what was said of an item, and is no change of it."""


def life(connection: Connection, item_id: UUID, actor: Actor, at: Moment) -> Life:
    """The item's life up to a moment; NoSuchItem if it was not there then, or is not in the actor's sight."""
    history = EventStore(connection).read(f"item-{item_id}")
    sight = in_sight(actor)
    steps = tuple(_steps(until(history, at), sight))
    if not steps or not steps[-1].told:
        raise NoSuchItem
    return Life(item_id, steps[-1].item, steps)


def until(history: History, at: Moment) -> list[Recorded]:
    """What of a history had its place in the log by then."""
    if at.position is None:
        return list(history.recorded)
    return [r for r in history.recorded if r.position is not None and r.position <= at.position]


def _steps(recorded: list[Recorded], sight: Sight) -> Iterator[Step]:
    item, told = NEW, NEW
    for one in recorded:
        happened = Happened.of(one)
        item, before = evolve(item, happened), told
        told, seen = narrowed(item, sight), sight.sees(item.bureau)
        yield Step(one if seen else _narrowed_event(one), happened.by, told, changes(before, told), seen)


def narrowed(item: Item, sight: Sight) -> Item:
    """The item as it is told: units out of sight are another unit, their people nobody."""
    if sight.units is None:
        return item
    left = tuple(Left(_unit(one.bureau, sight), one.on) for one in item.left)
    told = structs.replace(item, left=left, issued_to=_unit(item.issued_to, sight))
    if sight.sees(item.bureau):
        return told
    return structs.replace(told, bureau=OTHER, **dict.fromkeys(HIDDEN))


def _unit(code: str, sight: Sight) -> str:
    return code if sight.sees(code) else OTHER


def _narrowed_event(recorded: Recorded) -> Recorded:
    """The same, of what the event says of the unit that had the item."""
    hidden: dict[str, Any] = {"bureau": OTHER, **dict.fromkeys(HIDDEN)}
    said = {f.name: hidden[f.name] for f in fields(recorded.event) if f.name in hidden}
    return structs.replace(recorded, event=replace(recorded.event, **said))


def changes(before: Item, after: Item) -> tuple[Change, ...]:
    """The fields of an item that differ, in the order they are declared."""
    names = [name for name in Item.__struct_fields__ if name not in ENVELOPE]
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)
