"""The process log as XES 1.0 (IEEE 1849): a trace for each thing, an event for each event. Written as it is read.

    <trace><string key="concept:name" value="〔2020〕1-白石-03"/><string key="thing" value="item-6f…"/>…
    <event><string key="concept:name" value="item.reported"/><date key="time:timestamp" value="…"/>…</event></trace>

A trace is an item, or another thing that the log keeps events of; its attribute `kind` tells which. The standard's
extensions concept, time, lifecycle and org are used; every event is of the transition `complete`.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import IO

from sqlalchemy import Connection

from documents.process_entry import Entry, Value, instant
from documents.process_log import Scope, by_stream

EXTENSIONS = {"Concept": "concept", "Time": "time", "Lifecycle": "lifecycle", "Organizational": "org"}
NAMES = {"first": "first_position", "last": "last_position", "events": "events", "withheld": "events_withheld"}
NO_XML = re.compile("[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="">
"""
GLOBALS = """<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><date key="time:timestamp" value="1970-01-01T00:00:00Z"/>\
<string key="lifecycle:transition" value="complete"/><string key="org:resource" value=""/>\
<string key="org:role" value=""/><string key="org:group" value=""/></global>
<classifier name="Activity" scope="event" keys="concept:name"/>
"""


def write(connection: Connection, given: Scope, target: IO[bytes]) -> None:
    """The log, its traces in the order of their first events."""
    for piece in _pieces(connection, given):
        target.write(piece.encode())


def _pieces(connection: Connection, given: Scope) -> Iterator[str]:
    yield HEAD
    for name, prefix in EXTENSIONS.items():
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    yield GLOBALS
    yield _text("concept:name", given.origin) + _text("lifecycle:model", "standard") + "\n"
    for name, key in NAMES.items():
        yield _attribute(key, getattr(given, name))
    yield _date("as_of", instant(given.at)) + "\n"
    for _, entries in groupby(by_stream(connection, given), attrgetter("stream")):
        yield from _trace(entries)
    yield "</log>\n"


def _trace(entries: Iterator[Entry]) -> Iterator[str]:
    for number, entry in enumerate(entries):
        if not number:
            said = _text("concept:name", entry.case) + _text("thing", entry.subject) + _text("kind", entry.kind)
            yield f"<trace>{said}\n"
        yield _event(entry)
    yield "</trace>\n"


def _event(entry: Entry) -> str:
    own = "".join(_attribute(f"said_{name}", value) for name, value in entry.said.items())
    return (
        f"<event>{_text('concept:name', entry.name)}{_date('time:timestamp', instant(entry.recorded_at))}"
        f"{_text('lifecycle:transition', 'complete')}{_text('org:resource', entry.who.account)}"
        f"{_text('org:role', entry.who.role)}{_text('org:group', entry.who.unit)}"
        f"{_text('event_id', str(entry.event_id))}{_attribute('position', entry.position)}"
        f"{_attribute('version', entry.version)}{_date('effective_at', instant(entry.effective_at))}{own}</event>\n"
    )


def _attribute(key: str, value: Value) -> str:
    match value:
        case bool():
            return f'<boolean key="{key}" value="{str(value).lower()}"/>'
        case int():
            return f'<int key="{key}" value="{value}"/>'
        case _:
            return _text(key, value)


def _text(key: str, value: str) -> str:
    return f'<string key="{key}" value="{escape(NO_XML.sub("�", value))}"/>'


def _date(key: str, value: str) -> str:
    return f'<date key="{key}" value="{value}"/>'
