"""An item's due dates: the first, each extension, what waits for an answer, the light, how often it was urged."""

from uuid import UUID

from flask import Response

from api import calendar_answers as a
from api import queries, telling
from api.operations import operation
from api.reading import reading_at, seen_by
from workflow import history
from workflow.deadlines import Extension, Request, shining
from workflow.messages import Actor
from workflow.sight import Place


@operation(
    "GET", "/items/<uuid:item_id>/due-dates", tag="items", answers=a.DueDates, query=queries.EyesQuery,
    refused=(404, 422), etag=True,
)  # fmt: skip
def show_due_dates(actor: Actor, item_id: UUID) -> Response:
    """Show how an item's due date came to be what it is.

    The one it was issued with, each extension, the request that waits, the light, how often it was urged. Who asked
    and who answered stands in its events.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        actor, seen = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        item = history.life(connection, item_id, actor, moment).item
    said = item.deadline
    assert item.due is not None
    answer = a.DueDates(
        item_id=item_id, original=str(said.original), due=str(item.due), due_last=item.due.last,
        extensions=[_given(one) for one in said.extensions], request=said.request and _asked(said.request),
        light=shining(item), urged=said.urged, urged_at=said.urged_at, as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(answer, version=item.version)


def _asked(one: Request) -> a.ExtensionAsked:
    return a.ExtensionAsked(until=one.until, asked_at=one.at, reason=one.reason, progress=one.progress)


def _given(one: Extension) -> a.ExtensionGiven:
    request = one.request and _asked(one.request)
    return a.ExtensionGiven(before=str(one.before), until=one.until, given_at=one.at, request=request)
