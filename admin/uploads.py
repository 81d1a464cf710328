"""Evidence coming in by a form and going out again, its digest checked each time."""

import hashlib
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from flask import Response, request
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage
from werkzeug.utils import send_file

from documents.guard import MEDIA_TYPES, check_file
from workflow import file_types
from workflow.errors import Refusal
from workflow.files import FileStore, register
from workflow.messages import Actor
from workflow.service import Ledger

ACCEPT = ",".join(f".{ending}" for ending in file_types.TYPES)


class Brought(NamedTuple):
    """The files of one form: digests of those that were taken, refusals of the others."""

    digests: list[str]
    refusals: list[Refusal]


def take(ledger: Ledger, by: Actor, sent: Iterable[FileStorage], keep: bool, *, lists: bool = False) -> Brought:
    """Keep each file that can be evidence. Without `keep` nothing is stored: only what their digests are is told.

    `lists` takes what lists are read from, by its content, whatever it is called.
    """
    brought = Brought([], [])
    for file in sent:
        content = file.stream.read()
        file.close()
        if not file.filename and not content:
            continue  # what a browser sends for an empty file field
        try:
            brought.digests.append(_take(ledger, by, file.filename or "", content, keep, lists))
        except Refusal as refusal:
            brought.refusals.append(refusal)
    return brought


def _take(ledger: Ledger, by: Actor, stated: str, content: bytes, keep: bool, lists: bool) -> str:
    if not keep:
        return hashlib.sha256(content).hexdigest()
    media_type = MEDIA_TYPES[check_file(content, safe_name(stated))] if lists else file_types.check(stated, content)
    sha256 = ledger.files.put(content)
    try:
        with ledger.database.writing() as connection:
            name = safe_name(stated)
            register(connection, sha256, name, media_type, len(content), by, ledger.clock.now())
    except IntegrityError:  # a second click brought the same file at the same moment: the other one has noted it
        pass
    return sha256


def safe_name(stated: str) -> str:
    """The file's own name, at most 120 long with its ending, as every file system takes it."""
    name = file_types.tidy(stated).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return (f"{stem[: 119 - len(ending)]}.{ending}" if dot else name[:120]) or "file"


def hand_out(files: FileStore, sha256: str, name: str, media_type: str) -> Response:
    """The file as an attachment that no browser renders; FileAltered if it is not what was uploaded."""
    content = files.get(sha256)
    response = send_file(
        BytesIO(content), request.environ, mimetype=media_type or "application/octet-stream",
        as_attachment=True, download_name=safe_name(name), response_class=Response,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
