"""The shapes of what is answered about drafted notices and packages; see answers.py."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, AsOf, EvidenceFile, Who
from workflow.drafts import Stage
from workflow.facts import Kind
from workflow.messages.package import Way
from workflow.package_board import Wait


class Happening(Answer):
    """What happened to a draft or a package; of names the `body` holds commitments only."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who
    body: Any


class DraftRow(Answer):
    """A draft: how far it is, and how much it holds."""

    draft_id: UUID
    version: int
    title: str
    year: int
    stage: Stage
    problems: int
    items: int
    changed_at: datetime


class Drafts(Answer):
    """The drafts open to the caller, those still being written first."""

    drafts: list[DraftRow]
    as_of: AsOf


class DraftProblem(Answer):
    """A problem of a draft: one item for each of its `bureaus`, once approved; `amount` is in yuan."""

    matter: UUID
    bureaus: list[str]
    area: str
    kind: Kind
    problem: str
    due: str
    requirement: str
    figure: str | None
    source: str
    clause: str
    lead: str
    remark: str
    amount: str | None


class DraftAnswer(Answer):
    """A draft as it stood; `authors` are the accounts that may not approve it, `leader` is masked, null once erased."""

    draft_id: UUID
    version: int
    stage: Stage
    title: str
    year: int
    issuer: str
    basis: str
    meeting: str
    plan: str
    leader: str | None
    listed_on: date | None
    return_by: date | None
    authors: list[UUID]
    items: int
    problems: list[DraftProblem]
    events: list[Happening]
    as_of: AsOf


class DraftDone(Answer):
    """What a command on a draft came to. Approved, it is the notice of the same id."""

    draft_id: UUID
    version: int
    events: list[str]


class PackageRow(Answer):
    """A bureau's package under a notice. `reported` counts the items that were reported or are further on; `missing`
    those that were not when the material was returned. `waits` says what it waits for, or what is wrong with it."""

    notice_id: UUID
    number: str
    bureau: str
    version: int
    withdrawn: bool
    items: int
    reported: int
    closed: int
    return_by: date | None
    way: Way | None
    sent_on: date | None
    post_number: str
    acknowledged_at: datetime | None
    returned_on: date | None
    missing: int
    times: int
    sent_back: str
    late: bool
    waits: tuple[Wait, ...]


class Packages(Answer):
    """The packages in the caller's sight; `tally` counts those that wait for what, of all that were asked for."""

    packages: list[PackageRow]
    tally: dict[Wait, int]
    as_of: AsOf


class PackageAnswer(Answer):
    """A package, what was last returned, and everything that happened to it."""

    package: PackageRow
    acknowledged_by: Who | None
    basis: str
    meeting: str
    plan: str
    report: list[EvidenceFile]
    completed: list[EvidenceFile]
    scan: list[EvidenceFile]
    unreported: list[str]
    events: list[Happening]
    as_of: AsOf


class PackageDone(Answer):
    """What a command on a package came to; no event where it was signed for already."""

    notice_id: UUID
    bureau: str
    version: int
    events: list[str]
