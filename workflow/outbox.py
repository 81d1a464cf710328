"""The outbox: the daily mail of each account, at most one a day, and what came of it.

A row says which messages it is to speak of; it holds no address and no text. Both are looked up when it is sent, so
that nothing here is left to be erased. What is written here is kept with the transaction that wrote it; sending is done
outside, under a lease, and may happen again where a process died before it noted that it was done.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Index, Integer, Text, and_, func, insert, or_, select, update

from events.database import Database
from events.tables import Count, Day, Id, Timestamp, table

LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240))
LOOKED_BACK = timedelta(days=7)
MOST = 1000


class Standing(StrEnum):
    """What came of a day's mail. `empty`: nothing waited; `dropped`: nothing was left to say, or nowhere to send it."""

    WAITING = "waiting"
    EMPTY = "empty"
    SENT = "sent"
    DROPPED = "dropped"
    GIVEN_UP = "given_up"


outbox = table(
    "mail_outbox",
    Column("account_id", Id, primary_key=True),
    Column("day", Day, primary_key=True),
    Column("standing", Text, nullable=False),
    Column("covers", Text, nullable=False),
    Column("made_at", Timestamp, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Timestamp),
    Column("lease_until", Timestamp),
    Column("fence", Count, nullable=False),
    Column("done_at", Timestamp),
    Column("error", Text),
    Index("ix_mail_outbox_standing", "standing", "next_at"),
)
_row = outbox.c


class Letter(NamedTuple):
    """A day's mail that is to be sent; `covers` are the positions of its messages, `fence` counts who took it."""

    account: UUID
    day: date
    covers: tuple[int, ...]
    attempts: int
    fence: int


class MailHealth(NamedTuple):
    """How the mail stands: what waits and since when, what fails, what was given up lately and why, the last sent."""

    waiting: int
    oldest: datetime | None
    failing: int
    given_up: int
    error: str | None
    last_sent: datetime | None


def made_for(connection: Connection, day: date) -> set[UUID]:
    """The accounts whose mail of a day is made, whatever came of it."""
    return set(connection.scalars(select(_row.account_id).where(_row.day == day)))


def make(connection: Connection, account: UUID, day: date, covers: Sequence[int], now: datetime) -> None:
    """Write a day's mail, or that nothing waits. IntegrityError where another process was quicker."""
    standing = Standing.WAITING if covers else Standing.EMPTY
    times = {"made_at": now, "next_at": now if covers else None}
    row = {"account_id": account, "day": day, "standing": standing, "covers": json.dumps([*covers][:MOST])}
    connection.execute(insert(outbox), {**row, **times, "attempts": 0, "fence": 0})


def due(connection: Connection, now: datetime) -> list[tuple[UUID, date]]:
    """What is to be sent now, the oldest first."""
    wanted = select(_row.account_id, _row.day).where(_free(now)).order_by(_row.next_at, _row.account_id)
    return [(row.account_id, row.day) for row in connection.execute(wanted)]


def take(database: Database, account: UUID, day: date, now: datetime) -> Letter | None:
    """Take a day's mail to send it; None if another process has it, or it is done meanwhile."""
    mine = and_(_row.account_id == account, _row.day == day, _free(now))
    taken = update(outbox).where(mine).values(lease_until=now + LEASE, fence=_row.fence + 1)
    with database.writing() as connection:
        row = connection.execute(taken.returning(_row.covers, _row.attempts, _row.fence)).one_or_none()
    return Letter(account, day, tuple(json.loads(row.covers)), row.attempts, row.fence) if row else None


def end(database: Database, letter: Letter, standing: Standing, now: datetime, error: str | None = None) -> bool:
    """Note what came of it; False if it was taken by another process meanwhile."""
    return _write(database, letter, standing=standing, done_at=now, next_at=None, error=error)


def put_off(database: Database, letter: Letter, now: datetime, error: str) -> bool:
    """It is tried again after a pause, each longer than the one before; given up after the last."""
    if letter.attempts >= len(PAUSES):
        return end(database, letter, Standing.GIVEN_UP, now, error)
    again = now + PAUSES[letter.attempts]
    return _write(database, letter, next_at=again, attempts=letter.attempts + 1, error=error)


def health(connection: Connection, now: datetime) -> MailHealth:
    """How the mail stands."""
    waits = _row.standing == Standing.WAITING
    of_waiting = select(func.count(), func.min(_row.made_at)).where(waits)
    waiting, oldest = connection.execute(of_waiting).one()
    failing = connection.scalar(select(func.count()).where(waits, _row.attempts > 0)) or 0
    lost = and_(_row.standing == Standing.GIVEN_UP, _row.done_at > now - LOOKED_BACK)
    given_up = connection.scalar(select(func.count()).where(lost)) or 0
    why = select(_row.error).where(_row.error.is_not(None), or_(waits, lost)).order_by(_row.made_at.desc()).limit(1)
    last = select(func.max(_row.done_at)).where(_row.standing == Standing.SENT)
    return MailHealth(waiting, oldest, failing, given_up, connection.scalar(why), connection.scalar(last))


def _free(now: datetime) -> ColumnElement[bool]:
    """Waiting, its pause over, and in nobody's hands. A lease longer than leases are was written by another clock."""
    unheld = or_(_row.lease_until.is_(None), _row.lease_until <= now, _row.lease_until > now + LEASE)
    return and_(_row.standing == Standing.WAITING, _row.next_at <= now, unheld)


def _write(database: Database, letter: Letter, **values: Any) -> bool:
    mine = and_(_row.account_id == letter.account, _row.day == letter.day, _row.fence == letter.fence)
    with database.writing() as connection:
        done = connection.execute(update(outbox).where(mine).values(lease_until=None, **values))
    return done.rowcount > 0
