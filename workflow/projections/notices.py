"""One row per notice: number, title, and the list it came with."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.projection import Row
from events.tables import Day, Id, Timestamp
from workflow.projections.versioned import Versioned


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


def _rows(history: Sequence[Recorded]) -> Iterator[Row]:
    for recorded in history:
        said = recorded.event
        yield {
            "stream_id": recorded.stream, "version": recorded.version,
            "notice_id": UUID(recorded.stream.removeprefix("notice-")), "opened_at": recorded.recorded_at,
            **{name: getattr(said, name) for name in ("number", "year", "sequence", "title", "issuer", "listed_on")},
        }  # fmt: skip


NOTICES = Versioned("notice", "notice", _columns, _rows)
