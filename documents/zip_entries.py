"""The part of reading a zip of evidence that runs in its own process under limits: its files, judged one by one.

`documents.evidence_zip` starts it: for what is in the zip, and with `contents` for the bytes themselves, too.
"""

import hashlib
import sys
import zipfile
import zlib
from io import BytesIO

import msgspec

from documents.child import limit_resources
from documents.guard import MAX_RATIO, SMALL, UNZIP_ERRORS
from documents.refusals import UnreadableFile
from documents.zip_names import is_file, is_odd, path_of
from documents.zip_refusals import EvidenceZipDamaged, EvidenceZipLocked, EvidenceZipOdd, EvidenceZipTooLarge, NotAZip
from workflow.errors import Refusal
from workflow.file_errors import EmptyFile
from workflow.file_types import check

MAX_ENTRIES = 1000
MAX_UNPACKED = 100 * 2**20
MEMORY = 2**30
SECONDS = 20
NESTED = "nested_zip"
TOO_LARGE = "file_too_large"
DAMAGED = "file_damaged"
ERRORS = (*UNZIP_ERRORS, zlib.error)
ARCHIVES = ("zip", "rar", "7z", "gz", "tar", "tgz")


class FoundFile(msgspec.Struct, frozen=True):
    """A file of the zip by its path; `refused` is the code of why it is not taken as evidence, "" where it is."""

    path: str
    size: int = 0
    sha256: str = ""
    media_type: str = ""
    refused: str = ""
    content: bytes = b""


class FoundZip(msgspec.Struct, frozen=True):
    """What the child hands back: files, or the code of its refusal of the whole."""

    files: list[FoundFile] = []
    refused: str = ""


def find_files(data: bytes, name: str, *, largest: int, contents: bool = False) -> list[FoundFile]:
    """The files of the zip, in its own order; one above `largest` bytes is not unpacked.

    An UnreadableFile says why the zip as a whole is not read.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise NotAZip(name=name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [(entry, path_of(entry)) for entry in archive.infolist()]
            _require_sane(entries, name, len(data))
            files = ((entry, path) for entry, path in entries if is_file(entry, path))
            return [_judged(archive, *one, largest, contents) for one in files]
    except ERRORS as error:
        raise EvidenceZipDamaged(name=name) from error


def _require_sane(entries: list[tuple[zipfile.ZipInfo, str]], name: str, length: int) -> None:
    unpacked = sum(entry.file_size for entry, _ in entries)
    packed = sum(entry.compress_size for entry, _ in entries)
    swollen = any(entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size) for entry, _ in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or swollen:
        raise EvidenceZipTooLarge(name=name)
    if any(entry.flag_bits & 1 for entry, _ in entries):
        raise EvidenceZipLocked(name=name)
    if any(is_odd(path) for _, path in entries):
        raise EvidenceZipOdd(name=name)
    if packed > length or len({path for _, path in entries}) < len(entries):
        raise EvidenceZipDamaged(name=name)  # entries that share bytes or names


def _judged(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, largest: int, contents: bool) -> FoundFile:
    """The file with its digest and type, or why it is not taken; one that cannot be unpacked spoils no other."""
    if path.rpartition(".")[2].casefold() in ARCHIVES:
        return FoundFile(path, entry.file_size, refused=NESTED)
    if entry.file_size > largest:
        return FoundFile(path, entry.file_size, refused=TOO_LARGE)
    try:
        content = archive.read(entry)
    except ERRORS:
        return FoundFile(path, entry.file_size, refused=DAMAGED)
    if not content:
        return FoundFile(path, refused=EmptyFile.code)
    try:
        media_type = check(path, content)
    except Refusal as refusal:
        return FoundFile(path, len(content), refused=refusal.code)
    digest = hashlib.sha256(content).hexdigest()
    return FoundFile(path, len(content), digest, media_type, content=content if contents else b"")


def main(largest: str, contents: str = "") -> None:
    """Read a zip from standard input; write `FoundZip` to standard output."""
    limit_resources(SECONDS, MEMORY)
    try:
        data = sys.stdin.buffer.read()
        files = find_files(data, "evidence.zip", largest=int(largest), contents=bool(contents))
        encoded = msgspec.msgpack.encode(FoundZip(files=files))
    except UnreadableFile as refusal:
        encoded = msgspec.msgpack.encode(FoundZip(refused=refusal.code))
    except MemoryError:
        encoded = msgspec.msgpack.encode(FoundZip(refused=EvidenceZipTooLarge.code))
    sys.stdout.buffer.write(encoded)
