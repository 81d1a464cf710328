"""Recording and changing rows of the typed registers: two operations for each kind; and their import."""

from typing import Any, cast
from uuid import UUID, uuid4

from flask import Response
from marshmallow import ValidationError

import identity
from api import asking, queries, telling, upload_queries
from api import register_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.evidence import sent_file
from api.import_telling import told_note
from api.operations import OPERATIONS, Operation, operation
from api.registering import TAG, told_done
from documents.row_import import import_rows
from workflow import schemas
from workflow.messages import ROW_COMMANDS, Actor
from workflow.messages.row import KINDS, RegisterKind
from workflow.row_preparation import id_of
from workflow.row_register import kind_of


def _subject(kind: RegisterKind, actor: Actor) -> UUID:
    """The id of the row that the body tells of; some id where the body cannot be taken anyway."""
    now = identity.current_ledger().clock.now()
    try:
        said = asking.json_body()
        command = schemas.load(ROW_COMMANDS[kind], said, command_id=uuid4(), subject=uuid4(), by=actor, at=now)
    except ValidationError:
        return uuid4()
    return id_of(command)


def _recording(kind: RegisterKind) -> Any:
    def view(actor: Actor) -> Response:
        return told_done(give(ROW_COMMANDS[kind], actor, _subject(kind, actor), new=True), 201)

    return view


def _changing(kind: RegisterKind) -> Any:
    def view(actor: Actor, row_id: UUID) -> Response:
        return told_done(give(ROW_COMMANDS[kind], actor, row_id, new=False, again=True))

    return view


WHO = "For the bureau whose row it is and the city center. Amounts are in yuan, days not after today."


def _operations(kind: RegisterKind) -> tuple[Operation, Operation]:
    said: dict[str, Any] = {
        "method": "POST", "tag": TAG, "body": schemas.schema_for(cast(Any, ROW_COMMANDS[kind])),
        "answers": a.RegisterRowDone, "etag": True,
    }  # fmt: skip
    recorded = Operation(
        path=f"/registers/{kind}/record", name=f"record_{kind}", summary=f"Record a row: {KINDS[kind].en}.",
        description=f"What names a row is recorded once. {WHO}", view=_recording(kind), status=201,
        headers=HEADERS_NEW, refused=(*REFUSED, 409), **said,
    )  # fmt: skip
    changed = Operation(
        path=f"/registers/{kind}/<uuid:row_id>/change", name=f"change_{kind}",
        summary=f"Change a row: {KINDS[kind].en}.", description=f"The whole row is said anew. {WHO}",
        view=_changing(kind), headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), **said,
    )  # fmt: skip
    return recorded, changed


OPERATIONS.extend(one for kind in RegisterKind for one in _operations(kind))


@operation(
    "POST", "/registers/<kind>/lists", tag=TAG, answers=a.RowsImported, query=upload_queries.RowListQuery,
    refused=(400, 403, 404, 413, 415, 422),
)  # fmt: skip
def import_a_row_list(actor: Actor, kind: str) -> Response:
    """Import a list into a register.

    An .xlsx, .xls, .ods or .csv file as the multipart field `file`, or as the body itself with its name in the
    query. A row that is
    there is changed where it says otherwise; rows that are refused are left and said why. `dry_run` writes nothing. At
    most 5,000 rows. The file is not kept; that the register's names were read is recorded.
    """
    asked, given = kind_of(kind), queries.asked(upload_queries.RowListQuery)
    name, content = sent_file(given["name"])
    report = import_rows(identity.current_ledger(), actor, content, name, asked, dry_run=given["dry_run"])
    rows = [
        a.RowsImportedRow(
            row=row.read.row, came=row.came.value, row_id=row.row_id, notes=[told_note(note) for note in row.notes]
        )
        for row in report.rows
    ]
    return telling.json(
        a.RowsImported(written=report.written, changes=report.changes, left=len(report.left), rows=rows)
    )
