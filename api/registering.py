"""The typed registers: read as they stand or stood, struck; and items raised for findings."""

from typing import Any
from uuid import UUID

import msgspec
from flask import Response

import identity
from api import asking, queries, telling
from api import register_answers as a
from api.commanding import HEADERS_OLD, REFUSED, give
from api.operations import operation
from api.problems import language
from api.reading import reading_at, require_place, seen_by
from events.event import Recorded
from identity import acts
from workflow import row_register, schemas
from workflow.messages import Actor
from workflow.messages.row import StrikeRow
from workflow.row_raising import chosen_by, numbers, raise_items
from workflow.row_register import Entry, kind_of
from workflow.rows import columns, keys
from workflow.sight import Place

TAG = "case registers"


@operation("GET", "/registers", tag=TAG, answers=a.Registers, query=queries.EyesQuery, refused=(403, 404, 422))
def list_registers(actor: Actor) -> Response:
    """List the typed registers.

    Each with its columns, those that name a row, and how many rows in sight count.
    """
    require_place(actor, Place.REGISTERS)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.REGISTERS)
        counts = row_register.counts(connection, reader, moment)
    told = [
        a.RegisterTold(kind=kind, rows=number, columns=[f.name for f in columns(kind)], key=list(keys(kind)))
        for kind, number in counts.items()
    ]
    return telling.json(a.Registers(registers=told, as_of=telling.as_of(moment, seen)))


@operation(
    "GET", "/registers/<kind>", tag=TAG, answers=a.RegisterRows, query=queries.RowsQuery, refused=(403, 404, 422)
)
def list_rows(actor: Actor, kind: str) -> Response:
    """List the rows of a register in sight, names masked.

    Those that were struck too. As they stood at `as_of`, if given.
    """
    require_place(actor, Place.REGISTERS)
    asked, given = kind_of(kind), queries.asked(queries.RowsQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.REGISTERS)
        found = row_register.entries(connection, reader, moment, asked)
        mine = [one for one in found if given["unit"] in ("", one.bureau)]
        rows = [_row(one) for one in row_register.named(connection, mine)]
    return telling.json(a.RegisterRows(rows=rows, as_of=telling.as_of(moment, seen)))


def _row(one: Entry) -> a.RegisterRow:
    said = {name: getattr(one, name) for name in a.RegisterRow.__struct_fields__}
    return a.RegisterRow(**{**said, "values": dict(one.values)})


@operation(
    "GET", "/registers/<kind>/findings", tag=TAG, answers=a.RegisterFindings, query=queries.RowsQuery,
    refused=(403, 404, 422),
)  # fmt: skip
def list_row_findings(actor: Actor, kind: str) -> Response:
    """List what the rules find in a register.

    Payments, vouchers and handlers of cases are matched with one another. Items that were raised are named for the
    present only.
    """
    require_place(actor, Place.REGISTERS)
    asked, given = kind_of(kind), queries.asked(queries.RowsQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.REGISTERS)
        _, found = row_register.found_in(connection, reader, moment, asked)
        mine = [one for one in found if given["unit"] in ("", one.line.bureau)]
        raised = {} if moment.past else numbers(connection, mine)
    told = [
        a.RegisterFinding(
            rule=one.rule.value, row_id=one.line.row_id, bureau=one.line.bureau, period=one.period,
            reason=one.reason.say(language()), chosen_by=chosen_by(one),
            item_id=raised[chosen_by(one)][0] if chosen_by(one) in raised else None,
            number=raised[chosen_by(one)][1] if chosen_by(one) in raised else None,
        )
        for one in mine
    ]  # fmt: skip
    return telling.json(a.RegisterFindings(findings=told, as_of=telling.as_of(moment, seen)))


@operation(
    "POST", "/registers/<kind>/raise", tag=TAG, answers=a.ItemsRaised, body=queries.RaiseBody(),
    refused=(400, 403, 404, 413, 415, 422),
)  # fmt: skip
def raise_found_items(actor: Actor, kind: str) -> Response:
    """Raise items for findings.

    `findings` are their `chosen_by`; what was raised already is not raised again. For the city center.
    """
    chosen = queries.RaiseBody().load(asking.json_body())["findings"]
    raised = raise_items(identity.current_ledger(), actor, kind_of(kind), frozenset(chosen))
    return telling.json(a.ItemsRaised(raised=raised))


@operation(
    "GET", "/registers/rows/<uuid:row_id>", tag=TAG, answers=a.RegisterRowAnswer, query=queries.EyesQuery,
    refused=(404, 422), etag=True,
)  # fmt: skip
def show_row(actor: Actor, row_id: UUID) -> Response:
    """Show one row, and what happened to it.

    The ETag is its version: send it back in If-Match to change or strike it.
    """
    given = queries.asked(queries.EyesQuery)
    return _one(actor, row_id, given["as_of"], given["eyes"], whole=False)


@operation(
    "POST", "/registers/rows/<uuid:row_id>/people", tag=TAG, answers=a.RegisterRowAnswer, refused=(404,), etag=True
)
def show_row_person(actor: Actor, row_id: UUID) -> Response:
    """Show one row with its name whole.

    That it was read is written to the security log first.
    """
    return _one(actor, row_id, "", None, whole=True)


def _one(actor: Actor, row_id: UUID, as_of: str, eyes: UUID | None, *, whole: bool) -> Response:
    with reading_at(as_of) as (connection, moment):
        reader, seen = seen_by(connection, actor, eyes, moment, Place.REGISTERS)
        past = row_register.past(connection, reader, row_id, moment, whole=whole)
        names = identity.names(connection)
    if whole:
        acts.done("people_read", actor.account, f"register-{row_id}")
    row = past.row
    assert row.kind is not None and row.values is not None
    told = a.RegisterRow(
        row_id=row_id, version=row.version, kind=row.kind, bureau=row.bureau, values=row.values,
        name=past.names.get(row.name.ref) if row.name else None, struck=row.struck,
    )  # fmt: skip
    events = [_event(one, reader, names) for one in past.recorded]
    said = a.RegisterRowAnswer(row=told, events=events, as_of=telling.as_of(moment, seen))
    return telling.json(said, version=row.version)


def _event(one: Recorded, reader: Actor, names: Any) -> a.RegisterEvent:
    return a.RegisterEvent(
        name=one.name, version=one.version, position=one.position, event_id=one.event_id, recorded_at=one.recorded_at,
        actor=telling.who(reader, Actor.parse(one.actor), names), body=msgspec.to_builtins(one.event),
    )  # fmt: skip


def told_done(done: Any, status: int = 200) -> Response:
    said = a.RegisterRowDone(row_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, status, version=done.version)


@operation(
    "POST", "/registers/rows/<uuid:row_id>/strike", tag=TAG, body=schemas.schema_for(StrikeRow),
    answers=a.RegisterRowDone, headers=HEADERS_OLD, refused=(*REFUSED, 404, 409), etag=True,
)  # fmt: skip
def strike_row(actor: Actor, row_id: UUID) -> Response:
    """Strike a row.

    It does not count any more, and can be recorded anew. For its bureau and the city center.
    """
    return told_done(give(StrikeRow, actor, row_id, new=False))
