"""Comparisons of the bureaus: published by the center, then open to every bureau; withdrawn."""

from uuid import UUID, uuid5

from flask import Response

import identity
from api import asking, queries, telling
from api import comparison_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.reading import reading_at, require_place, seen_by
from workflow import comparing, schemas
from workflow import messages as m
from workflow.messages import Actor
from workflow.service import Done
from workflow.sight import Place


@operation(
    "GET", "/comparisons", tag="comparisons", answers=a.Comparisons, query=queries.EyesQuery, refused=(403, 404, 422)
)
def list_comparisons(actor: Actor) -> Response:
    """List the comparisons.

    Those that the center published; who sees all items also sees those that were withdrawn. As of a moment, if given.
    """
    require_place(actor, Place.COMPARISONS)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.COMPARISONS)
        found = comparing.published(connection, reader, moment)
    rows = [a.ComparisonRow(**one._asdict()) for one in found]
    return telling.json(a.Comparisons(comparisons=rows, as_of=telling.as_of(moment, seen)))


@operation(
    "GET", "/comparisons/<uuid:comparison_id>", tag="comparisons", answers=a.ComparisonAnswer,
    query=queries.EyesQuery, refused=(404, 422), etag=True,
)  # fmt: skip
def show_comparison(actor: Actor, comparison_id: UUID) -> Response:
    """Show a comparison.

    Its counts are those after its position of the log, whenever it is asked for.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, _ = seen_by(connection, actor, given["eyes"], moment, Place.COMPARISONS)
        comparison, _ = comparing.one(connection, reader, comparison_id, moment)
    counts, then = comparing.counts_of(identity.current_ledger(), comparison)
    said = a.ComparisonAnswer(
        comparison_id=comparison_id, title=comparison.title, basis=comparison.basis, version=comparison.version,
        at_position=comparison.at_position, counted_at=then.at, withdrawn=comparison.withdrawn,
        bureaus=[a.BureauCounts(bureau=bureau, **numbers) for bureau, numbers in counts.items()],
    )  # fmt: skip
    return telling.json(said, version=comparison.version)


@operation(
    "POST", "/comparisons", tag="comparisons", body=schemas.schema_for(m.PublishComparison), status=201,
    answers=a.ComparisonDone, headers=HEADERS_NEW, refused=REFUSED, etag=True,
)  # fmt: skip
def publish_comparison(actor: Actor) -> Response:
    """Publish a comparison.

    How the bureaus stand after the log's last position, open to every bureau from then on. For the city center.
    """
    subject = uuid5(asking.command_id(actor)[0], "comparison")
    return _said(give(m.PublishComparison, actor, subject, new=True), 201)


@operation(
    "POST", "/comparisons/<uuid:comparison_id>/withdraw", tag="comparisons",
    body=schemas.schema_for(m.WithdrawComparison), answers=a.ComparisonDone, headers=HEADERS_OLD,
    refused=(*REFUSED, 404, 409), etag=True,
)  # fmt: skip
def withdraw_comparison(actor: Actor, comparison_id: UUID) -> Response:
    """Withdraw a comparison.

    Bureaus do not see it any more; that it was published stays in the log. For the city center.
    """
    return _said(give(m.WithdrawComparison, actor, comparison_id, new=False), 200)


def _said(done: Done, status: int) -> Response:
    said = a.ComparisonDone(comparison_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, status, version=done.version)
