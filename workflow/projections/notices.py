"""One row per notice: number, title, and the list it came with."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Day, Id, Timestamp
from events.writing import Row
from workflow.projections.versioned import Versioned, latest


def _columns() -> list[Any]:
    return [
        Column("notice_id", Id, nullable=False),
        Column("number", Text, nullable=False),
        Column("year", Integer, nullable=False),
        Column("sequence", Integer, nullable=False),
        Column("title", Text, nullable=False),
        Column("issuer", Text, nullable=False),
        Column("listed_on", Day),
        Column("opened_at", Timestamp, nullable=False),
        Index("ix_notice_board_number", "year", "sequence", unique=True),
    ]


def _row(_: Recorded, recorded: Recorded) -> Row:
    said = recorded.event
    return {
        "stream_id": recorded.stream, "version": recorded.version,
        "notice_id": UUID(recorded.stream.removeprefix("notice-")), "opened_at": recorded.recorded_at,
        **{name: getattr(said, name) for name in ("number", "year", "sequence", "title", "issuer", "listed_on")},
    }  # fmt: skip


NOTICES = Versioned("notice", "notice", _columns, _row, step=latest, new=None)
