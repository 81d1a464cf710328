"""The ledger's rows: one per item, a pure function of the folded item."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Count, Day, Id, Timestamp
from events.writing import Row
from workflow.deadlines import shining
from workflow.facts import problem_key
from workflow.item import NEW, Happened, Item, Left, evolve
from workflow.plan import UNFINISHED, Standing, standing
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [*_issued(), *_standing(), *_bound(), *_indexes()]


def _issued() -> list[Any]:
    """What the item was issued with."""
    return [
        Column("item_id", Id, nullable=False),
        Column("number", Text, nullable=False),
        Column("notice_id", Id, nullable=False),
        Column("bureau", Text, nullable=False),
        Column("owner", Text, nullable=False),
        Column("area", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("clause", Text, nullable=False),
        Column("problem", Text, nullable=False),
        Column("problem_key", Text, nullable=False),
        Column("requirement", Text, nullable=False),
        Column("lead", Text, nullable=False),
        Column("figure", Text, nullable=False),
        Column("remark", Text, nullable=False),
        Column("due", Text, nullable=False),
        Column("due_last", Day, nullable=False),
    ]


def _standing() -> list[Any]:
    """Where it stands, with whom, since when, and what was done about it."""
    return [
        Column("state", Text, nullable=False),
        Column("conclusion", Text),
        Column("round", Integer, nullable=False),
        Column("handler", Id),
        Column("internal_due", Day),
        Column("reporters", Text, nullable=False),
        Column("verifiers", Text, nullable=False),
        Column("issued_at", Timestamp, nullable=False),
        Column("changed_at", Timestamp, nullable=False),
        Column("issued_to", Text, nullable=False),
        Column("held_since", Integer, nullable=False),
        Column("left_by", Text, nullable=False),
        Column("awaiting", Text, nullable=False),
        Column("objected", Integer, nullable=False),
        Column("unfinished", Integer, nullable=False),
        Column("to_verify", Integer, nullable=False),
        Column("followed_up", Text),
        Column("checks", Integer, nullable=False),
        Column("relapses", Integer, nullable=False),
    ]


def _bound() -> list[Any]:
    """Its deadline and its light, and what it is bound to."""
    return [
        Column("due_original", Text),
        Column("light", Text),
        Column("extension_until", Day),
        Column("extension_by", Id),
        Column("urged", Integer),
        Column("finding", Id),
        Column("repeats", Id),
        Column("amount", Count),
    ]


def _indexes() -> list[Any]:
    """What lists ask for; on the items as they are now."""
    return [
        Index("ix_item_board_finding", "finding"),
        Index("ix_item_board_repeats", "repeats"),
        Index("ix_item_board_number", "number", unique=True),
        Index("ix_item_board_bureau", "bureau", "state"),
        Index("ix_item_board_state", "state", "owner", "conclusion"),
        Index("ix_item_board_due", "due_last", "number"),
        Index("ix_item_board_light", "light", "bureau"),
        Index("ix_item_board_notice", "notice_id", "bureau", "problem_key"),
        Index("ix_item_board_issued_to", "notice_id", "issued_to"),
    ]


SAID = (
    "number", "bureau", "area", "source", "clause", "problem", "requirement", "lead", "remark", "round", "issued_to",
    "held_since", "awaiting", "checks", "relapses",
)  # fmt: skip


def row_of(item_id: UUID, item: Item) -> Row:
    """The ledger's row of an item. Sets of accounts are written sorted, with a space between."""
    assert item.due is not None and item.kind is not None and item.state is not None
    return {name: getattr(item, name) for name in SAID} | {
        "stream_id": f"item-{item_id}", "version": item.version, "item_id": item_id, "notice_id": item.notice,
        "owner": item.owner.value, "kind": item.kind.value, "state": item.state.value,
        "figure": item.figure.stated if item.figure else "", "problem_key": problem_key(item.problem),
        "due": str(item.due), "due_last": item.due.last,
        "conclusion": item.conclusion.value if item.conclusion else None,
        "handler": item.handler, "internal_due": item.internal_due,
        "reporters": " ".join(sorted(map(str, item.reporters))),
        "verifiers": " ".join(sorted(map(str, item.verifiers))),
        "issued_at": item.issued_at, "changed_at": item.changed_at, "left_by": written(item.left),
        "objected": int(bool(item.objection)), "unfinished": len(standing(item.plan, *UNFINISHED)),
        "to_verify": len(standing(item.plan, Standing.COMPLETED)),
        "followed_up": item.followed_up.value if item.followed_up else None, **_deadline(item),
        "finding": item.finding, "repeats": item.repeats, "amount": item.amount,
    }  # fmt: skip


def _deadline(item: Item) -> Row:
    """The due date it was issued with where that was moved, the light that is on, who asked for more time."""
    said, light = item.deadline, shining(item)
    return {
        "due_original": str(said.original) if said.extensions else None, "light": light.value if light else None,
        "extension_until": item.extension_until, "extension_by": said.request.by if said.request else None,
        "urged": said.urged or None,
    }  # fmt: skip


def written(left: Iterable[Left]) -> str:
    """The units that had the item before, oldest first: ` baishi@2020-03-12 shiqiao@2020-04-01 `; nothing for none."""
    return "".join(f" {one.bureau}@{one.on.isoformat()}" for one in left) + " " * bool(left)


def read(left_by: str) -> list[Left]:
    """What `written` wrote."""
    parts = (one.rpartition("@") for one in left_by.split())
    return [Left(bureau, date.fromisoformat(day)) for bureau, _, day in parts]


def _step(item: Item, recorded: Recorded) -> Item:
    return evolve(item, Happened.of(recorded))


def _row(item: Item, recorded: Recorded) -> Row:
    return row_of(UUID(recorded.stream.removeprefix("item-")), item)


_STOOD = ("from_position", "to_position")
_COUNTED = ("bureau", "state", "conclusion", "area", "due_last", "awaiting", "checks", "relapses")
_THEN = (
    Index("ix_item_history_stood", *reversed(_STOOD), *_COUNTED),
    Index("ix_item_history_number", "number", *_STOOD, "state", "bureau"),
    Index("ix_item_history_due", "due_last", "number", *_STOOD, "state", "bureau", "awaiting"),
    Index("ix_item_history_changed", "changed_at", "number", *_STOOD, "state", "bureau"),
    Index("ix_item_history_bureau", "bureau", "number", *_STOOD, "state", "area", "due_last"),
    Index("ix_item_history_state", "state", "number", *_STOOD, "conclusion", "bureau", "due_last"),
    Index("ix_item_history_light", "light", *_STOOD, "bureau"),
    Index("ix_item_history_notice", "notice_id", "number", *_STOOD, "bureau", "state"),
)

ITEMS = Versioned("item", "item", _columns, _row, step=_step, new=NEW, then=_THEN)
