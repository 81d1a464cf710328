"""One row per finding: what was last said of it, and what it is recognised by when it is entered twice."""

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Count, Id, Timestamp
from events.writing import Row
from workflow import messages as m
from workflow.facts import normalise, problem_key
from workflow.findings import NEW, Finding, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("finding_id", Id, nullable=False),
        Column("number", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("year", Integer, nullable=False),
        Column("clause", Text, nullable=False),
        Column("clause_text", Text, nullable=False),
        Column("area", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("concerns", Text, nullable=False),
        Column("units", Text, nullable=False),
        Column("figure", Text, nullable=False),
        Column("amount", Count),
        Column("repeats", Id),
        Column("org", Text, nullable=False),
        Column("same", Text, nullable=False),
        Column("withdrawn", Integer, nullable=False),
        Column("changed_at", Timestamp, nullable=False),
        Index("ix_finding_board_number", "number", unique=True),
        Index("ix_finding_board_same", "year", "same"),
        Index("ix_finding_board_repeats", "repeats"),
    ]


SAID = ("number", "year", "clause", "clause_text", "area", "text", "amount", "repeats", "org")


def same_key(finding: Finding | m.SayFinding, source: str, year: int) -> str:
    """What two enterings of the same finding share: source, year, clause, units and text, as hex SHA-256."""
    clause = finding.clause or normalise(finding.clause_text)
    units = " ".join(sorted(finding.units))
    parts = (source, str(year), clause, finding.concerns, units, problem_key(finding.text))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _step(finding: Finding, recorded: Recorded) -> Finding:
    return replace(evolve(finding, recorded.event, m.Actor.parse(recorded.actor)), changed_at=recorded.recorded_at)


def _row(finding: Finding, recorded: Recorded) -> Row:
    return {name: getattr(finding, name) for name in SAID} | {
        "stream_id": recorded.stream, "version": finding.version, "finding_id": UUID(recorded.stream[8:]),
        "source": finding.source.value, "concerns": finding.concerns.value, "units": " ".join(finding.units),
        "figure": finding.figure.stated if finding.figure else "",
        "same": same_key(finding, finding.source, finding.year), "withdrawn": int(finding.withdrawn),
        "changed_at": finding.changed_at,
    }  # fmt: skip


FINDINGS = Versioned("finding", "finding", _columns, _row, step=_step, new=NEW)
