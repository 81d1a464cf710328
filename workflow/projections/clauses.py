"""The register of clauses, each published version whole, as JSON text."""

from typing import Any

import msgspec
from sqlalchemy import Column, Text

from events import codec
from events.event import Recorded
from events.tables import Timestamp
from events.writing import Row
from workflow.projections.versioned import Versioned, latest


def _columns() -> list[Any]:
    return [Column("clauses", Text, nullable=False), Column("published_at", Timestamp, nullable=False)]


def _row(_: Recorded, recorded: Recorded) -> Row:
    return {
        "stream_id": recorded.stream, "version": recorded.version, "published_at": recorded.recorded_at,
        "clauses": codec.canonical(msgspec.to_builtins(recorded.event.clauses)).decode(),
    }  # fmt: skip


CLAUSES = Versioned("clauses", "clauses", _columns, _row, step=latest, new=None)
