"""A row of a typed register: what it is so far, how its columns are written, and what follows from a command. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import Field, dataclass, fields, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_type_hints

from events.event import Recorded, Told
from events.personal import PersonalRef
from workflow.dates import day_words
from workflow.errors import Words
from workflow.facts import Due, Precision
from workflow.messages.kinds import ROW_COMMANDS
from workflow.messages.row import RecordRow, RegisterKind, RowChanged, RowCommand, RowRecorded, RowStruck, StrikeRow
from workflow.money import plain as money_text
from workflow.organisation_errors import NothingChanges, SinceInFuture
from workflow.row_errors import KeyChanged, NoSuchRow, NotAMonth, RowGone, RowThere
from workflow.words import Role, not_permitted

KEEPERS = (Role.BUREAU_LEADER, Role.BUREAU_HANDLER, Role.CITY_CENTER)
SAYS = {
    "record": Words("登记一行", "record a row"),
    "change": Words("更改", "change"),
    "strike": Words("划去", "strike"),
    "raise": Words("立账", "raise items"),
}
RAISERS = (Role.CITY_CENTER,)
APART = ("bureau", "name")
"""Columns that stand beside the values of an event: the unit, and a person, of whom the log holds a commitment."""


@dataclass(frozen=True, slots=True)
class Row:
    version: int = 0
    kind: RegisterKind | None = None
    bureau: str = ""
    values: dict[str, str] | None = None
    name: PersonalRef | None = None
    struck: str | None = None


NEW = Row()


@cache
def columns(kind: RegisterKind) -> tuple[Field[Any], ...]:
    """The columns of a kind, the unit first."""
    return tuple(f for f in fields(ROW_COMMANDS[kind]) if "label" in f.metadata)


@cache
def hints_of(kind: RegisterKind) -> dict[str, Any]:
    """What each column holds."""
    return get_type_hints(ROW_COMMANDS[kind])


def keys(kind: RegisterKind) -> tuple[str, ...]:
    """The columns that say which row it is."""
    return tuple(f.name for f in columns(kind) if f.metadata.get("key"))


def written(value: Any) -> str:
    """A column's value as it stands in an event: days as 2020-04-08, amounts in fen."""
    match value:
        case None:
            return ""
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def values_of(command: RecordRow) -> dict[str, str]:
    """What the command says, column by column; what is left empty is left out."""
    said = {f.name: written(getattr(command, f.name)) for f in columns(command.kind) if f.name not in APART}
    return {name: text for name, text in said.items() if text}


def given(kind: RegisterKind, values: dict[str, str]) -> dict[str, str]:
    """The values as a form or a sheet gives them: amounts in yuan."""
    money = {f.name for f in columns(kind) if f.metadata.get("money")}
    return {name: money_text(int(text)) if name in money else text for name, text in values.items()}


def plain(text: str) -> str:
    """A case number, or what else names a row, as it is compared: half-width, no blanks, case folded."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def key_of(kind: RegisterKind, bureau: str, values: dict[str, str]) -> str:
    """What is the same for the same row, however blanks and letters are written."""
    said = (bureau if name == "bureau" else values.get(name, "") for name in keys(kind))
    return "\n".join([kind.value, *map(plain, said)])


def evolve(before: Row, told: Told | Recorded) -> Row:
    """The row after an event. Evolving never refuses."""
    event = told.event
    if isinstance(event, RowStruck):
        return replace(before, version=before.version + 1, struck=event.reason)
    return Row(before.version + 1, event.kind, event.bureau, event.values, event.name)


def fold(past: Iterable[Told | Recorded]) -> Row:
    row = NEW
    for told in past:
        row = evolve(row, told)
    return row


def admit(command: RowCommand, row: Row) -> None:
    """The actor's role may, and the row is there to be changed, or not yet to be recorded."""
    again = getattr(command, "again", False)
    says = "change" if again else command.trigger
    if command.by.role not in KEEPERS:
        raise not_permitted(command.by.role, SAYS[says], KEEPERS)
    if isinstance(command, StrikeRow) or again:
        if not row.version:
            raise NoSuchRow
        if row.struck is not None:
            raise RowGone
    elif row.version and row.struck is None:
        raise RowThere


def decide(command: RowCommand, row: Row) -> list[RowRecorded | RowChanged | RowStruck]:
    """The event that records the command. Its unit and station have been looked up before."""
    admit(command, row)
    if isinstance(command, StrikeRow):
        return [RowStruck(reason=command.reason)]
    assert isinstance(command, RecordRow)
    require_days(command)
    values, name = values_of(command), getattr(command, "name", None)
    if not command.again:
        return [RowRecorded(kind=command.kind, bureau=command.bureau, values=values, name=name)]
    require_key(command, row)
    if (values, name) == (row.values, row.name):
        raise NothingChanges(field=columns(command.kind)[1].name)
    return [RowChanged(kind=command.kind, bureau=command.bureau, values=values, name=name)]


def require_days(command: RecordRow) -> None:
    """No day is still to come; a month is one."""
    for column in columns(command.kind):
        value = getattr(command, column.name)
        if isinstance(value, date) and command.today is not None and value > command.today:
            raise SinceInFuture(field=column.name, given=day_words(value))
        if isinstance(value, Due) and value.precision is not Precision.MONTH:
            raise NotAMonth(field=column.name)


def require_key(command: RecordRow, row: Row) -> None:
    """What is changed is the same row."""
    values, stood = values_of(command), row.values or {}
    if command.kind is not row.kind:
        raise NoSuchRow
    for name in keys(command.kind):
        said, was = (command.bureau, row.bureau) if name == "bureau" else (values.get(name, ""), stood.get(name, ""))
        if plain(said) != plain(was):
            label = next(f.metadata["label"] for f in columns(command.kind) if f.name == name)
            raise KeyChanged(field=name, label=label)
