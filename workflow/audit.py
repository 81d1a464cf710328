"""The whole check of a ledger: the log against itself, personal values against their commitments, read models against
the log, evidence files against the digests that events state. The first fault named is where to look first."""

from collections.abc import Iterator
from dataclasses import fields
from uuid import UUID

from sqlalchemy import Connection, select

from events import tables
from events.errors import EventLogError
from events.event import Recorded
from events.personal import PersonalRef
from events.projection import compare
from events.store import EventStore
from events.verify import Fault, verify, verify_personal
from workflow.errors import FileAltered
from workflow.files import FileStore
from workflow.item import Happened, fold
from workflow.messages.item import ItemReported
from workflow.projections import PROJECTIONS


def audit(connection: Connection, files: FileStore) -> Iterator[Fault]:
    """Every fault found. What rests on events that are themselves faulty is not looked at further."""
    faults = list(verify(connection))
    yield from faults
    if faults:
        return
    try:
        recorded = list(_everything(connection))
        yield from verify_personal(connection, _stated(recorded))
        yield from _files(recorded, files)
        yield from _read_models(connection)
    except (EventLogError, ValueError) as error:
        yield Fault("events", "", f"an event cannot be read: {error}")


def _everything(connection: Connection) -> Iterator[Recorded]:
    """All events, stream by stream; each item's history is folded once, to see that it can be."""
    store = EventStore(connection)
    for stream in connection.scalars(select(tables.streams.c.stream_id).order_by(tables.streams.c.stream_id)):
        history = store.read(stream).recorded
        if stream.startswith("item-"):
            fold(map(Happened.of, history))
        yield from history


def _stated(recorded: list[Recorded]) -> dict[UUID, str]:
    """The commitment that events state for each personal reference."""
    said = (getattr(one.event, field.name) for one in recorded for field in fields(one.event))
    return {value.ref: value.commitment for value in said if isinstance(value, PersonalRef)}


def _files(recorded: list[Recorded], files: FileStore) -> Iterator[Fault]:
    reports = (one.event for one in recorded if isinstance(one.event, ItemReported))
    for sha256 in sorted({file.sha256 for report in reports for file in report.evidence}):
        try:
            files.get(sha256)
        except FileAltered:
            yield Fault("files", sha256, "the file is missing or is not the one that was uploaded")


def _read_models(connection: Connection) -> Iterator[Fault]:
    for projection in PROJECTIONS:
        for difference in compare(connection, projection):
            row = " ".join(map(str, difference.key))
            yield Fault(difference.table, row, f"differs from the log in {', '.join(difference.columns)}")
