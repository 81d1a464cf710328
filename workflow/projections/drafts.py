"""One row per draft: its title, how far it is, and how much it holds."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Text

from events.event import Recorded
from events.tables import Id, Timestamp
from events.writing import Row
from workflow.drafts import NEW, Draft, evolve
from workflow.messages import Actor
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [
        Column("draft_id", Id, nullable=False),
        Column("title", Text, nullable=False),
        Column("year", Integer, nullable=False),
        Column("stage", Text, nullable=False),
        Column("problems", Integer, nullable=False),
        Column("items", Integer, nullable=False),
        Column("authors", Text, nullable=False),
        Column("changed_at", Timestamp, nullable=False),
    ]


def _step(draft: Draft, recorded: Recorded) -> Draft:
    after = evolve(draft, recorded.event, Actor.parse(recorded.actor).account)
    return replace(after, changed_at=recorded.recorded_at)


def _row(draft: Draft, recorded: Recorded) -> Row:
    return {
        "stream_id": recorded.stream, "version": draft.version, "draft_id": UUID(recorded.stream[6:]),
        "title": draft.title, "year": draft.year, "stage": draft.stage.value, "problems": len(draft.problems),
        "items": draft.items, "authors": " ".join(sorted(map(str, draft.authors))), "changed_at": draft.changed_at,
    }  # fmt: skip


DRAFTS = Versioned("draft", "draft", _columns, _row, step=_step, new=NEW)
