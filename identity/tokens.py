"""Tokens for programs: shown once, kept as a digest, good until a day or until revoked.

Authorization: Bearer xiaohao_4Xq…        stands for the account it was issued to
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, ForeignKey, LargeBinary, Text, insert, select, update

from events import acts
from events.acts import Act
from events.tables import Id, Timestamp, table
from identity.accounts import accounts, whois
from identity.refusals import BadTokenLifetime
from workflow.messages import Actor

PREFIX = "xiaohao_"
MOST_DAYS = 366

api_tokens = table(
    "api_tokens",
    Column("token_id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("created_at", Timestamp, nullable=False),
    Column("expires_at", Timestamp, nullable=False),
    Column("revoked_at", Timestamp),
)


def issue(connection: Connection, account_id: UUID, at: datetime, days: int, label: str = "") -> str:
    """A new token for the account. This is the only time it is seen."""
    if not 1 <= days <= MOST_DAYS:
        raise BadTokenLifetime(field="days", most=MOST_DAYS)
    token = PREFIX + secrets.token_urlsafe(32)
    row = {"token_id": uuid4(), "account_id": account_id, "digest": _digest(token), "label": label[:64]}
    connection.execute(insert(api_tokens), {**row, "created_at": at, "expires_at": at + timedelta(days=days)})
    acts.write(connection, Act("token_issued", account_id, str(row["token_id"]), {"days": days}), at)
    return token


def revoke(connection: Connection, token_id: UUID, at: datetime) -> None:
    """End a token now; one that is ended already stays as it is."""
    mine = (api_tokens.c.token_id == token_id) & api_tokens.c.revoked_at.is_(None)
    if connection.execute(update(api_tokens).where(mine).values(revoked_at=at)).rowcount:
        acts.write(connection, Act("token_revoked", None, str(token_id)), at)


def actor_of(
    connection: Connection, token: str, at: datetime, today: date, *, production: bool = False
) -> Actor | None:
    """Whom the token stands for then; None if it is unknown, over or revoked, or the account can do nothing today.

    Looking a digest up tells an attacker nothing of the token: to steer the digest is to find the token.
    """
    good = (api_tokens.c.digest == _digest(token)) & api_tokens.c.revoked_at.is_(None) & (api_tokens.c.expires_at > at)
    found = select(accounts.c.account_id).join(api_tokens).where(good)
    if production:
        found = found.where(~accounts.c.demo)
    account = connection.scalar(found)
    return next(iter(whois(connection, account, today)), None) if account else None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
