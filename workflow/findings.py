"""A finding: what it is so far, and what follows from a command on it. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.errors import AlreadyExists, FigureAboveWhole, Words
from workflow.facts import Figure
from workflow.finding_errors import (
    AreaMissing,
    ClauseMissing,
    ClauseTwice,
    FindingGone,
    NoSuchFinding,
    NotYourFinding,
    OwnUnitOnly,
    QuantifierWithNumber,
    SourceNotYours,
    UnitsMissing,
    UnitsNotNamed,
)
from workflow.messages.finding import QUANTIFIERS, SOURCES, Concerns, FindingSaid, Source
from workflow.organisation_errors import NothingChanges
from workflow.words import ROLES, Role, not_permitted

ENTERERS = (Role.EVALUATOR, Role.CITY_CENTER, Role.BUREAU_LEADER)
MAY: dict[str, tuple[Role, ...]] = dict.fromkeys(("enter", "correct", "link", "withdraw"), ENTERERS)
SOURCES_OF: dict[Role, tuple[Source, ...]] = {
    Role.EVALUATOR: (Source.PROVINCE, Source.THIRD_PARTY),
    Role.CITY_CENTER: (Source.PROVINCE, Source.THIRD_PARTY, Source.CENTER),
    Role.BUREAU_LEADER: (Source.SELF_REPORTED,),
}
SAYS = {
    "enter": Words("录入问题", "enter a finding"),
    "correct": Words("更正问题", "correct the finding"),
    "link": Words("关联往年问题", "link an earlier finding"),
    "withdraw": Words("撤回问题", "withdraw the finding"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding so far; `org` is the unit that entered it."""

    version: int = 0
    number: str = ""
    source: Source = Source.CENTER
    year: int = 0
    clause: str = ""
    clause_register: int = 0
    clause_text: str = ""
    area: str = ""
    text: str = ""
    concerns: Concerns = Concerns.UNKNOWN
    units: tuple[str, ...] = ()
    figure: Figure | None = None
    amount: int | None = None
    repeats: UUID | None = None
    org: str = ""
    withdrawn: bool = False
    changed_at: datetime | None = None


NEW = Finding()
SAID = tuple(f.name for f in fields(FindingSaid))


def evolve(before: Finding, event: m.DomainEvent, by: m.Actor) -> Finding:
    """The finding after an event. Evolving never refuses."""
    said = {name: getattr(event, name) for name in Finding.__slots__ if hasattr(event, name)}
    after = replace(before, version=before.version + 1, **said)
    match event:
        case m.FindingEntered():
            return replace(after, org=by.org)
        case m.FindingWithdrawn():
            return replace(after, withdrawn=True)
        case _:
            return after


def fold(past: Iterable[Told | Recorded]) -> Finding:
    finding = NEW
    for told in past:
        finding = evolve(finding, told.event, m.Actor.parse(told.actor))
    return finding


def admit(command: m.FindingCommand, finding: Finding) -> None:
    """The actor's role may; the finding is there, not withdrawn, and was entered by the actor's own unit."""
    allowed = MAY[command.trigger]
    if command.by.role not in allowed:
        raise not_permitted(command.by.role, SAYS[command.trigger], allowed)
    if isinstance(command, m.EnterFinding):
        if finding.version:
            raise AlreadyExists
        return
    if not finding.version:
        raise NoSuchFinding
    if finding.withdrawn:
        raise FindingGone(number=finding.number)
    if not may_change(command.by, command.trigger, finding):
        raise NotYourFinding(number=finding.number)


def may_change(by: m.Actor, trigger: str, finding: Finding) -> bool:
    """Who entered it says what it says; which earlier one it repeats, the center says too."""
    if by.role not in MAY[trigger] or finding.withdrawn:
        return False
    return by.org == finding.org or (trigger == "link" and by.role is Role.CITY_CENTER)


def decide(command: m.FindingCommand, finding: Finding) -> list[m.DomainEvent]:
    """The event that records the command. Clause, area, units and the earlier finding have been looked up before."""
    admit(command, finding)
    if check := CHECKS.get(type(command)):
        check(command, finding)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def _enter(command: m.EnterFinding, finding: Finding) -> None:
    _require_source(command.by, command.source)
    _require_said(command, command.source)


def _correct(command: m.CorrectFinding, finding: Finding) -> None:
    _require_said(command, finding.source)
    if all(getattr(command, name) == getattr(finding, name) for name in SAID if name != "clause_register"):
        raise NothingChanges(field="text")


def _link(command: m.LinkFinding, finding: Finding) -> None:
    if command.repeats == finding.repeats:
        raise NothingChanges(field="repeats")


CHECKS: dict[type[m.FindingCommand], Callable[[Any, Finding], None]] = {
    m.EnterFinding: _enter,
    m.CorrectFinding: _correct,
    m.LinkFinding: _link,
}


def _require_source(by: m.Actor, source: Source) -> None:
    allowed = SOURCES_OF[by.role]
    if source not in allowed:
        named = [SOURCES[one] for one in allowed]
        listed = Words("、".join(words.zh for words in named), ", ".join(words.en for words in named))
        raise SourceNotYours(field="source", role=ROLES[by.role], source=SOURCES[source], allowed=listed)


def _require_said(command: m.SayFinding, source: Source) -> None:
    if command.by.role is Role.EVALUATOR and not (command.clause or command.clause_text):
        raise ClauseMissing(field="clause")
    if command.clause and command.clause_text:
        raise ClauseTwice(field="clause_text")
    if not command.area:
        raise AreaMissing(field="area")
    _require_units(command, source)
    if command.figure is not None:
        _require_figure(command.figure)


def _require_units(command: m.SayFinding, source: Source) -> None:
    named = command.concerns is Concerns.NAMED
    if source is Source.SELF_REPORTED and not (named and command.units == (command.by.org,)):
        raise OwnUnitOnly(field="units")
    if named and not command.units:
        raise UnitsMissing(field="units")
    if command.units and not named:
        raise UnitsNotNamed(field="units")


def _require_figure(figure: Figure) -> None:
    """No count above its whole, and no number made of a quantifier. A sample may have both: 抽15份,普遍."""
    if figure.exceeds_whole:
        raise FigureAboveWhole(field="figure", stated=figure.stated)
    counted = figure.count is not None or re.search(r"\d", figure.quantifier or "")
    vague = figure.quantifier or (figure.of is None and any(word in figure.stated for word in QUANTIFIERS))
    if vague and (counted or (figure.of is None and re.search(r"\d", figure.stated))):
        raise QuantifierWithNumber(field="figure", stated=figure.stated)
