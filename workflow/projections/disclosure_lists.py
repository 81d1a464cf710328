"""One row per disclosure list: whose, of which month, how far it is, and the digest of what the public sees."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text

from events.event import Recorded
from events.tables import Day, Id, Timestamp
from events.writing import Row
from workflow.disclosure_lists import NEW, DisclosureList, evolve
from workflow.messages import Actor
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("list_id", Id, nullable=False),
        Column("bureau", Text, nullable=False),
        Column("month", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("stage", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("persons", Integer, nullable=False),
        Column("prepared_by", Id, nullable=False),
        Column("disclosed_on", Day),
        Column("handed_over_on", Day),
        Column("rechecked_on", Day),
        Column("result", Text),
        Column("changed_at", Timestamp, nullable=False),
        Index("ix_disclosure_list_board_digest", "digest"),
        Index("ix_disclosure_list_board_bureau", "bureau", "month"),
    ]


SAID = ("bureau", "title", "digest", "persons", "disclosed_on", "handed_over_on", "rechecked_on", "changed_at")


def _step(listed: DisclosureList, recorded: Recorded) -> DisclosureList:
    after = evolve(listed, recorded.event, Actor.parse(recorded.actor).account)
    return replace(after, changed_at=recorded.recorded_at)


def _row(listed: DisclosureList, recorded: Recorded) -> Row:
    return {name: getattr(listed, name) for name in SAID} | {
        "stream_id": recorded.stream, "version": listed.version, "list_id": UUID(recorded.stream[11:]),
        "month": str(listed.month), "stage": listed.stage.value, "prepared_by": listed.by,
        "result": listed.result.value if listed.result else None,
    }  # fmt: skip


DISCLOSURE_LISTS = Versioned("disclosure_list", "disclosure", _columns, _row, step=_step, new=NEW)
