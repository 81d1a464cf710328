"""The shapes of what is answered about recurring obligations and what was done for them; see answers.py."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, AsOf, EvidenceFile, Who
from workflow.judging import Outcome
from workflow.messages.obligation import Rule


class PeriodCell(Answer):
    """A period, of a `station` where it is owed by station. `need` is how often, `done` how often it was, `in_time` how
    often that was told before the period ended. `item_id` is the item that it raised."""

    period: str
    first: date
    last: date
    station: str | None
    outcome: Outcome
    need: int
    done: int
    in_time: int
    item_id: UUID | None


class PhaseRow(Answer):
    """The rule that holds from `since` on; `window` are the months of an average."""

    since: date
    rule: Rule
    window: int | None


class PauseRow(Answer):
    """Not owed from `since` until before `until`, null while that lasts."""

    since: date
    until: date | None


class ObligationRow(Answer):
    """An obligation as it stands. `last` is the last day it is owed, null for no end. Without a number (`unquantified`)
    there are no `periods`; `done` counts all that was done."""

    obligation_id: UUID
    version: int
    bureau: str
    area: str
    duty: str
    basis: str
    rule: Rule
    since: date
    last: date | None
    from_item: UUID | None
    phases: list[PhaseRow]
    pauses: list[PauseRow]
    done: int
    periods: list[PeriodCell]


class Obligations(Answer):
    """Every obligation in sight that was asked for. `raised_item_days` is null where no number of days was set: then a
    missed period raises no item."""

    obligations: list[ObligationRow]
    raised_item_days: int | None
    as_of: AsOf


class PerformanceRow(Answer):
    """Something done; `struck` says why it does not count any more, null where it does."""

    performance_id: UUID
    version: int
    performed_on: date
    entered_on: date
    station: str | None
    what: str
    evidence: list[EvidenceFile]
    no_evidence: str
    struck: str | None
    entered_by: Who


class ObligationEvent(Answer):
    """What happened to the obligation, or to a performance of it; `body` is as recorded."""

    stream: str
    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who
    body: Any


class ObligationAnswer(Answer):
    """One obligation, what was done for it, and everything that happened, the oldest first."""

    obligation: ObligationRow
    performances: list[PerformanceRow]
    events: list[ObligationEvent]
    as_of: AsOf


class ObligationDone(Answer):
    """What a command on an obligation came to."""

    obligation_id: UUID
    version: int
    events: list[str]


class PerformanceDone(Answer):
    """What a command on a performance came to."""

    performance_id: UUID
    version: int
    events: list[str]
