"""Packages as an actor sees them at a moment: each bureau's under each notice, how far it is, and one package's past.

A bureau has a package where it has items under a notice, whether anything was said of it or not: so notices of every
age have theirs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, func, select

from events.event import Recorded
from events.store import EventStore
from workflow import drafts
from workflow.drafts import Draft
from workflow.errors import Words
from workflow.file_errors import UnknownFile
from workflow.history import Moment, until
from workflow.machine import Owner
from workflow.messages import Actor, Evidence
from workflow.messages import package as p
from workflow.notice_errors import NoSuchPackage
from workflow.notice_preparation import package_id
from workflow.packages import Package, fold
from workflow.projections import ITEMS, NOTICES, PACKAGES
from workflow.sight import in_sight, tells_who
from workflow.words import State


class Wait(StrEnum):
    """What a package waits for, or what is wrong with it; it can be counted under several."""

    UNSIGNED = "unsigned"
    TO_RETURN = "to_return"
    LATE = "late"
    RETURNED = "returned"


WAITS = {
    Wait.UNSIGNED: Words("未签收", "not signed for"),
    Wait.TO_RETURN: Words("待返回材料", "material to be returned"),
    Wait.LATE: Words("返回逾期", "late"),
    Wait.RETURNED: Words("已返回材料", "material returned"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A bureau's package under a notice. `reported` counts its items that were reported or are further on; withdrawn
    ones are left out of `items`. `acknowledged_by` is None where the reader is not told who."""

    notice_id: UUID
    number: str
    title: str
    withdrawn: bool
    bureau: str
    version: int
    items: int
    reported: int
    closed: int
    return_by: date | None
    way: p.Way | None
    sent_on: date | None
    post_number: str
    acknowledged_by: Actor | None
    acknowledged_at: datetime | None
    returned_on: date | None
    missing: int
    times: int
    sent_back: str
    today: date

    @property
    def late(self) -> bool:
        """Returned after its last day, or not returned and that day is past; no day, not late."""
        return self.return_by is not None and (self.returned_on or self.today) > self.return_by

    @property
    def waits(self) -> tuple[Wait, ...]:
        """Nothing is waited for of what was withdrawn."""
        if self.withdrawn or not self.items:
            return ()
        found = {
            Wait.UNSIGNED: self.acknowledged_at is None,
            Wait.TO_RETURN: self.return_by is not None and self.returned_on is None,
            Wait.LATE: self.late,
            Wait.RETURNED: self.returned_on is not None,
        }
        return tuple(wait for wait, so in found.items() if so)


def lines(connection: Connection, actor: Actor, at: Moment, notice: UUID | None = None) -> list[Line]:
    """The packages in sight, of one notice or of all, the newest notice first, then by bureau."""
    items, notices, packages = ITEMS.at(at.position), NOTICES.at(at.position), PACKAGES.at(at.position)
    there = [in_sight(actor).within(items.c.bureau), items.c.owner == Owner.BUREAU]
    if notice is not None:
        there.append(items.c.notice_id == notice)
    unreported = (State.ISSUED, State.ASSIGNED, State.WITHDRAWN)
    counted = (
        select(
            items.c.notice_id, items.c.bureau,
            func.count().filter(items.c.state != State.WITHDRAWN).label("items"),
            func.count().filter(items.c.state.not_in(unreported)).label("reported"),
            func.count().filter(items.c.state == State.CLOSED).label("closed"),
        ).where(*there).group_by(items.c.notice_id, items.c.bureau).subquery()
    )  # fmt: skip
    mine = and_(packages.c.notice_id == counted.c.notice_id, packages.c.bureau == counted.c.bureau)
    said = [column for column in packages.c if column.name not in ("notice_id", "bureau", "stream_id", "package_id")]
    rows = connection.execute(
        select(counted, notices.c.number, notices.c.title, notices.c.withdrawn_at, *said)
        .join(notices, notices.c.notice_id == counted.c.notice_id).outerjoin(packages, mine)
        .order_by(notices.c.year.desc(), notices.c.sequence.desc(), counted.c.bureau)
    )  # fmt: skip
    return [_line(row, actor, at.today) for row in rows]


PLAIN = (
    "notice_id", "number", "title", "bureau", "items", "reported", "closed", "return_by", "sent_on", "acknowledged_at",
    "returned_on",
)  # fmt: skip


def _line(row: Any, reader: Actor, today: date) -> Line:
    by = Actor.parse(row.acknowledged_by) if row.acknowledged_by else None
    return Line(
        **{name: getattr(row, name) for name in PLAIN}, withdrawn=row.withdrawn_at is not None, today=today,
        version=row.version or 0, missing=row.missing or 0, times=row.times or 0,
        way=p.Way(row.way) if row.way else None,
        post_number=row.post_number or "", sent_back=row.sent_back or "",
        acknowledged_by=by if by and tells_who(reader, by) else None,
    )  # fmt: skip


def tally(found: Iterable[Line]) -> dict[Wait, int]:
    """How many packages wait for what."""
    counts = dict.fromkeys(Wait, 0)
    for line in found:
        for wait in line.waits:
            counts[wait] += 1
    return counts


class Past(NamedTuple):
    """One package: its line, what it is at the moment, and its events up to then."""

    line: Line
    package: Package
    recorded: Sequence[Recorded]


def past(connection: Connection, actor: Actor, notice: UUID, bureau: str, at: Moment) -> Past:
    """NoSuchPackage where there is none in sight at the moment."""
    line = next((one for one in lines(connection, actor, at, notice) if one.bureau == bureau), None)
    if line is None:
        raise NoSuchPackage
    recorded = until(EventStore(connection).read(f"package-{package_id(notice, bureau)}"), at)
    return Past(line, fold(recorded), recorded)


def files_of(past: Past) -> Iterator[tuple[str, Evidence, Actor]]:
    """Every file that was ever returned, by what it is; and who returned it."""
    for one in past.recorded:
        if isinstance(one.event, p.PackageReturned):
            for kind in ("report", "completed", "scan"):
                for file in getattr(one.event, kind):
                    yield kind, file, Actor.parse(one.actor)


def file_of(past: Past, sha256: str) -> tuple[Evidence, Actor]:
    """A file that was returned, and who returned it; else UnknownFile."""
    for _, file, by in files_of(past):
        if file.sha256 == sha256:
            return file, by
    raise UnknownFile(sha256=sha256[:64])


def unreported(connection: Connection, line: Line, at: Moment) -> list[Any]:
    """The items of a package that are not reported yet: number and id."""
    table = ITEMS.at(at.position)
    where = (
        table.c.notice_id == line.notice_id, table.c.bureau == line.bureau, table.c.owner == Owner.BUREAU,
        table.c.state.in_((State.ISSUED, State.ASSIGNED)),
    )  # fmt: skip
    return list(connection.execute(select(table.c.number, table.c.item_id).where(*where).order_by(table.c.number)))


def ground(connection: Connection, notice: UUID, at: Moment) -> Draft:
    """What a notice that is seen says of its basis, meeting and plan: those of the draft it was, as approved; an empty
    one where it was opened by hand or from a list."""
    return drafts.fold(until(EventStore(connection).read(f"draft-{notice}"), at))
