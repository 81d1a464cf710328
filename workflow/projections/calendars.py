"""The working-day calendars, each published version whole: its year, its days as JSON text."""

from typing import Any

import msgspec
from sqlalchemy import Column, Integer, Text

from events import codec
from events.event import Recorded
from events.tables import Timestamp
from events.writing import Row
from workflow.projections.versioned import Versioned, latest


def _columns() -> list[Any]:
    return [
        Column("year", Integer, nullable=False),
        Column("days", Text, nullable=False),
        Column("basis", Text, nullable=False),
        Column("published_at", Timestamp, nullable=False),
    ]


def _row(_: Recorded, recorded: Recorded) -> Row:
    event = recorded.event
    return {
        "stream_id": recorded.stream, "version": recorded.version, "year": event.year, "basis": event.basis,
        "days": codec.canonical(msgspec.to_builtins(event.days)).decode(), "published_at": recorded.recorded_at,
    }  # fmt: skip


CALENDARS = Versioned("calendar", "calendar", _columns, _row, step=latest, new=None)
