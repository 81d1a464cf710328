"""The archive of a backup: a tar that begins with a manifest of everything in it.

manifest.json      what is inside, with sizes and digests, and how long the log was and its root
database           SQLite's file, or PostgreSQL's dump
files/<sha256>     every evidence file that the database names
"""

import hashlib
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from events.errors import DamagedBackup
from workflow.files import is_digest

FORMAT = "xiaohao-backup/1"
MANIFEST_BYTES = 50_000_000


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


def read_manifest(archive: Path) -> Manifest:
    """The manifest of an archive that is whole; DamagedBackup says what is not."""
    try:
        with tarfile.open(archive, mode="r:") as tar:
            return _checked(tar)
    except (tarfile.TarError, EOFError, msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise DamagedBackup(f"{archive} cannot be read as a backup: {error}") from error


def _checked(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != "manifest.json" or not first.isreg() or first.size > MANIFEST_BYTES:
        raise DamagedBackup("the archive does not begin with its manifest")
    manifest = msgspec.json.decode(content(tar, first).read(), type=Manifest, strict=True)
    if manifest.format != FORMAT:
        raise DamagedBackup(f"the archive is a {manifest.format}; this release reads {FORMAT}")
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
    if hashlib.file_digest(content(tar, member), "sha256").hexdigest() != part.sha256:
        raise DamagedBackup(f"{part.name} is not what was put in")


def content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    """The bytes of a member, to be read."""
    content = tar.extractfile(member)
    assert content is not None
    return content


def member(name: str, size: int) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.size = size
    return made
