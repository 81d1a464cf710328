"""The office's wording of its reports upward: what stands, and publishing it anew."""

from flask import Response

from api import queries, telling
from api import upward_answers as a
from api.commanding import HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.reading import reading_at, require_place
from workflow import messages as m
from workflow import schemas, upward_reports
from workflow.lookups import NAMESPACE, units
from workflow.messages import Actor
from workflow.sight import Place
from workflow.wording_parts import PARTS
from workflow.wordings import MAY, wording_id


@operation("GET", "/wording", tag="reports upward", answers=a.WordingAnswer, query=queries.AsOfQuery,
           refused=(403, 422), etag=True)  # fmt: skip
def show_wording(actor: Actor) -> Response:
    """Show the wording of reports upward.

    Each part with its text and the slots it may name. For who sees all items.
    """
    require_place(actor, Place.UPWARD)
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        office = next((code for code, unit in units(connection, moment.position).items() if unit.city), actor.org)
        unit = actor.org if actor.role in MAY else office
        version = len(upward_reports.wordings(connection, unit, moment))
        standing = upward_reports.wording(connection, unit, version)
    parts = [
        a.WordingPartAnswer(name=name, text=standing.texts[name], slots=list(part.slots))
        for name, part in PARTS.items()
    ]
    said = a.WordingAnswer(unit=unit, version=version, parts=parts, as_of=telling.as_of(moment, None))
    return telling.json(said, version=version)


@operation("POST", "/wording", tag="reports upward", body=schemas.schema_for(m.PublishWording), answers=a.WordingDone,
           headers=HEADERS_OLD, refused=(*REFUSED, 409), etag=True)  # fmt: skip
def publish_wording(actor: Actor) -> Response:
    """Publish the wording of reports upward anew.

    Parts that are left out stay as they are. No digit is written in one. For the city center, for its own office.
    """
    done = give(m.PublishWording, actor, wording_id(NAMESPACE, actor.org), new=False)
    return telling.json(a.WordingDone(version=done.version, events=list(done.events)), version=done.version)
