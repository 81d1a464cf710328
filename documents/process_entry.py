"""What outside tools are told of an event: who in which role did what to which things; no free words, nobody's name.

Of what an event says go out: states and other choices, numbers, days, ids, and the codes in CODES. Words that somebody
worded freely may name people, so they stay behind, as do references to personal values and their commitments. Of a
list its length is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints
from uuid import UUID

from workflow.facts import Due
from workflow.messages import Actor
from workflow.messages.base import SYSTEM
from workflow.sight import OTHER, in_sight, tells_who

Value = str | int | bool
CODES = frozenset(
    ("number", "bureau", "area", "definition", "code", "org", "parent", "into", "station", "unit", "method", "digest")
)
"""Fields of text that hold a code or a number, and never words."""
UNITS = ("bureau", "org", "parent", "into", "unit", "station")
THINGS = {
    "notice": "notice", "finding": "finding", "obligation": "obligation", "from_item": "item", "handler": "account",
    "successor": "account", "lent_by": "account", "repeats": "",
}  # fmt: skip
"""Fields that name another thing, and what it is; "" is one of its own kind."""
SAID_AS = {"leads_to": "state"}
ACCOUNTS = frozenset(name for name, what in THINGS.items() if what == "account")


class Who(NamedTuple):
    """Who acted, as far as the reader is told: of other bureaus' people neither unit nor account."""

    role: str
    unit: str
    account: str


class Ref(NamedTuple):
    """A thing that an event is about, and as what."""

    thing: str
    qualifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event. `case` is the number that people call its subject by, or the stream's id."""

    position: int
    stream: str
    version: int
    event_id: UUID
    name: str
    recorded_at: datetime
    effective_at: datetime
    case: str
    subject: str
    who: Who
    said: dict[str, Value]
    refs: tuple[Ref, ...]

    @property
    def kind(self) -> str:
        return type_of(self.subject)


def type_of(thing: str) -> str:
    """`item` of `item-6f…`, `unit` of `unit-baishi`."""
    return thing.partition("-")[0]


def instant(at: datetime) -> str:
    """RFC 3339 in UTC, with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def who_is_told(reader: Actor, by: Actor) -> Who:
    if by == SYSTEM:
        return Who("system", by.org, "system")
    if not tells_who(reader, by):
        return Who(str(by.role), OTHER, "")
    return Who(str(by.role), by.org, str(by.account) if by.account != SYSTEM.account else "")


def said_of(event: Any, reader: Actor) -> dict[str, Value]:
    """What an event says that goes out, by name. Units out of sight are another unit, their people nobody."""
    sight, told = in_sight(reader), {}
    away = (bureau := getattr(event, "bureau", None)) is not None and not sight.sees(bureau)
    for name, called, kind in _shape(type(event)):
        value = getattr(event, name)
        if value is None or (away and name in ACCOUNTS):
            continue
        if name in UNITS and sight.units is not None and name != "station" and not sight.sees(value):
            value = OTHER
        told[called] = _plain(value, kind)
    return told


def refs_of(entry_said: dict[str, Value], stream_kind: str) -> Iterator[Ref]:
    """The things that are named in what an event says."""
    for name, value in entry_said.items():
        if name in UNITS:
            yield Ref(f"unit-{value}", name)
        elif name in THINGS:
            yield Ref(f"{THINGS[name] or stream_kind}-{value}", name)


def typed(event: type) -> list[tuple[str, str]]:
    """The names that an event of a class may say, each with its type: string, integer or boolean."""
    return [(called, kind) for _, called, kind in _shape(event)]


@cache
def _shape(event: type) -> tuple[tuple[str, str, str], ...]:
    """The fields that go out: name, what it is called outside, type."""
    hints = get_type_hints(event) if is_dataclass(event) else {}
    found = ((f.name, _kind(f.name, hints[f.name])) for f in fields(event)) if hints else ()  # type: ignore[arg-type]
    return tuple(
        (name, f"{name}_count" if kind == "length" else SAID_AS.get(name, name), kind.replace("length", "integer"))
        for name, kind in found
        if kind
    )


def _kind(name: str, hint: Any) -> str:
    """The type that a field goes out as; "" where it stays behind."""
    if get_origin(hint) is UnionType:
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if get_origin(hint) is tuple:
        return "length"
    if not isinstance(hint, type):
        return ""
    if hint is str:
        return "string" if name in CODES else ""
    if hint in (int, bool):
        return "boolean" if hint is bool else "integer"
    return "string" if issubclass(hint, Enum | UUID | date | Due) else ""


def _plain(value: Any, kind: str) -> Value:
    if isinstance(value, tuple):
        return len(value)
    if kind != "string":
        plain: Value = value
        return plain
    return value.isoformat() if isinstance(value, date) else str(value)
