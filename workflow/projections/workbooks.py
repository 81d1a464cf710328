"""One row per merged reply workbook: which unit's, who merged it when, of which file, how many rows came to what."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Id, Timestamp
from events.writing import Row
from workflow.messages.base import Actor
from workflow.projections.versioned import Versioned, latest

COUNTED = ("files", "already", "stale", "refused", "untouched")
SAID = ("bureau", "workbook", "issued_to", "digest", "zip_digest", *COUNTED)


def _columns() -> list[Any]:
    return [
        Column("merge_id", Id, nullable=False),
        Column("bureau", Text, nullable=False),
        Column("workbook", Id, nullable=False),
        Column("issued_to", Id, nullable=False),
        Column("merged_by", Text, nullable=False),
        Column("merged_at", Timestamp, nullable=False),
        Column("digest", Text, nullable=False),
        Column("zip_digest", Text, nullable=False),
        Column("recorded", Integer, nullable=False),
        *(Column(name, Integer, nullable=False) for name in COUNTED),
        Index("ix_workbook_board_bureau", "bureau", "merged_at"),
    ]


def _row(_: Any, recorded: Recorded) -> Row:
    event = recorded.event
    return {name: getattr(event, name) for name in SAID} | {
        "stream_id": recorded.stream, "version": recorded.version, "merge_id": UUID(recorded.stream[9:]),
        "merged_by": str(Actor.parse(recorded.actor)), "merged_at": recorded.recorded_at, "recorded": len(event.items),
    }  # fmt: skip


WORKBOOKS = Versioned("workbook", "workbook", _columns, _row, step=latest, new=None)
