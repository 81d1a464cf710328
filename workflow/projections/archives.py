"""One row per archive package that was made: of what, as of which position, and the digest of its manifest."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Count, Id, Timestamp
from events.writing import Row
from workflow.archives import NEW, Archive, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("archive_id", Id, nullable=False),
        Column("notice_id", Id),
        Column("year", Integer),
        Column("unit", Text),
        Column("at_position", Count, nullable=False),
        Column("manifest", Text, nullable=False),
        Column("files", Integer, nullable=False),
        Column("absent", Integer, nullable=False),
        Column("items", Integer, nullable=False),
        Column("open_items", Integer, nullable=False),
        Column("withheld", Integer, nullable=False),
        Column("packed_at", Timestamp, nullable=False),
        Index("ix_archive_board_manifest", "manifest"),
    ]


def _step(archive: Archive, recorded: Recorded) -> Archive:
    return replace(evolve(archive, recorded.event), packed_at=recorded.recorded_at)


SAID = (
    "version", "year", "unit", "at_position", "manifest", "files", "absent", "items", "open_items", "withheld",
    "packed_at",
)  # fmt: skip


def _row(archive: Archive, recorded: Recorded) -> Row:
    return {name: getattr(archive, name) for name in SAID} | {
        "stream_id": recorded.stream, "archive_id": UUID(recorded.stream[8:]), "notice_id": archive.notice,
    }  # fmt: skip


ARCHIVES = Versioned("archive", "archive", _columns, _row, step=_step, new=NEW)
