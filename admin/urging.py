"""Urging many items at once: those that are overdue in a list, each by itself, with a line of what came of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from marshmallow import ValidationError
from sqlalchemy import select

import identity
from admin.forms import is_uuid
from admin.giving import command_id
from admin.look import Look
from admin.words import t
from workflow import patterns, reports, schemas, service
from workflow.errors import Refusal
from workflow.machine import TRANSITIONS
from workflow.messages import Actor, UrgeItem
from workflow.projections import ITEMS
from workflow.reports import Filter
from workflow.sight import in_sight

MOST = 500
URGED = UrgeItem.trigger


class Result(NamedTuple):
    """An item that was in sight, and why it was not urged, if it was not."""

    item_id: UUID
    number: str
    bureau: str
    refused: str


def may_urge(by: Actor) -> bool:
    return any(by.role in (*row.roles, *row.city_roles) for row in TRANSITIONS if row.trigger == URGED)


def overdue(look: Look, wanted: Filter) -> list[UUID]:
    """The items of a list of overdue ones, for who may urge; at most MOST, those due first."""
    if look.at.past or wanted.due != "overdue" or not may_urge(look.actor):
        return []
    page = reports.ledger(look.connection, look.actor, look.at, wanted, sort="due", size=MOST)
    return [row.item_id for row in page.rows]


def urge(given: Sequence[str], said: dict[str, Any]) -> tuple[list[Result], str]:
    """What came of each item named that is in sight; or why none was tried."""
    ledger, by = identity.current_ledger(), identity.current_actor()
    token, wanted = command_id(by), [UUID(text) for text in given[:MOST] if is_uuid(text)]
    results = []
    try:
        for row in _in_sight(by, wanted):
            command = schemas.load(
                UrgeItem, said, command_id=uuid5(token, str(row.item_id)), subject=row.item_id, by=by,
                at=ledger.clock.now(),
            )  # fmt: skip
            patterns.require_seen(command, seen=False)
            results.append(Result(row.item_id, row.number, row.bureau, _urged(ledger, command)))
    except ValidationError:
        return results, t("The note is too long, or holds characters that cannot be kept.")
    except Refusal as refusal:
        return results, refusal.message(identity.language())
    return results, ""


def _in_sight(by: Actor, wanted: list[UUID]) -> Sequence[Any]:
    table = ITEMS.now
    seen = (table.c.item_id.in_(wanted), in_sight(by).within(table.c.bureau))
    columns = select(table.c.item_id, table.c.number, table.c.bureau).where(*seen).order_by(table.c.number)
    with identity.current_ledger().database.reading() as connection:
        return connection.execute(columns).all()


def _urged(ledger: service.Ledger, command: UrgeItem) -> str:
    try:
        service.handle(ledger, command)
    except Refusal as refusal:
        return refusal.message(identity.language())
    return ""
