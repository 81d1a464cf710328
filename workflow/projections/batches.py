"""One row per import of a list: what it went into, from which file, by whom, how much, and whether it was withdrawn."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Id, Timestamp
from events.writing import Row
from workflow.batches import NEW, Batch, evolve
from workflow.messages import Actor
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("batch_id", Id, nullable=False),
        Column("notice_id", Id),
        Column("draft_id", Id),
        Column("file", Text, nullable=False),
        Column("org", Text, nullable=False),
        Column("account", Id, nullable=False),
        Column("items", Integer, nullable=False),
        Column("problems", Integer, nullable=False),
        Column("imported_at", Timestamp, nullable=False),
        Column("withdrawn_at", Timestamp),
        Index("ix_batch_board_notice_id", "notice_id"),
    ]


def _row(batch: Batch, recorded: Recorded) -> Row:
    by = Actor.parse(batch.by)
    return {
        "stream_id": recorded.stream, "version": batch.version,
        "batch_id": UUID(recorded.stream.removeprefix("batch-")), "notice_id": batch.notice, "draft_id": batch.draft,
        "file": batch.file, "org": by.org, "account": by.account, "items": len(batch.items),
        "problems": len(batch.matters), "imported_at": batch.imported_at, "withdrawn_at": batch.withdrawn_at,
    }  # fmt: skip


BATCHES = Versioned("batch", "batch", _columns, _row, step=evolve, new=NEW)
