"""The register of clauses: read as it stands or stood, published whole, imported from a workbook."""

from typing import Any

from flask import Response
from sqlalchemy import select

import identity
from api import asking, queries, telling, upload_queries
from api import finding_answers as a
from api.commanding import HEADERS_OLD, REFUSED, give
from api.evidence import sent_file
from api.import_telling import told_note
from api.operations import operation
from api.reading import reading_at, require_place
from documents.clause_list import read_clauses
from documents.issue_list import register
from workflow import messages as m
from workflow import registers, schemas, service
from workflow.lookups import CLAUSE_REGISTER, clause_versions
from workflow.messages import Actor
from workflow.projections import CLAUSES
from workflow.sight import Place


@operation(
    "GET", "/clauses", tag="registers", answers=a.Clauses, query=queries.AsOfQuery, refused=(403, 422), etag=True
)
def list_clauses(actor: Actor) -> Response:
    """List the clauses of the evaluation standards.

    As the register stood at `as_of`, if given. The ETag is its version: send it back in If-Match to publish another.
    """
    require_place(actor, Place.CLAUSES)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        standing = connection.scalar(select(CLAUSES.at(moment.position).c.version)) or 0
        versions = [one for one in clause_versions(connection) if one.version == standing]
    clauses = [a.ClauseRow(**_said(one)) for version in versions for one in version.event.clauses]
    return telling.json(a.Clauses(version=standing, clauses=clauses, as_of=telling.as_of(moment)), version=standing)


def _said(clause: m.Clause) -> dict[str, Any]:
    return {name: getattr(clause, name) for name in a.ClauseRow.__struct_fields__}


@operation(
    "POST", "/clauses/publish", tag="registers", body=schemas.schema_for(m.PublishClauses), answers=a.ClausesDone,
    headers=HEADERS_OLD, refused=REFUSED, etag=True,
)  # fmt: skip
def publish_clauses(actor: Actor) -> Response:
    """Publish the register of clauses.

    It is published whole; findings keep the version they were entered under. If-Match carries the version in force,
    "0" where there is none. For the city center and the system administrator.
    """
    done = give(m.PublishClauses, actor, CLAUSE_REGISTER, new=False)
    return telling.json(a.ClausesDone(version=done.version, events=list(done.events)), version=done.version)


@operation(
    "POST", "/clause-lists", tag="registers", answers=a.ClausesImported, query=upload_queries.ClauseImportQuery,
    refused=(400, 403, 413, 415, 422),
)  # fmt: skip
def import_a_clause_list(actor: Actor) -> Response:
    """Import a list of clauses.

    An .xlsx, .xls, .ods or .csv file as the multipart field `file`, or as the body itself with its name in the
    query. It is published
    whole, or not at all where a row is left; `dry_run` writes nothing. The file is not kept.
    """
    registers.require_role(actor, m.PublishClauses)
    given, ledger = queries.asked(upload_queries.ClauseImportQuery), identity.current_ledger()
    name, content = sent_file(given["name"])
    with ledger.database.reading() as connection:
        read = read_clauses(content, name, register(connection).areas)
        version = connection.scalar(select(CLAUSES.now.c.version)) or 0
    written = not given["dry_run"] and not read.left
    if written:
        shell = {"command_id": asking.command_id(actor)[0], "subject": CLAUSE_REGISTER, "at": ledger.clock.now()}
        command = schemas.load(m.PublishClauses, {"clauses": list(read.clauses)}, by=actor, **shell)
        version = service.handle(ledger, command).version
    rows = [
        a.ClausesImportedRow(
            row=row.row, code=row.clause.code if row.clause else None, notes=[told_note(note) for note in row.notes]
        )
        for row in read.rows
    ]
    return telling.json(a.ClausesImported(written=written, version=version, left=len(read.left), rows=rows))
