"""Findings: entered by evaluators, the center and the counties, read as they stand or stood, corrected, linked."""

from typing import Any, cast
from uuid import UUID, uuid5

from flask import Response
from sqlalchemy import Connection

import identity
from api import answers, asking, queries, telling
from api import finding_answers as a
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place, seen_by
from events.event import Recorded
from workflow import finding_register, money, repeating, schemas
from workflow import messages as m
from workflow.finding_register import Row
from workflow.findings import SAYS
from workflow.messages import Actor
from workflow.sight import Place


@operation("GET", "/findings", tag="findings", answers=a.Findings, query=queries.FindingsQuery, refused=(403, 404, 422))
def list_findings(actor: Actor) -> Response:
    """List the findings.

    Evaluators, center and auditors see all; a bureau those that an item was issued to it from, and its own. As they
    stood at `as_of`, if given.
    """
    require_place(actor, Place.FINDINGS)
    given = queries.asked(queries.FindingsQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.FINDINGS)
        found = finding_register.findings(connection, reader, moment)
    rows = [_row(one) for one in found if _wanted(one, given)]
    return telling.json(a.Findings(findings=rows, as_of=telling.as_of(moment, seen)))


def _wanted(row: Row, given: dict[str, Any]) -> bool:
    exact = {"source": row.source, "area": row.area, "clause": row.criterion}
    same = all(given[name] in ("", value) for name, value in exact.items())
    return same and given["year"] in (None, row.year) and given["unit"] in ("", *row.units)


def _row(row: Row) -> a.FindingRow:
    said = {name: getattr(row, name) for name in a.FindingRow.__struct_fields__}
    return a.FindingRow(**{**said, "units": list(row.units), "amount": _yuan(row.amount)})


def _yuan(amount: int | None) -> str | None:
    return None if amount is None else money.plain(amount)


@operation(
    "GET", "/findings/<uuid:finding_id>", tag="findings", answers=a.FindingAnswer, query=queries.EyesQuery,
    refused=(404, 422), etag=True,
)  # fmt: skip
def show_finding(actor: Actor, finding_id: UUID) -> Response:
    """Show one finding.

    What came of it with its evidence, what of earlier years it may repeat, and what happened to it. Items are issued
    from it by `issue_item` with `finding`. The ETag is its version: send it back in If-Match to change it.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.FINDINGS)
        one = finding_register.one(connection, reader, finding_id, moment)
        found = finding_register.findings(connection, reader, moment)
        files = finding_register.evidence(connection, reader, moment, one.items)
        events = [_event(connection, reader, event) for event in one.recorded]
    chain = repeating.chain(one.row, found)
    said = a.FindingAnswer(
        finding=_row(one.row), items=telling.rows(answers.ItemRow, one.items), evidence=[_file(file) for file in files],
        proposed=[row.finding_id for row in repeating.proposed(one.row, found)],
        before=[row.finding_id for row in chain.before], after=[row.finding_id for row in chain.after],
        events=events, as_of=telling.as_of(moment, seen),
    )  # fmt: skip
    return telling.json(said, version=one.row.version)


def _file(one: finding_register.File) -> a.FindingFile:
    file = one.file
    return a.FindingFile(
        item_id=one.item_id, sha256=file.sha256, name=one.name, size=file.size, media_type=file.media_type
    )


def _event(connection: Connection, reader: Actor, one: Recorded) -> a.FindingEvent:
    return a.FindingEvent(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        actor=telling.who(reader, Actor.parse(one.actor), identity.names(connection)),
        body=finding_register.body(reader, one),
    )  # fmt: skip


@operation(
    "GET", "/findings/<uuid:finding_id>/earlier-items", tag="findings", answers=a.EarlierItems,
    query=queries.UnitQuery, refused=(404, 422),
)  # fmt: skip
def list_earlier_items(actor: Actor, finding_id: UUID) -> Response:
    """List what an item from this finding may repeat.

    The unit's items of earlier years with the same clause, or the same area and similar words. Which it is, if any, is
    said by a person in `repeats` of `issue_item`.
    """
    unit = queries.asked(queries.UnitQuery)["unit"]
    with reading_at("") as (connection, moment):
        one = finding_register.one(connection, actor, finding_id, moment)
        found = repeating.earlier_items(connection, actor, moment, one.row, unit)
    return telling.json(a.EarlierItems(items=[a.EarlierItem(**item._asdict()) for item in found]))


DESCRIBED = {
    "enter": "For evaluators (province, third_party), the city center (those and center) and bureau leaders, who "
             "report difficulties of their own unit (self_reported). A figure is a count or a quantifier, never both.",
    "correct": "For the unit that entered it; what was said before stays in its history.",
    "link": "Say which finding of an earlier year it repeats. For the unit that entered it and the city center.",
    "withdraw": "For the unit that entered it; items that were issued from it go on.",
}  # fmt: skip


def _view(trigger: str) -> Any:
    kind, new = m.FINDING_COMMANDS[trigger], trigger == "enter"

    def view(actor: Actor, finding_id: UUID | None = None) -> Response:
        subject = finding_id or uuid5(asking.command_id(actor)[0], "finding")
        done = give(kind, actor, subject, new=new)
        said = a.FindingDone(finding_id=done.subject, version=done.version, events=list(done.events))
        return telling.json(said, 201 if new else 200, version=done.version)

    return view


def _operation(trigger: str) -> Operation:
    new = trigger == "enter"
    return Operation(
        method="POST", path="/findings" if new else f"/findings/<uuid:finding_id>/{trigger}",
        name=f"{trigger}_finding", tag="findings", summary=f"{SAYS[trigger].en.capitalize()}.",
        description=DESCRIBED[trigger], view=_view(trigger),
        body=schemas.schema_for(cast(Any, m.FINDING_COMMANDS[trigger])), answers=a.FindingDone,
        status=201 if new else 200, etag=True, headers=HEADERS_NEW if new else HEADERS_OLD,
        refused=(*REFUSED, 409) if new else (*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_operation(trigger) for trigger in m.FINDING_COMMANDS)
