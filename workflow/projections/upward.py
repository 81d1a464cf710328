"""One row per report upward: what it is called, where it stands, and what it was frozen at."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Text

from events.event import Recorded
from events.tables import Count, Day, Id, Timestamp
from events.writing import Row
from workflow import messages as m
from workflow.projections.versioned import Versioned
from workflow.upward import NEW, UpwardReport, evolve


def _columns() -> list[Any]:
    return [
        Column("report_id", Id, nullable=False),
        Column("unit", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("year", Integer, nullable=False),
        Column("stage", Text, nullable=False),
        Column("drafters", Text, nullable=False),
        Column("approved_by", Id),
        Column("as_of", Timestamp),
        Column("at_position", Count, nullable=False),
        Column("figures", Integer, nullable=False),
        Column("unknown", Integer, nullable=False),
        Column("number", Text, nullable=False),
        Column("issued_on", Day),
        Column("changed_at", Timestamp, nullable=False),
    ]


SAID = (
    "unit", "title", "year", "approved_by", "as_of", "at_position", "figures", "unknown", "number", "issued_on",
    "changed_at",
)  # fmt: skip


def _step(report: UpwardReport, recorded: Recorded) -> UpwardReport:
    by = m.Actor.parse(recorded.actor).account
    return replace(evolve(report, recorded.event, by), changed_at=recorded.recorded_at)


def _row(report: UpwardReport, recorded: Recorded) -> Row:
    return {name: getattr(report, name) for name in SAID} | {
        "stream_id": recorded.stream, "version": report.version, "report_id": UUID(recorded.stream[14:]),
        "stage": report.stage.value, "drafters": " ".join(sorted(map(str, report.drafters))),
    }  # fmt: skip


UPWARD = Versioned("upward_report", "upward_report", _columns, _row, step=_step, new=NEW)
