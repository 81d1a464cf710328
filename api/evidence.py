"""Evidence files: brought in before a report names them, handed out as attachments after they were checked."""

from io import BytesIO
from uuid import UUID

from flask import Response, request, send_file
from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError

import identity
from api import answers as a
from api import queries, telling, upload_queries
from api.operations import operation
from api.reading import reading_at, require_role
from api.refusals import Missing
from workflow import file_types, files, history, matter_lists
from workflow.machine import TRANSITIONS
from workflow.messages import Actor, Evidence

AROUND = 64 * 1024  # what a multipart body holds besides the file
REPORTERS = frozenset(role for row in TRANSITIONS if row.trigger == "report" for role in row.roles + row.city_roles)


@operation("POST", "/files", tag="files", status=201, answers=a.Uploaded, query=upload_queries.UploadQuery,
           refused=(400, 403, 413, 415, 422))  # fmt: skip
def upload_file(actor: Actor) -> Response:
    """Upload a piece of evidence.

    As the multipart field `file`, or as the body itself with its name in the query. Taken are pdf, png, jpg, docx,
    xlsx, doc, xls, wps, et, ofd, txt, csv and zip up to 20 MiB, where content and name agree. The same file twice is
    kept once. For those who may report.
    """
    require_role(actor, REPORTERS)
    name, content = sent_file(queries.asked(upload_queries.UploadQuery)["name"])
    media_type = file_types.check(name, content)
    ledger = identity.current_ledger()
    sha256 = ledger.files.put(content)
    try:
        with ledger.database.writing() as connection:
            files.register(connection, sha256, name, media_type, len(content), actor, ledger.clock.now())
    except IntegrityError:  # the same file arrived twice at once: the other one has noted it
        pass
    return telling.json(a.Uploaded(sha256=sha256, size=len(content), media_type=media_type), 201)


def sent_file(given: str) -> tuple[str, bytes]:
    """The name and bytes of the file in this request, from a form or from the body itself; `given` is its name."""
    request.max_content_length = files.MAX_BYTES + AROUND
    if request.mimetype != "multipart/form-data":
        name, content = given, request.get_data(cache=False)
    elif sent := request.files.get("file"):
        name, content = given or sent.filename or "", sent.read()
    else:
        raise ValidationError({"file": ["required"]})
    if not file_types.tidy(name):
        raise ValidationError({"name": ["required"]})
    return file_types.tidy(name), content


@operation("GET", "/items/<uuid:item_id>/files/<sha256>", tag="files", query=queries.AsOfQuery,
           refused=(404, 410, 422))  # fmt: skip
def download_file(actor: Actor, item_id: UUID, sha256: str) -> Response:
    """Download a piece of evidence.

    Any file that an event of the item names, as an attachment. Its bytes are checked against the SHA-256 first;
    410 says that they are missing or altered.
    """
    as_of = queries.asked(queries.AsOfQuery)["as_of"]
    ledger = identity.current_ledger()
    with reading_at(as_of) as (connection, moment):
        life = history.life(connection, item_id, actor, moment)
        file, by = _named(life, sha256)
        [told] = telling.named_files(connection, actor, by, [file])
        name = told.name or ""
    return attached(ledger.files.get(sha256), file, file_types.tidy(name) or f"{sha256}.bin")


def _named(life: history.Life, sha256: str) -> tuple[Evidence, Actor]:
    """The file as an event of this item names it, and who brought it."""
    for file, by in matter_lists.files(life):
        if file.sha256 == sha256:
            return file, by
    raise Missing


def attached(content: bytes, file: Evidence, name: str) -> Response:
    """The bytes as an attachment that no browser renders."""
    response = send_file(BytesIO(content), mimetype=file.media_type, as_attachment=True, download_name=name, etag=False)
    response.set_etag(file.sha256)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
