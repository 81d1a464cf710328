"""Recurring obligations: read as they stand or stood, set up and changed, performed; and the days that policy gives."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID, uuid5

import msgspec
from flask import Response
from sqlalchemy import Connection

import identity
from api import asking, queries, telling
from api import obligation_answers as a
from api.answers import EvidenceFile
from api.commanding import HEADERS_NEW, HEADERS_OLD, REFUSED, give
from api.evidence import attached
from api.operations import OPERATIONS, Operation, operation
from api.reading import reading_at, require_place, seen_by
from api.refusals import Missing
from workflow import contact_register, files, obligation_register, schemas
from workflow import messages as m
from workflow.judging import Cell
from workflow.messages import Actor
from workflow.messages.policy import Policy
from workflow.obligation_register import Done, Owed, cause_of
from workflow.obligations import SAYS
from workflow.raising import item_of
from workflow.sight import Place

POLICY = Policy.RAISED_ITEM_DAYS


@operation(
    "GET", "/obligations", tag="obligations", answers=a.Obligations, query=queries.ObligationsQuery,
    refused=(403, 404, 422),
)  # fmt: skip
def list_obligations(actor: Actor) -> Response:
    """List the recurring obligations.

    Each with its periods, judged as of the day looked at. A bureau sees its own. As they stood at `as_of`, if given.
    """
    require_place(actor, Place.OBLIGATIONS)
    given = queries.asked(queries.ObligationsQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.OBLIGATIONS)
        found = obligation_register.owed(connection, reader, moment, _zone())
        wanted = [one for one in found if given["unit"] in ("", one.obligation.bureau)]
        items = obligation_register.items_of(connection, wanted, moment)
        days = contact_register.rule(connection, POLICY, moment).days
    rows = [_row(one, items) for one in wanted]
    return telling.json(a.Obligations(obligations=rows, raised_item_days=days, as_of=telling.as_of(moment, seen)))


def _zone() -> Any:
    return identity.current_ledger().zone


def _row(one: Owed, items: Iterable[UUID]) -> a.ObligationRow:
    said = {name: getattr(one.obligation, name) for name in ("bureau", "area", "duty", "basis", "since", "from_item")}
    phases = [a.PhaseRow(since=p.since, rule=p.rule, window=p.window) for p in one.terms.phases]
    pauses = [a.PauseRow(since=p.since, until=p.until) for p in one.terms.pauses]
    return a.ObligationRow(
        **said, obligation_id=one.obligation_id, version=one.obligation.version, rule=one.rule, last=one.terms.last,
        phases=phases, pauses=pauses, done=one.done, periods=[_cell(one, cell, set(items)) for cell in one.cells],
    )  # fmt: skip


def _cell(one: Owed, cell: Cell, items: set[UUID]) -> a.PeriodCell:
    raised = item_of(cause_of(one, cell))
    return a.PeriodCell(
        period=cell.period.key, first=cell.period.first, last=cell.period.last, station=cell.station or None,
        outcome=cell.outcome, need=cell.need, done=cell.done, in_time=cell.in_time,
        item_id=raised if raised in items else None,
    )  # fmt: skip


@operation(
    "GET", "/obligations/<uuid:obligation_id>", tag="obligations", answers=a.ObligationAnswer,
    query=queries.EyesQuery, refused=(404, 422), etag=True,
)  # fmt: skip
def show_obligation(actor: Actor, obligation_id: UUID) -> Response:
    """Show one obligation, what was done for it, and what happened.

    The ETag is its version: send it back in If-Match to change it.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.OBLIGATIONS)
        whole = obligation_register.whole(connection, reader, obligation_id, moment, _zone())
        items = obligation_register.items_of(connection, [whole.owed], moment)
        names = identity.names(connection)
        done = [_performance(connection, one, reader, names) for one in whole.done]
    recorded = [*whole.recorded, *(event for one in whole.done for event in one.recorded)]
    events = [_event(one, reader, names) for one in sorted(recorded, key=lambda one: one.recorded_at)]
    said = a.ObligationAnswer(
        obligation=_row(whole.owed, items), performances=done, events=events, as_of=telling.as_of(moment, seen)
    )
    return telling.json(said, version=whole.owed.obligation.version)


