"""What an archive package is of: notices with their items and packages, as they stood after a position, in sight."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from documents.archive_file import MOST_BYTES, MOST_FILES
from documents.bundle import MOST_EVENTS, Signed
from documents.log_sight import sees_all
from events import tables
from workflow import package_board, reports, upward_reports
from workflow.archive_errors import ArchiveTooLarge, NothingToArchive
from workflow.files import FileStore
from workflow.history import Moment
from workflow.lookups import Unit, area_versions, units
from workflow.messages import Actor, PackArchive
from workflow.package_board import Line
from workflow.projections import ITEMS, OBLIGATIONS, PACKAGES
from workflow.sight import OTHER, OTHER_UNIT, Sight, in_sight
from workflow.upward import UpwardReport
from workflow.words import State

FINISHED = (State.CLOSED, State.CONVERTED, State.WITHDRAWN)
_log = tables.log.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """`streams` are those whose events go in, each with the version that the reader's part of it begins with.

    `unit` is the bureau whose own part it is, None for the whole; `withheld` the items out of its sight. `reports` are
    the reports upward that tell of any of the notices, for who sees those.
    """

    connection: Connection
    reader: Actor
    at: Moment
    position: int
    signed: Signed
    zone: ZoneInfo
    unit: str | None
    of: str
    notices: list[Any]
    items: list[Any]
    packages: list[Line]
    units: dict[str, Unit]
    areas: dict[str, str]
    where: ColumnElement[bool]
    streams: dict[str, int]
    withheld: int
    reports: list[tuple[Any, UpwardReport]]
    files: FileStore

    @property
    def open_items(self) -> list[Any]:
        """The items that are neither struck off nor withdrawn nor made an obligation."""
        return [item for item in self.items if item.state not in FINISHED]

    def items_of(self, notice: UUID) -> list[Any]:
        return [item for item in self.items if item.notice_id == notice]

    def name(self, code: str) -> str:
        """A unit's name then, in Chinese."""
        if code == OTHER:
            return OTHER_UNIT.zh
        return self.units[code].name if code in self.units else code

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def find(
    connection: Connection,
    reader: Actor,
    asked: PackArchive,
    at: Moment,
    signed: Signed,
    zone: ZoneInfo,
    files: FileStore,
) -> Matter:
    """NothingToArchive where no notice in sight is meant, ArchiveTooLarge where one package cannot take it."""
    assert at.position is not None
    notices = [row for row in reports.notices(connection, reader, at) if asked.notice in (None, row.notice_id)]
    notices = [row for row in notices if asked.year in (None, row.year)][::-1]
    if not notices:
        raise NothingToArchive(field="notice" if asked.notice else "year", position=at.position)
    ids, sight = [row.notice_id for row in notices], in_sight(reader)
    told = _reports(connection, reader, at, ids)
    where = (_log.position <= at.position) & _events_of(ids, reader, at.position, [row.stream_id for row, _ in told])
    begins = select(_log.stream_id, func.min(_log.version)).where(where).group_by(_log.stream_id)
    if (connection.scalar(select(func.count()).select_from(tables.log).where(where)) or 0) > MOST_EVENTS:
        raise ArchiveTooLarge(events=MOST_EVENTS, files=MOST_FILES, megabytes=MOST_BYTES >> 20)
    begun = connection.execute(begins.order_by(func.min(_log.position)))
    streams: dict[str, int] = {row[0]: row[1] for row in begun}
    items, total = _items(connection, ids, sight, at.position)
    items = [item for item in items if f"item-{item.item_id}" in streams]
    return Matter(
        connection=connection, reader=reader, at=at, position=at.position, signed=signed, zone=zone,
        unit=None if sight.units is None else reader.org, of=_named(asked, notices), notices=notices, items=items,
        packages=_packages(connection, reader, at, ids, streams), units=units(connection, at.position),
        areas=_areas(connection, at.position), where=where, streams=streams, withheld=total - len(items),
        reports=told, files=files,
    )  # fmt: skip


