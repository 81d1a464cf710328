"""The shapes of what is answered about rules, calendars and due dates; see answers.py."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer, AsOf
from workflow.facts import Light
from workflow.messages.calendar import DayType
from workflow.messages.policy import Policy


class RuleRow(Answer):
    """A rule: what it says, what its number counts, the number in force, null where none was set."""

    policy: Policy
    says: str
    unit: str
    days: int | None
    version: int


class Rules(Answer):
    """Every rule with a number."""

    rules: list[RuleRow]
    as_of: AsOf


class Years(Answer):
    """The years that have a calendar."""

    years: list[int]
    as_of: AsOf


class CalendarDay(Answer):
    """A day that is free (`off`), or worked though it is a weekend (`work`)."""

    day: date
    type: DayType


class CalendarSaid(Answer):
    """A published version of a year's calendar."""

    version: int
    basis: str
    recorded_at: datetime
    days: list[CalendarDay]


class YearAnswer(Answer):
    """A year's calendar: its versions, the one in force first."""

    year: int
    version: int
    said: list[CalendarSaid]
    as_of: AsOf


class CalendarDone(Answer):
    """What publishing a calendar came to."""

    version: int
    events: list[str]


class ExtensionAsked(Answer):
    """An extension that was asked for."""

    until: date
    asked_at: datetime
    reason: str
    progress: str


class ExtensionGiven(Answer):
    """A due date that was moved: from which to which day; `request` is what was asked for, null where a new round was
    given a date of its own, which counts against no limit."""

    before: str
    until: date
    given_at: datetime
    request: ExtensionAsked | None


class DueDates(Answer):
    """An item's due dates. `light` is the one that is on, `request` the extension that waits for an answer."""

    item_id: UUID
    original: str
    due: str
    due_last: date
    extensions: list[ExtensionGiven]
    request: ExtensionAsked | None
    light: Light | None
    urged: int
    urged_at: datetime | None
    as_of: AsOf
