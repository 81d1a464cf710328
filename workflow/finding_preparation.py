"""What a command on a finding, or an item issued from one, needs to know: clause, area, units, what was said before."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from events.store import EventStore
from workflow import messages as m
from workflow.errors import UnknownArea, UnknownUnit, Words
from workflow.finding_errors import (
    ClauseRegisterWrong,
    FindingGone,
    FoundAlready,
    NoSuchEarlierItem,
    NoSuchFinding,
    NotEarlier,
    RaisedAlready,
    UnitNotConcerned,
    UnknownClause,
    YearToCome,
)
from workflow.findings import Finding, fold
from workflow.lookups import Unit, current_areas, current_clauses, units
from workflow.messages.finding import Concerns, Source
from workflow.projections import FINDINGS, ITEMS
from workflow.projections.findings import same_key
from workflow.sight import in_finding
from workflow.words import State


def require_sight(command: m.FindingCommand, finding: Finding, connection: Connection) -> None:
    """A finding that the actor is not told of is as one that is not there."""
    if isinstance(command, m.EnterFinding):
        return
    if not finding.version or not in_finding(command.by, told_of(connection, command.subject, finding)):
        raise NoSuchFinding


def told_of(connection: Connection, finding_id: UUID, finding: Finding) -> set[str]:
    """The units that know of a finding: those that items were issued to from it, and who reported it of itself."""
    table = ITEMS.now.c
    issued = set(connection.scalars(select(table.bureau).where(table.finding == finding_id)))
    return issued | (set(finding.units) if finding.source is Source.SELF_REPORTED else set())


def prepared(command: Any, finding: Finding, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it; a refusal where clause, area, unit or earlier finding is not there."""
    match command:
        case m.EnterFinding():
            return _entered(_said(command, store), store, today)
        case m.CorrectFinding():
            command = _said(command, store)
            _require_new(store.connection, command, finding.source, finding.year)
            return command
        case m.LinkFinding():
            _require_earlier(command.repeats, command.by, finding.year, store)
    return command


def _said(command: Any, store: EventStore) -> Any:
    register, area = current_clauses(store), command.area
    if command.clause:
        clause = next((one for one in register.clauses if one.code == command.clause), None)
        if clause is None:
            raise UnknownClause(field="clause", given=command.clause)
        area = area or clause.area
    if area:
        _require_area(store, area, "area")
    known = units(store.connection)
    for code in command.units:
        if (unit := known.get(code)) is None or not unit.answers:
            raise UnknownUnit(field="units", given=code)
    ordered = tuple(code for code in known if code in command.units)
    return replace(command, area=area, units=ordered, clause_register=register.version)


def _require_area(store: EventStore, area: str, field: str) -> None:
    if area not in {one.code for one in current_areas(store).areas}:
        raise UnknownArea(field=field, given=area)


def _entered(command: m.EnterFinding, store: EventStore, today: date) -> m.EnterFinding:
    """With the next number of its year. Two at once would take the same: the later one is decided anew."""
    if command.year > today.year:
        raise YearToCome(field="year", given=str(command.year))
    _require_new(store.connection, command, command.source, command.year)
    if command.repeats is not None:
        _require_earlier(command.repeats, command.by, command.year, store)
    table = FINDINGS.now.c
    there = store.connection.scalar(select(func.count()).where(table.year == command.year)) or 0
    return replace(command, number=f"问〔{command.year}〕{there + 1}")


def _require_new(connection: Connection, command: m.SayFinding, source: Source, year: int) -> None:
    """The same finding is said once; one that was withdrawn may be entered again."""
    table = FINDINGS.now.c
    same = (table.year == year, table.same == same_key(command, source, year), table.withdrawn == 0)
    number = connection.scalar(select(table.number).where(*same, table.finding_id != command.subject).limit(1))
    if number:
        raise FoundAlready(field="text", number=number)


def _require_earlier(repeats: UUID, by: m.Actor, year: int, store: EventStore) -> None:
    """The earlier finding is one that the actor sees, of an earlier year."""
    earlier = fold(store.read(f"finding-{repeats}").recorded)
    if not earlier.version or not in_finding(by, told_of(store.connection, repeats, earlier)):
        raise NoSuchFinding(field="repeats")
    if earlier.withdrawn:
        raise FindingGone(field="repeats", number=earlier.number)
    if earlier.year >= year:
        raise NotEarlier(field="repeats", number=earlier.number)


def require_origin(command: m.IssueItem, unit: Unit, store: EventStore) -> None:
    """An item may come from a finding that concerns the unit, once; and repeat an earlier item of the same unit."""
    table, connection = ITEMS.now.c, store.connection
    if command.repeats is not None:
        wanted = select(table.bureau).where(table.item_id == command.repeats, table.item_id != command.subject)
        if connection.scalar(wanted) != command.bureau:
            raise NoSuchEarlierItem(field="repeats")
    if command.finding is None:
        return
    store.hold(f"finding-{command.finding}")  # it is not withdrawn meanwhile, nor issued twice to the unit
    finding = fold(store.read(f"finding-{command.finding}").recorded)
    if not finding.version:
        raise NoSuchFinding(field="finding")
    if finding.withdrawn:
        raise FindingGone(field="finding", number=finding.number)
    if finding.concerns is Concerns.NAMED and unit.code not in finding.units and not unit.city:
        raise UnitNotConcerned(field="bureau", unit=unit.name)
    issued = (table.finding == command.finding, table.bureau == unit.code, table.state != State.WITHDRAWN)
    if number := connection.scalar(select(table.number).where(*issued).limit(1)):
        raise RaisedAlready(field="finding", unit=unit.name, number=number)


NO_AREA = Words("问题类别 {given} 不在现行目录", "the problem area {given} is not in the register of areas")


def require_areas(command: m.PublishClauses, store: EventStore) -> None:
    """Each clause belongs to an area in force."""
    known = {area.code for area in current_areas(store).areas}
    if missing := next((one.area for one in command.clauses if one.area not in known), None):
        what = Words(NO_AREA.zh.format(given=missing), NO_AREA.en.format(given=missing))
        raise ClauseRegisterWrong(field="clauses", what=what)
