"""What stands beside the chains: the guards of the tables, events without a place, personal values."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from events import tables
from events.personal import commitment
from events.verify.faults import Fault

APPEND_ONLY = ("events", "log", "commands", "signed_checkpoints", "security_log")


def verify_personal(connection: Connection, stated: dict[Any, str]) -> Iterator[Fault]:
    """Kept personal values against the commitments the events state, given as {ref: commitment}."""
    missing = dict(stated)
    for row in connection.execute(select(tables.personal_data)):
        expected = missing.pop(row.ref, None)
        if expected is None:
            yield Fault("personal_data", str(row.ref), "no event refers to this value")
        elif not _kept(row, expected):
            yield Fault("personal_data", str(row.ref), "the value is not the one that was committed to")
    for ref in missing:
        yield Fault("personal_data", str(ref), "the value is missing")


def _kept(row: Row[Any], expected: str) -> bool:
    try:
        return commitment(row.salt, row.kind, row.value) == expected
    except ValueError:  # bytes that are no text were never committed to
        return False


def verify_guards(connection: Connection) -> Iterator[Fault]:
    """The triggers that keep recorded rows from being changed."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        acts = ("update", "delete", "replace")
    else:
        found = connection.execute(text("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"))
        acts = ("update", "delete", "truncate")
    there = set(found.scalars())
    for table in APPEND_ONLY:
        for act in acts:
            if f"{table}_no_{act}" not in there:
                yield Fault(table, f"trigger {table}_no_{act}", "the trigger that guards the table is missing or off")


def verify_instants(connection: Connection) -> Iterator[Fault]:
    """The one row that keeps what was answered as of an instant from being answered otherwise."""
    if (rows := connection.scalar(select(func.count()).select_from(tables.instants))) != 1:
        yield Fault("instants", "the only one", f"there are {rows} rows; the latest instant answered stands in one")


def waiting(connection: Connection, unplaced: set[tuple[str, int]]) -> Iterator[Fault]:
    """The events without a place are the ones that wait for it, each once."""
    left = set(unplaced)
    for row in connection.execute(select(tables.pending).order_by(tables.pending.c.append_id)):
        if (row.stream_id, row.version) in left:
            left.remove((row.stream_id, row.version))
        else:
            what = "there is no such event, or it is sealed already or waits twice"
            yield Fault("pending", f"{row.stream_id} version {row.version}", what)
    for stream, version in sorted(left):
        yield Fault("events", f"{stream} version {version}", "neither sealed nor waiting to be")
