"""Work on long lists that is done in the background: who asked for what, how far it is, what came of it.

A row is worked by whichever process takes it, under a lease; where that process dies, another takes it when the lease
is over and does it again: what was issued stays, and is not issued twice. Of one list or import a unit has one job
waiting or running. What came of a job is kept for a day, then its row goes: it is no part of the log.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Row,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from events.database import Database
from events.tables import Count, Id, Timestamp, table
from workflow.messages import Actor

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=1)
ATTEMPTS = 3
ACTIVE = "standing IN ('waiting', 'running')"


class Standing(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


jobs = table(
    "list_jobs",
    Column("job_id", Id, primary_key=True),
    Column("org", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("begun_at", Timestamp, nullable=False),
    Column("ended_at", Timestamp),
    Column("lease_until", Timestamp),
    Column("fence", Count, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("refused", Text),
    Column("result", LargeBinary),
    Column("corrected", LargeBinary),
    Index("ix_list_jobs_standing", "standing", "begun_at"),
    Index(
        "ix_list_jobs_subject", "org", "subject", unique=True, sqlite_where=text(ACTIVE), postgresql_where=text(ACTIVE)
    ),
)
_row = jobs.c
_TOLD = [column for column in _row if column.name not in ("result", "corrected")]


class Job(NamedTuple):
    """`done` of `of` rows; `fence` counts who took it; `refused` is a refusal in both languages."""

    job_id: UUID
    actor: Actor
    what: str
    subject: str
    asked: Mapping[str, Any]
    standing: Standing
    done: int
    of: int
    begun_at: datetime
    ended_at: datetime | None
    fence: int
    attempts: int
    refused: tuple[str, str] | None

    @property
    def active(self) -> bool:
        return self.standing in (Standing.WAITING, Standing.RUNNING)


def start(
    database: Database, job_id: UUID, by: Actor, what: str, subject: str, asked: Mapping[str, Any], now: datetime
) -> UUID:
    """The id of the job for this; of the one that waits or runs already, where there is one."""
    row = {
        "job_id": job_id, "org": by.org, "actor": str(by), "what": what, "subject": subject,
        "asked": json.dumps(asked), "standing": Standing.WAITING, "done": 0, "of": 0, "begun_at": now, "fence": 0,
        "attempts": 0,
    }  # fmt: skip
    try:
        with database.writing() as connection:
            there = _there(connection, job_id, by.org, subject)
            if there is None:
                connection.execute(insert(jobs), row)
            return there or job_id
    except IntegrityError:
        with database.reading() as connection:
            return _there(connection, job_id, by.org, subject) or job_id


def _there(connection: Connection, job_id: UUID, org: str, subject: str) -> UUID | None:
    mine = and_(_row.org == org, _row.subject == subject, text(ACTIVE))
    return connection.scalar(select(_row.job_id).where(or_(_row.job_id == job_id, mine)).limit(1))


def take(database: Database, now: datetime) -> Job | None:
    """The next job, taken to be worked; None if there is none that is free."""
    with database.reading() as connection:
        wanted = connection.scalar(select(_row.job_id).where(_free(now)).order_by(_row.begun_at).limit(1))
    if wanted is None:
        return None
    mine = update(jobs).where(_row.job_id == wanted, _free(now)).values(
        standing=Standing.RUNNING, lease_until=now + LEASE, fence=_row.fence + 1, attempts=_row.attempts + 1,
    )  # fmt: skip
    with database.writing() as connection:
        found = connection.execute(mine.returning(*_TOLD)).one_or_none()
    return _job(found) if found else None


def note(database: Database, job: Job, done: int, of: int, now: datetime) -> bool:
    """Note how far it is, and keep it; False if another process has it meanwhile."""
    return _write(database, job, done=done, of=of, lease_until=now + LEASE)


def end(
    database: Database, job: Job, standing: Standing, now: datetime, *, result: bytes | None = None,
    corrected: bytes | None = None, refused: tuple[str, str] | None = None,
) -> bool:  # fmt: skip
    """Note what came of it; False if another process has it meanwhile."""
    told = json.dumps(refused) if refused else None
    return _write(
        database, job, standing=standing, ended_at=now, lease_until=None, result=result, corrected=corrected,
        refused=told,
    )  # fmt: skip


def find(connection: Connection, org: str, job_id: UUID) -> Job | None:
    """A job of a unit."""
    found = connection.execute(select(*_TOLD).where(_row.org == org, _row.job_id == job_id)).one_or_none()
    return _job(found) if found else None


def latest(connection: Connection, org: str, subject: str) -> Job | None:
    """The last job that a unit had of a list or an import: the one under way, where one is."""
    mine = select(*_TOLD).where(_row.org == org, _row.subject == subject)
    order = (_row.ended_at.is_not(None), _row.begun_at.desc(), _row.job_id)
    found = connection.execute(mine.order_by(*order).limit(1)).one_or_none()
    return _job(found) if found else None


def listed(connection: Connection, org: str) -> list[Job]:
    """The jobs of a unit that are kept, the newest first."""
    return [_job(row) for row in connection.execute(
        select(*_TOLD).where(_row.org == org).order_by(_row.begun_at.desc(), _row.job_id))]  # fmt: skip


def kept(connection: Connection, job: Job, what: str) -> bytes | None:
    """What a job left: its `result`, or the `corrected` workbook."""
    return connection.scalar(select(_row[what]).where(_row.job_id == job.job_id))


def forget(database: Database, now: datetime) -> int:
    """Drop what ended a day ago. How many rows that was."""
    old = _row.ended_at < now - KEPT
    with database.reading() as connection:
        if connection.scalar(select(_row.job_id).where(old).limit(1)) is None:
            return 0
    with database.writing() as connection:
        return connection.execute(delete(jobs).where(old)).rowcount


def _free(now: datetime) -> ColumnElement[bool]:
    """Waiting, or in the hands of a process that let its lease run out. A lease longer than leases are was written by
    another clock."""
    over = or_(_row.lease_until <= now, _row.lease_until > now + LEASE)
    return or_(_row.standing == Standing.WAITING, and_(_row.standing == Standing.RUNNING, over))


def _write(database: Database, job: Job, **values: Any) -> bool:
    mine = and_(_row.job_id == job.job_id, _row.fence == job.fence, _row.standing == Standing.RUNNING)
    with database.writing() as connection:
        return connection.execute(update(jobs).where(mine).values(**values)).rowcount > 0


def _job(row: Row[Any]) -> Job:
    said = {name: getattr(row, name) for name in Job._fields}
    said |= {"actor": Actor.parse(row.actor), "asked": json.loads(row.asked), "standing": Standing(row.standing)}
    return Job(**{**said, "refused": tuple(json.loads(row.refused)) if row.refused else None})
