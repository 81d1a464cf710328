"""The tree of organisations: read as it stands or stood, one unit with its past, and changed."""

from typing import Any, cast

from flask import Response

from api import asking, queries, telling
from api import organisation_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place
from events.event import Recorded
from events.store import EventStore
from workflow import lookups, organisations, schemas
from workflow import messages as m
from workflow.history import until
from workflow.lookups import organisation_id
from workflow.messages import Actor
from workflow.organisation_errors import NoSuchOrganisation
from workflow.sight import Place


@operation(
    "GET", "/organisations", tag="registers", answers=a.Organisations, query=queries.AsOfQuery,
    refused=(403, 422),
)  # fmt: skip
def list_organisations(actor: Actor) -> Response:
    """List the organisations.

    Their codes are what items and accounts name units by. Those that are no more are listed too, with the day they
    were `dissolved`. As they stood at `as_of`, if given.
    """
    require_place(actor, Place.ORGANISATIONS)
    as_of = queries.asked(queries.AsOfQuery)["as_of"]
    with reading_at(as_of) as (connection, moment):
        found = lookups.units(connection, moment.position).values()
    rows = [_row(unit) for unit in found]
    return telling.json(a.Organisations(organisations=rows, as_of=telling.as_of(moment)))


def _row(unit: lookups.Unit) -> a.OrganisationRow:
    return a.OrganisationRow(
        code=unit.code, name=unit.name, short=unit.short, what=str(unit.what), parent=unit.parent,
        dissolved=unit.dissolved, merged_into=unit.merged_into,
    )  # fmt: skip


@operation(
    "GET", "/organisations/<code>", tag="registers", answers=a.OrganisationAnswer, query=queries.AsOfQuery,
    refused=(403, 404, 422), etag=True,
)  # fmt: skip
def show_organisation(actor: Actor, code: str) -> Response:
    """Show one organisation with all its names and places.

    The ETag is its version: send it back in If-Match to rename, move or dissolve it.
    """
    require_place(actor, Place.ORGANISATIONS)
    as_of = queries.asked(queries.AsOfQuery)["as_of"]
    with reading_at(as_of) as (connection, moment):
        recorded = until(EventStore(connection).read(f"organisation-{organisation_id(code)}"), moment)
    if not recorded:
        raise NoSuchOrganisation(given=code[:64])
    return telling.json(_answer(recorded), version=recorded[-1].version)


def _answer(recorded: list[Recorded]) -> a.OrganisationAnswer:
    now = organisations.fold(recorded)
    return a.OrganisationAnswer(
        code=now.code, what=str(now.what), version=now.version, dissolved=now.dissolved, merged_into=now.into,
        names=[a.NameAnswer(since=n.since, name=n.name, short=n.short, what=str(n.what)) for n in now.names],
        places=[a.PlaceAnswer(since=p.since, parent=p.parent) for p in now.places],
    )  # fmt: skip


def _view(trigger: str) -> Any:
    kind, new = m.ORGANISATION_COMMANDS[trigger], trigger == "register"

    def view(actor: Actor, code: str = "") -> Response:
        subject = organisation_id(code or _stated_code())
        done = give(kind, actor, subject, new=new)
        said = a.OrganisationDone(organisation_id=done.subject, version=done.version, events=list(done.events))
        return telling.json(said, 201 if new else 200, version=done.version)

    return view


def _stated_code() -> str:
    """The code a new unit is registered under; what else is wrong with the body, its schema says."""
    said = asking.json_body()
    return str(said.get("code", "")) if isinstance(said, dict) else ""


def _operation(trigger: str) -> Operation:
    new = trigger == "register"
    words = organisations.SAYS[trigger].en
    return Operation(
        method="POST", path="/organisations" if new else f"/organisations/<code>/{trigger}",
        name=f"{trigger}_organisation", tag="registers",
        summary=f"{words.capitalize()}{'' if new else ' an organisation'}.",
        description="For the system administrator. `since` is the first day it holds, not after today. Nothing is "
                    "deleted: names and places of before are kept with their days.",
        view=_view(trigger), body=schemas.schema_for(cast(Any, m.ORGANISATION_COMMANDS[trigger])),
        answers=a.OrganisationDone, status=201 if new else 200, etag=True,
        headers=HEADERS_NEW if new else HEADERS_OLD, refused=REFUSED if new else (*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_operation(trigger) for trigger in m.ORGANISATION_COMMANDS)