def _performance(connection: Connection, one: Done, reader: Actor, names: Mapping[UUID, str]) -> a.PerformanceRow:
    told = one.performance
    said = {name: getattr(told, name) for name in ("performed_on", "entered_on", "station", "what", "no_evidence")}
    known = files.names(connection, told.bureau, [file.sha256 for file in told.evidence])
    evidence = [
        EvidenceFile(sha256=f.sha256, name=known.get(f.sha256), size=f.size, media_type=f.media_type)
        for f in told.evidence
    ]
    by = telling.who(reader, Actor.parse(one.recorded[0].actor), names)
    return a.PerformanceRow(
        **said, performance_id=one.performance_id, version=told.version, evidence=evidence, struck=told.struck,
        entered_by=by,
    )  # fmt: skip


def _event(one: Any, reader: Actor, names: Mapping[UUID, str]) -> a.ObligationEvent:
    return a.ObligationEvent(
        stream=one.stream, name=one.name, version=one.version, position=one.position, event_id=one.event_id,
        recorded_at=one.recorded_at, actor=telling.who(reader, Actor.parse(one.actor), names),
        body=msgspec.to_builtins(one.event),
    )  # fmt: skip


@operation("GET", "/obligations/<uuid:obligation_id>/files/<sha256>", tag="obligations", query=queries.AsOfQuery,
           refused=(404, 410, 422))  # fmt: skip
def download_performance_file(actor: Actor, obligation_id: UUID, sha256: str) -> Response:
    """Download a piece of evidence of what was done.

    As an attachment. Its bytes are checked against the SHA-256 first; 410 says that they are missing or altered.
    """
    with reading_at(queries.asked(queries.AsOfQuery)["as_of"]) as (connection, moment):
        whole = obligation_register.whole(connection, actor, obligation_id, moment)
        named = {file.sha256: file for one in whole.done for file in one.performance.evidence}
        if sha256 not in named:
            raise Missing
        name = files.names(connection, whole.owed.obligation.bureau, [sha256]).get(sha256, "")
    return attached(identity.current_ledger().files.get(sha256), named[sha256], name or f"{sha256}.bin")


def _view(trigger: str) -> Any:
    kind, new = m.OBLIGATION_COMMANDS[trigger], trigger == "set_up"

    def view(actor: Actor, obligation_id: UUID | None = None) -> Response:
        subject = obligation_id or uuid5(asking.command_id(actor)[0], "obligation")
        done = give(kind, actor, subject, new=new)
        said = a.ObligationDone(obligation_id=done.subject, version=done.version, events=list(done.events))
        return telling.json(said, 201 if new else 200, version=done.version)

    return view


def _operation(trigger: str) -> Operation:
    new = trigger == "set_up"
    return Operation(
        method="POST", path="/obligations" if new else f"/obligations/<uuid:obligation_id>/{trigger}",
        name=f"{trigger}_obligation", tag="obligations", summary=f"{SAYS[trigger].en.capitalize()}.",
        description="For the city center. A period is owed only if all of it lies in the time that is owed; periods "
                    "that were over when that was said raise no item. One obligation is owed by one unit.",
        view=_view(trigger), body=schemas.schema_for(cast(Any, m.OBLIGATION_COMMANDS[trigger])),
        answers=a.ObligationDone, status=201 if new else 200, etag=True, headers=HEADERS_NEW if new else HEADERS_OLD,
        refused=(*REFUSED, 409) if new else (*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_operation(trigger) for trigger in m.OBLIGATION_COMMANDS)


@operation(
    "POST", "/obligations/<uuid:obligation_id>/performances", tag="obligations", status=201, etag=True,
    body=schemas.schema_for(m.RecordPerformance), answers=a.PerformanceDone, headers=HEADERS_NEW,
    refused=(*REFUSED, 404, 409),
)  # fmt: skip
def record_performance(actor: Actor, obligation_id: UUID) -> Response:
    """Record what was done.

    With evidence that was uploaded before, or the reason why there is none. For the people of the unit that owes it.
    """
    subject = uuid5(asking.command_id(actor)[0], "performance")
    done = give(m.RecordPerformance, actor, subject, new=True, obligation=obligation_id)
    said = a.PerformanceDone(performance_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, 201, version=done.version)


@operation(
    "POST", "/performances/<uuid:performance_id>/strike", tag="obligations", etag=True,
    body=schemas.schema_for(m.StrikePerformance), answers=a.PerformanceDone, headers=HEADERS_OLD,
    refused=(*REFUSED, 404, 409),
)  # fmt: skip
def strike_performance(actor: Actor, performance_id: UUID) -> Response:
    """Strike what was recorded.

    It does not count any more, and stays to be seen. For who entered it, and the city center.
    """
    done = give(m.StrikePerformance, actor, performance_id, new=False)
    said = a.PerformanceDone(performance_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, version=done.version)