def _named(asked: PackArchive, notices: list[Any]) -> str:
    return f"year-{asked.year}" if asked.year else f"notice-{notices[0].notice_id}"


def _items(connection: Connection, notices: list[UUID], sight: Sight, position: int) -> tuple[list[Any], int]:
    """The items under the notices in sight, then and now, by notice and number; and how many there are in all."""
    then, now = ITEMS.at(position), ITEMS.now.alias("now")
    of_these = then.c.notice_id.in_(notices)
    mine = [of_these, sight.within(then.c.bureau)]
    if sight.units is not None:
        mine.append(then.c.item_id.in_(select(now.c.item_id).where(sight.within(now.c.bureau))))
    found = list(connection.execute(select(then).where(*mine).order_by(then.c.notice_id, then.c.number)))
    place = {notice: number for number, notice in enumerate(notices)}
    total = connection.scalar(select(func.count()).select_from(then).where(of_these)) or 0
    return sorted(found, key=lambda row: place[row.notice_id]), total


def _reports(
    connection: Connection, reader: Actor, at: Moment, notices: list[UUID]
) -> list[tuple[Any, UpwardReport]]:  # fmt: skip
    """The reports upward on any of the notices that the reader sees, as they stood, in the order they were changed."""
    listed = sorted(upward_reports.listed(connection, reader, at), key=lambda row: (row.changed_at, row.stream_id))
    found = ((row, upward_reports.one(connection, reader, row.report_id, at)[0]) for row in listed)
    return [(row, report) for row, report in found if set(report.notices) & set(notices)]


def _events_of(notices: list[UUID], reader: Actor, position: int, reports: list[str]) -> ColumnElement[bool]:
    """The events of the notices, their drafts, items and packages, of the obligations that items became, and of the
    reports upward."""
    sight, whole = in_sight(reader), sees_all(reader)
    board, packages = ITEMS.now.alias("board").c, PACKAGES.now.alias("packages").c
    kinds = ("notice", "draft") if whole else ("notice",)
    named = _log.stream_id.in_([f"{kind}-{notice}" for kind in kinds for notice in notices])
    mine = select(1).where(
        board.stream_id == _log.stream_id, board.notice_id.in_(notices), sight.within(board.bureau),
        *([] if sight.units is None else [_log.version >= board.held_since, _then(sight, board.item_id, position)]),
    )  # fmt: skip
    sent = select(packages.stream_id).where(packages.notice_id.in_(notices), sight.within(packages.bureau))
    owed = OBLIGATIONS.now.alias("owed").c
    became = select(owed.stream_id).where(
        owed.from_item.in_(select(board.item_id).where(board.notice_id.in_(notices))), sight.within(owed.bureau)
    )
    items = mine.correlate(tables.log).exists()
    return or_(named, items, *(_log.stream_id.in_(those) for those in (sent, became, reports)))


def _then(sight: Sight, item: Any, position: int) -> ColumnElement[bool]:
    """That the item was in sight as of the position, too."""
    history = ITEMS.history.alias("then").c
    stood = and_(history.from_position <= position, history.to_position > position)
    return item.in_(select(history.item_id).where(stood, sight.within(history.bureau)))


def _packages(
    connection: Connection, reader: Actor, at: Moment, notices: list[UUID], streams: dict[str, int]
) -> list[Line]:
    """The packages of which something was said."""
    found = [line for notice in notices for line in package_board.lines(connection, reader, at, notice)]
    return [line for line in found if f"package-{package_board.package_id(line.notice_id, line.bureau)}" in streams]


def _areas(connection: Connection, position: int) -> dict[str, str]:
    """The Chinese name of each area that was published by then, under its newest name."""
    published = (one for one in area_versions(connection) if one.position is not None and one.position <= position)
    return {area.code: area.zh for one in published for area in one.event.areas}
