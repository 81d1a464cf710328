"""What a sample is drawn from, fixed: a list of volumes that was brought, or the items of the ledger at a moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from documents.frame_list import VolumeList, read_volumes
from documents.register import Unit
from events import tables
from workflow import lookups, patterns, sampling, schemas, service
from workflow import messages as m
from workflow.drawing import FrameRow, frame_digest
from workflow.history import reading_at
from workflow.messages.organisation import BUREAUS
from workflow.sample_decider import MAY, SAYS
from workflow.words import not_permitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the shell says of a command: on what, by whom, when, under which id, and the version that was looked at."""

    sample: UUID
    by: m.Actor
    at: datetime
    command_id: UUID
    version: int | None = None
    reason: str = ""


def look_at(connection: Connection, by: m.Actor, content: bytes, name: str) -> VolumeList:
    """What would come of a list; nothing is written. A Refusal if the actor may not, or the file holds no list."""
    if by.role not in MAY["bring"]:
        raise not_permitted(by.role, SAYS["bring"], MAY["bring"])
    known = lookups.units(connection).values()
    units = tuple(Unit(one.code, one.name, one.short) for one in known if one.answers and one.what in BUREAUS)
    return read_volumes(content, name, units)


def bring(ledger: service.Ledger, asked: Asked, brought: VolumeList) -> service.Done:
    """Fix the volumes of a list as the frame; the rows that were refused are counted in the event."""
    return _frame(ledger, asked, m.BringVolumes, brought.frame, left=len(brought.left))


def take_items(ledger: service.Ledger, asked: Asked, as_of: str, *, area: str = "", state: str = "") -> service.Done:
    """Fix the items that fit a filter as the frame, as they stood at a moment; by default after the log's last."""
    if asked.by.role not in MAY["take_items"]:
        raise not_permitted(asked.by.role, SAYS["take_items"], MAY["take_items"])
    with reading_at(ledger.database, as_of or _last(ledger), ledger.clock.now(), ledger.zone) as (connection, at):
        rows = sampling.items_frame(connection, asked.by, at, area=area, state=state)
    return _frame(ledger, asked, m.TakeItems, rows, at_position=at.position, area=area, state=state)


def _last(ledger: service.Ledger) -> str:
    with ledger.database.reading() as connection:
        last = connection.scalar(select(func.max(tables.log.c.position)))
    return "" if last is None else f"@{last}"


def _frame(
    ledger: service.Ledger, asked: Asked, kind: type[m.FrameCommand], rows: tuple[FrameRow, ...], **said: object
) -> service.Done:
    command = schemas.load(
        kind, {"frame": frame_digest(rows), "reason": asked.reason}, command_id=asked.command_id, subject=asked.sample,
        by=asked.by, at=asked.at, expected_version=asked.version, rows=rows, **said,
    )  # fmt: skip
    patterns.require_seen(command, seen=False)
    return service.handle(ledger, command)
