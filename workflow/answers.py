"""What is answered to a command: made of the events it recorded, and kept, so that a repeat gets the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from events.codec import canonical
from events.event import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command came to: the stream's version after it, the state it left, and the events it recorded."""

    subject: UUID
    version: int
    state: str
    events: tuple[str, ...]


def done_of(recorded: Sequence[Recorded]) -> Done:
    last = recorded[-1]
    state = str(getattr(last.event, "leads_to", last.name.partition(".")[2]))
    subject = UUID(last.stream.partition("-")[2])
    return Done(subject=subject, version=last.version, state=state, events=tuple(r.name for r in recorded))


def kept(done: Done) -> bytes:
    """The answer as it is kept."""
    return canonical(msgspec.to_builtins(done))


def read_answer(kept: bytes) -> Done:
    return msgspec.json.decode(kept, type=Done)
