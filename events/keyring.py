"""The keys that personal values are sealed with: a folder beside the database and its backups, one file a key.

    ab/ab3f….key      32 random bytes, mode 0600; made once, never changed
    ab/ab3f….erased   the key was destroyed: what it sealed is noise, here and in every backup
    pepper            what names of persons are turned into subjects with; who has only the database cannot guess them

All processes share the folder. Back it up apart from the database: a backup of a destroyed key brings the person back.
"""

import hashlib
import hmac
import os
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from events.errors import KeysMissing

LENGTH = 32


class Keyring:
    """The keys in one folder; without a folder there are none, and asking for one raises KeysMissing."""

    def __init__(self, folder: Path | None):
        self.folder = folder

    def subject(self, told: str) -> UUID:
        """Who `told` is about, the same for the same words however they are typed."""
        plain = unicodedata.normalize("NFKC", told).casefold().split()
        return UUID(bytes=hmac.digest(self._pepper(), " ".join(plain).encode(), hashlib.sha256)[:16])

    def make(self) -> tuple[UUID, bytes]:
        """A new key; it is on the disk when this returns."""
        key_id, key = uuid4(), secrets.token_bytes(LENGTH)
        try:
            _write(self._path(key_id), key)
        except OSError as error:
            raise KeysMissing from error
        return key_id, key

    def key(self, key_id: UUID) -> bytes | None:
        """The key; None if it was destroyed or is not here."""
        try:
            found = self._path(key_id).read_bytes()
        except FileNotFoundError:
            return None
        return found if len(found) == LENGTH else None

    def was_destroyed(self, key_id: UUID) -> bool:
        return self._path(key_id, ".erased").exists()

    def destroy(self, key_id: UUID) -> None:
        """Leave a mark, then overwrite the key and take it away. Doing it again changes nothing."""
        _write(self._path(key_id, ".erased"), b"")
        path = self._path(key_id)
        with suppress(FileNotFoundError):
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(LENGTH))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            _sync(path.parent)

    def derived(self, purpose: str) -> bytes:
        """A key for something else, of 32 bytes, made of the pepper; the same for the same purpose."""
        return hmac.digest(self._pepper(), f"key for {purpose}".encode(), hashlib.sha256)

    def _path(self, key_id: UUID, suffix: str = ".key") -> Path:
        return self._root / key_id.hex[:2] / f"{key_id}{suffix}"

    def _pepper(self) -> bytes:
        path = self._root / "pepper"
        try:
            if not path.exists():
                _write(path, secrets.token_bytes(LENGTH))
            return path.read_bytes()
        except OSError as error:
            raise KeysMissing from error

    @property
    def _root(self) -> Path:
        if self.folder is None:
            raise KeysMissing
        return self.folder


def _write(path: Path, content: bytes) -> None:
    """Put a file there whole, unless one is there: of two who make it at once, one wins and both read the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


NO_KEYS = Keyring(None)
