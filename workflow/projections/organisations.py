"""One row per organisation: code, what it is, how it is called and what it belongs to now, and whether it still is."""

from typing import Any

from sqlalchemy import Column, Index, Text

from events.event import Recorded
from events.tables import Day
from events.writing import Row
from workflow.organisations import NEW, Organisation, evolve
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("code", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("short", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("parent", Text),
        Column("dissolved", Day),
        Column("merged_into", Text),
        Index("ix_organisation_board_code", "code", unique=True),
        Index("ix_organisation_board_name", "name", unique=True),
        Index("ix_organisation_board_short", "short", unique=True),
    ]


def _step(organisation: Organisation, recorded: Recorded) -> Organisation:
    return evolve(organisation, recorded.event)


def _row(organisation: Organisation, recorded: Recorded) -> Row:
    assert organisation.what is not None
    return {
        "stream_id": recorded.stream, "version": organisation.version, "code": organisation.code,
        "name": organisation.name.name, "short": organisation.name.short, "what": organisation.what.value,
        "parent": organisation.parent, "dissolved": organisation.dissolved, "merged_into": organisation.into,
    }  # fmt: skip


ORGANISATIONS = Versioned("organisation", "organisation", _columns, _row, step=_step, new=NEW)
