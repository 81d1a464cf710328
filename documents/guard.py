"""Which kind of list a file is, and whether it is safe to open: judged by its bytes, hardly ever by its name.

    check_file(data, "清单.csv")       Format.XLSX, if that is what it holds

Of a zip only the directory is read here. Everything else is looked at in the child process, under limits.
"""

import struct
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO

from documents.refusals import (
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
TEXT_NAMES = (".csv", ".txt", ".tsv")
WIDE = (b"\xff\xfe", b"\xfe\xff")
TEXT_CONTROLS = frozenset("\t\n\r\f\x1a")  # Ctrl-Z ends text files of old programs
UNZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, struct.error, OSError, EOFError, OverflowError,
    RuntimeError,
)  # fmt: skip


class Format(StrEnum):
    """What lists are read from."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


MEDIA_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.XLS: "application/vnd.ms-excel",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Format.CSV: "text/csv",
}
ACCEPT = ".xlsx,.xls,.ods,.csv,.txt,.tsv"


def check_file(data: bytes, name: str) -> Format:
    """What `data` is, if it may be opened; else raises the `UnreadableFile` that says why not."""
    if not data:
        raise EmptyFile(name=name)
    if len(data) > MAX_BYTES:
        raise OversizedFile(name=name)
    if data.startswith(OLE):
        return _compound(data, name)
    if data.startswith(b"PK"):
        return _zipped(data, name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%PDF", b"{\\rtf")):
        raise WrongType(name=name)
    if name.lower().endswith(TEXT_NAMES) or _is_text(data):
        return Format.CSV
    raise WrongType(name=name)


def _compound(data: bytes, name: str) -> Format:
    """An .xls, told by the names of its streams; WPS writes its .et much alike, but not for others to read."""
    if _named(data, "EncryptedPackage"):
        raise EncryptedFile(name=name)
    if name.lower().endswith(".et"):
        raise OldFormat(name=name)
    if _named(data, "_VBA_PROJECT_CUR"):
        raise MacroFile(name=name)
    if not (_named(data, "Workbook\0") or _named(data, "Book\0")):
        raise WrongType(name=name)
    return Format.XLS


def _named(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _is_text(data: bytes) -> bool:
    """Whether it reads as text in an encoding of ours, with no controls but those of text."""
    for encoding in ("utf-16",) if data.startswith(WIDE) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(letter >= " " or letter in TEXT_CONTROLS for letter in text)
    return False


def _zipped(data: bytes, name: str) -> Format:
    entries = _directory(data, name)
    _check_sizes(entries, name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise EncryptedFile(name=name)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise DamagedFile(name=name)
    return _format_of(set(names), name)


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


def _format_of(parts: set[str], name: str) -> Format:
    if "xl/workbook.bin" in parts:
        raise OldFormat(name=name)
    if any(part.endswith("vbaProject.bin") or part.startswith(("Basic/", "Scripts/")) for part in parts):
        raise MacroFile(name=name)
    if {"[Content_Types].xml", "xl/workbook.xml"} <= parts:
        return Format.XLSX
    if {"content.xml", "META-INF/manifest.xml"} <= parts:
        return Format.ODS
    raise WrongType(name=name)
