"""The register of logins: a session counts only while its row here stands, so that signing out really ends it.

The session's cookie holds a random value; the row holds its digest, so that whoever reads the table can take over none.
"""

import hashlib
import secrets
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, ForeignKey, LargeBinary, Text, insert, select, update

from events.tables import Id, Timestamp, table

AGENT_LENGTH = 300

logins = table(
    "logins",
    Column("login_id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("began_at", Timestamp, nullable=False),
    Column("ended_at", Timestamp),
)
_row = logins.c


class Login(NamedTuple):
    """One login that stands: since when, from where, with which program; `mine` if it is the one that asks."""

    login_id: UUID
    began_at: datetime
    address: str
    agent: str
    mine: bool


def begin(connection: Connection, account_id: UUID, address: str, agent: str, at: datetime) -> str:
    """Register a login; what its cookie is to hold."""
    value = secrets.token_urlsafe(32)
    row = {"login_id": uuid4(), "account_id": account_id, "digest": digest(value), "began_at": at}
    shown = "".join(c for c in agent if c.isprintable())[:AGENT_LENGTH]
    connection.execute(insert(logins), {**row, "address": address, "agent": shown})
    return value


def stands(connection: Connection, value: str, account_id: UUID) -> bool:
    """Whether this is a login of the account that nobody has ended."""
    standing = (_row.digest == digest(value)) & (_row.account_id == account_id) & _row.ended_at.is_(None)
    return connection.scalar(select(_row.login_id).where(standing)) is not None


def standing(connection: Connection, account_id: UUID, value: str, since: datetime) -> list[Login]:
    """The account's logins that stand, the newest first. Those that began before `since` have run out by themselves."""
    mine = (_row.account_id == account_id) & _row.ended_at.is_(None) & (_row.began_at > since)
    found = connection.execute(select(logins).where(mine).order_by(_row.began_at.desc(), _row.login_id))
    return [Login(r.login_id, r.began_at, r.address, r.agent, r.digest == digest(value)) for r in found]


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
