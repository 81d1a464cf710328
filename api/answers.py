"""The shapes of what is answered about items, files and commands; those of the registers are in listings.py.

Each class is also its schema in the API description; telling.py fills them.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from workflow.facts import Cause, Conclusion, Figure, FollowUp, Kind, Light
from workflow.machine import Owner
from workflow.words import Role, State


class Answer(Struct):
    """Base of all answers."""


class AsOf(Answer):
    """The moment an answer holds for: the last position of the log that counts, null for now, -1 for none.

    `eyes` is the account it was looked at through, `withheld` how many of what is listed here (items, or
    contacts) are in the caller's own sight and were not in its.
    """

    position: int | None
    at: datetime
    eyes: UUID | None = None
    withheld: int | None = None


class SignedIn(Answer):
    """A bearer token and when it ends."""

    token: str
    expires_at: datetime


class ItemRow(Answer):
    """One row of the ledger. `due_original` is the due date it was issued with, where that was moved; `awaiting` the
    outside party it waits for, "" for none; `unfinished` how many measures are not accepted yet.
    """

    item_id: UUID
    version: int
    number: str
    notice_id: UUID
    bureau: str
    owner: Owner
    area: str
    kind: Kind
    source: str
    clause: str
    problem: str
    figure: str
    requirement: str
    lead: str
    remark: str
    due: str
    due_last: date
    state: State
    conclusion: Conclusion | None
    round: int
    handler: UUID | None
    internal_due: date | None
    issued_at: datetime
    changed_at: datetime
    awaiting: str
    unfinished: int
    followed_up: FollowUp | None
    due_original: str | None
    light: Light | None
    extension_until: date | None
    urged: int | None


class ItemPage(Answer):
    """One page of the ledger: `total` items in all, this is `page` of `pages`."""

    items: list[ItemRow]
    total: int
    page: int
    pages: int
    as_of: AsOf


class ItemFacts(Answer):
    """What has been said of an item. Leader, contact and phone are masked, and null where they were not
    given or were erased; POST items/<id>/people says them whole. `amount` is in yuan, exact, as text; `finding` is
    what it came from, `repeats` the earlier item of the unit that it repeats.
    """

    notice: UUID | None
    number: str
    bureau: str
    owner: Owner
    area: str
    kind: Kind | None
    source: str
    clause: str
    problem: str
    figure: Figure | None
    requirement: str
    lead: str
    leader: str | None
    contact: str | None
    phone: str | None
    due: str
    due_last: date
    remark: str
    handler: UUID | None
    internal_due: date | None
    measures: str
    result: str
    conclusion: Conclusion | None
    awaiting: str
    followed_up: FollowUp | None
    checked_on: date | None
    cause: Cause | None
    obligation: UUID | None
    finding: UUID | None
    repeats: UUID | None
    amount: str | None


class People(Answer):
    """Who is named in an item, whole; null where nobody was, or was erased."""

    leader: str | None
    contact: str | None
    phone: str | None


class EvidenceFile(Answer):
    """A file of the last report. `name` is null where it was erased."""

    sha256: str
    name: str | None
    size: int
    media_type: str


class Blocked(Answer):
    """Why a trigger is not open to the caller now."""

    code: str
    message: str


class ItemAnswer(Answer):
    """One item: its facts, and which triggers are open to the caller. Of the past, none is open or blocked."""

    item_id: UUID
    state: State
    version: int
    round: int
    issued_at: datetime
    changed_at: datetime
    facts: ItemFacts
    evidence: list[EvidenceFile]
    allowed: list[str]
    blocked: dict[str, Blocked]
    as_of: AsOf


class Who(Answer):
    """An account in the role and organisation it acted in; `name` is null where it is not known or was erased.

    Of another bureau's people a bureau is told no more than that: `account` is null, `org` is `other_unit`.
    """

    account: UUID | None
    role: Role
    org: str
    name: str | None


class ChangeAnswer(Answer):
    """A field an event changed."""

    field: str
    before: Any
    after: Any


class EventAnswer(Answer):
    """An event; `body` is as recorded; `position` null until it is sealed; `merge` the reply workbook it came with."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    effective_at: datetime
    actor: Who
    changes: list[ChangeAnswer]
    body: Any
    merge: UUID | None = None


class Timeline(Answer):
    """An item's life, oldest event first."""

    item_id: UUID
    events: list[EventAnswer]
    as_of: AsOf


class Uploaded(Answer):
    """A file that is kept; a report names it by its SHA-256."""

    sha256: str
    size: int
    media_type: str


class ItemDone(Answer):
    """What a command on an item came to: version and state after it, and the events it recorded."""

    item_id: UUID
    version: int
    state: str
    events: list[str]


class NoticeDone(Answer):
    """What opening or withdrawing a notice came to."""

    notice_id: UUID
    version: int
    events: list[str]


class AreasDone(Answer):
    """What publishing the register of areas came to."""

    version: int
    events: list[str]
