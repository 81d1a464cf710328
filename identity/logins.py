"""The register of logins: a session counts only while its row here stands, so that signing out really ends it.

The session's cookie holds a random value; the row holds its digest, so that whoever reads the table can take over none.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, LargeBinary, Text, insert, select, update

from events.tables import Id, Timestamp, table

AGENT_LENGTH = 300
LONGEST = timedelta(hours=12)
SELDOM = timedelta(minutes=1)
"""How often it is noted that a login is in use."""

logins = table(
    "logins",
    Column("login_id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("began_at", Timestamp, nullable=False),
    Column("seen_at", Timestamp),
    Column("ended_at", Timestamp),
)
_row = logins.c


class Login(NamedTuple):
    """One login that stands: since when, last used when, from where, with which program; `mine` if it asks."""

    login_id: UUID
    began_at: datetime
    seen_at: datetime
    address: str
    agent: str
    mine: bool


def begin(connection: Connection, account_id: UUID, address: str, agent: str, at: datetime) -> str:
    """Register a login; what its cookie is to hold."""
    value = secrets.token_urlsafe(32)
    row = {"login_id": uuid4(), "account_id": account_id, "digest": digest(value)}
    shown = "".join(c for c in agent if c.isprintable())[:AGENT_LENGTH]
    times = {"began_at": at, "seen_at": at}
    connection.execute(insert(logins), {**row, **times, "address": address, "agent": shown})
    return value


def _stands(account_id: UUID, now: datetime, idle: timedelta) -> ColumnElement[bool]:
    """Nobody has ended it, it was used within `idle`, and began within a working day."""
    used = (_row.seen_at > now - idle) & (_row.began_at > now - LONGEST)
    return (_row.account_id == account_id) & _row.ended_at.is_(None) & used


def last_seen(connection: Connection, value: str, account_id: UUID, now: datetime, idle: timedelta) -> datetime | None:
    """When this login of the account was last noted to be in use; None if it does not stand."""
    this = _stands(account_id, now, idle) & (_row.digest == digest(value))
    found: datetime | None = connection.scalar(select(_row.seen_at).where(this))
    return found


def seen(connection: Connection, value: str, now: datetime) -> None:
    """Note that a login is in use."""
    connection.execute(update(logins).where(_row.digest == digest(value)).values(seen_at=now))


def standing(connection: Connection, account_id: UUID, value: str, now: datetime, idle: timedelta) -> list[Login]:
    """The account's logins that stand, the newest first."""
    mine = select(logins).where(_stands(account_id, now, idle))
    found = connection.execute(mine.order_by(_row.began_at.desc(), _row.login_id))
    return [Login(r.login_id, r.began_at, r.seen_at, r.address, r.agent, r.digest == digest(value)) for r in found]


def end(connection: Connection, account_id: UUID, login_id: UUID, at: datetime) -> bool:
    """End one login of the account; False if it has none such that stands."""
    mine = (_row.login_id == login_id) & (_row.account_id == account_id) & _row.ended_at.is_(None)
    return connection.execute(update(logins).where(mine).values(ended_at=at)).rowcount > 0


def end_this(connection: Connection, value: str, at: datetime) -> None:
    """End the login whose cookie holds this; one that is ended stays as it is."""
    this = (_row.digest == digest(value)) & _row.ended_at.is_(None)
    connection.execute(update(logins).where(this).values(ended_at=at))


def end_others(connection: Connection, account_id: UUID, value: str, at: datetime) -> int:
    """End all logins of the account but the one that asks; how many."""
    others = (_row.account_id == account_id) & (_row.digest != digest(value)) & _row.ended_at.is_(None)
    return connection.execute(update(logins).where(others).values(ended_at=at)).rowcount


def digest(value: str) -> bytes:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()
