"""One row per sample: what it is called, how far it is, how many rows were drawn, checked, and found wanting."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Text

from events.event import Recorded
from events.tables import Id, Timestamp
from events.writing import Row
from workflow.projections.versioned import Versioned
from workflow.samples import NEW, Sample, evolve


def _columns() -> list[Any]:
    return [
        Column("sample_id", Id, nullable=False),
        Column("title", Text, nullable=False),
        Column("drawn_from", Text, nullable=False),
        Column("frame", Text, nullable=False),
        Column("population", Integer, nullable=False),
        Column("draws", Integer, nullable=False),
        Column("units", Text, nullable=False),
        Column("drawn", Integer, nullable=False),
        Column("checked", Integer, nullable=False),
        Column("found", Integer, nullable=False),
        Column("concluded", Integer, nullable=False),
        Column("changed_at", Timestamp, nullable=False),
    ]


def _step(sample: Sample, recorded: Recorded) -> Sample:
    return replace(evolve(sample, recorded.event, recorded.actor), changed_at=recorded.recorded_at)


def _row(sample: Sample, recorded: Recorded) -> Row:
    drawn = len(sample.drawn)
    return {
        "stream_id": recorded.stream, "version": sample.version, "sample_id": UUID(recorded.stream[7:]),
        "title": sample.title, "drawn_from": sample.drawn_from.value,
        "frame": sample.frame, "population": sum(one.rows for one in sample.strata), "draws": len(sample.draws),
        "units": " ".join(sorted(sample.units)), "drawn": drawn, "checked": drawn - len(sample.missing),
        "found": sample.found, "concluded": int(sample.concluded is not None), "changed_at": sample.changed_at,
    }  # fmt: skip


SAMPLES = Versioned("sample", "sample", _columns, _row, step=_step, new=NEW)
