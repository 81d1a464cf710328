"""Commands and events of a recurring obligation and of what was done for it.

A stream is one obligation of one unit; another is one performance. Days are calendar days where the office is.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked
from workflow.messages.item import LONG, SHORT, Evidence


class Rule(StrEnum):
    """How often, and what makes up for what: see judging."""

    STATION_QUARTERLY = "station_quarterly"
    MONTHLY = "monthly"
    MONTHLY_AVERAGE = "monthly_average"
    UNQUANTIFIED = "unquantified"


RULES = {
    Rule.STATION_QUARTERLY: Words("每个工作站每季度至少一次", "each station at least once a quarter"),
    Rule.MONTHLY: Words("每月一次", "once every month"),
    Rule.MONTHLY_AVERAGE: Words("月均一次", "once a month on average"),
    Rule.UNQUANTIFIED: Words("未定量", "no number given"),
}


@event("obligation.set_up")
class ObligationSetUp(DomainEvent):
    """Owed from `since` to `until`, its last day, None for no end. `window` are the months of an average.
    `from_item` is the item that it was made of."""

    bureau: str
    area: str
    duty: str
    rule: Rule
    window: int | None
    since: date
    until: date | None
    basis: str
    from_item: UUID | None
    set_up_on: date


@event("obligation.changed")
class ObligationChanged(DomainEvent):
    """Another rule from `since` on; what was owed before stays as it was."""

    rule: Rule
    window: int | None
    since: date
    reason: str
    said_on: date


@event("obligation.suspended")
class ObligationSuspended(DomainEvent):
    """Not owed from `since` on, until it is resumed."""

    since: date
    reason: str


@event("obligation.resumed")
class ObligationResumed(DomainEvent):
    """Owed again from `since` on."""

    since: date
    reason: str


@event("obligation.ended")
class ObligationEnded(DomainEvent):
    """`since` is the first day on which it is not owed any more."""

    since: date
    reason: str


@event("performance.recorded")
class PerformanceRecorded(DomainEvent):
    """Done on `performed_on`, told on `entered_on`. Without evidence `no_evidence` says why there is none."""

    obligation: UUID
    bureau: str
    station: str | None
    performed_on: date
    what: str
    evidence: tuple[Evidence, ...]
    no_evidence: str
    entered_on: date


@event("performance.struck")
class PerformanceStruck(DomainEvent):
    """It does not count any more."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ObligationCommand(Command):
    """What every command on an obligation carries. `said_on` is the day, looked up for it."""

    stream_kind = "obligation"
    said_on: date | None = None


SINCE = Words("自何日起", "Since")
REASON = Words("原因", "Reason")
RULE = Words("频次要求", "How often")
WINDOW = Words("平均期（月数，月均一次时填写）", "Months averaged over, for an average")


@dataclass(frozen=True, kw_only=True)
class SetUpObligation(ObligationCommand):
    """`holds_others`: its unit is not dissolved meanwhile. `from_item` is said by the item's own command."""

    trigger = "set_up"
    records = ObligationSetUp
    holds_others = True
    bureau: str = asked(Words("责任单位", "Responsible unit"), choice="bureaus", max=64)
    area: str = asked(Words("问题类别", "Problem area"), choice="areas", max=64)
    duty: str = asked(Words("义务内容", "What is owed"), max=SHORT, rows=2)
    rule: Rule = asked(RULE)
    window: int | None = asked(WINDOW, default=None, min=1, max=60)
    since: date = asked(SINCE)
    until: date | None = asked(Words("至何日止（含当日）", "Until, that day included"), default=None)
    basis: str = asked(Words("依据", "Basis"), max=SHORT)
    from_item: UUID | None = None
    set_up_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeObligation(ObligationCommand):
    trigger = "change"
    records = ObligationChanged
    rule: Rule = asked(RULE)
    window: int | None = asked(WINDOW, default=None, min=1, max=60)
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=SHORT, rows=2)


@dataclass(frozen=True, kw_only=True)
class SuspendObligation(ObligationCommand):
    trigger = "suspend"
    records = ObligationSuspended
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=SHORT, rows=2)


@dataclass(frozen=True, kw_only=True)
class ResumeObligation(ObligationCommand):
    trigger = "resume"
    records = ObligationResumed
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=SHORT, rows=2)


@dataclass(frozen=True, kw_only=True)
class EndObligation(ObligationCommand):
    trigger = "end"
    records = ObligationEnded
    since: date = asked(SINCE)
    reason: str = asked(REASON, max=SHORT, rows=2)


@dataclass(frozen=True, kw_only=True)
class PerformanceCommand(Command):
    """What every command on a performance carries. `entered_on` is the day, looked up for it."""

    stream_kind = "performance"
    entered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RecordPerformance(PerformanceCommand):
    """`obligation` is said by the page; what it asks on the day is looked up: from when to when it is owed, and whether
    a station is named, which is one of the unit's on that day. `holds_others`: it is not ended meanwhile."""

    trigger = "record"
    records = PerformanceRecorded
    holds_others = True
    performed_on: date = asked(Words("完成日期", "Done on"))
    station: str | None = asked(Words("工作站", "Station"), default=None, choice="stations", max=64)
    what: str = asked(Words("完成情况", "What was done"), max=LONG, rows=3)
    evidence: tuple[Evidence, ...] = asked(Words("佐证材料", "Evidence"), default=())
    no_evidence: str = asked(Words("没有佐证材料的原因", "Why there is no evidence"), default="", max=SHORT)
    obligation: UUID
    bureau: str = ""
    owed_from: date | None = None
    owed_to: date | None = None
    by_station: bool = False
    station_fits: bool = False


@dataclass(frozen=True, kw_only=True)
class StrikePerformance(PerformanceCommand):
    """`taken_down` is said by the command that withdraws what the performance was: then others of the unit may too."""

    trigger = "strike"
    records = PerformanceStruck
    reason: str = asked(REASON, max=SHORT, rows=2)
    taken_down: bool = False
