"""How often a password may be guessed: counted in the database, before a guess is looked at, for all processes alike.

    one login from one address    5 in a quarter of an hour
    one login from anywhere       10
    any login from one address    100

Unknown logins are counted like known ones. What was typed as a login is kept as a digest: it may be a password.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Integer, LargeBinary, delete, text, update

from events.tables import Timestamp, table

WINDOW = timedelta(minutes=15)
PAIR, LOGIN, ADDRESS = 5, 10, 100

login_guesses = table(
    "login_guesses",
    Column("key", LargeBinary, primary_key=True),
    Column("guesses", Integer, nullable=False),
    Column("since", Timestamp, nullable=False, index=True),
)

_COUNT = text(
    "INSERT INTO login_guesses (key, guesses, since) VALUES (:key, 1, :now) ON CONFLICT (key) DO UPDATE SET "
    "guesses = CASE WHEN login_guesses.since <= :ended THEN 1 ELSE login_guesses.guesses + 1 END, "
    "since = CASE WHEN login_guesses.since <= :ended THEN excluded.since ELSE login_guesses.since END "
    "RETURNING guesses, since"
).columns(guesses=Integer, since=Timestamp)


class Limit(NamedTuple):
    """So many guesses under one key."""

    key: bytes
    most: int


def limits(login: str, address: str) -> tuple[Limit, ...]:
    """The narrowest first: what it stops is not counted against the wider ones, so a guesser locks out only himself."""
    pair, name, place = _key("pair", login, address), _key("login", login), _key("address", address)
    return Limit(pair, PAIR), Limit(name, LOGIN), Limit(place, ADDRESS)


def counted(connection: Connection, login: str, address: str, now: datetime) -> timedelta | None:
    """Count a guess that is about to be looked at. If it must not be: how long until one may be again."""
    for key, most in limits(login, address):
        guesses, since = connection.execute(_COUNT, _bound(connection, key, now)).one()
        if guesses > most:
            left: timedelta = since + WINDOW - now
            return max(left, timedelta(seconds=1))
    return None


def forgiven(connection: Connection, login: str, address: str, now: datetime) -> None:
    """After a right password: the login's guesses count no more, and this one not against its address."""
    pair, name, place = (limit.key for limit in limits(login, address))
    key, guesses, since = login_guesses.c.key, login_guesses.c.guesses, login_guesses.c.since
    connection.execute(delete(login_guesses).where(key.in_([pair, name]) | (since <= now - WINDOW)))
    connection.execute(update(login_guesses).where(key == place).values(guesses=guesses - 1))


def _bound(connection: Connection, key: bytes, now: datetime) -> dict[str, Any]:
    to: Any = login_guesses.c.since.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    bound = to or (lambda moment: moment)
    return {"key": key, "now": bound(now), "ended": bound(now - WINDOW)}


def _key(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
