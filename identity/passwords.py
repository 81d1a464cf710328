"""Passwords as argon2id digests, without an application: the command line and sign-in use the same two functions."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 256

_hasher = PasswordHasher()


def digest(password: str) -> str:
    """The digest that is kept: argon2id with its salt and cost, as text."""
    return _hasher.hash(_normal(password))


def matches(kept: str, password: str) -> bool:
    """Whether `password` is the one `kept` was made of."""
    try:
        return len(password) <= MOST and _hasher.verify(kept, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def of_nobody() -> str:
    """A digest to check against when no account has the login, so that the answer takes as long."""
    return digest("nobody")


def _normal(password: str) -> bytes:
    """One form for the same characters typed on different machines."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
