"""One row per organisation: code, names, what it is."""

from typing import Any

from sqlalchemy import Column, Index, Text

from events.event import Recorded
from events.writing import Row
from workflow.projections.versioned import Versioned, latest


def _columns() -> list[Any]:
    return [
        Column("code", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("short", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("parent", Text),
        Index("ix_organisation_board_code", "code", unique=True),
        Index("ix_organisation_board_name", "name", unique=True),
        Index("ix_organisation_board_short", "short", unique=True),
    ]


def _row(_: Recorded, recorded: Recorded) -> Row:
    said = recorded.event
    return {
        "stream_id": recorded.stream, "version": recorded.version, "code": said.code, "name": said.name,
        "short": said.short, "what": said.what.value, "parent": said.parent,
    }  # fmt: skip


ORGANISATIONS = Versioned("organisation", "organisation", _columns, _row, step=latest, new=None)
