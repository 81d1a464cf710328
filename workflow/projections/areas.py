"""The register of problem areas, each published version whole, as JSON text."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Text

from events import codec
from events.event import Recorded
from events.projection import Row
from events.tables import Timestamp
from workflow.projections.versioned import Versioned


def _columns() -> list[Any]:
    return [Column("areas", Text, nullable=False), Column("published_at", Timestamp, nullable=False)]


def _rows(history: Sequence[Recorded]) -> Iterator[Row]:
    for recorded in history:
        yield {
            "stream_id": recorded.stream, "version": recorded.version, "published_at": recorded.recorded_at,
            "areas": codec.canonical(msgspec.to_builtins(recorded.event.areas)).decode(),
        }  # fmt: skip


AREAS = Versioned("areas", "areas", _columns, _rows)
