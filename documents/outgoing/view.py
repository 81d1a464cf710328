"""Who looks, at which moment, and what things are called there; and the note that says so on every document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from events import tables, tiles
from workflow import dates
from workflow.errors import Words
from workflow.facts import Due
from workflow.history import Moment
from workflow.lookups import Unit, area_versions, units
from workflow.messages import Actor
from workflow.messages.base import SYSTEM
from workflow.projections import AREAS
from workflow.sight import OTHER, OTHER_UNIT, tells_who

UNKNOWN = Words("【待核】", "[to be checked]")
"""Written in place of what is not known; nothing is made up."""
NOTE = Words(
    "本件据整改台账生成，数据截至{moment}（日志第{position}条，根值{root}…{signed}）。",
    "Made from the ledger as of {moment} (position {position} of the log, root {root}…{signed}).",
)
SIGNED = Words("；此前最近一次签名：{size}条，根值{root}…", "; last signed before: {size} events, root {root}…")
EMPTY = Words(
    "本件据整改台账生成，数据截至{moment}（日志尚无记录）。", "Made from the ledger as of {moment} (the log is empty)."
)


class Head(NamedTuple):
    """The log's head at the moment: its last position, the root of its tree up to there (hex), the newest checkpoint
    that was signed by then, if there is one."""

    position: int
    root: str
    signed_size: int | None
    signed_root: str


@dataclass(frozen=True, kw_only=True)
class View:
    """A reader, a moment, one unchanging view of the database."""

    connection: Connection
    reader: Actor
    at: Moment
    zone: ZoneInfo
    language: str
    units: Mapping[str, Unit]
    areas: Mapping[str, Words]
    head: Head | None

    @classmethod
    def open(cls, connection: Connection, reader: Actor, at: Moment, zone: ZoneInfo, language: str) -> "View":
        return cls(
            connection=connection, reader=reader, at=at, zone=zone, language=language,
            units=units(connection, at.position), areas=_areas(connection, at), head=_head(connection, at),
        )  # fmt: skip

    def say(self, words: Words, **values: object) -> str:
        said = words.say(self.language)
        return said.format(**values) if values else said

    @property
    def zh(self) -> bool:
        return self.language.startswith("zh")

    @property
    def unknown(self) -> str:
        return self.say(UNKNOWN)

    def unit(self, code: str) -> str:
        if code == OTHER:
            return self.say(OTHER_UNIT)
        return self.units[code].name if code in self.units else code

    def area(self, code: str) -> str:
        return self.say(self.areas[code]) if code in self.areas else code

    def actors_unit(self, by: Actor) -> str:
        """The unit somebody acted for, as far as the reader is told; the center for the system's clock."""
        if by == SYSTEM:
            return self.center
        return self.unit(by.org) if tells_who(self.reader, by) else self.say(OTHER_UNIT)

    @property
    def center(self) -> str:
        """The center's name."""
        return next((unit.name for unit in self.units.values() if unit.city), self.unknown)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        return self.local(moment).date()

    def day(self, day: date | None) -> str:
        return self.say(dates.day_words(day)) if day else ""

    def day_at(self, moment: datetime | None) -> str:
        return self.day(self.day_of(moment)) if moment else ""

    def due(self, due: Due | str | None) -> str:
        if not due:
            return ""
        return self.say(dates.due_words(due if isinstance(due, Due) else Due.parse(due)))

    @property
    def created(self) -> datetime:
        """The date that the files state."""
        return self.local(self.at.at)

    @property
    def note(self) -> str:
        """As of when, after which position, and under which head of the log it was made."""
        local = self.local(self.at.at)
        moment = f"{self.day(local.date())}{'' if self.zh else ' '}{local:%H:%M:%S}"
        if self.head is None:
            return self.say(EMPTY, moment=moment)
        head, signed = self.head, ""
        if head.signed_size is not None:
            signed = self.say(SIGNED, size=head.signed_size, root=head.signed_root[:16])
        return self.say(NOTE, moment=moment, position=head.position, root=head.root[:16], signed=signed)


def _areas(connection: Connection, at: Moment) -> dict[str, Words]:
    """Every area published by then, under its newest name, in the register's order."""
    standing = connection.scalar(select(AREAS.at(at.position).c.version)) or 0
    published = (one.event.areas for one in area_versions(connection) if one.version <= standing)
    return {area.code: Words(area.zh, area.en) for areas in published for area in areas}


def _head(connection: Connection, at: Moment) -> Head | None:
    log, signed = tables.log.c, tables.signed_checkpoints.c
    newest = select(log.position).order_by(log.position.desc()).limit(1)
    position = connection.scalar(newest if at.position is None else newest.where(log.position == at.position))
    if position is None:
        return None
    by_then = (signed.size <= position + 1, signed.signed_at <= at.at)
    newest = select(signed.size, signed.root).where(*by_then).order_by(signed.size.desc()).limit(1)
    note = connection.execute(newest).one_or_none()
    size, root = (note.size, bytes(note.root).hex()) if note else (None, "")
    return Head(position, tiles.root(connection, position + 1).hex(), size, root)
