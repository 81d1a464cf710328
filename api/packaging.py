"""Packages: read as they stand or stood, dispatched, signed for, returned and sent back; and their files."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, cast
from uuid import UUID

from flask import Response, send_file
from sqlalchemy import Connection

import identity
from api import answers as base
from api import notice_answers as a
from api import queries, telling
from api.commanding import HEADERS_OLD, REFUSED, SAID, acknowledged, give
from api.drafting import happening
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place, seen_by
from workflow import file_types, files, package_board, schemas
from workflow import messages as m
from workflow.messages import Actor, Evidence
from workflow.notice_preparation import package_id
from workflow.package_board import Line, Past
from workflow.packages import SAYS
from workflow.sight import Place

ACKNOWLEDGE, PAPERS = "acknowledge", ("report", "completed", "scan")


@operation("GET", "/packages", tag="packages", answers=a.Packages, query=queries.PackagesQuery, refused=(403, 422))
def list_packages(actor: Actor) -> Response:
    """List the packages in sight, the newest notice first.

    A bureau has one under each notice that concerns it. As they stood at `as_of`, if given.
    """
    require_place(actor, Place.PACKAGES)
    given = queries.asked(queries.PackagesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.PACKAGES)
        found = package_board.lines(connection, reader, moment, given["notice"])
    rows = [_row(one) for one in found if not given["wait"] or given["wait"] in one.waits]
    return telling.json(a.Packages(packages=rows, tally=package_board.tally(found), as_of=telling.as_of(moment, seen)))


def _row(line: Line) -> a.PackageRow:
    return a.PackageRow(**{name: getattr(line, name) for name in a.PackageRow.__struct_fields__})


@operation(
    "GET", "/notices/<uuid:notice_id>/packages/<bureau>", tag="packages", answers=a.PackageAnswer,
    query=queries.EyesQuery, refused=(404, 422), etag=True,
)  # fmt: skip
def show_package(actor: Actor, notice_id: UUID, bureau: str) -> Response:
    """Show what went to a bureau under a notice, and what happened to it.

    The ETag is its version, "0" where nothing was said of it yet: send it back in If-Match.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.PACKAGES)
        past = package_board.past(connection, reader, notice_id, bureau, moment)
        names, ground = identity.names(connection), package_board.ground(connection, notice_id, moment)
        rest = package_board.unreported(connection, past.line, moment)
        papers = _papers(connection, past)
    by = past.line.acknowledged_by
    said = a.PackageAnswer(
        package=_row(past.line), acknowledged_by=telling.who(reader, by, names) if by else None, basis=ground.basis,
        meeting=ground.meeting, plan=ground.plan, unreported=[row.number for row in rest], **papers,
        events=[happening(one, reader, names) for one in past.recorded], as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(said, version=past.line.version)


def _papers(connection: Connection, past: Past) -> dict[str, list[base.EvidenceFile]]:
    """The files last returned, under the names their own unit gave them."""
    returned = past.package.returned
    stated = {name: getattr(returned, name) if returned else () for name in PAPERS}
    names = files.names(connection, past.line.bureau, [one.sha256 for found in stated.values() for one in found])
    return {name: [_file(one, names) for one in found] for name, found in stated.items()}


def _file(one: Evidence, names: Mapping[str, str]) -> base.EvidenceFile:
    return base.EvidenceFile(
        sha256=one.sha256, name=names.get(one.sha256), size=one.size, media_type=one.media_type
    )  # fmt: skip


@operation(
    "GET", "/notices/<uuid:notice_id>/packages/<bureau>/files/<sha256>", tag="packages", query=queries.AsOfQuery,
    refused=(404, 410, 422),
)  # fmt: skip
def download_package_file(actor: Actor, notice_id: UUID, bureau: str, sha256: str) -> Response:
    """Download a file that was returned with a package.

    As an attachment. Its bytes are checked against the SHA-256 first; 410 says that they are missing or altered.
    """
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        past = package_board.past(connection, actor, notice_id, bureau, moment)
        file, by = package_board.file_of(past, sha256)
        name = file_types.tidy(files.names(connection, by.org, [sha256]).get(sha256, "")) or f"{sha256}.bin"
    content = identity.current_ledger().files.get(sha256)
    response = send_file(BytesIO(content), mimetype=file.media_type, as_attachment=True, download_name=name, etag=False)
    response.set_etag(file.sha256)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _view(trigger: str) -> Any:
    kind = m.PACKAGE_COMMANDS[trigger]

    def view(actor: Actor, notice_id: UUID, bureau: str) -> Response:
        subject, context = package_id(notice_id, bureau), {"notice": notice_id, "bureau": bureau}
        if trigger == ACKNOWLEDGE:
            done = acknowledged(kind, actor, subject, **context)
        else:
            done = give(kind, actor, subject, new=False, **context)
        said = a.PackageDone(notice_id=notice_id, bureau=bureau, version=done.version, events=list(done.events))
        return telling.json(said, version=done.version)

    return view


DESCRIBED = {
    "set_return": "Once, for a notice that was opened without one. For the city center.",
    "dispatch": "In the system, or by post with its number. For the city center.",
    "acknowledge": "For the bureau's leader and handlers, without If-Match: who comes second is answered as done.",
    "return": "Report, completed list and sealed scan, each as SHA-256 of uploaded files. For the bureau's leader.",
    "send_back": "It is returned again then; what was returned before is kept. For the city center.",
}


def _operation(trigger: str) -> Operation:
    return Operation(
        method="POST", path=f"/notices/<uuid:notice_id>/packages/<bureau>/{trigger}", name=f"{trigger}_package",
        tag="packages", summary=f"{SAYS[trigger].en.capitalize()}.", description=DESCRIBED[trigger],
        view=_view(trigger), body=schemas.schema_for(cast(Any, m.PACKAGE_COMMANDS[trigger])), answers=a.PackageDone,
        etag=True, headers=SAID if trigger == ACKNOWLEDGE else HEADERS_OLD, refused=(*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_operation(trigger) for trigger in m.PACKAGE_COMMANDS)
