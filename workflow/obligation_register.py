"""Obligations as an actor sees them at a moment, judged as of that day; one of them with everything done for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from events.event import Recorded
from events.store import EventStore
from workflow.dates import due_words
from workflow.errors import Words
from workflow.facts import Cause, Due, Precision
from workflow.history import Moment, until
from workflow.judging import Cell, Outcome, judged
from workflow.lookups import Unit, units
from workflow.messages import Actor
from workflow.messages.obligation import Rule
from workflow.obligation_errors import NoSuchObligation
from workflow.obligations import Obligation
from workflow.performances import Performance
from workflow.performances import fold as fold_performance
from workflow.projections import ITEMS, OBLIGATIONS, PERFORMANCES
from workflow.projections.obligations import obligation_of
from workflow.raising import item_of
from workflow.sight import in_sight
from workflow.stations import stays
from workflow.terms import DAY, Deed, Period, Phase, Stay, Terms

CAUSE = "obligation"
"""The kind of a cause: an item that a missed period raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An obligation at a moment, with its periods so far; `done` is all that was done and counts."""

    obligation_id: UUID
    obligation: Obligation
    terms: Terms
    cells: tuple[Cell, ...]
    done: int
    today: date

    @property
    def phase(self) -> Phase:
        """The rule that holds on the day, or the first to come."""
        begun = [phase for phase in self.terms.phases if phase.since <= self.today]
        return begun[-1] if begun else self.terms.phases[0]

    @property
    def rule(self) -> Rule:
        return self.phase.rule

    @property
    def over(self) -> bool:
        return self.terms.last is not None and self.terms.last < self.today

    @property
    def running(self) -> list[Cell]:
        """What runs on the day and is not done yet, the average's figure included."""
        return [cell for cell in self.cells if cell.outcome is Outcome.RUNNING]

    @property
    def still_owed(self) -> list[Cell]:
        """Of those, what is short."""
        return [cell for cell in self.running if cell.done < cell.need]

    def count(self, outcome: Outcome) -> int:
        return sum(cell.outcome is outcome for cell in self.cells)


def owed(
    connection: Connection, actor: Actor, at: Moment, zone: tzinfo = UTC, *, only: UUID | None = None
) -> list[Owed]:
    """Every obligation in sight, by unit, area and start. `zone` says on which day a station was recorded."""
    table = OBLIGATIONS.at(at.position)
    wanted = select(table).where(in_sight(actor).within(table.c.bureau))
    if only is not None:
        wanted = wanted.where(table.c.obligation_id == only)
    rows = connection.execute(wanted.order_by(table.c.bureau, table.c.area, table.c.since, table.c.stream_id)).all()
    if not rows:
        return []
    found = [(row.obligation_id, obligation_of(row)) for row in rows]
    deeds = _deeds(connection, at, [obligation_id for obligation_id, _ in found])
    by_station = any(phase.rule is Rule.STATION_QUARTERLY for _, one in found for phase in one.phases)
    whose = stays(connection, at, zone) if by_station else {}
    known = units(connection, at.position)
    return [
        _owed(obligation_id, one, known.get(one.bureau), deeds.get(obligation_id, []), whose, at.today)
        for obligation_id, one in found
    ]


def _owed(
    obligation_id: UUID,
    one: Obligation,
    unit: Unit | None,
    deeds: Sequence[Deed],
    whose: Mapping[str, Sequence[Stay]],
    today: date,
) -> Owed:
    """A unit that was dissolved owes nothing from then on."""
    gone = unit.dissolved - DAY if unit and unit.dissolved else None
    terms = replace(one.terms, last=min((day for day in (one.last, gone) if day), default=None))
    cells = judged(terms, deeds, whose.get(one.bureau, ()), today)
    return Owed(
        obligation_id=obligation_id, obligation=one, terms=terms, cells=tuple(cells), done=len(deeds), today=today
    )


def _deeds(connection: Connection, at: Moment, wanted: Sequence[UUID]) -> dict[UUID, list[Deed]]:
    """What was done and counts, by obligation."""
    table = PERFORMANCES.at(at.position)
    rows = connection.execute(select(table).where(table.c.obligation_id.in_(wanted), table.c.struck == 0))
    found: dict[UUID, list[Deed]] = {}
    for row in rows:
        deed = Deed(row.performed_on, row.entered_on, row.station or "")
        found.setdefault(row.obligation_id, []).append(deed)
    return found


def short(connection: Connection, actor: Actor, at: Moment) -> list[tuple[Owed, list[Cell]]]:
    """What is still owed in the periods that run, of an actor's own unit; empty for who sees all units."""
    if in_sight(actor).units is None:
        return []
    return [(one, cells) for one in owed(connection, actor, at) if (cells := one.still_owed)]


class Done(NamedTuple):
    """A performance as it stands at a moment."""

    performance_id: UUID
    performance: Performance
    recorded: Sequence[Recorded]


class Whole(NamedTuple):
    """One obligation: how it stands, its own events, and everything done for it, the newest day first."""

    owed: Owed
    recorded: Sequence[Recorded]
    done: Sequence[Done]


def whole(connection: Connection, actor: Actor, obligation_id: UUID, at: Moment, zone: tzinfo = UTC) -> Whole:
    """NoSuchObligation where there is none in sight at the moment."""
    found = owed(connection, actor, at, zone, only=obligation_id)
    if not found:
        raise NoSuchObligation
    store, table = EventStore(connection), PERFORMANCES.at(at.position)
    streams = list(connection.scalars(select(table.c.stream_id).where(table.c.obligation_id == obligation_id)))
    histories = [until(history, at) for history in store.read_many(sorted(streams))]
    done = [Done(UUID(past[0].stream[12:]), fold_performance(past), past) for past in histories if past]
    done.sort(key=lambda one: (one.performance.performed_on, one.recorded[0].recorded_at), reverse=True)
    return Whole(found[0], until(store.read(f"obligation-{obligation_id}"), at), done)


def cause_of(one: Owed, cell: Cell, station: str = "") -> Cause:
    """Why a period raises an item; `station` is how the station is called. The words may change, the rest never."""
    row = f"{cell.period.key} {cell.station}".strip()
    who = f"{station}{period_words(cell.period).zh}" if station else period_words(cell.period).zh
    stated = f"{who}未完成“{one.obligation.duty}”：应完成 {cell.need} 次，按期登记 {cell.in_time} 次"
    return Cause(CAUSE, one.obligation_id, row, stated)


def items_of(connection: Connection, found: Iterable[Owed], at: Moment) -> dict[UUID, Any]:
    """The items that these obligations' periods have raised by the moment, by id."""
    wanted = [item_of(cause_of(one, cell)) for one in found for cell in one.cells if cell.owed and cell.over]
    table = ITEMS.at(at.position)
    rows: list[Any] = []
    for n in range(0, len(wanted), 500):
        rows += connection.execute(select(table).where(table.c.item_id.in_(wanted[n : n + 500]))).all()
    return {row.item_id: row for row in rows}


def period_words(period: Period) -> Words:
    """2020年3月, 2020年第一季度, 2020年1月至12月."""
    key = period.key
    if "/" not in key:
        kind = Precision.QUARTER if "Q" in key else Precision.MONTH
        return due_words(Due(kind, period.first))
    first, last = period.first, period.last
    ends = f"{last.month}月" if first.year == last.year else f"{last.year}年{last.month}月"
    return Words(f"{first.year}年{first.month}月至{ends}", f"{first:%b %Y} to {last:%b %Y}")
