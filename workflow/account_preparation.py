"""What a command on an account needs to know: the day, what the unit is, who else holds what would be lost."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from events.store import EventStore
from workflow import messages as m
from workflow.accounts import NEEDED, Account, fold
from workflow.dates import day_words
from workflow.lookups import organisation_id, units
from workflow.machine import ANSWER, CENTER, Owner
from workflow.membership import hats, holders, member
from workflow.organisation_errors import Dissolved, NoSuchOrganisation
from workflow.projections import ITEMS
from workflow.words import State

REPORTS = {Owner.BUREAU: ANSWER, Owner.CITY: CENTER}


def prepared(command: Any, account: Account, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it; a refusal where the unit it names is not there."""
    match command:
        case m.GrantRole():
            command = replace(_placed(command, store), since=command.since or today)
        case m.LendRole():
            lender = member(store.connection, command.by.account)
            own = bool(lender and lender.owns(command.role, command.org, today))
            command = replace(command, since=command.since or today, own=own)
        case m.RevokeRole() | m.DisableAccount():
            command = replace(command, left=_others(command, account, store, today))
        case m.RecordLeaving():
            command = replace(_listed(command, store.connection, today), left=_others(command, account, store, today))
        case m.TakeOver() if account.handover:
            command = replace(command, items=account.handover.items)
    return replace(command, today=today)


def _placed(command: m.GrantRole, store: EventStore) -> m.GrantRole:
    """In a unit that is there, and is not dissolved meanwhile."""
    store.hold(f"organisation-{organisation_id(command.org)}")
    unit = units(store.connection).get(command.org)
    if unit is None:
        raise NoSuchOrganisation(field="org", given=command.org[:64])
    if unit.dissolved:
        raise Dissolved(field="org", unit=unit.name, since=day_words(unit.dissolved))
    return replace(command, unit=unit.name, kind=unit.what)


def _listed(command: m.RecordLeaving, connection: Connection, today: date) -> m.RecordLeaving:
    """With the account's open items, and whether the successor can report for all of them."""
    table = ITEMS.now.c
    mine = select(table.item_id, table.bureau, table.owner).where(
        table.handler == command.subject, table.state == State.ASSIGNED
    )
    rows = connection.execute(mine.order_by(table.number)).all()
    can = {(hat.role, hat.org) for hat in hats(connection, command.successor, today)} if command.successor else set()
    fits = all(any((role, row.bureau) in can for role in REPORTS[Owner(row.owner)]) for row in rows)
    return replace(command, items=tuple(row.item_id for row in rows), fits=fits)


def following(command: m.Command, store: EventStore) -> list[m.Command]:
    """The commands that go with one on an account: whoever signs a handover takes over each item that is still open."""
    if not isinstance(command, m.TakeOver):
        return []
    table = ITEMS.now.c
    account = fold(store.read_past(command.stream).told)
    items = account.handover.items if account.handover else ()
    still = select(table.item_id).where(
        table.item_id.in_(items), table.handler == command.subject, table.state == State.ASSIGNED
    )
    return [_taken(command, item) for item in store.connection.scalars(still.order_by(table.number))]


def _taken(command: m.TakeOver, item: UUID) -> m.HandOverItem:
    return m.HandOverItem(
        command_id=uuid5(command.command_id, str(item)), subject=item, by=command.by, at=command.at,
        handler=command.by.account, reason=command.reason, signed=True,
    )  # fmt: skip


def _others(command: Any, account: Account, store: EventStore, today: date) -> tuple[tuple[Any, str, int], ...]:
    """How many other accounts hold each role that a unit needs. Who takes from one unit waits for who does the same."""
    held = {(grant.role, grant.org) for grant in account.held(today) if grant.role in NEEDED}
    found = []
    for role, org in sorted(held):
        store.hold(f"organisation-{organisation_id(org)}")
        others = [one for one in holders(store.connection, role, org, today) if one != command.subject]
        found.append((role, org, len(others)))
    return tuple(found)
