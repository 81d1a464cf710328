"""The security log: who signed in, was refused, took out or looked at what. A table of its own, chained row by row.

    row     {"account":"6f…"|null,"address":"10.0.0.7","at":…,"detail":{…},"kind":"login","seq":12,"subject":""}
    digest  SHA-256(digest of the row before || canonical bytes of the row); 32 zero bytes before the first

An act that cannot be written here is not done: write it in the act's own transaction, or before it is answered.
What fails again within a minute is written once and counted; the count is written when the minute is over.
Never put what was typed into a row: a login that is wrong may be a password.
"""

import hashlib
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Column, Connection, Integer, LargeBinary, Text, bindparam, delete, insert, select, text, update

from events import codec
from events.tables import Count, Id, Timestamp, table

NOTHING = bytes(32)
MINUTE = timedelta(minutes=1)
WHERE: ContextVar[str] = ContextVar("where", default="")
"""The address that asks, as the shell says; empty on the command line."""

security_log = table(
    "security_log",
    Column("seq", Count, primary_key=True, autoincrement=False),
    Column("at", Timestamp, nullable=False),
    Column("kind", Text, nullable=False, index=True),
    Column("account_id", Id, index=True),
    Column("address", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
security_head = table(
    "security_head",
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("seq", Count, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("trimmed", Count, nullable=False),
)
security_repeats = table(
    "security_repeats",
    Column("key", LargeBinary, primary_key=True),
    Column("minute", Timestamp, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("account_id", Id),
    Column("address", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("times", Integer, nullable=False),
)
_row, _head, _repeats = security_log.c, security_head.c, security_repeats.c

_COUNT = text(
    "INSERT INTO security_repeats (key, minute, kind, account_id, address, subject, times) "
    "VALUES (:key, :minute, :kind, :account_id, :address, :subject, 1) "
    "ON CONFLICT (key, minute) DO UPDATE SET times = security_repeats.times + 1 RETURNING times"
).bindparams(bindparam("minute", type_=Timestamp()), bindparam("account_id", type_=Id()))


class Act(NamedTuple):
    """What was done: a lasting name such as `login`, by whom, to what; `detail` holds texts and whole numbers."""

    kind: str
    account: UUID | None = None
    subject: str = ""
    detail: Mapping[str, str | int] = {}


class Row(NamedTuple):
    """One row as it is kept; `detail` is JSON."""

    seq: int
    at: datetime
    kind: str
    account: UUID | None
    address: str
    subject: str
    detail: str
    digest: bytes


class Head(NamedTuple):
    """The newest row's number and digest, and up to which number rows were taken away."""

    seq: int
    digest: bytes
    trimmed: int


def write(connection: Connection, act: Act, at: datetime) -> int:
    """Add an act; its number. Whoever else writes waits until this transaction ends, so write it last."""
    newest = head(connection, hold=True)
    seq = newest.seq + 1
    row = {
        "seq": seq, "at": at, "kind": act.kind, "account_id": act.account, "address": WHERE.get(),
        "subject": act.subject, "detail": codec.canonical(dict(act.detail)).decode(),
    }  # fmt: skip
    link = digest(newest.digest, row)
    connection.execute(insert(security_log), {**row, "digest": link})
    connection.execute(update(security_head).values(seq=seq, digest=link))
    return seq


def count(connection: Connection, act: Act, at: datetime) -> None:
    """Add an act that may come in floods: the first within a minute is written, the rest are counted."""
    minute, where = at.replace(second=0, microsecond=0), WHERE.get()
    key = hashlib.sha256("\0".join((act.kind, str(act.account), where, act.subject)).encode()).digest()
    row = {"key": key, "minute": minute, "kind": act.kind, "account_id": act.account, "address": where}
    times = connection.execute(_COUNT, {**row, "subject": act.subject}).scalar_one()
    if times == 1:
        write(connection, act, at)


def tell_repeats(connection: Connection, now: datetime) -> int:
    """Write how often each act was repeated in the minutes that are over; how many rows that took."""
    over = select(security_repeats).where(_repeats.minute <= now - MINUTE).order_by(_repeats.minute, _repeats.key)
    told = 0
    for row in connection.execute(over).all():
        if row.times > 1:
            told += 1
            detail = {"minute": row.minute.astimezone(UTC).isoformat(), "of": row.kind, "times": row.times}
            token = WHERE.set(row.address)
            write(connection, Act("repeated", row.account_id, row.subject, detail), now)
            WHERE.reset(token)
        connection.execute(delete(security_repeats).where(_repeats.key == row.key, _repeats.minute == row.minute))
    return told


def waiting(connection: Connection, now: datetime) -> bool:
    """Whether a minute is over whose repeated acts are not written yet."""
    return connection.scalar(select(_repeats.minute).where(_repeats.minute <= now - MINUTE).limit(1)) is not None


def head(connection: Connection, *, hold: bool = False) -> Head:
    """How far the security log is; with `hold` nobody else adds to it until this transaction ends."""
    query = select(_head.seq, _head.digest, _head.trimmed)
    row = connection.execute(query.with_for_update() if hold else query).one()
    return Head(row.seq, bytes(row.digest), row.trimmed)


def page(
    connection: Connection, *, before: int | None = None, size: int = 50, kind: str = "", account: str = ""
) -> list[Row]:
    """Rows from the newest on, or from the one before number `before`; of one kind, of one account."""
    query = select(security_log).order_by(_row.seq.desc()).limit(size)
    query = query.where(_row.seq < before) if before is not None else query
    query = query.where(_row.kind == kind) if kind else query
    query = query.where(_row.account_id == UUID(account)) if account else query
    return [Row(r.seq, r.at, r.kind, r.account_id, r.address, r.subject, r.detail, bytes(r.digest))
            for r in connection.execute(query)]  # fmt: skip


def digest(before: bytes, row: Mapping[str, Any]) -> bytes:
    """The link of a row to the one before it."""
    said = {
        "account": str(row["account_id"]) if row["account_id"] else None, "address": row["address"],
        "at": codec.microseconds(row["at"]), "detail": orjson.loads(row["detail"]), "kind": row["kind"],
        "seq": row["seq"], "subject": row["subject"],
    }  # fmt: skip
    return hashlib.sha256(before + codec.canonical(said)).digest()


def trim(connection: Connection, before: datetime) -> Head | None:
    """Take away all rows before the first that is of `before` or later; the last of them. None where there is none.

    The head says first how far, which the table's trigger asks. Only the owner of the tables may.
    """
    newest = head(connection, hold=True)
    first_kept = connection.scalar(select(_row.seq).where(_row.at >= before).order_by(_row.seq).limit(1))
    last = (newest.seq + 1 if first_kept is None else first_kept) - 1
    if last <= newest.trimmed:
        return None
    link = connection.execute(select(_row.digest).where(_row.seq == last)).scalar_one()
    connection.execute(update(security_head).values(trimmed=last))
    connection.execute(delete(security_log).where(_row.seq <= last))
    return Head(last, bytes(link), last)
