"""What was done for an obligation: one performance so far, and what follows from a command on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.dates import day_words
from workflow.errors import AlreadyExists, Words
from workflow.obligation_errors import (
    AlreadyStruck,
    EvidenceOrReason,
    NoSuchPerformance,
    NotOwedThen,
    NotWhoEntered,
    PerformedInFuture,
    StationMissing,
    StationNotAsked,
    StationNotYours,
)
from workflow.words import Role, not_permitted

OWING = (Role.BUREAU_HANDLER, Role.BUREAU_LEADER)
MAY: dict[str, tuple[Role, ...]] = dict.fromkeys(("record", "strike"), (*OWING, Role.CITY_CENTER))
SAYS = {"record": Words("登记完成情况", "record what was done"), "strike": Words("划掉", "strike")}
OPEN_END = Words("无期限", "no end")


@dataclass(frozen=True, slots=True)
class Performance:
    """A performance so far; `by` is the account that entered it."""

    version: int = 0
    obligation: UUID | None = None
    bureau: str = ""
    station: str | None = None
    performed_on: date | None = None
    entered_on: date | None = None
    what: str = ""
    evidence: tuple[m.Evidence, ...] = ()
    no_evidence: str = ""
    by: UUID | None = None
    struck: str | None = None


NEW = Performance()


def evolve(before: Performance, event: m.DomainEvent, by: m.Actor) -> Performance:
    """The performance after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    match event:
        case m.PerformanceRecorded():
            said = {name: getattr(event, name) for name in Performance.__slots__ if hasattr(event, name)}
            return replace(after, **said, by=by.account)
        case m.PerformanceStruck():
            return replace(after, struck=event.reason)
        case _:
            return after


def fold(past: Iterable[Told | Recorded]) -> Performance:
    performance = NEW
    for told in past:
        performance = evolve(performance, told.event, m.Actor.parse(told.actor))
    return performance


def may_record(by: m.Actor, bureau: str) -> bool:
    """The people of the unit that owes it; what the center itself owes, the center."""
    return by.org == bureau and by.role in (*OWING, Role.CITY_CENTER)


def may_strike(by: m.Actor, performance: Performance) -> bool:
    """Who entered it, or the center."""
    return by.role is Role.CITY_CENTER or (by.role in OWING and by.account == performance.by)


def admit(command: m.PerformanceCommand, performance: Performance) -> None:
    """The actor may, and the performance is there to be struck, or not yet to be recorded."""
    allowed = MAY[command.trigger]
    if isinstance(command, m.RecordPerformance):
        if not may_record(command.by, command.bureau or command.by.org):
            raise not_permitted(command.by.role, SAYS[command.trigger], allowed)
        if performance.version:
            raise AlreadyExists
        return
    assert isinstance(command, m.StrikePerformance)
    if command.by.role not in allowed:
        raise not_permitted(command.by.role, SAYS[command.trigger], allowed)
    if not performance.version:
        raise NoSuchPerformance
    taken_down = command.taken_down and command.by.org == performance.bureau
    if not (taken_down or may_strike(command.by, performance)):
        raise NotWhoEntered
    if performance.struck is not None:
        raise AlreadyStruck


def decide(command: m.PerformanceCommand, performance: Performance) -> list[m.DomainEvent]:
    """The event that records the command. What the obligation asks on the day has been looked up before."""
    admit(command, performance)
    if isinstance(command, m.RecordPerformance):
        _require_day(command)
        _require_station(command)
        if not command.evidence and not command.no_evidence:
            raise EvidenceOrReason(field="evidence")
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def _require_day(command: m.RecordPerformance) -> None:
    """It has come, and something was owed on it."""
    given = command.performed_on
    if command.entered_on is not None and given > command.entered_on:
        raise PerformedInFuture(field="performed_on", given=day_words(given))
    first, last = command.owed_from, command.owed_to
    if first is not None and (given < first or (last is not None and given > last)):
        ends = day_words(last) if last else OPEN_END
        raise NotOwedThen(field="performed_on", given=day_words(given), since=day_words(first), until=ends)


def _require_station(command: m.RecordPerformance) -> None:
    """A station of the unit where it is owed by station; else none."""
    if not command.by_station:
        if command.station is not None:
            raise StationNotAsked(field="station")
        return
    if command.station is None:
        raise StationMissing(field="station")
    if not command.station_fits:
        raise StationNotYours(field="station", given=command.station)
