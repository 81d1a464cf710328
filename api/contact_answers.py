"""The shapes of what is answered about the contact register and the rules with a number; see answers.py."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, AsOf, Who
from api.import_answers import ImportNote
from workflow.contact_register import Standing
from workflow.messages.contact import ContactPost, PhoneCheck


class ContactRow(Answer):
    """An entry; `bureau` answers for its `station`. Name and phone are masked, or whole where that was asked for; null
    once erased. `late` says whether any change was reported late, null where no rule gave a last day; `phone_since` is
    since when the number stands."""

    contact_id: UUID
    version: int
    station: str
    bureau: str
    post: ContactPost
    name: str | None
    phone: str | None
    since: date | None
    phone_since: date | None
    reported_on: date | None
    report_by: date | None
    late: bool | None
    result: PhoneCheck | None
    checked_on: date | None
    answer_by: date | None
    ended: date | None
    standing: Standing


class Contacts(Answer):
    """Every entry in sight that was asked for."""

    contacts: list[ContactRow]
    as_of: AsOf


class ContactEvent(Answer):
    """What happened to an entry; `body` is as recorded, so of names and phones it holds commitments only. `late`
    says whether this was reported late."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who
    body: Any
    late: bool | None


class ContactAnswer(Answer):
    """An entry, and everything that happened to it, the oldest first."""

    contact: ContactRow
    events: list[ContactEvent]
    as_of: AsOf


class ContactDone(Answer):
    """What a command on an entry came to."""

    contact_id: UUID
    version: int
    events: list[str]


class ContactsImported(Answer):
    """What importing a list came to; `changes` counts what was, or with `dry_run` would be, carried out."""

    written: bool
    changes: int
    left: int
    rows: list["ContactsImportedRow"]


class ContactsImportedRow(Answer):
    """A row: its number in the sheet, its outcome, what it led to; `answers` is what to `confirm` it with."""

    row: int
    outcome: str
    did: list[str]
    contact_id: UUID | None
    confirmable: bool
    answers: list[str]
    notes: list[ImportNote]


class RuleSaid(Answer):
    """What was set: so many days for what begins on `since` or later."""

    days: int
    since: date
    reason: str
    recorded_at: datetime


class RuleAnswer(Answer):
    """A rule with a number: what holds on the day looked at, null where none was set; all that was, newest first."""

    policy: str
    days: int | None
    version: int
    said: list[RuleSaid]
    as_of: AsOf


class RuleDone(Answer):
    """What setting a rule came to."""

    version: int
    events: list[str]
