"""The shapes of what is answered about measures, progress, objections, waiting and transfers; see answers.py."""

from datetime import date, datetime
from uuid import UUID

from api.answers import Answer, AsOf, EvidenceFile, Who
from workflow.messages.matters import Ruling
from workflow.plan import Standing


class MeasureAnswer(Answer):
    """A measure as it stands. `completion` and `completed_by` are of the last time it was said to be done, `decided_by`
    and `decision` of its last verification, or of its dropping.
    """

    measure: int
    what: str
    measure_due: date
    standing: Standing
    planned_by: Who
    completion: str | None
    completed_by: Who | None
    attached: list[EvidenceFile]
    decided_by: Who | None
    decision: str | None


class ProgressAnswer(Answer):
    """A progress note; `late` says that it was written after the due date."""

    by: Who
    at: datetime
    progress: str
    attached: list[EvidenceFile]
    late: bool


class ObjectionAnswer(Answer):
    """An objection; `ruling` and `answer` are null while it is open, and where the item went to another unit."""

    by: Who
    at: datetime
    reason: str
    open: bool
    ruling: Ruling | None
    answer: str | None
    answered_by: Who | None


class OutsideContactAnswer(Answer):
    """A contact with the outside party since the wait began."""

    by: Who
    contacted_on: date
    contact_note: str


class WaitingAnswer(Answer):
    """For whom the item waits now: it does not count as overdue meanwhile."""

    by: Who
    since: datetime
    awaiting: str
    awaited: str
    contacted_on: date
    contacts: list[OutsideContactAnswer]


class MattersAnswer(Answer):
    """What stands beside an item's way, oldest first; `waiting` is null where nobody is awaited."""

    item_id: UUID
    version: int
    measures: list[MeasureAnswer]
    progress: list[ProgressAnswer]
    objections: list[ObjectionAnswer]
    waiting: WaitingAnswer | None
    as_of: AsOf


class DepartedAnswer(Answer):
    """A transfer. To a bureau `to` is `other_unit` and `item_id` null: the item is out of its sight."""

    number: str
    bureau: str
    on: date
    to: str
    item_id: UUID | None


class Transferred(Answer):
    """The items that left a unit in the caller's sight, the latest first."""

    items: list[DepartedAnswer]
    as_of: AsOf
