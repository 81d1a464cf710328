"""The process log as OCEL 2.0 JSON: events that are about several things, and what is known of each thing over time.

    {"objectTypes":[…],"eventTypes":[…],"events":[
    {"id":"6f…","type":"item.reported","time":"…","attributes":[…],"relationships":[{"objectId":"item-…",…}]},
    …],"objects":[
    {"id":"item-…","type":"item","attributes":[{"name":"state","value":"reported","time":"…"}],"relationships":[…]}]}

The values are texts, as the published schema asks; their types stand in `eventTypes` and `objectTypes`. How much is
withheld is said by an object of the type `export`. Two readings: the events in the order of the log, then the things;
of the things that are only named, not told of, the ids are remembered meanwhile.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import IO, Any

import orjson
from sqlalchemy import Connection

from documents.process_entry import Entry, Ref, Value, instant, type_of, typed
from documents.process_log import Scope, by_stream, in_order, names
from events.event import EVENT_TYPES

KNOWN: dict[str, dict[str, str]] = {
    "item": {"number": "string", "bureau": "string", "area": "string", "kind": "string", "due": "string",
             "state": "string", "conclusion": "string", "light": "string"},
    "notice": {"number": "string", "year": "integer"},
    "package": {"bureau": "string", "return_by": "string", "way": "string", "sent_on": "string",
                "returned_on": "string"},
    "finding": {"number": "string", "source": "string", "year": "integer", "area": "string"},
    "obligation": {"bureau": "string", "area": "string", "rule": "string", "since": "string", "until": "string"},
    "performance": {"bureau": "string", "performed_on": "string"},
    "export": {"first_position": "integer", "last_position": "integer", "events": "integer",
               "events_withheld": "integer"},
}  # fmt: skip
"""What is told of a thing of each type, whenever an event says it; of other types nothing but their events."""
ENVELOPE = {
    "position": "integer", "version": "integer", "effective_at": "time", "role": "string", "unit": "string",
    "account": "string",
}  # fmt: skip


def write(connection: Connection, given: Scope, target: IO[bytes]) -> None:
    for piece in _pieces(connection, given):
        target.write(piece)


def _pieces(connection: Connection, given: Scope) -> Iterator[bytes]:
    """Types of things are only known at the end, so they come last; the order of a JSON object's members is free."""
    named: dict[str, None] = {}
    types = {"export"}
    yield b'{"eventTypes":' + orjson.dumps([_event_type(name) for name in names(connection, given)])
    yield b',"events":['
    yield from _listed(_event(entry, named) for entry in in_order(connection, given))
    yield b'],"objects":['
    yield from _listed(_objects(connection, given, named, types))
    yield b'],"objectTypes":' + orjson.dumps([_object_type(name) for name in sorted(types)]) + b"}\n"


def _listed(said: Iterable[Any]) -> Iterator[bytes]:
    for number, one in enumerate(said):
        yield (b",\n" if number else b"\n") + orjson.dumps(one)


def _event_type(name: str) -> dict[str, Any]:
    own = {f"said_{called}": kind for called, kind in typed(EVENT_TYPES[name])}
    return {"name": name, "attributes": [{"name": n, "type": t} for n, t in (ENVELOPE | own).items()]}


def _object_type(name: str) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": n, "type": t} for n, t in KNOWN.get(name, {}).items()]}


def _event(entry: Entry, named: dict[str, None]) -> dict[str, Any]:
    who = {"role": entry.who.role, "unit": entry.who.unit, "account": entry.who.account}
    said: dict[str, Value] = {
        "position": entry.position, "version": entry.version, "effective_at": instant(entry.effective_at), **who,
    }  # fmt: skip
    said |= {f"said_{name}": value for name, value in entry.said.items()}
    named.update(dict.fromkeys(ref.thing for ref in entry.refs if ref.thing != entry.subject))
    return {
        "id": str(entry.event_id), "type": entry.name, "time": instant(entry.recorded_at),
        "attributes": [{"name": name, "value": _text(value)} for name, value in said.items()],
        "relationships": _related(entry.refs),
    }  # fmt: skip


def _objects(connection: Connection, given: Scope, named: dict[str, None], types: set[str]) -> Iterator[dict[str, Any]]:
    """The things that have events here, in the order of the first of them; then those that are only named."""
    for _, entries in groupby(by_stream(connection, given), attrgetter("stream")):
        said = _object(list(entries))
        named.pop(said["id"], None)
        types.add(said["type"])
        yield said
    for thing in named:
        types.add(type_of(thing))
        yield {"id": thing, "type": type_of(thing), "attributes": [], "relationships": []}
    said = {"first_position": given.first, "last_position": given.last, "events": given.events}
    told = [(name, value) for name, value in (said | {"events_withheld": given.withheld}).items()]
    yield {"id": "export", "type": "export", "attributes": [_known(n, v, instant(given.at)) for n, v in told],
           "relationships": []}  # fmt: skip


def _object(entries: list[Entry]) -> dict[str, Any]:
    """A thing as its own events tell it: each value with the moment from which it held."""
    first, related = entries[0], {}
    known: dict[str, Value] = {}
    told = []
    for entry in entries:
        related.update(dict.fromkeys(r for r in entry.refs if r.qualifier not in ("subject", "acted_for", "acted_by")))
        for name in KNOWN.get(first.kind, ()):
            value = entry.said.get(name)
            if value is not None and known.get(name) != value:
                known[name] = value
                told.append(_known(name, value, instant(entry.recorded_at)))
    return {"id": first.subject, "type": first.kind, "attributes": told, "relationships": _related(related)}


def _known(name: str, value: Value, since: str) -> dict[str, str]:
    return {"name": name, "value": _text(value), "time": since}


def _related(refs: Iterable[Ref]) -> list[dict[str, str]]:
    return [{"objectId": ref.thing, "qualifier": ref.qualifier} for ref in refs]


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
