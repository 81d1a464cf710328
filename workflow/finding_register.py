"""The findings as an actor sees them at a moment, and one finding's past. A bureau is told of its own unit alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, func, select

from events.event import Recorded
from events.store import EventStore
from workflow import files
from workflow.finding_errors import NoSuchFinding
from workflow.findings import Finding, fold
from workflow.history import Moment, life, until
from workflow.messages import Actor, Evidence
from workflow.messages.finding import Concerns, Source
from workflow.projections import FINDINGS, ITEMS
from workflow.sight import in_finding, in_sight
from workflow.words import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A finding at a moment. `units` are those in sight, `others` counts the rest; `amount`, in fen, is told where no
    other unit has a part in it. `items` and `closed` count the items in sight that came of it."""

    finding_id: UUID
    version: int
    number: str
    source: Source
    year: int
    clause: str
    clause_text: str
    area: str
    text: str
    concerns: Concerns
    units: tuple[str, ...]
    others: int
    figure: str
    amount: int | None
    repeats: UUID | None
    org: str
    withdrawn: bool
    changed_at: datetime
    items: int
    closed: int

    @property
    def criterion(self) -> str:
        """What it was measured by: the clause's code, or the clause as it was stated."""
        return self.clause or self.clause_text


@dataclass(slots=True)
class Came:
    """The items that came of a finding: whose they are, how many in sight, how many of those closed."""

    bureaus: set[str]
    items: int = 0
    closed: int = 0


def findings(connection: Connection, actor: Actor, at: Moment) -> list[Row]:
    """Every finding in sight, the newest year first, in it the last one entered."""
    table, came = FINDINGS.at(at.position), _came(connection, actor, at)
    found = [_row(actor, row, came.get(row.finding_id, Came(set()))) for row in connection.execute(select(table))]
    seen = [row for row in found if row is not None]
    known = {row.finding_id for row in seen}
    seen = [row if row.repeats in known else replace(row, repeats=None) for row in seen]
    return sorted(seen, key=lambda row: (row.year, len(row.number), row.number), reverse=True)


def _came(connection: Connection, actor: Actor, at: Moment) -> dict[UUID, Came]:
    items, sight = ITEMS.at(at.position), in_sight(actor)
    grouped = select(items.c.finding, items.c.bureau, items.c.state, func.count().label("number"))
    grouped = grouped.where(items.c.finding.is_not(None)).group_by(items.c.finding, items.c.bureau, items.c.state)
    found: dict[UUID, Came] = {}
    for row in connection.execute(grouped):
        mine = found.setdefault(row.finding, Came(set()))
        mine.bureaus.add(row.bureau)
        if row.state != State.WITHDRAWN and sight.sees(row.bureau):
            mine.items += row.number
            mine.closed += row.number if row.state == State.CLOSED else 0
    return found


def _row(actor: Actor, row: Any, came: Came) -> Row | None:
    """The row as the actor may see it; None if not at all."""
    units, source = tuple(row.units.split()), Source(row.source)
    if not in_finding(actor, came.bureaus | (set(units) if source is Source.SELF_REPORTED else set())):
        return None
    concerns = Concerns(row.concerns)
    own, others, amount = narrowed(actor, concerns, units, row.amount)
    said = {name: getattr(row, name) for name in Row.__slots__ if hasattr(row, name)}
    said |= {
        "source": source, "concerns": concerns, "units": own, "others": others, "amount": amount,
        "withdrawn": bool(row.withdrawn), "items": came.items, "closed": came.closed,
    }  # fmt: skip
    return Row(**said)


def narrowed(
    actor: Actor, concerns: Concerns, units: Sequence[str], amount: int | None
) -> tuple[tuple[str, ...], int, int | None]:
    """Which of the units an actor is told, how many others there are, and the amount if it is none of theirs."""
    sight = in_sight(actor)
    own = tuple(code for code in units if sight.sees(code))
    others = len(units) - len(own)
    whole = sight.units is None or (concerns is Concerns.NAMED and not others)
    return own, others, amount if whole else None


class Seen(NamedTuple):
    """One finding: what is told of it, its events up to the moment, the items in sight that came of it."""

    row: Row
    finding: Finding
    recorded: Sequence[Recorded]
    items: Sequence[Any]


def one(connection: Connection, actor: Actor, finding_id: UUID, at: Moment) -> Seen:
    """NoSuchFinding where there is none in sight at the moment."""
    recorded = until(EventStore(connection).read(f"finding-{finding_id}"), at)
    row = next((row for row in findings(connection, actor, at) if row.finding_id == finding_id), None)
    if not recorded or row is None:
        raise NoSuchFinding
    told = replace(fold(recorded), units=row.units, amount=row.amount)
    items, sight = ITEMS.at(at.position), in_sight(actor)
    mine = select(items).where(items.c.finding == finding_id, sight.within(items.c.bureau)).order_by(items.c.number)
    return Seen(row, told, recorded, connection.execute(mine).all())


class File(NamedTuple):
    """A file that a report named, of an item that came of a finding."""

    item_id: UUID
    number: str
    name: str
    file: Evidence


def evidence(connection: Connection, actor: Actor, at: Moment, items: Iterable[Any]) -> list[File]:
    """The files reported for these items up to the moment, each item's once, under the names their unit gave them."""
    found = []
    for row in items:
        seen = life(connection, row.item_id, actor, at)
        named = {file.sha256: file for step in seen.steps for file in step.item.evidence}
        names = files.names(connection, row.bureau, sorted(named))
        found += [File(row.item_id, row.number, names.get(key, key[:12]), file) for key, file in named.items()]
    return found


def body(actor: Actor, recorded: Recorded) -> dict[str, Any]:
    """What an event said, as far as the actor is told: other units are counted as `others`."""
    said: dict[str, Any] = msgspec.to_builtins(recorded.event)
    if "units" in said:
        own, others, amount = narrowed(actor, Concerns(said["concerns"]), said["units"], said["amount"])
        said |= {"units": list(own), "amount": amount} | ({"others": others} if others else {})
    if in_sight(actor).units is not None:
        said.pop("repeats", None)  # the earlier finding may be one that it is not told of
    return said


def years(found: Iterable[Row]) -> list[int]:
    """The years that were evaluated, the newest first."""
    return sorted({row.year for row in found}, reverse=True)
