"""Tokens for programs: shown once, kept as a digest, good until a day or until revoked.

Authorization: Bearer xiaohao_4Xq…        stands for the account it was issued to
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
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
    Column("scope", Text, nullable=False),
)
_row = api_tokens.c


class Scope(StrEnum):
    """What a token may be used for, within what its account may."""

    READ = "read"
    ALL = "all"


class Token(NamedTuple):
    """A token that stands, without what it is."""

    token_id: UUID
    label: str
    scope: str
    created_at: datetime
    expires_at: datetime


class Bearer(NamedTuple):
    """Whom a token stands for, and what it may be used for."""

    actor: Actor
    scope: str


def issue(
    connection: Connection, account_id: UUID, at: datetime, days: int, label: str = "", scope: Scope = Scope.ALL
) -> str:
    """A new token for the account. This is the only time it is seen."""
    if not 1 <= days <= MOST_DAYS:
        raise BadTokenLifetime(field="days", most=MOST_DAYS)
    token = PREFIX + secrets.token_urlsafe(32)
    row = {"token_id": uuid4(), "account_id": account_id, "digest": _digest(token), "label": shown(label)}
    row |= {"scope": scope.value}
    connection.execute(insert(api_tokens), {**row, "created_at": at, "expires_at": at + timedelta(days=days)})
    acts.write(
        connection, Act("token_issued", account_id, str(row["token_id"]), {"days": days, "scope": scope.value}), at
    )
    return token


def shown(label: str) -> str:
    """A label as it is kept: at most 64 characters that can be seen."""
    return "".join(c for c in label if c.isprintable()).strip()[:64]


def days_of(text: str) -> int:
    """A number of days that was typed; BadTokenLifetime for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise BadTokenLifetime(field="days", most=MOST_DAYS)
    return int(text)


def scope_of(text: str) -> Scope:
    """A scope that was chosen; the narrowest for what is none."""
    return Scope.ALL if text == Scope.ALL else Scope.READ


def standing(connection: Connection, account_id: UUID, at: datetime) -> list[Token]:
    """The tokens of an account that are good then, the newest first."""
    good = (_row.account_id == account_id) & _row.revoked_at.is_(None) & (_row.expires_at > at)
    found = connection.execute(select(api_tokens).where(good).order_by(_row.created_at.desc(), _row.token_id))
    return [Token(row.token_id, row.label, row.scope, row.created_at, row.expires_at) for row in found]


def revoke(connection: Connection, token_id: UUID, at: datetime, account_id: UUID) -> bool:
    """End a token of an account now; False if it has none such that is not ended."""
    mine = (_row.token_id == token_id) & (_row.account_id == account_id) & _row.revoked_at.is_(None)
    done = connection.execute(update(api_tokens).where(mine).values(revoked_at=at)).rowcount > 0
    if done:
        acts.write(connection, Act("token_revoked", account_id, str(token_id)), at)
    return done


def actor_of(
    connection: Connection, token: str, at: datetime, today: date, *, production: bool = False
) -> Actor | None:
    """Whom the token stands for then, whatever it may be used for; see bearer_of."""
    found = bearer_of(connection, token, at, today, production=production)
    return found.actor if found else None


def bearer_of(
    connection: Connection, token: str, at: datetime, today: date, *, production: bool = False
) -> Bearer | None:
    """Whom the token stands for then; None if it is unknown, over or revoked, or the account can do nothing today.

    Looking a digest up tells an attacker nothing of the token: to steer the digest is to find the token.
    """
    good = (api_tokens.c.digest == _digest(token)) & api_tokens.c.revoked_at.is_(None) & (api_tokens.c.expires_at > at)
    found = select(accounts.c.account_id, api_tokens.c.scope).join(api_tokens).where(good)
    if production:
        found = found.where(~accounts.c.demo)
    row = connection.execute(found).one_or_none()
    actor = next(iter(whois(connection, row.account_id, today)), None) if row else None
    return Bearer(actor, row.scope) if row and actor else None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
