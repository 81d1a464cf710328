"""Evaluation: the units side by side, what recurs, and snapshots that stay as they were."""

from typing import Any
from uuid import UUID, uuid5

from flask import Response

import identity
from api import asking, queries, telling
from api import finding_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.reading import reading_at, require_place, seen_by
from workflow import evaluating, schemas
from workflow import messages as m
from workflow.finding_errors import NoSuchSnapshot
from workflow.messages import Actor
from workflow.service import Done
from workflow.sight import Place, in_evaluation


@operation(
    "GET", "/evaluation", tag="evaluation", answers=a.Evaluation, query=queries.EvaluationQuery,
    refused=(403, 404, 422),
)  # fmt: skip
def show_evaluation(actor: Actor) -> Response:
    """Show the units side by side.

    By clause, how many findings of the year name each unit; what was found in units that were not named is told as it
    was stated and counted in none. For who sees all findings.
    """
    require_place(actor, Place.EVALUATION)
    given = queries.asked(queries.EvaluationQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.EVALUATION)
        if not in_evaluation(reader):
            raise NoSuchSnapshot
        table = evaluating.table(connection, moment, given["year"])
    said = a.Evaluation(
        year=table.year, bureaus=list(table.bureaus), years=list(table.years),
        lines=[a.EvaluationLine(**{**line._asdict(), "stated": list(line.stated)}) for line in table.lines],
        recurrence={
            clause: {unit: list(years) for unit, years in by_unit.items()}
            for clause, by_unit in table.recurrence.items()
        },
        as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(said)


@operation("GET", "/snapshots", tag="evaluation", answers=a.Snapshots, query=queries.EyesQuery, refused=(403, 404, 422))
def list_snapshots(actor: Actor) -> Response:
    """List the evaluation snapshots.

    Those that were withdrawn, too. For who sees all findings.
    """
    require_place(actor, Place.EVALUATION)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.EVALUATION)
        found = evaluating.taken(connection, reader, moment)
    rows = [a.SnapshotRow(**one._asdict()) for one in found]
    return telling.json(a.Snapshots(snapshots=rows, as_of=telling.as_of(moment, seen)))


@operation(
    "GET", "/snapshots/<uuid:snapshot_id>", tag="evaluation", answers=a.SnapshotAnswer, query=queries.EyesQuery,
    refused=(404, 422), etag=True,
)  # fmt: skip
def show_snapshot(actor: Actor, snapshot_id: UUID) -> Response:
    """Show a snapshot.

    Its table is made anew after its position; `same` says whether that has the digest that was recorded.
    """
    snapshot, opened = _opened(actor, snapshot_id, **queries.asked(queries.EyesQuery))
    said = a.SnapshotAnswer(
        snapshot_id=snapshot_id, title=snapshot.title, year=snapshot.year, at_position=snapshot.at_position,
        digest=snapshot.digest, withdrawn=snapshot.withdrawn, version=snapshot.version, counted_at=opened.then.at,
        same=opened.same,
    )  # fmt: skip
    return telling.json(said, version=snapshot.version)


@operation("GET", "/snapshots/<uuid:snapshot_id>/table", tag="evaluation", query=queries.EyesQuery, refused=(404, 422))
def show_snapshot_table(actor: Actor, snapshot_id: UUID) -> Response:
    """Download the bytes of a snapshot.

    Canonical JSON, the same whenever it is asked for; its SHA-256 is the snapshot's digest.
    """
    _, opened = _opened(actor, snapshot_id, **queries.asked(queries.EyesQuery))
    response = Response(opened.content, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(actor: Actor, snapshot_id: UUID, as_of: str, eyes: UUID | None) -> Any:
    with reading_at(as_of) as (connection, moment):
        reader, _ = seen_by(connection, actor, eyes, moment, Place.EVALUATION)
        snapshot, _ = evaluating.one(connection, reader, snapshot_id, moment)
    return snapshot, evaluating.opened(identity.current_ledger(), snapshot)


@operation(
    "POST", "/snapshots", tag="evaluation", body=schemas.schema_for(m.TakeSnapshot), status=201,
    answers=a.SnapshotDone, headers=HEADERS_NEW, refused=REFUSED, etag=True,
)  # fmt: skip
def take_snapshot(actor: Actor) -> Response:
    """Freeze an evaluation snapshot.

    The year's table after the log's last position, with the digest of its bytes. For evaluators and the city center.
    """
    subject, year = uuid5(asking.command_id(actor)[0], "snapshot"), _year(asking.json_body())
    frozen: dict[str, Any] = {}
    if in_evaluation(actor) and year is not None:
        position, digest = evaluating.frozen(identity.current_ledger(), year)
        frozen = {"at_position": position, "digest": digest}
    return _said(give(m.TakeSnapshot, actor, subject, new=True, **frozen), 201)


def _year(said: Any) -> int | None:
    """The year of the body as far as it is one; what is none is for the schema to refuse."""
    year = said.get("year") if isinstance(said, dict) else None
    if isinstance(year, str) and year.isascii() and year.isdigit() and len(year) == 4:
        year = int(year)
    return year if isinstance(year, int) and not isinstance(year, bool) and 1949 <= year <= 9999 else None


@operation(
    "POST", "/snapshots/<uuid:snapshot_id>/withdraw", tag="evaluation", body=schemas.schema_for(m.WithdrawSnapshot),
    answers=a.SnapshotDone, headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True,
)  # fmt: skip
def withdraw_snapshot(actor: Actor, snapshot_id: UUID) -> Response:
    """Withdraw a snapshot.

    It is not to be cited any more; it can still be opened. For evaluators and the city center.
    """
    return _said(give(m.WithdrawSnapshot, actor, snapshot_id, new=False), 200)


def _said(done: Done, status: int) -> Response:
    said = a.SnapshotDone(snapshot_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, status, version=done.version)
