"""One row per notice: number, title, the list it came with, and when it was withdrawn, if it was."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Day, Id, Timestamp
from events.writing import Row
from workflow.notices import NEW, SAID, Notice, evolve
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
        Column("withdrawn_at", Timestamp),
        Index("ix_notice_board_number", "year", "sequence", unique=True),
    ]


def _step(notice: Notice, recorded: Recorded) -> Notice:
    return evolve(notice, recorded)


def _row(notice: Notice, recorded: Recorded) -> Row:
    return {
        "stream_id": recorded.stream, "version": notice.version,
        "notice_id": UUID(recorded.stream.removeprefix("notice-")),
        **{name: getattr(notice, name) for name in (*SAID, "opened_at", "withdrawn_at")},
    }  # fmt: skip


NOTICES = Versioned("notice", "notice", _columns, _row, step=_step, new=NEW)
