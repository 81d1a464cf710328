"""The shapes of what is answered about comparisons; see answers.py."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer, AsOf


class ComparisonRow(Answer):
    """A comparison; `at_position` is the position of the log that its counts are of."""

    comparison_id: UUID
    title: str
    at_position: int
    changed_at: datetime
    withdrawn: bool
    version: int


class Comparisons(Answer):
    """The comparisons open to the caller, the newest first."""

    comparisons: list[ComparisonRow]
    as_of: AsOf


class BureauCounts(Answer):
    """How many items a bureau had, how many of them were struck off, how many overdue, and how many waited for an
    outside party, which do not count as overdue."""

    bureau: str
    total: int
    closed: int
    overdue: int
    waiting: int


class ComparisonAnswer(Answer):
    """A comparison with its counts, by bureau; `counted_at` is the moment they are of."""

    comparison_id: UUID
    title: str
    basis: str
    at_position: int
    counted_at: datetime
    withdrawn: bool
    version: int
    bureaus: list[BureauCounts]


class ComparisonDone(Answer):
    """What a command on a comparison came to."""

    comparison_id: UUID
    version: int
    events: list[str]
