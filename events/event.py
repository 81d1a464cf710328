"""What an event is, and the envelope it is recorded in.

An event is a frozen dataclass with a lasting name and schema version; once appended it travels inside a
`Recorded` envelope that says where, when and by whom it was recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, dataclass_transform
from uuid import UUID

import msgspec

T = TypeVar("T")

EVENT_TYPES: dict[str, type] = {}
EVENT_NAMES: dict[type, tuple[str, int]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str, version: int = 1) -> Callable[[type[T]], type[T]]:
    """Make a class an event, stored for ever under `name`; the class itself may be renamed.

    `version` is the schema version new events are written in; older ones are raised by `codec.upcaster`.
    """

    def register(cls: type[T]) -> type[T]:
        if name in EVENT_TYPES:
            raise ValueError(f"two events are named {name!r}")
        frozen = dataclass(frozen=True, kw_only=True, slots=True)(cls)
        EVENT_NAMES[frozen] = (name, version)
        EVENT_TYPES[name] = frozen
        return frozen

    return register


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """Who recorded what when, for which reason: what an append says besides the events themselves.

    `actor` is opaque to the log. `effective_at` is when the actor says it happened; `at` is the clock's.
    """

    at: datetime
    actor: str
    command_id: UUID
    correlation_id: UUID
    effective_at: datetime | None = None
    causation_id: UUID | None = None


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """An event as the log holds it. `position` and `sealed_at` are None until the sealer has placed it.

    It can be part of no cycle, so the garbage collector does not watch the thousands a reading makes.
    """

    stream: str
    version: int
    event_id: UUID
    name: str
    schema_version: int
    event: Any
    digest: bytes
    recorded_at: datetime
    effective_at: datetime
    actor: str
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None
    position: int | None = None
    sealed_at: datetime | None = None


class Told(msgspec.Struct, frozen=True, gc=False):
    """What a decision needs of a recorded event."""

    event: Any
    actor: str
    recorded_at: datetime
    command_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where a stream stands: its version, the digest of its last event, and when that was recorded."""

    version: int
    digest: bytes
    recorded_at: datetime | None


GENESIS = bytes(32)
EMPTY = Head(version=0, digest=GENESIS, recorded_at=None)
