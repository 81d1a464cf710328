"""Is an uploaded file an .xlsx that is safe to unpack? Judged by its name, first bytes and zip directory alone."""

import struct
import zipfile
import zlib
from io import BytesIO

from documents.refusals import (
    CsvFile,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    MacroFile,
    OldFormat,
    OversizedFile,
    WrongType,
)

MAX_BYTES = 20 * 2**20
MAX_ENTRIES = 200
MAX_UNPACKED = 50 * 2**20
MAX_RATIO = 100
SMALL = 64 * 2**10  # below this no ratio can hurt
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, struct.error, OSError, EOFError, OverflowError,
    RuntimeError,
)  # fmt: skip


def check_file(data: bytes, name: str) -> None:
    """Return if `data` may be unpacked and parsed; else raise the `UnreadableFile` that says why not."""
    if not data:
        raise EmptyFile(name=name)
    if len(data) > MAX_BYTES:
        raise OversizedFile(name=name)
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise EncryptedFile(name=name) if locked else OldFormat(name=name)
    if not data.startswith(b"PK"):
        raise CsvFile(name=name) if name.lower().endswith((".csv", ".txt", ".tsv")) else WrongType(name=name)
    entries = _directory(data, name)
    _check_sizes(entries, name)
    _check_parts(entries, name)


def _directory(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.infolist()
    except UNZIP_ERRORS as error:
        raise DamagedFile(name=name) from error


def _check_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = any(entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size) for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > max(SMALL, MAX_RATIO * packed) or swollen:
        raise OversizedFile(name=name)


def _check_parts(entries: list[zipfile.ZipInfo], name: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise EncryptedFile(name=name)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise DamagedFile(name=name)
    if "xl/workbook.bin" in names:
        raise OldFormat(name=name)
    if any(part.endswith("vbaProject.bin") for part in names):
        raise MacroFile(name=name)
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names) or not name.lower().endswith(".xlsx"):
        raise WrongType(name=name)
