"""The shapes of what is answered about notices, problem areas and the log; see answers.py."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, AsOf, Who
from api.inbox_answers import MailHealthAnswer


class NoticeRow(Answer):
    """A notice, with the number of its items in the caller's sight and how many of those are closed."""

    notice_id: UUID
    number: str
    year: int
    sequence: int
    title: str
    issuer: str
    listed_on: date | None
    opened_at: datetime
    withdrawn_at: datetime | None
    items: int
    closed: int


class Notices(Answer):
    """The notices that concern the caller, newest first."""

    notices: list[NoticeRow]
    as_of: AsOf


class AreaRow(Answer):
    """A problem area: a lasting code, its names, and what lists also call it."""

    code: str
    zh: str
    en: str
    aliases: list[str]


class Areas(Answer):
    """The register of problem areas in force."""

    version: int
    areas: list[AreaRow]


class LogEntry(Answer):
    """A sealed event of any stream; `body` is as recorded, so of personal data it holds commitments only."""

    position: int
    sealed_at: datetime
    stream: str
    version: int
    name: str
    schema_version: int
    event_id: UUID
    command_id: UUID
    recorded_at: datetime
    effective_at: datetime
    actor: str
    digest: str
    body: Any


class LogPage(Answer):
    """Events in the order of the log. Ask again with `after` set to `next_after`; without events, that was all."""

    events: list[LogEntry]
    next_after: int


class ActEntry(Answer):
    """A row of the security log; `digest` chains it to the one before, in hex."""

    seq: int
    at: datetime
    kind: str
    account: UUID | None
    address: str
    subject: str
    detail: Any
    digest: str


class SecurityLogPage(Answer):
    """Rows, newest first. Ask again with `before` set to `next_before`; null says that was all."""

    acts: list[ActEntry]
    next_before: int | None


class Handler(Answer):
    """An account that can report for a unit."""

    account: UUID
    name: str


class Handlers(Answer):
    """The accounts an item can be assigned to."""

    handlers: list[Handler]


class CheckpointAnswer(Answer):
    """The newest signed checkpoint: `note` is signed, the others say what stands in it; hashes in hex."""

    note: str
    origin: str
    size: int
    root: str
    signed_at: datetime
    key: str
    fingerprint: str


class Inclusion(Answer):
    """That an event stands in the log: its leaf and the hashes that lead from there to the root (RFC 9162), in hex."""

    position: int
    size: int
    leaf: str
    proof: list[str]
    root: str


class Consistency(Answer):
    """That the log of `second` positions extends that of `first`: the hashes of RFC 9162, in hex."""

    first: int
    second: int
    proof: list[str]
    first_root: str
    second_root: str


class StageAnswer(Answer):
    """One stage an event goes through: written, sealed, signed, followed. `since`: how long the oldest has waited."""

    name: str
    state: str
    done: int
    waiting: int
    since: datetime | None


class SubscriptionAnswer(Answer):
    """A reader of the log, how far it is, and the error of the event it is stopped by."""

    name: str
    generation: int
    position: int
    behind: int
    error: str | None
    failed_at: datetime | None
    state: str


class LiftedAnswer(Answer):
    """The recovery that lifted a suspension: who recorded it, why, the fingerprint of the key that signed it."""

    by: Who
    reason: str
    key: str
    position: int | None


class SuspensionAnswer(Answer):
    """When and why the log is or was read-only: `code` is lasting, `values` are what its sentence `reason` names.

    `lifted` is null while it lasts, and where no recovery is recorded for its end.
    """

    since: datetime
    until: datetime | None
    code: str
    values: dict[str, str | int]
    reason: str
    lifted: LiftedAnswer | None


class HealthAnswer(Answer):
    """`state` is that of the worst stage, `verdict` says what is wrong and since when, in the caller's language.

    `head` is the seal of the newest position, in hex. `suspended` says why the log is read-only, null if it is not;
    `suspensions` holds it too, and those that are past, newest first.
    """

    state: str
    verdict: str
    stages: list[StageAnswer]
    subscriptions: list[SubscriptionAnswer]
    suspended: str | None
    suspensions: list[SuspensionAnswer]
    mail: MailHealthAnswer
    head: str | None
    sealed_at: datetime | None
    signed_at: datetime | None
