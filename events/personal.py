"""Personal data beside the log: an event carries a reference and a salted commitment, vault.py keeps the value. Pure.

    {"commitment": "<hex SHA-256(salt || 0x00 || kind || 0x00 || value)>", "ref": "6f…"}

A value can be erased; log, digests and proofs stay valid, because none of them holds the value.
"""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4


@dataclass(frozen=True, slots=True)
class PersonalRef:
    """What an event says of a personal value."""

    ref: UUID
    commitment: str


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """The value behind a reference; `kind` says what it is (name, phone, account)."""

    ref: UUID
    kind: str
    value: str
    salt: bytes

    @classmethod
    def of(cls, kind: str, value: str) -> "PersonalValue":
        """A new reference to `value` under a fresh 16-byte salt."""
        return cls(uuid4(), kind, value, secrets.token_bytes(16))

    @property
    def stated(self) -> PersonalRef:
        return PersonalRef(self.ref, commitment(self.salt, self.kind, self.value))


def commitment(salt: bytes, kind: str, value: str) -> str:
    return hashlib.sha256(b"\x00".join((salt, kind.encode(), value.encode()))).hexdigest()
