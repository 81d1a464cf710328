"""Where a story is played: the ledger under a clock moved by hand, and who acts. Nothing but commands is given."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import Connection

from events.clock import StoppedClock
from workflow import files, schemas, timers
from workflow.lookups import NAMESPACE
from workflow.messages import Actor, Command
from workflow.service import Done, Ledger, handle

YEAR, OPENS, STEP = 2020, time(9), timedelta(seconds=40)
MONDAY = 0
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass
class Stage:
    """`rows` are the items of the list in its order, `told` counts what was done, by the kind of its stream."""

    ledger: Ledger
    clock: StoppedClock
    who: dict[str, Actor] = field(default_factory=dict)
    rows: list[UUID] = field(default_factory=list)
    bureaus: dict[UUID, str] = field(default_factory=dict)
    dues: dict[UUID, date] = field(default_factory=dict)
    areas: dict[UUID, str] = field(default_factory=dict)
    notice: UUID | None = None
    told: dict[str, int] = field(default_factory=dict)

    @classmethod
    def at(cls, ledger: Ledger, moment: datetime) -> "Stage":
        """The ledger as it is, its clock stopped at a moment; what is appended is sealed at once."""
        clock = StoppedClock(moment)
        return cls(replace(ledger, clock=clock, wake=None, post=None), clock)

    def comes(self, day: date) -> None:
        """A day begins; each Monday on the way the system does what it has to do by itself."""
        at = self.ledger.today
        while at < day:
            at += timedelta(days=1)
            if at.weekday() == MONDAY:
                self._moves_to(datetime.combine(at, time(8), self.ledger.zone))
                if fired := timers.fire(self.ledger, IN_ORDER):
                    self.told["timer"] = self.told.get("timer", 0) + fired
        self._moves_to(datetime.combine(day, OPENS, self.ledger.zone))

    def _moves_to(self, moment: datetime) -> None:
        self.clock.advance(max(timedelta(), moment - self.clock.now()))

    def do(self, kind: type[Command], login: str, subject: UUID, said: Any, **context: Any) -> Done:
        """Give a command as its form would: through its schema and `handle`."""
        self.clock.advance(STEP)
        number = sum(self.told.values())
        shell = {"command_id": uuid5(NAMESPACE, f"story {number} {kind.trigger} {subject}"), "subject": subject}
        command = schemas.load(kind, said, by=self.who[login], at=self.clock.now(), **shell, **context)
        done = handle(self.ledger, command)
        self.told[kind.stream_kind] = self.told.get(kind.stream_kind, 0) + 1
        return done

    def uploads(self, login: str, name: str) -> str:
        """A picture that says what it is called; its SHA-256."""
        content = picture(f"{login} {name} {self.clock.now():%F %T}")
        sha256 = self.ledger.files.put(content)
        with self.ledger.database.writing() as connection:
            size, by = len(content), self.who[login]
            files.register(connection, sha256, name, "image/png", size, by, self.clock.now())
        return sha256

    @property
    def today(self) -> str:
        return self.ledger.today.isoformat()


class Scene(NamedTuple):
    """What happens on a day, written `03-12`."""

    day: str
    happens: Callable[[Stage], None]

    @property
    def date(self) -> date:
        return date.fromisoformat(f"{YEAR}-{self.day}")


def _in_order(timer: timers.Timer, connection: Connection, tick: timers.Tick) -> list[Command]:
    """What is due of one moment in the order of its ids: databases list it as they like."""
    return sorted(timer(connection, tick), key=lambda one: (one.effective_at or one.at, one.command_id))


IN_ORDER = tuple(partial(_in_order, timer) for timer in timers.TIMERS)


def of(name: str) -> UUID:
    """The id of what the story calls by a name: the same each time."""
    return uuid5(NAMESPACE, f"story {name}")


def picture(text: str) -> bytes:
    """A point as PNG with a comment in it, so that each has a SHA-256 of its own."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"iTXt", b"Comment\0\0\0\0\0" + text.encode()),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
