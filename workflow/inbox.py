"""The inboxes: who was told of which event. Derived from the log by a subscription of its own; see tellings.

What somebody has read is no part of that: it stands in `inbox_marks`, and a rebuild leaves it alone.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Column, Connection, Index, Integer, Text, delete, func, insert, select

from events import subscription
from events.clock import Clock
from events.database import Database
from events.event import Recorded
from events.store import EventStore
from events.subscription import Subscription
from events.tables import Count, Id, Timestamp, table
from events.writing import Row
from workflow.item import NEW, Happened, Item, evolve
from workflow.messages import Actor
from workflow.tellings import TELLINGS, Matter, told

inbox = table(
    "inbox",
    Column("position", Count, primary_key=True, autoincrement=False),
    Column("told", Text, primary_key=True),
    Column("at", Timestamp, nullable=False),
    Column("name", Text, nullable=False),
    Column("stream_id", Text, nullable=False),
    Column("item_id", Id),
    Column("bureau", Text),
    Column("by_account", Id, nullable=False),
    Index("ix_inbox_told", "told", "position"),
)
inbox_marks = table(
    "inbox_marks",
    Column("account_id", Id, primary_key=True),
    Column("position", Count, primary_key=True, autoincrement=False),
    Column("through", Integer, nullable=False),
)
"""What an account has read: the message of a position or, where `through` is 1, all up to it."""

ITEM = "item-"


def keep(connection: Connection, recorded: Sequence[Recorded]) -> None:
    """Tell of these events whoever is to be told."""
    telling = [one for one in recorded if one.name in TELLINGS]
    items = _items(connection, sorted({one.stream for one in telling if one.stream.startswith(ITEM)}))
    matters = (Matter(one, items.get((one.stream, one.version))) for one in telling)
    if rows := [row for matter in matters for row in _rows(matter)]:
        connection.execute(insert(inbox), rows)


INBOX = Subscription("inbox", keep)


def _items(connection: Connection, streams: Sequence[str]) -> dict[tuple[str, int], Item]:
    """Each of these items after each of its events."""
    found = {}
    for history in EventStore(connection).read_many(streams):
        item = NEW
        for one in history.recorded:
            item = evolve(item, Happened.of(one))
            found[one.stream, one.version] = item
    return found


def _rows(matter: Matter) -> list[Row]:
    one, item = matter
    of_item = UUID(one.stream.removeprefix(ITEM)) if item else None
    row: Row = {
        "position": one.position, "at": one.recorded_at, "name": one.name, "stream_id": one.stream,
        "item_id": of_item, "bureau": item.bureau if item else getattr(one.event, "bureau", None),
        "by_account": Actor.parse(one.actor).account,
    }  # fmt: skip
    return [{**row, "told": to} for to in told(matter)]


def rebuild(database: Database, clock: Clock) -> tuple[int, int]:
    """Throw all inboxes away and make them anew from the log; how many rows there were, and are.

    While that goes on they fill again from the beginning. What was read stays read.
    """
    with database.writing() as connection:
        subscription.restart(connection, INBOX.name)
        before = connection.execute(delete(inbox)).rowcount
    subscription.run(database, clock, INBOX)
    with database.reading() as connection:
        return before, connection.scalar(select(func.count()).select_from(inbox)) or 0
