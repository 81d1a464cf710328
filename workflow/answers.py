"""What is answered to a command: made of the events it recorded, and kept, so that a repeat gets the same bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from events.codec import canonical
from events.event import Recorded
from events.personal import PersonalRef
from workflow.messages import Command


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


def request_digest(command: Command) -> bytes:
    """SHA-256 over what was asked, by whom, of what. Personal values are left out: they could be guessed from it."""
    kind: Any = type(command)
    said = ((name, getattr(command, name), default) for name, default in _asked(kind))
    asked = {name: value for name, value, default in said if value != default}
    known = {name: "personal" if isinstance(value, PersonalRef) else value for name, value in asked.items()}
    request = {"trigger": command.trigger, "stream": command.stream, "by": str(command.by.account), "asked": known}
    return hashlib.sha256(canonical(msgspec.to_builtins(request))).digest()


@cache
def _asked(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """What a command of a kind asks with; and of a field that a later release added the value that goes unsaid, so
    that what was asked before reads as before."""
    asked = [f for f in fields(kind) if "label" in f.metadata]
    return tuple((f.name, f.default if f.metadata.get("later") else MISSING) for f in asked)
