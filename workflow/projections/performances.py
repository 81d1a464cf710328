"""One row per performance: for which obligation, on which day, told when, by which station, and whether it counts."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Day, Id
from events.writing import Row
from workflow.messages import Actor
from workflow.performances import NEW, Performance, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("performance_id", Id, nullable=False),
        Column("obligation_id", Id, nullable=False),
        Column("bureau", Text, nullable=False),
        Column("station", Text),
        Column("performed_on", Day, nullable=False),
        Column("entered_on", Day, nullable=False),
        Column("entered_by", Id, nullable=False),
        Column("struck", Integer, nullable=False),
        Index("ix_performance_board_obligation", "obligation_id", "performed_on"),
    ]


SAID = ("bureau", "station", "performed_on", "entered_on")


def _step(performance: Performance, recorded: Recorded) -> Performance:
    return evolve(performance, recorded.event, Actor.parse(recorded.actor))


def _row(performance: Performance, recorded: Recorded) -> Row:
    return {name: getattr(performance, name) for name in SAID} | {
        "stream_id": recorded.stream, "version": performance.version, "performance_id": UUID(recorded.stream[12:]),
        "obligation_id": performance.obligation, "entered_by": performance.by,
        "struck": int(performance.struck is not None),
    }  # fmt: skip


PERFORMANCES = Versioned("performance", "performance", _columns, _row, step=_step, new=NEW)
