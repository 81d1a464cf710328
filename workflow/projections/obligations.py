"""One row per obligation: whose, what, from when to when, and its rules and suspensions, as JSON text."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Column, Index, Text

from events.codec import canonical
from events.event import Recorded
from events.tables import Day, Id
from events.writing import Row
from workflow.obligations import NEW, Obligation, evolve
from workflow.projections.versioned import Versioned
from workflow.terms import Pause, Phase


def _columns() -> list[Any]:
    return [
        Column("obligation_id", Id, nullable=False),
        Column("bureau", Text, nullable=False),
        Column("area", Text, nullable=False),
        Column("duty", Text, nullable=False),
        Column("basis", Text, nullable=False),
        Column("since", Day, nullable=False),
        Column("until", Day),
        Column("ended", Day),
        Column("from_item", Id),
        Column("phases", Text, nullable=False),
        Column("pauses", Text, nullable=False),
        Index("ix_obligation_board_bureau", "bureau"),
    ]


SAID = ("bureau", "area", "duty", "basis", "since", "until", "ended", "from_item")


def _step(obligation: Obligation, recorded: Recorded) -> Obligation:
    return evolve(obligation, recorded.event)


def _row(obligation: Obligation, recorded: Recorded) -> Row:
    return {name: getattr(obligation, name) for name in SAID} | {
        "stream_id": recorded.stream, "version": obligation.version, "obligation_id": UUID(recorded.stream[11:]),
        "phases": canonical(msgspec.to_builtins(obligation.phases)).decode(),
        "pauses": canonical(msgspec.to_builtins(obligation.pauses)).decode(),
    }  # fmt: skip


def obligation_of(row: Any) -> Obligation:
    """The obligation that a row was made of."""
    phases = msgspec.json.decode(row.phases, type=tuple[Phase, ...])
    pauses = msgspec.json.decode(row.pauses, type=tuple[Pause, ...])
    said = {name: getattr(row, name) for name in SAID}
    return Obligation(version=row.version, phases=phases, pauses=pauses, **said)


OBLIGATIONS = Versioned("obligation", "obligation", _columns, _row, step=_step, new=NEW)
