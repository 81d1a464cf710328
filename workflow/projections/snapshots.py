"""One row per evaluation snapshot: title and year, position and digest of its table, and whether it was withdrawn."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Text

from events.event import Recorded
from events.tables import Count, Id, Timestamp
from events.writing import Row
from workflow.projections.versioned import Versioned
from workflow.snapshots import NEW, Snapshot, evolve


def _columns() -> list[Any]:
    return [
        Column("snapshot_id", Id, nullable=False),
        Column("title", Text, nullable=False),
        Column("year", Integer, nullable=False),
        Column("at_position", Count, nullable=False),
        Column("digest", Text, nullable=False),
        Column("withdrawn", Integer, nullable=False),
        Column("changed_at", Timestamp, nullable=False),
    ]


def _step(snapshot: Snapshot, recorded: Recorded) -> Snapshot:
    return replace(evolve(snapshot, recorded.event), changed_at=recorded.recorded_at)


SAID = ("version", "title", "year", "at_position", "digest", "changed_at")


def _row(snapshot: Snapshot, recorded: Recorded) -> Row:
    return {name: getattr(snapshot, name) for name in SAID} | {
        "stream_id": recorded.stream, "snapshot_id": UUID(recorded.stream[9:]), "withdrawn": int(snapshot.withdrawn),
    }  # fmt: skip


SNAPSHOTS = Versioned("snapshot", "snapshot", _columns, _row, step=_step, new=NEW)
