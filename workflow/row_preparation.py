"""What a command on a row needs to know: the day, its unit and station, and whether the person stands there already."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection

from events import vault
from events.store import EventStore
from workflow.lookups import NAMESPACE, answering_for, units
from workflow.messages.organisation import WITH_CONTACTS
from workflow.messages.row import RecordRow, RegisterKind, RowCommand, StrikeRow
from workflow.persons import is_same_name
from workflow.row_errors import NoSuchRow, NotAName, NotStationOfUnit, NoUnitToRecordFor
from workflow.rows import Row, key_of, require_days, values_of
from workflow.sight import ANSWERING, in_sight


def row_id(kind: RegisterKind, bureau: str, values: dict[str, str]) -> UUID:
    """The id of the one row with a key."""
    return uuid5(NAMESPACE, f"register {key_of(kind, bureau, values)}")


def id_of(command: RecordRow) -> UUID:
    """The id of the row that the command tells of."""
    return row_id(command.kind, command.bureau, values_of(command))


def require_sight(command: RowCommand, row: Row) -> None:
    """A row of a unit that the actor does not see is as one that is not there; nor is it said whether one is taken."""
    if isinstance(command, RecordRow) and not command.again:
        if command.by.role in ANSWERING and not in_sight(command.by).sees(command.bureau):
            raise NoUnitToRecordFor(field="bureau", given=command.bureau[:64])
        return
    if not row.version or not in_sight(command.by).sees(row.bureau):
        raise NoSuchRow


def prepared(command: RowCommand, row: Row, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it; a refusal where its unit or station is not there."""
    if isinstance(command, StrikeRow) or not isinstance(command, RecordRow):
        return command
    command = replace(command, today=today)
    require_days(command)
    _require_place(command, store.connection)
    _require_name(command)
    return _same_person(command, row, store.connection) if command.again else command


def _require_place(command: RecordRow, connection: Connection) -> None:
    known = units(connection)
    unit = known.get(command.bureau)
    if unit is None or not unit.answers or not in_sight(command.by).sees(unit.code):
        raise NoUnitToRecordFor(field="bureau", given=command.bureau[:64])
    code = getattr(command, "station", None)
    if code is None:
        return
    station = known.get(code)
    there = station is not None and station.what in WITH_CONTACTS and station.dissolved is None
    if not there or answering_for(known, code) != unit.code:
        raise NotStationOfUnit(field="station", given=str(code)[:64])


def _require_name(command: RecordRow) -> None:
    """A name holds no number of a card, a phone or an account, and no tick makes it one."""
    for value in command.personal:
        if any(letter.isdigit() for letter in value.value):
            raise NotAName(field=value.kind)


def _same_person(command: Any, row: Row, connection: Connection) -> Any:
    """A person who stands in the row already stays under the reference that is there."""
    ref = getattr(command, "name", None)
    if ref is None or row.name is None:
        return command
    given = next((value.value for value in command.personal if value.ref == ref.ref), None)
    before = vault.reveal(connection, [row.name.ref]).get(row.name.ref)
    if given is None or before is None or not is_same_name(before, given):
        return command
    return replace(command, name=row.name, personal=())
