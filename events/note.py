"""Signed notes as C2SP describes them (c2sp.org/signed-note), with Ed25519 keys. Pure: no files, no clock.

note           <text, ending in a newline>\\n— <name> <base64 of key id and signature>\\n
key id         the first 4 bytes of SHA-256(name || 0x0A || 0x01 || public key)
verifier line  <name>+<key id in hex>+<base64 of 0x01 and the 32 bytes of the public key>
signer line    PRIVATE+KEY+<name>+<key id in hex>+<base64 of 0x01 and the 32 bytes of the private key>
fingerprint    SHA-256 of the public key's 32 bytes in lower-case hex
"""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from events.errors import BadNote

ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"
MOST_SIGNATURES, MOST_BYTES = 100, 1_000_000
DASH = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Verifier:
    """A name and the public key that signs under it."""

    name: str
    key: bytes

    @classmethod
    def parse(cls, line: str) -> "Verifier":
        """The verifier of a verifier line; BadNote if it is none."""
        name, key_id, key = _key_parts(line)
        verifier = cls(name, key)
        if verifier.key_id.hex() != key_id:
            raise BadNote(f"the key of {name!r} is not the one its id {key_id} was made from")
        return verifier

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    @property
    def line(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encoded(ED25519 + self.key)}"

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.key).hexdigest()

    def verifies(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A name and its private key, which is never shown."""

    name: str
    key: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str) -> "Signer":
        _require_name(name)
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, line: str) -> "Signer":
        """The signer of a signer line; BadNote if it is none, without a word of what stands in it."""
        if not line.startswith(PRIVATE):
            raise BadNote("this is no private key: it does not begin with PRIVATE+KEY+")
        name, key_id, key = _key_parts(line.removeprefix(PRIVATE))
        signer = cls(name, key)
        if signer.verifier.key_id.hex() != key_id:
            raise BadNote(f"the private key of {name!r} is not the one its id {key_id} was made from")
        return signer

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._private.public_key().public_bytes_raw())

    @property
    def line(self) -> str:
        return f"{PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{encoded(ED25519 + self.key)}"

    def signature(self, text: str) -> bytes:
        return self._private.sign(text.encode())

    def sign(self, text: str) -> str:
        """The note of a text; BadNote for a text that no note can hold."""
        if not text.endswith("\n") or _has_control_characters(text):
            raise BadNote("the text of a note ends in a newline and has no other control characters")
        return noted(text, self.verifier, self.signature(text))

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.key)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says it signed, with which key, and the signature itself."""

    name: str
    key_id: bytes
    signature: bytes


def noted(text: str, verifier: Verifier, signature: bytes) -> str:
    """The note that a text and its signature make."""
    return f"{text}\n{DASH}{verifier.name} {encoded(verifier.key_id + signature)}\n"


def open(note: str, verifier: Verifier) -> str:
    """The text of a note that `verifier` signed; signatures of other keys are passed over. BadNote otherwise."""
    text, signatures = parts(note)
    own = [one for one in signatures if (one.name, one.key_id) == (verifier.name, verifier.key_id)]
    if not own:
        key = f"{verifier.name}+{verifier.key_id.hex()}"
        raise BadNote(f"the note is not signed by {key}", "unsigned", key=key)
    if not all(verifier.verifies(text, one.signature) for one in own):
        raise BadNote(f"the signature of {verifier.name} is not that of this text", "forged", key=verifier.name)
    return text


def parts(note: str) -> tuple[str, list[Signature]]:
    """Text and signatures of a note, none of them verified; BadNote for what is no note."""
    if len(note) > MOST_BYTES or _has_control_characters(note):
        raise BadNote("the note is too long or has control characters")
    head, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise BadNote("the note has no text, blank line and signature lines, each ending in a newline")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(f"the note has {len(lines)} signatures; {MOST_SIGNATURES} are read")
    return head + "\n", [_signature(line) for line in lines]


def encoded(value: bytes) -> str:
    """Standard base64."""
    return b64encode(value).decode()


def decoded(text: str) -> bytes:
    """The bytes of base64 as `encoded` writes it; BadNote for any other spelling."""
    try:
        value = b64decode(text, validate=True)
    except ValueError:
        value = b""
    if not value or encoded(value) != text:
        raise BadNote(f"{text!r} is not base64")
    return value


def _signature(line: str) -> Signature:
    name, space, value = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space:
        raise BadNote("a signature line is an em dash, a name and a base64 signature")
    _require_name(name)
    signed = decoded(value)
    if len(signed) < 5:
        raise BadNote(f"the signature of {name!r} is too short")
    return Signature(name, signed[:4], signed[4:])


def _key_parts(line: str) -> tuple[str, str, bytes]:
    name, _, rest = line.partition("+")
    key_id, _, value = rest.partition("+")
    _require_name(name)
    try:
        key = decoded(value)
    except BadNote:
        key = b""
    if len(key) != 33 or key[:1] != ED25519:
        raise BadNote(f"{name!r} has no Ed25519 key of 32 bytes")
    return name, key_id, key[1:]


def _require_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() or ord(c) < 32 for c in name):
        raise BadNote(f"{name!r} is no name of a key: it has to be there, without spaces and +")


def _has_control_characters(text: str) -> bool:
    return any(c < " " and c != "\n" for c in text)
