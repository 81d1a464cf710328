"""What a command on an organisation needs to know of the rest of the tree, and of the items below it."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from events.store import EventStore
from workflow import messages as m
from workflow.dates import day_words
from workflow.errors import NameTaken
from workflow.lookups import Unit, organisation_id, units
from workflow.membership import acting
from workflow.messages.organisation import KINDS
from workflow.organisation_errors import (
    Dissolved,
    HasAccounts,
    HasOpenItems,
    HasUnitsBelow,
    NoSuchOrganisation,
    ParentMissing,
)
from workflow.organisations import UNDER, Organisation, allowed_above
from workflow.projections import ITEMS
from workflow.words import State

Known = dict[str, Unit]
ENDED = (State.CLOSED, State.WITHDRAWN, State.CONVERTED)


def prepared(command: Any, organisation: Organisation, store: EventStore, today: date) -> Any:
    """The command with the day and the kind of the unit it names; a refusal where what it names is not there."""
    known = units(store.connection)
    match command:
        case m.RegisterOrganisation():
            _require_free(command, known.values(), ("code", "name", "short"))
            command = _placed(command, known)
        case m.RenameOrganisation():
            others = [unit for unit in known.values() if unit.code != organisation.code]
            _require_free(command, others, ("name", "short"))
            command = replace(command, what=command.what or organisation.what)
        case m.MoveOrganisation():
            command = replace(command, above=_there("parent", command.parent, known).what)
        case m.DissolveOrganisation():
            _require_empty(store, organisation, known, today)
            above = _there("into", command.into, known).what if command.into else None
            command = replace(command, above=above)
    return replace(command, today=today)


def _require_free(command: Any, others: Any, names: tuple[str, ...]) -> None:
    for field in names:
        if getattr(command, field) in {getattr(unit, field) for unit in others}:
            raise NameTaken(field=field, given=getattr(command, field))


def _placed(command: m.RegisterOrganisation, known: Known) -> m.RegisterOrganisation:
    """Below the unit it names; a kind that must have one gets the only one there can be."""
    if command.parent:
        return replace(command, above=_there("parent", command.parent, known).what)
    fit = UNDER[command.what]
    if None in fit:
        return command
    can = [unit for unit in known.values() if unit.what in fit and not unit.dissolved]
    if len(can) != 1:
        raise ParentMissing(field="parent", kind=KINDS[command.what], allowed=allowed_above(command.what))
    return replace(command, parent=can[0].code, above=can[0].what)


def _there(field: str, code: str, known: Known) -> Unit:
    unit = known.get(code)
    if unit is None:
        raise NoSuchOrganisation(field=field, given=code[:64])
    if unit.dissolved:
        raise Dissolved(field=field, unit=unit.name, since=day_words(unit.dissolved))
    return unit


def _require_empty(store: EventStore, organisation: Organisation, known: Known, today: date) -> None:
    """Nothing is left behind that nobody would answer for."""
    store.hold(f"organisation-{organisation_id(organisation.code)}")
    below = [unit for unit in known.values() if unit.parent == organisation.code and not unit.dissolved]
    if below:
        raise HasUnitsBelow(unit=organisation.name.name, count=len(below))
    if count := _open_items(store.connection, organisation.code):
        raise HasOpenItems(unit=organisation.name.name, count=count)
    if accounts := acting(store.connection, organisation.code, today):
        raise HasAccounts(unit=organisation.name.name, count=len(accounts))


def _open_items(connection: Connection, code: str) -> int:
    table = ITEMS.now
    found = select(func.count()).where(table.c.bureau == code, table.c.state.not_in(ENDED))
    return connection.scalar(found) or 0
