"""Giving commands: one operation per trigger of an item, and two for what stands beside the items.

A command that was carried out under the same Idempotency-Key is answered as it was then, before anything else is
looked at. Whether something exists is told only to those who may make it or see it.
"""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from flask import Response
from marshmallow import Schema

import identity
from api import answers as a
from api import asking, telling
from api.operations import OPERATIONS, Operation, operation
from events.store import EventStore
from workflow import lookups, machine, patterns, schemas, service
from workflow import messages as m
from workflow.words import ROLES, STATES

SAID = ("Idempotency-Key", "Personal-Data")
HEADERS_OLD, HEADERS_NEW = ("If-Match", *SAID), ("If-None-Match", *SAID)
REFUSED = (400, 403, 412, 413, 415, 422, 428)


def give(kind: type[m.Command], actor: m.Actor, subject: UUID, *, new: bool, **context: Any) -> service.Done:
    """Carry out the command in the body: on what is seen (If-Match), or making what is not there (If-None-Match: *).

    `context` is what the address adds to the body.
    """
    ledger = identity.current_ledger()
    said = asking.json_body()
    command_id, repeatable = asking.command_id(actor)
    shell = {"command_id": command_id, "subject": subject, "by": actor, "at": ledger.clock.now()}
    command = schemas.load(kind, said, **shell, **context)
    if repeatable and (done := _replayed(ledger, command)):
        return done
    patterns.require_seen(command, seen=asking.personal_seen())
    return _made(ledger, command) if new else _done(ledger, command)


def _replayed(ledger: service.Ledger, command: m.Command) -> service.Done | None:
    with ledger.database.reading() as connection:
        return service.replayed(EventStore(connection), command)


def _done(ledger: service.Ledger, command: m.Command) -> service.Done:
    """Carry a command out on the version that was seen."""
    return service.handle(ledger, replace(command, expected_version=asking.version_seen()))


def acknowledged(kind: type[m.Command], actor: m.Actor, subject: UUID, **context: Any) -> service.Done:
    """Carry out a command that comes to the same whoever was first: no version is asked for."""
    ledger = identity.current_ledger()
    command_id, repeatable = asking.command_id(actor)
    shell = {"command_id": command_id, "subject": subject, "by": actor, "at": ledger.clock.now()}
    command = schemas.load(kind, asking.json_body(), **shell, **context)
    if repeatable and (done := _replayed(ledger, command)):
        return done
    return service.handle(ledger, command)


def _made(ledger: service.Ledger, command: m.Command) -> service.Done:
    """Make something new."""
    asking.require_new()
    return service.handle(ledger, command)


def _item_view(trigger: str) -> Any:
    kind, new = m.ITEM_COMMANDS[trigger], trigger == "issue"

    def view(actor: m.Actor, item_id: UUID) -> Response:
        done = give(kind, actor, item_id, new=new)
        said = a.ItemDone(item_id=done.subject, version=done.version, state=done.state, events=list(done.events))
        return telling.json(said, 201 if new else 200, version=done.version)

    return view


def _described(trigger: str) -> str:
    """From which states a trigger leads where, and who may pull it: the rows of the workflow's table."""
    lines = []
    for row in machine.TRANSITIONS:
        if row.trigger == trigger:
            source = STATES[row.source].en if row.source else "nothing"
            where = f" when the conclusion is {' or '.join(row.outcomes)}" if row.outcomes else ""
            who, city = (", ".join(ROLES[role].en for role in roles) for roles in (row.roles, row.city_roles))
            lines.append(
                f"From {source} to {STATES[row.dest].en}{where}, by: {who} (for the city's own items: {city})."
            )
    return " ".join(lines)


def _schema(trigger: str) -> Schema:
    return schemas.schema_for(cast(Any, m.ITEM_COMMANDS[trigger]))


def _item_operation(trigger: str) -> Operation:
    new = trigger == "issue"
    return Operation(
        method="POST", path=f"/items/<uuid:item_id>/{trigger}", name=f"{trigger}_item", tag="commands",
        summary=f"{machine.TRIGGERS[trigger].en.capitalize()} an item.", description=_described(trigger),
        view=_item_view(trigger), body=_schema(trigger), answers=a.ItemDone,
        status=201 if new else 200, etag=True, headers=HEADERS_NEW if new else HEADERS_OLD,
        refused=REFUSED if new else (*REFUSED, 404, 409),
    )  # fmt: skip


OPERATIONS.extend(_item_operation(trigger) for trigger in machine.TRIGGERS)


@operation(
    "POST", "/notices/<uuid:notice_id>/open", tag="commands", body=schemas.schema_for(m.OpenNotice), status=201,
    answers=a.NoticeDone, headers=HEADERS_NEW, refused=REFUSED, etag=True,
)  # fmt: skip
def open_notice(actor: m.Actor, notice_id: UUID) -> Response:
    """Open a notice.

    Items are issued under it. `sequence` left out or 0 takes the year's next free number. For the city center.
    """
    done = give(m.OpenNotice, actor, notice_id, new=True)
    said = a.NoticeDone(notice_id=done.subject, version=done.version, events=list(done.events))
    return telling.json(said, 201, version=done.version)


@operation(
    "POST", "/areas/publish", tag="commands", body=schemas.schema_for(m.PublishAreas), answers=a.AreasDone,
    headers=HEADERS_OLD, refused=REFUSED, etag=True,
)  # fmt: skip
def publish_areas(actor: m.Actor) -> Response:
    """Publish the register of problem areas.

    It is published whole; items keep the version they were issued under. If-Match carries the version in force, "0"
    where there is none. For the city center and the system administrator.
    """
    done = give(m.PublishAreas, actor, lookups.AREA_REGISTER, new=False)
    return telling.json(a.AreasDone(version=done.version, events=list(done.events)), version=done.version)
