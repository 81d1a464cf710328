"""Evidence coming in by a form and going out again: types by name and content, safe names, digests checked."""

import hashlib
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import PurePosixPath
from typing import NamedTuple

from flask import Response, request
from werkzeug.datastructures import FileStorage
from werkzeug.utils import send_file

from events.database import Database
from workflow.errors import FileTypeRefused, Refusal
from workflow.files import FileStore, register
from workflow.messages import Actor
from workflow.service import Ledger

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _zipped(part: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(ZIP) and part in content


def _text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


class Type(NamedTuple):
    """A type of file taken as evidence: its media type, and how its content is known."""

    media: str
    fits: Callable[[bytes], bool]


OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, Type] = {
    "pdf": Type("application/pdf", _begins(b"%PDF-")),
    "ofd": Type("application/ofd", _zipped(b"OFD.xml")),
    "png": Type("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Type("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": Type("image/jpeg", _begins(b"\xff\xd8\xff")),
    "docx": Type(OFFICE + "wordprocessingml.document", _zipped(b"word/")),
    "xlsx": Type(OFFICE + "spreadsheetml.sheet", _zipped(b"xl/")),
    "doc": Type("application/msword", _begins(OLE)),
    "xls": Type("application/vnd.ms-excel", _begins(OLE)),
    "wps": Type("application/vnd.ms-works", _begins(OLE)),
    "et": Type("application/vnd.ms-excel", _begins(OLE)),
    "zip": Type("application/zip", _begins(ZIP)),
    "txt": Type("text/plain", _text),
    "csv": Type("text/csv", _text),
}
ACCEPT = ",".join(f".{suffix}" for suffix in TYPES)


class Brought(NamedTuple):
    """The files of one form: digests of those that were taken, refusals of the others."""

    digests: list[str]
    refusals: list[Refusal]


def take(ledger: Ledger, by: Actor, sent: Iterable[FileStorage], keep: bool) -> Brought:
    """Keep each file that can be evidence. Without `keep` nothing is stored: only what their digests are is told."""
    brought = Brought([], [])
    for file in sent:
        content = file.stream.read()
        if not file.filename and not content:
            continue  # what a browser sends for an empty file field
        try:
            brought.digests.append(_take(ledger, by, file.filename or "", content, keep))
        except Refusal as refusal:
            brought.refusals.append(refusal)
    return brought


def _take(ledger: Ledger, by: Actor, stated: str, content: bytes, keep: bool) -> str:
    if not keep:
        return hashlib.sha256(content).hexdigest()
    name = safe_name(stated)
    taken = TYPES.get(suffix(name))
    if content and (taken is None or not taken.fits(content)):
        raise FileTypeRefused(field="evidence", name=name, allowed=" ".join(TYPES))
    sha256 = ledger.files.put(content)
    _register(ledger.database, sha256, name, taken.media if taken else "", len(content), by, ledger)
    return sha256


def _register(
    database: Database, sha256: str, name: str, media: str, size: int, by: Actor, ledger: Ledger
) -> None:
    with database.writing() as connection:
        register(connection, sha256, name, media, size, by, ledger.clock.now())


def suffix(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


def safe_name(stated: str) -> str:
    """The file's own name without folders, control or direction characters, at most 120 long, its ending kept."""
    last = stated.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in last if c.isprintable() and not 0xD800 <= ord(c) <= 0xDFFF).strip(" .")
    ending = f".{suffix(printable)}" if suffix(printable) else ""
    stem = printable[: len(printable) - len(ending)]
    return (stem[: 120 - len(ending)] + ending) or "file"


def hand_out(files: FileStore, sha256: str, name: str, media_type: str) -> Response:
    """The file as an attachment that no browser renders; FileAltered if it is not what was uploaded."""

    content = files.get(sha256)
    response = send_file(
        BytesIO(content), request.environ, mimetype=media_type or "application/octet-stream",
        as_attachment=True, download_name=safe_name(name), response_class=Response,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
