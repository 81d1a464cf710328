"""Archive packages: make one, list them, take one away, know one again."""

from uuid import UUID, uuid5

from flask import Response

import identity
from api import archive_answers, asking, queries, telling, upload_queries
from api.bundling import attached
from api.commanding import HEADERS_NEW, REFUSED
from api.evidence import sent_file
from api.operations import operation
from api.problems import language
from api.reading import reading_at, require_place
from documents import archive_check
from documents import archiving as packing
from events.store import EventStore
from identity import acts
from workflow import archiving, schemas, service
from workflow.archives import require_asked
from workflow.messages import Actor, PackArchive
from workflow.sight import Place


@operation("GET", "/archives", tag="log", answers=archive_answers.Archives, query=queries.AsOfQuery,
           refused=(403, 422))  # fmt: skip
def list_archives(actor: Actor) -> Response:
    """List the archive packages that were made.

    Who sees all items sees every one, a bureau those of its own part.
    """
    require_place(actor, Place.ARCHIVES)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        rows = telling.rows(archive_answers.ArchiveRow, archiving.listed(connection, actor, moment))
    return telling.json(archive_answers.Archives(archives=rows, as_of=telling.as_of(moment)))


@operation(
    "POST", "/archives", tag="log", body=schemas.schema_for(PackArchive), status=201,
    answers=archive_answers.ArchiveDone, headers=HEADERS_NEW, refused=(*REFUSED, 404, 409, 410), etag=True,
)  # fmt: skip
def pack_archive(actor: Actor) -> Response:
    """Make an archive package and record it.

    Of one notice or of all notices of a year, as they stood at `until` or after the newest signed position. A bureau
    gets its own part. Items that are not struck off go in and are counted: `open_items`. Download it afterwards.
    """
    require_place(actor, Place.ARCHIVES)
    ledger, said = identity.current_ledger(), asking.json_body()
    command_id, repeatable = asking.command_id(actor)
    shell = {"command_id": command_id, "subject": uuid5(command_id, "archive"), "by": actor, "at": ledger.clock.now()}
    command = schemas.load(PackArchive, said, **shell)
    require_asked(command)
    if repeatable:
        with ledger.database.reading() as connection:
            if done := service.replayed(EventStore(connection), command):
                return _done(done)
    asking.require_new()
    with packing.made(ledger, command) as making:
        for _ in making.steps():
            pass
        done = service.handle(ledger, making.command)
    return _done(done)


def _done(done: service.Done) -> Response:
    said = archive_answers.ArchiveDone(archive_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, 201, version=done.version)


@operation("GET", "/archives/<uuid:archive_id>", tag="log", answers=archive_answers.ArchiveRow,
           query=queries.AsOfQuery, refused=(403, 404, 422), etag=True)  # fmt: skip
def show_archive(actor: Actor, archive_id: UUID) -> Response:
    """Show what was recorded of an archive package."""
    require_place(actor, Place.ARCHIVES)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        archiving.one(connection, actor, archive_id, moment)
        listed = archiving.listed(connection, actor, moment)
    [said] = telling.rows(archive_answers.ArchiveRow, [row for row in listed if row.archive_id == archive_id])
    return telling.json(said, version=said.version)


@operation("GET", "/archives/<uuid:archive_id>/file", tag="log", query=queries.Query,
           refused=(403, 404, 409, 410, 422))  # fmt: skip
def download_archive(actor: Actor, archive_id: UUID) -> Response:
    """Download an archive package.

    It is made again as it was; 409 says that it would be another now, since files were erased or rights changed. The
    verifier at /log/verifier checks it without this software.
    """
    require_place(actor, Place.ARCHIVES)
    queries.asked(queries.Query)
    with reading_at("") as (connection, moment):
        archive, _ = archiving.one(connection, actor, archive_id, moment)
    content = packing.again(identity.current_ledger(), actor, archive, archive_id)
    name = f"archive-{archive.manifest[:12]}.zip"
    acts.done("exported", actor.account, name)
    return attached(content, "application/zip", name)


@operation("POST", "/archives/check", tag="log", answers=archive_answers.ArchiveChecked,
           query=upload_queries.UploadQuery, refused=(400, 403, 413, 415, 422))  # fmt: skip
def check_archive(actor: Actor) -> Response:
    """Check whether a file is an archive package that was made here.

    The package, or its manifest.json alone, as the multipart field `file` or as the body itself. The file is not kept.
    """
    require_place(actor, Place.ARCHIVES)
    name, content = sent_file(queries.asked(upload_queries.UploadQuery)["name"])
    found = archive_check.check(identity.current_ledger(), actor, name, content)
    said = archive_answers.ArchiveChecked(
        manifest=found.manifest, proved=found.proved, recorded=list(found.recorded),
        problem=found.problem.say(language()) if found.problem else None,
    )  # fmt: skip
    return telling.json(said)
