"""The shapes of what is answered about disclosure lists and their rules; see answers.py."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, AsOf, Who
from api.import_answers import ImportNote
from workflow.messages.disclosure_rule import PublicColumn, Treatment


class DisclosureListRow(Answer):
    """A list: whose, of which month, how far it is, and the SHA-256 of what the public sees. `result` is that of the
    last re-check."""

    list_id: UUID
    bureau: str
    month: str
    title: str
    stage: str
    digest: str
    persons: int
    disclosed_on: date | None
    handed_over_on: date | None
    rechecked_on: date | None
    result: str | None
    version: int


class DisclosureLists(Answer):
    """The lists in sight, the latest month first."""

    lists: list[DisclosureListRow]
    as_of: AsOf


class PublicTableTold(Answer):
    """What the public sees: a title, the columns, the rows under them."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class DisclosureListEvent(Answer):
    """What happened to a list; `body` is as recorded, and names nobody."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who
    body: Any


class DisclosureListAnswer(Answer):
    """A list, what the public sees of it, and everything that happened to it. `withheld` of the persons are minors and
    victims, of whom nothing is told; `found` is the digest of what was last found posted."""

    listed: DisclosureListRow
    withheld: int
    hotline: str
    place: str
    found: str
    table: PublicTableTold
    events: list[DisclosureListEvent]
    as_of: AsOf


class DisclosureListDone(Answer):
    """What a command on a list came to."""

    list_id: UUID
    version: int
    events: list[str]


class DisclosurePreview(Answer):
    """What the public will see of a list, in `table`; it can be prepared under `digest` where `notes` is empty.
    `ignored` are the columns that were not read."""

    publishable: bool
    digest: str
    persons: int
    withheld: int
    table: PublicTableTold
    notes: list[ImportNote]
    ignored: list[str]


class DisclosureFound(Answer):
    """Which lists in sight a digest is of."""

    digest: str
    lists: list[DisclosureListRow]


class DisclosureRuleRow(Answer):
    """How a column is published at the moment; `said` is everything that was set for it, the oldest first."""

    column: PublicColumn
    treatment: Treatment
    allowed: list[Treatment]
    version: int
    said: list["DisclosureRuleTold"]


class DisclosureRuleTold(Answer):
    """A rule that was set; it holds from `since` on."""

    treatment: Treatment
    since: date
    reason: str


class DisclosureRules(Answer):
    """The rule of each column."""

    rules: list[DisclosureRuleRow]
    as_of: AsOf


class DisclosureRuleDone(Answer):
    """What setting a rule came to."""

    version: int
    events: list[str]
