"""The archive of a backup: a tar that begins with a manifest of everything in it.

manifest.json      what is inside, with sizes and digests, how long the log was and its root; written last, in room
                   that was left for it, so that an archive that was cut off has none
database           SQLite's file, or PostgreSQL's dump
files/<sha256>     every evidence file that the database names
"""

import hashlib
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

import msgspec

from events.errors import DamagedBackup
from workflow.files import is_digest

FORMAT = "xiaohao-backup/1"
MANIFEST_BYTES = 50_000_000
BLOCK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Part:
    """One member of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`missing` names evidence that could not be read as it was uploaded; `root` and `note` are hex and text."""

    created_at: str
    kind: str
    revision: str
    log_size: int
    root: str
    note: str | None
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    format: str = FORMAT

    def part(self, name: str) -> Part:
        """The part of this name."""
        return next(part for part in self.parts if part.name == name)

    @property
    def evidence(self) -> tuple[Part, ...]:
        """The evidence files."""
        return tuple(part for part in self.parts if part.name != "database")


class Content:
    """The bytes of a part, as they are read; DamagedBackup at their end if they are not those that were put in."""

    def __init__(self, tar: tarfile.TarFile, part: Part, at: tarfile.TarInfo | None = None):
        self._part, self._digest = part, hashlib.sha256()
        self._file = _inside(tar, at or tar.getmember(part.name))

    def read(self, size: int = -1, /) -> bytes:
        some = self._file.read(size)
        self._digest.update(some)
        if len(some) != size and self._digest.hexdigest() != self._part.sha256:
            raise DamagedBackup(f"{self._part.name} is not what was put in")
        return some


class Noted:
    """The bytes of a file as they are read, and their digest after that."""

    def __init__(self, file: BinaryIO):
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        some = self._file.read(size)
        self._digest.update(some)
        return some

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def opened(archive: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """An archive that was read through and is whole, and its manifest; DamagedBackup says what is not."""
    with archive.open("rb") as file:
        yield _understood(file, _checked)


def read_manifest(archive: Path) -> Manifest:
    """The manifest of an archive that is whole; DamagedBackup says what is not."""
    with opened(archive) as (_, manifest):
        return manifest


def parts_named(archive: Path) -> int:
    """How many parts an archive says it has; they are not looked at. DamagedBackup if it cannot be told."""
    with archive.open("rb") as file:
        return len(_understood(file, _head)[1].parts)


def _understood(file: IO[bytes], look: Callable[[tarfile.TarFile], Manifest]) -> tuple[tarfile.TarFile, Manifest]:
    try:
        tar = tarfile.TarFile(fileobj=file)
        return tar, look(tar)
    except (tarfile.TarError, EOFError, msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise DamagedBackup(f"it cannot be read as a backup: {error}") from error


def _head(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != "manifest.json" or not first.isreg() or first.size > MANIFEST_BYTES:
        raise DamagedBackup("the archive does not begin with its manifest")
    said = _inside(tar, first).read()
    if not said.strip(b"\0"):
        raise DamagedBackup("the backup was cut off before its end: its manifest is not written")
    manifest = msgspec.json.decode(said, type=Manifest, strict=True)
    if manifest.format != FORMAT:
        raise DamagedBackup(f"the archive is a {manifest.format}; this release reads {FORMAT}")
    return manifest


def _checked(tar: tarfile.TarFile) -> Manifest:
    manifest = _head(tar)
    if [part.name for part in manifest.parts].count("database") != 1:
        raise DamagedBackup("the manifest does not name one database")
    for part in manifest.parts:
        _require(part, tar, tar.next())
    if tar.next() is not None:
        raise DamagedBackup("the archive holds more than its manifest names")
    return manifest


def _require(part: Part, tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> None:
    known = part.name == "database" or (part.name.startswith("files/") and is_digest(part.name.removeprefix("files/")))
    if not known or (part.name.startswith("files/") and part.name.removeprefix("files/") != part.sha256):
        raise DamagedBackup(f"the manifest names {part.name!r}, which no backup holds")
    if member is None or not member.isreg() or (member.name, member.size) != (part.name, part.size):
        raise DamagedBackup(f"{part.name} is missing or is not as long as its manifest says")
    read = Content(tar, part, member)
    while read.read(BLOCK):
        pass


def _inside(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    found = tar.extractfile(member)
    assert found is not None
    return found


def member(name: str, size: int) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.size = size
    return made
