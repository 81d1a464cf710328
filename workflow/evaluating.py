"""The units side by side: which clause was found where and in which years; and that frozen after one position.

What was found in “a few” units is told as it was stated: it is counted in no unit.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, func, select

from events import tables
from events.codec import canonical
from events.event import Recorded
from events.store import EventStore
from workflow.finding_errors import NoSuchSnapshot, NothingToFreeze
from workflow.finding_register import Row, findings
from workflow.history import Moment, reading_at, until
from workflow.lookups import units
from workflow.messages import Actor
from workflow.messages.finding import Concerns
from workflow.messages.organisation import BUREAUS
from workflow.projections import ITEMS, SNAPSHOTS
from workflow.service import Ledger
from workflow.sight import in_evaluation
from workflow.snapshots import Snapshot, fold
from workflow.words import Role, State

EVERYBODY = Actor(UUID(int=0), Role.AUDITOR, "system")


class Line(NamedTuple):
    """One clause in a year: how many findings name each unit, and what was stated of units that were not named."""

    clause: str
    area: str
    findings: int
    units: dict[str, int]
    stated: tuple[str, ...]


class Table(NamedTuple):
    """A year's findings by clause and unit; `bureaus` are all there are. `recurrence` gives, by clause (or
    `:area` where there is none) and unit, the years up to then in which it was found there."""

    year: int
    bureaus: tuple[str, ...]
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    recurrence: dict[str, dict[str, tuple[int, ...]]]


def table(connection: Connection, at: Moment, year: int) -> Table:
    """The whole table at a moment. Whoever is told it sees all findings; see `sight.in_evaluation`."""
    found = [row for row in findings(connection, EVERYBODY, at) if not row.withdrawn and row.year <= year]
    known = units(connection, at.position).values()
    bureaus = tuple(unit.code for unit in known if unit.what in BUREAUS and unit.dissolved is None)
    years = tuple(sorted({row.year for row in found}))
    return Table(year, bureaus, _lines(found, year, bureaus), years, _recurrence(connection, at, found, bureaus))


def _lines(found: Iterable[Row], year: int, bureaus: Sequence[str]) -> tuple[Line, ...]:
    by_clause: dict[str, list[Row]] = {}
    for row in reversed([row for row in found if row.year == year]):
        by_clause.setdefault(_criterion(row), []).append(row)
    return tuple(_line(rows, bureaus) for _, rows in sorted(by_clause.items()))


def _criterion(row: Row) -> str:
    """The clause; a finding without one is put with those of its area, as `:area`."""
    return row.criterion or f":{row.area}"


def _line(rows: Sequence[Row], bureaus: Sequence[str]) -> Line:
    counts: dict[str, int] = {}
    for row in rows:
        for unit in _named(row, bureaus):
            counts[unit] = counts.get(unit, 0) + 1
    stated = tuple(row.figure for row in rows if row.concerns is Concerns.UNKNOWN)
    return Line(rows[0].criterion, rows[0].area, len(rows), dict(sorted(counts.items())), stated)


def _named(row: Row, bureaus: Sequence[str]) -> Sequence[str]:
    """The units that a finding is counted in: those named, or all; of unnamed ones none."""
    if row.concerns is Concerns.ALL:
        return bureaus
    return row.units if row.concerns is Concerns.NAMED else ()


def _recurrence(
    connection: Connection, at: Moment, found: Sequence[Row], bureaus: Sequence[str]
) -> dict[str, dict[str, tuple[int, ...]]]:
    """Where units were not named, those count that an item was issued to."""
    issued = _issued(connection, at)
    years: dict[str, dict[str, set[int]]] = {}
    for row in found:
        for unit in {*_named(row, bureaus), *issued.get(row.finding_id, ())}:
            years.setdefault(_criterion(row), {}).setdefault(unit, set()).add(row.year)
    return {
        clause: {unit: tuple(sorted(those)) for unit, those in sorted(by_unit.items())}
        for clause, by_unit in sorted(years.items())
    }


def _issued(connection: Connection, at: Moment) -> Mapping[UUID, set[str]]:
    items = ITEMS.at(at.position)
    wanted = select(items.c.finding, items.c.bureau).distinct()
    found: dict[UUID, set[str]] = {}
    for row in connection.execute(wanted.where(items.c.finding.is_not(None), items.c.state != State.WITHDRAWN)):
        found.setdefault(row.finding, set()).add(row.bureau)
    return found


def content(found: Table, position: int) -> bytes:
    """The table as bytes, the same whenever it is made again after the same position."""
    return canonical({"at_position": position, **msgspec.to_builtins(found._asdict())})


def frozen(ledger: Ledger, year: int) -> tuple[int, str]:
    """The log's last position, and the digest of the year's table after it; NothingToFreeze without a finding."""
    with ledger.database.reading() as connection:
        position = connection.scalar(select(func.max(tables.log.c.position)))
    if position is None:
        raise NothingToFreeze(field="year", year=str(year))
    found, _ = _table_at(ledger, position, year)
    if not found.lines:
        raise NothingToFreeze(field="year", year=str(year))
    return position, hashlib.sha256(content(found, position)).hexdigest()


def _table_at(ledger: Ledger, position: int, year: int) -> tuple[Table, Moment]:
    with reading_at(ledger.database, f"@{position}", ledger.clock.now(), ledger.zone) as (connection, at):
        return table(connection, at, year), at


class Opened(NamedTuple):
    """A snapshot opened again: its table made anew, whether its bytes are those that were frozen, and when that was."""

    table: Table
    content: bytes
    same: bool
    then: Moment


def opened(ledger: Ledger, snapshot: Snapshot) -> Opened:
    """The table after the snapshot's position, whenever it is asked for."""
    found, then = _table_at(ledger, snapshot.at_position, snapshot.year)
    said = content(found, snapshot.at_position)
    return Opened(found, said, hashlib.sha256(said).hexdigest() == snapshot.digest, then)


class Taken(NamedTuple):
    """A snapshot in the list; `changed_at` is when it was taken, or withdrawn."""

    snapshot_id: UUID
    title: str
    year: int
    at_position: int
    digest: str
    withdrawn: bool
    changed_at: datetime
    version: int


def taken(connection: Connection, actor: Actor, at: Moment) -> list[Taken]:
    """The snapshots open to an actor at a moment, the newest first."""
    if not in_evaluation(actor):
        return []
    rows = SNAPSHOTS.at(at.position)
    found = connection.execute(select(rows).order_by(rows.c.at_position.desc(), rows.c.snapshot_id))
    return [_taken(row) for row in found]


def _taken(row: Any) -> Taken:
    said = {name: getattr(row, name) for name in Taken._fields}
    return Taken(**{**said, "withdrawn": bool(row.withdrawn)})


def one(connection: Connection, actor: Actor, snapshot_id: UUID, at: Moment) -> tuple[Snapshot, Sequence[Recorded]]:
    """A snapshot open to an actor at a moment, and its events; else NoSuchSnapshot."""
    recorded = until(EventStore(connection).read(f"snapshot-{snapshot_id}"), at)
    if not recorded or not in_evaluation(actor):
        raise NoSuchSnapshot
    return fold(recorded), recorded
