"""What was imported, withdrawn as one; and the columns that a unit remembers for lists with a header."""

from uuid import UUID

from flask import Response

from api import import_answers as a
from api import queries, telling
from api.commanding import HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.reading import reading_at, require_place, seen_by
from documents.sheet_xml import column_letters
from workflow import importing, schemas
from workflow import messages as m
from workflow.mappings import MAY
from workflow.messages import Actor
from workflow.sight import Place


@operation("GET", "/imports", tag="lists", answers=a.Batches, query=queries.EyesQuery, refused=(403, 404, 422))
def list_imports(actor: Actor) -> Response:
    """List the imports.

    Every import of a list that issued items or added problems to a draft. As of a moment, if given. For the city
    center and auditors.
    """
    require_place(actor, Place.BATCHES)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.BATCHES)
        found = importing.imports(connection, reader, moment)
    told = ("batch_id", "notice_id", "draft_id", "file", "items", "problems", "imported_at", "withdrawn_at", "version")
    rows = [a.BatchRow(**{name: one._mapping[name] for name in told}) for one in found]
    return telling.json(a.Batches(imports=rows, as_of=telling.as_of(moment, seen)))


@operation("GET", "/imports/<uuid:batch_id>", tag="lists", answers=a.BatchAnswer, query=queries.EyesQuery,
           refused=(404, 422), etag=True)  # fmt: skip
def show_import(actor: Actor, batch_id: UUID) -> Response:
    """Show an import.

    With its items as they stand, or as they stood.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.BATCHES)
        batch, _ = importing.batch(connection, reader, batch_id, moment)
        rows = importing.items(connection, batch, moment)
    items = [a.BatchItem(item_id=one.item_id, number=one.number, bureau=one.bureau, state=one.state) for one in rows]
    assert batch.imported_at
    said = a.BatchAnswer(
        batch_id=batch_id, notice_id=batch.notice, draft_id=batch.draft, file=batch.file,
        imported_at=batch.imported_at, withdrawn_at=batch.withdrawn_at, version=batch.version, items=items,
        problems=list(batch.matters), as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(said, version=batch.version)


@operation(
    "POST", "/imports/<uuid:batch_id>/withdraw", tag="lists", body=schemas.schema_for(m.WithdrawBatch),
    answers=a.BatchDone, headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True,
)  # fmt: skip
def withdraw_import(actor: Actor, batch_id: UUID) -> Response:
    """Withdraw an import as one.

    All its items that stand are withdrawn, or its problems taken from the draft; none of it where an item was reported,
    verified, closed or converted: 409 says which. For the city center.
    """
    done = give(m.WithdrawBatch, actor, batch_id, new=False)
    said = a.BatchDone(batch_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, version=done.version)


@operation("GET", "/list-columns", tag="lists", answers=a.Mappings, query=queries.EyesQuery, refused=(403, 404, 422))
def list_remembered_columns(actor: Actor) -> Response:
    """List the remembered columns.

    Those of the caller's unit; for auditors those of every unit. As of a moment, if given.
    """
    require_place(actor, Place.BATCHES)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.BATCHES)
        found = importing.remembered(connection, reader, moment, all_units=reader.role not in MAY)
    rows = [
        a.MappingRow(**{**one._asdict(), "columns": {code: column_letters(n) for code, n in one.columns.items()}})
        for one in found
    ]
    return telling.json(a.Mappings(mappings=rows, as_of=telling.as_of(moment, seen)))


@operation("POST", "/list-columns/<uuid:mapping_id>/forget", tag="lists", answers=a.MappingDone,
           body=schemas.schema_for(m.ForgetMapping), headers=HEADERS_OLD, refused=(*REFUSED, 404, 409),
           etag=True)  # fmt: skip
def forget_columns(actor: Actor, mapping_id: UUID) -> Response:
    """Forget remembered columns.

    Lists with that header are read by the names in it again. For the city center.
    """
    done = give(m.ForgetMapping, actor, mapping_id, new=False)
    said = a.MappingDone(mapping_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, version=done.version)
