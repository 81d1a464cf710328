"""One row per comparison: its title, the position its counts are of, and whether it was withdrawn."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Text

from events.event import Recorded
from events.tables import Count, Id, Timestamp
from events.writing import Row
from workflow.comparisons import NEW, Comparison, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("comparison_id", Id, nullable=False),
        Column("title", Text, nullable=False),
        Column("at_position", Count, nullable=False),
        Column("changed_at", Timestamp, nullable=False),
        Column("withdrawn", Integer, nullable=False),
    ]


def _step(comparison: Comparison, recorded: Recorded) -> Comparison:
    return replace(evolve(comparison, recorded.event), changed_at=recorded.recorded_at)


def _row(comparison: Comparison, recorded: Recorded) -> Row:
    return {
        "stream_id": recorded.stream, "version": comparison.version, "comparison_id": UUID(recorded.stream[11:]),
        "title": comparison.title, "at_position": comparison.at_position, "changed_at": comparison.changed_at,
        "withdrawn": int(comparison.withdrawn),
    }  # fmt: skip


COMPARISONS = Versioned("comparison", "comparison", _columns, _row, step=_step, new=NEW)
