"""The second factor: a code of six digits that changes every 30 seconds (RFC 6238), or a recovery code, good once.

The secret is sealed under a key from the folder of keys; recovery codes are kept as digests. A code counts for its step
alone: who looks over a shoulder cannot use it again. One step of clock skew either way is taken.
"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import Column, Connection, ForeignKey, Integer, LargeBinary, delete, func, insert, select, update

from events import acts
from events.acts import Act
from events.tables import Id, Timestamp, table
from events.vault import keyring_of

SECRET, NONCE, DIGITS, STEP, SKEW = 20, 12, 6, 30, 1
CODES, CODE_BYTES = 10, 5
PURPOSE, ISSUER = "second factor", "Xiaohao"

second_factors = table(
    "second_factors",
    Column("account_id", Id, ForeignKey("accounts.account_id"), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("last_step", Integer, nullable=False),
    Column("made_at", Timestamp, nullable=False),
    Column("confirmed_at", Timestamp),
)
recovery_codes = table(
    "recovery_codes",
    Column("digest", LargeBinary, primary_key=True),
    Column("account_id", Id, ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("used_at", Timestamp),
)
_factor, _code = second_factors.c, recovery_codes.c


def is_on(connection: Connection, account: UUID) -> bool:
    """Whether signing in asks for a code."""
    query = select(_factor.account_id).where(_factor.account_id == account, _factor.confirmed_at.is_not(None))
    return connection.scalar(query) is not None


def begin(connection: Connection, account: UUID, login: str, at: datetime) -> str:
    """A new secret that is not on yet, as an address for the phone's app; the one begun before is forgotten."""
    secret = secrets.token_bytes(SECRET)
    connection.execute(delete(second_factors).where(_factor.account_id == account, _factor.confirmed_at.is_(None)))
    row = {"account_id": account, "secret": _sealed(connection, account, secret), "last_step": 0, "made_at": at}
    connection.execute(insert(second_factors), row)
    return _totp(secret).get_provisioning_uri(login, ISSUER)


def confirm(connection: Connection, account: UUID, given: str, at: datetime) -> list[str] | None:
    """Turn it on with the first right code: the recovery codes, which are not shown again. None if it is not right."""
    if not _is_code(connection, account, given, at):
        return None
    connection.execute(update(second_factors).where(_factor.account_id == account).values(confirmed_at=at))
    acts.write(connection, Act("second_factor_on", account), at)
    return _new_codes(connection, account)


def take(connection: Connection, account: UUID, given: str, at: datetime) -> bool:
    """Whether this is a code or a recovery code of the account; either is good once."""
    text = "".join(given.split()).replace("-", "").casefold()
    if text.isascii() and text.isdigit() and len(text) == DIGITS:
        return _is_code(connection, account, text, at)
    mine = (_code.digest == _digest(account, text)) & _code.used_at.is_(None)
    used = connection.execute(update(recovery_codes).where(mine).values(used_at=at)).rowcount > 0
    if used:
        acts.write(connection, Act("recovery_code_used", account), at)
    return used


def left(connection: Connection, account: UUID) -> int:
    """How many recovery codes are good still."""
    mine = (_code.account_id == account) & _code.used_at.is_(None)
    return connection.scalar(select(func.count()).where(mine)) or 0


def drop(connection: Connection, account: UUID, at: datetime) -> None:
    """Turn it off and forget it; the account's next sign-in asks for none."""
    connection.execute(delete(recovery_codes).where(_code.account_id == account))
    if connection.execute(delete(second_factors).where(_factor.account_id == account)).rowcount:
        acts.write(connection, Act("second_factor_off", account), at)


def _new_codes(connection: Connection, account: UUID) -> list[str]:
    codes = [secrets.token_hex(CODE_BYTES) for _ in range(CODES)]
    connection.execute(delete(recovery_codes).where(_code.account_id == account))
    rows = [{"digest": _digest(account, code), "account_id": account} for code in codes]
    connection.execute(insert(recovery_codes), rows)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _is_code(connection: Connection, account: UUID, given: str, at: datetime) -> bool:
    """Whether it is right for a step that no code was taken for yet, which it then is."""
    row = connection.execute(select(second_factors).where(_factor.account_id == account)).one_or_none()
    secret = row and _opened(connection, account, bytes(row.secret))
    if not row or not secret:
        return False
    now = int(at.timestamp()) // STEP
    right = [step for step in range(now - SKEW, now + SKEW + 1) if _matches(secret, step, given)]
    if not right or right[-1] <= row.last_step:
        return False
    newer = (_factor.account_id == account) & (_factor.last_step < right[-1])
    return connection.execute(update(second_factors).where(newer).values(last_step=right[-1])).rowcount > 0


def _matches(secret: bytes, step: int, given: str) -> bool:
    return secrets.compare_digest(_totp(secret).generate(step * STEP), given.encode("utf-8", "replace"))


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # nosec B303 - what apps on phones know


def _sealed(connection: Connection, account: UUID, secret: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(keyring_of(connection).derived(PURPOSE)).encrypt(nonce, secret, account.bytes)


def _opened(connection: Connection, account: UUID, sealed: bytes) -> bytes | None:
    try:
        key = keyring_of(connection).derived(PURPOSE)
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], account.bytes)
    except (InvalidTag, ValueError):
        return None


def _digest(account: UUID, text: str) -> bytes:
    return hashlib.sha256(account.bytes + text.encode("utf-8", "surrogatepass")).digest()
