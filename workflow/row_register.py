"""The typed registers as they stand at a moment: rows in sight, what is found in them; and one row's past."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from events import vault
from events.event import Recorded
from events.store import EventStore
from events.tables import personal_data, personal_keys
from workflow.history import Moment, until
from workflow.messages import Actor
from workflow.messages.row import RegisterKind
from workflow.persons import masked
from workflow.projections import ROWS
from workflow.row_errors import NoSuchRegister, NoSuchRow
from workflow.row_matching import Line, Lists
from workflow.row_rules import Finding, findings, needed
from workflow.rows import Row, fold
from workflow.sight import in_sight


@dataclass(frozen=True, slots=True)
class Entry:
    """A row in sight; `ref` is where its name lies, `name` the name itself where that was asked for."""

    row_id: UUID
    version: int
    kind: RegisterKind
    bureau: str
    values: Mapping[str, str]
    ref: UUID | None
    struck: str | None
    name: str | None = None


def kind_of(text: str) -> RegisterKind:
    """NoSuchRegister for what is no kind."""
    try:
        return RegisterKind(text)
    except ValueError as error:
        raise NoSuchRegister from error


def entries(connection: Connection, actor: Actor, at: Moment, kind: RegisterKind) -> list[Entry]:
    """The rows of a kind in sight, by unit and what they say, those that were struck too; without names."""
    table = ROWS.at(at.position)
    wanted = select(table).where(table.c.kind == kind.value, in_sight(actor).within(table.c.bureau))
    rows = connection.execute(wanted.order_by(table.c.bureau, table.c.said, table.c.row_id))
    return [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    said = json.loads(row.said)
    return Entry(row.row_id, row.version, RegisterKind(row.kind), row.bureau, said, row.name_ref, row.struck)


def named(connection: Connection, found: Sequence[Entry], *, whole: bool = False) -> list[Entry]:
    """The entries with their names, masked or `whole`: who shows them so has it recorded first."""
    values = vault.reveal(connection, [one.ref for one in found if one.ref])
    shown = {ref: value if whole else masked("name", value) for ref, value in values.items()}
    return [replace(one, name=shown.get(one.ref)) if one.ref else one for one in found]


def counts(connection: Connection, actor: Actor, at: Moment) -> dict[RegisterKind, int]:
    """How many rows count in each register, of those in sight."""
    table = ROWS.at(at.position)
    wanted = select(table.c.kind, func.count()).where(table.c.struck.is_(None), in_sight(actor).within(table.c.bureau))
    found: dict[str, int] = {row[0]: row[1] for row in connection.execute(wanted.group_by(table.c.kind))}
    return {kind: found.get(kind.value, 0) for kind in RegisterKind}


def lists(connection: Connection, actor: Actor, at: Moment, kind: RegisterKind) -> Lists:
    """The rows that count in sight, of all lists that a kind is judged by. No name is opened to compare persons."""
    found = {one: entries(connection, actor, at, one) for one in needed(kind)}
    persons = _persons(connection, found)
    return {one: [_line(row, persons) for row in rows if row.struck is None] for one, rows in found.items()}


def _line(row: Entry, persons: Mapping[UUID, UUID]) -> Line:
    return Line(row.row_id, row.bureau, row.values, persons.get(row.ref) if row.ref else None)


def _persons(connection: Connection, found: Mapping[RegisterKind, Sequence[Entry]]) -> dict[UUID, UUID]:
    """By reference, under whose key a name is sealed: a unit's person has one, however often they are named.

    Whoever was erased has none, and is compared with nobody.
    """
    kinds = [kind.value for kind, rows in found.items() if any(row.ref for row in rows)]
    if not kinds:
        return {}
    refs = (select(table.c.name_ref).where(table.c.kind.in_(kinds)) for table in (ROWS.now, ROWS.history))
    first, second = refs
    same = personal_keys.c.key_id == personal_data.c.key_id
    wanted = select(personal_data.c.ref, personal_data.c.key_id).join(personal_keys, same)
    wanted = wanted.where(personal_keys.c.erased_at.is_(None))
    wanted = wanted.where(personal_data.c.ref.in_(first) | personal_data.c.ref.in_(second))
    return {row.ref: row.key_id for row in connection.execute(wanted)}


def found_in(connection: Connection, actor: Actor, at: Moment, kind: RegisterKind) -> tuple[Lists, list[Finding]]:
    """The lists that a kind is judged by, and what was found."""
    there = lists(connection, actor, at, kind)
    return there, findings(kind, there)


class Past(NamedTuple):
    """One row: what it is at the moment, its events up to then, and the names behind them, masked or whole."""

    row: Row
    recorded: Sequence[Recorded]
    names: Mapping[UUID, str]


def past(connection: Connection, actor: Actor, row_id: UUID, at: Moment, *, whole: bool = False) -> Past:
    """NoSuchRow where there is none in sight at the moment."""
    recorded = until(EventStore(connection).read(f"register-{row_id}"), at)
    row = fold(recorded)
    if not recorded or not in_sight(actor).sees(row.bureau):
        raise NoSuchRow
    refs = [ref.ref for one in recorded if (ref := getattr(one.event, "name", None))]
    values = vault.reveal(connection, refs)
    return Past(row, recorded, values if whole else {ref: masked("name", one) for ref, one in values.items()})
