"""A recurring obligation: what is owed so far, and what follows from a command on it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.dates import day_words
from workflow.errors import AlreadyExists, Words
from workflow.messages.obligation import RULES, Rule
from workflow.obligation_errors import (
    AlreadySuspended,
    NoSuchObligation,
    NotSuspended,
    ObligationOver,
    ResumedInPast,
    SinceTooEarly,
    UntilBeforeSince,
    WindowMissing,
    WindowNotAsked,
)
from workflow.organisation_errors import NothingChanges, SinceBeforeLast
from workflow.terms import DAY, Pause, Phase, Terms
from workflow.words import Role, not_permitted

CENTER = (Role.CITY_CENTER,)
SAYS = {
    "set_up": Words("设定义务", "set up an obligation"),
    "change": Words("变更频次", "change how often"),
    "suspend": Words("中止", "suspend"),
    "resume": Words("恢复", "resume"),
    "end": Words("终止", "end"),
}
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Obligation:
    """An obligation so far. `until` is the last day that was set up, `ended` the first on which it is owed no more."""

    version: int = 0
    bureau: str = ""
    area: str = ""
    duty: str = ""
    basis: str = ""
    since: date | None = None
    until: date | None = None
    ended: date | None = None
    from_item: UUID | None = None
    phases: tuple[Phase, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def last(self) -> date | None:
        """The last day it is owed, None for no end."""
        ends = [self.until, self.ended - DAY if self.ended else None]
        return min((day for day in ends if day), default=None)

    @property
    def terms(self) -> Terms:
        return Terms(phases=self.phases, pauses=self.pauses, last=self.last)

    @property
    def paused(self) -> Pause | None:
        """The suspension that lasts, if one does."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].until is None else None

    @property
    def newest(self) -> date:
        """The day of the last change; the next one is not before it."""
        said = [phase.since for phase in self.phases]
        return max(said + [day for pause in self.pauses for day in (pause.since, pause.until) if day])


NEW = Obligation()


def evolve(before: Obligation, event: m.DomainEvent) -> Obligation:
    """The obligation after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    match event:
        case m.ObligationSetUp():
            said = {name: getattr(event, name) for name in Obligation.__slots__ if hasattr(event, name)}
            return replace(after, **said, phases=(Phase(event.since, event.rule, event.window, event.set_up_on),))
        case m.ObligationChanged():
            kept = tuple(phase for phase in before.phases if phase.since < event.since)
            return replace(after, phases=(*kept, Phase(event.since, event.rule, event.window, event.said_on)))
        case m.ObligationSuspended():
            return replace(after, pauses=(*before.pauses, Pause(event.since)))
        case m.ObligationResumed():
            return replace(after, pauses=(*before.pauses[:-1], replace(before.pauses[-1], until=event.since)))
        case m.ObligationEnded():
            return replace(after, ended=event.since)
        case _:
            return after


def fold(past: Iterable[Told | Recorded]) -> Obligation:
    obligation = NEW
    for told in past:
        obligation = evolve(obligation, told.event)
    return obligation


def admit(command: m.ObligationCommand, obligation: Obligation) -> None:
    """The actor's role may, and the obligation is there to be changed, or not yet to be set up."""
    if command.by.role not in CENTER:
        raise not_permitted(command.by.role, SAYS[command.trigger], CENTER)
    if isinstance(command, m.SetUpObligation):
        if obligation.version:
            raise AlreadyExists
        return
    if not obligation.version:
        raise NoSuchObligation
    if obligation.ended:
        raise ObligationOver(since=day_words(obligation.ended))


def decide(command: m.ObligationCommand, obligation: Obligation) -> list[m.DomainEvent]:
    """The event that records the command. Its unit and area have been looked up before, and which day it is."""
    admit(command, obligation)
    CHECKS[type(command)](command, obligation)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def require_rule(rule: Rule, window: int | None) -> None:
    """An average says over how many months; nothing else does."""
    if rule is Rule.MONTHLY_AVERAGE and window is None:
        raise WindowMissing(field="window")
    if rule is not Rule.MONTHLY_AVERAGE and window is not None:
        raise WindowNotAsked(field="window", rule=RULES[rule])


def require_days(since: date, until: date | None) -> None:
    """It begins in this century, and does not end before."""
    if since < EARLIEST:
        raise SinceTooEarly(field="since", given=day_words(since), earliest=day_words(EARLIEST))
    if until is not None and until < since:
        raise UntilBeforeSince(field="until", until=day_words(until), since=day_words(since))


def _set_up(command: m.SetUpObligation, _: Obligation) -> None:
    require_rule(command.rule, command.window)
    require_days(command.since, command.until)


def _in_order(command: Any, obligation: Obligation) -> None:
    """What changes is not before what changed last."""
    if command.since < obligation.newest:
        raise SinceBeforeLast(field="since", given=day_words(command.since), last=day_words(obligation.newest))


def _change(command: m.ChangeObligation, obligation: Obligation) -> None:
    require_rule(command.rule, command.window)
    _in_order(command, obligation)
    stands = obligation.phases[-1]
    if (command.rule, command.window) == (stands.rule, stands.window):
        raise NothingChanges(field="rule")


def _suspend(command: m.SuspendObligation, obligation: Obligation) -> None:
    if pause := obligation.paused:
        raise AlreadySuspended(since=day_words(pause.since))
    _in_order(command, obligation)


def _resume(command: m.ResumeObligation, obligation: Obligation) -> None:
    if obligation.paused is None:
        raise NotSuspended
    _in_order(command, obligation)
    if command.said_on is not None and command.since < command.said_on:
        raise ResumedInPast(field="since", given=day_words(command.since))


CHECKS: dict[type[m.ObligationCommand], Callable[[Any, Obligation], None]] = {
    m.SetUpObligation: _set_up,
    m.ChangeObligation: _change,
    m.SuspendObligation: _suspend,
    m.ResumeObligation: _resume,
    m.EndObligation: _in_order,
}
