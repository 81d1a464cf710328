"""One row per header of a list that a unit said the columns of: what they hold, and whether it was forgotten."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Id, Timestamp
from events.writing import Row
from workflow.mappings import NEW, Mapping, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("mapping_id", Id, nullable=False),
        Column("unit", Text, nullable=False),
        Column("signature", Text, nullable=False),
        Column("columns", Text, nullable=False),
        Column("remembered_at", Timestamp, nullable=False),
        Column("forgotten", Integer, nullable=False),
        Index("ix_mapping_board_unit", "unit"),
    ]


def _row(mapping: Mapping, recorded: Recorded) -> Row:
    return {
        "stream_id": recorded.stream, "version": mapping.version,
        "mapping_id": UUID(recorded.stream.removeprefix("mapping-")), "unit": mapping.unit,
        "signature": mapping.signature, "remembered_at": mapping.remembered_at, "forgotten": int(mapping.forgotten),
        "columns": json.dumps({one.column: one.place for one in mapping.columns}),
    }  # fmt: skip


MAPPINGS = Versioned("mapping", "mapping", _columns, _row, step=evolve, new=NEW)
