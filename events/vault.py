"""Where personal values lie: beside the log, each sealed under a key of the person it tells of.

    sealed   12 random bytes || AES-256-GCM(key, salt || value); the reference and the kind are bound to it

The salt of the commitment is sealed too: once the key is destroyed, what an event says cannot be guessed either.
See personal.py for what the log holds, keyring.py for where the keys are.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select, update

from events.database import Database
from events.errors import KeysMissing
from events.keyring import NO_KEYS, Keyring
from events.personal import PersonalValue
from events.tables import personal_data, personal_keys, unsealed_personal_data

NONCE, SALT = 12, 16
_keys, _data, _unsealed = personal_keys.c, personal_data.c, unsealed_personal_data.c


def keyring_of(connection: Connection) -> Keyring:
    """The keys that the connection's database was opened with."""
    found: Keyring = connection.get_execution_options().get("keyring", NO_KEYS)
    return found


def keep(connection: Connection, values: Sequence[PersonalValue], about: Mapping[UUID, str], at: datetime) -> None:
    """Seal values and keep them; `about` says by reference who each tells of.

    A person's key is made with the first value. IntegrityError where another transaction makes it at the same time:
    try again. KeysMissing where the folder with the keys is not there.
    """
    ring = keyring_of(connection)
    rows = [_sealed(connection, ring, value, ring.subject(about[value.ref]), at) for value in values]
    if rows:
        connection.execute(insert(personal_data), rows)


def _sealed(connection: Connection, ring: Keyring, value: PersonalValue, subject: UUID, at: datetime) -> Any:
    key_id, key = _key_for(connection, ring, subject, at)
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, value.salt + value.value.encode(), _bound(value.ref, value.kind))
    return {"ref": value.ref, "kind": value.kind, "key_id": key_id, "sealed": sealed}


def _key_for(connection: Connection, ring: Keyring, subject: UUID, at: datetime) -> tuple[UUID, bytes]:
    key_id = key_of(connection, subject)
    if key_id is None:
        key_id, key = ring.make()
        connection.execute(insert(personal_keys), {"key_id": key_id, "subject": subject, "made_at": at})
        return key_id, key
    there = ring.key(key_id)
    if there is None:
        raise KeysMissing
    return key_id, there


def key_of(connection: Connection, subject: UUID) -> UUID | None:
    """The key a person's values are sealed with now; none for nobody, and for who was erased."""
    found: UUID | None = connection.scalar(select(_keys.key_id).where(_keys.subject == subject))
    return found


def keys_of(connection: Connection, subjects: Iterable[UUID]) -> dict[UUID, UUID]:
    """The keys that values of any of these persons are sealed with now, each with its person; in a lasting order."""
    wanted = select(_keys.key_id, _keys.subject).where(_keys.subject.in_(set(subjects)))
    return dict(sorted((row.key_id, row.subject) for row in connection.execute(wanted)))


def opened(ring: Keyring, row: Any) -> tuple[bytes, str] | None:
    """Salt and value of a row of `personal_data`; None where it cannot be opened."""
    return _opened(ring.key(row.key_id), row)


def _opened(key: bytes | None, row: Any) -> tuple[bytes, str] | None:
    sealed = bytes(row.sealed)
    if key is None:
        return None
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(row.ref, row.kind))
        return plain[:SALT], plain[SALT:].decode()
    except (InvalidTag, ValueError):
        return None


def reveal(connection: Connection, refs: Iterable[UUID]) -> Mapping[UUID, str]:
    """The values still kept behind `refs`; an erased one is absent."""
    wanted, ring = set(refs), keyring_of(connection)
    if not wanted:
        return {}
    known = select(personal_data).join(personal_keys, _keys.key_id == _data.key_id)
    rows = connection.execute(known.where(_data.ref.in_(wanted), _keys.erased_at.is_(None))).all()
    keys = {key_id: ring.key(key_id) for key_id in {row.key_id for row in rows}}  # one person is named in many rows
    found = {row.ref: plain[1] for row in rows if (plain := _opened(keys[row.key_id], row))}
    if missing := wanted - found.keys():
        waiting = select(_unsealed.ref, _unsealed.value).where(_unsealed.ref.in_(missing))
        found |= {row.ref: row.value for row in connection.execute(waiting)}
    return found


def erase(connection: Connection, key_id: UUID, at: datetime) -> bool:
    """Note that a key is to be destroyed, and forget whose it was; False if that is so already. See `destroy`."""
    mine = (_keys.key_id == key_id) & _keys.erased_at.is_(None)
    done = connection.execute(update(personal_keys).where(mine).values(erased_at=at, subject=None))
    return done.rowcount > 0


def to_destroy(connection: Connection) -> list[UUID]:
    """The keys that were given up, and may still be there."""
    wanted = select(_keys.key_id).where(_keys.erased_at.is_not(None), _keys.destroyed_at.is_(None))
    return list(connection.scalars(wanted))


def note_destroyed(connection: Connection, key_id: UUID, at: datetime) -> None:
    connection.execute(update(personal_keys).where(_keys.key_id == key_id).values(destroyed_at=at))


def unsealed(connection: Connection) -> list[PersonalValue]:
    """Values from before they were sealed."""
    rows = connection.execute(select(unsealed_personal_data).order_by(_unsealed.ref))
    return [PersonalValue(row.ref, row.kind, row.value, bytes(row.salt)) for row in rows]


def take_out_unsealed(connection: Connection, refs: Iterable[UUID]) -> None:
    connection.execute(delete(unsealed_personal_data).where(_unsealed.ref.in_(list(refs))))


def wipe(database: Database) -> None:
    """Leave no byte on the disk of what was taken out of `unsealed_personal_data`; only the tables' owner may."""
    database.shrink(unsealed_personal_data.name)


def _bound(ref: UUID, kind: str) -> bytes:
    return ref.bytes + kind.encode()
