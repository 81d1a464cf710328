"""One row per row of a typed register: its columns as written, where a name lies, and whether it was struck."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text

from events.codec import canonical
from events.event import Recorded
from events.tables import Id
from events.writing import Row as Stored
from workflow.projections.versioned import Versioned
from workflow.rows import NEW, Row, evolve


def _columns() -> list[Any]:
    return [
        Column("row_id", Id, nullable=False),
        Column("kind", Text, nullable=False),
        Column("bureau", Text, nullable=False),
        Column("said", Text, nullable=False),
        Column("name_ref", Id),
        Column("struck", Text),
        Index("ix_register_board_kind", "kind", "bureau"),
    ]


def _step(row: Row, recorded: Recorded) -> Row:
    return evolve(row, recorded)


def _row(row: Row, recorded: Recorded) -> Stored:
    assert row.kind
    return {
        "stream_id": recorded.stream, "version": row.version, "row_id": UUID(recorded.stream[9:]),
        "kind": row.kind.value, "bureau": row.bureau, "said": canonical(row.values).decode(),
        "name_ref": row.name.ref if row.name else None, "struck": row.struck,
    }  # fmt: skip


ROWS = Versioned("register", "register", _columns, _row, step=_step, new=NEW)
