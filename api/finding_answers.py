"""The shapes of what is answered about findings, clauses and evaluation snapshots; see answers.py."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, AsOf, ItemRow, Who
from api.import_answers import ImportNote
from workflow.messages.finding import Concerns, Source


class FindingRow(Answer):
    """A finding. `units` are those in the caller's sight, `others` counts the rest. `amount` is in yuan, exact, as
    text; null where it is not told. `items` and `closed` count the items in sight that came of it."""

    finding_id: UUID
    version: int
    number: str
    source: Source
    year: int
    clause: str
    clause_text: str
    area: str
    text: str
    concerns: Concerns
    units: list[str]
    others: int
    figure: str
    amount: str | None
    repeats: UUID | None
    org: str
    withdrawn: bool
    changed_at: datetime
    items: int
    closed: int


class Findings(Answer):
    """Every finding in sight that was asked for, the newest year first."""

    findings: list[FindingRow]
    as_of: AsOf


class FindingEvent(Answer):
    """What happened to a finding; of other units `body` tells a bureau no more than their number."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who
    body: Any


class FindingFile(Answer):
    """A file reported for an item that came of a finding; it is downloaded from the item."""

    item_id: UUID
    sha256: str
    name: str
    size: int
    media_type: str


class FindingAnswer(Answer):
    """A finding: what came of it, what it may repeat, what it is linked with, and everything that was said of it."""

    finding: FindingRow
    items: list[ItemRow]
    evidence: list[FindingFile]
    proposed: list[UUID]
    before: list[UUID]
    after: list[UUID]
    events: list[FindingEvent]
    as_of: AsOf


class EarlierItem(Answer):
    """An item of an earlier year that an item from a finding may repeat."""

    item_id: UUID
    number: str
    bureau: str
    problem: str
    state: str
    conclusion: str | None


class EarlierItems(Answer):
    """The likeliest first."""

    items: list[EarlierItem]


class FindingDone(Answer):
    """What a command on a finding came to."""

    finding_id: UUID
    version: int
    events: list[str]


class ClauseRow(Answer):
    """A clause: a lasting code, its text in both languages, its area, and the standard it stands in."""

    code: str
    zh: str
    en: str
    area: str
    standard: str
    year: int


class Clauses(Answer):
    """The register of clauses as it stood; version 0 is none yet."""

    version: int
    clauses: list[ClauseRow]
    as_of: AsOf


class ClausesDone(Answer):
    """What publishing the register of clauses came to."""

    version: int
    events: list[str]


class ClausesImportedRow(Answer):
    """A row by its number in the sheet, and the code of the clause it came to; null for a row that is left."""

    row: int
    code: str | None
    notes: list[ImportNote]


class ClausesImported(Answer):
    """What importing a list of clauses came to; it is published whole, or not at all."""

    written: bool
    version: int
    left: int
    rows: list[ClausesImportedRow]


class EvaluationLine(Answer):
    """A clause in a year: how many findings, how many of them name each unit, what was stated of units not named."""

    clause: str
    area: str
    findings: int
    units: dict[str, int]
    stated: list[str]


class Evaluation(Answer):
    """A year's findings by clause and unit. `recurrence`: by clause (or `:area` without one) and unit, the years in
    which it was found there."""

    year: int
    bureaus: list[str]
    lines: list[EvaluationLine]
    years: list[int]
    recurrence: dict[str, dict[str, list[int]]]
    as_of: AsOf


class SnapshotRow(Answer):
    """A snapshot; `at_position` is the position of the log that it is of, `digest` the SHA-256 of its bytes."""

    snapshot_id: UUID
    title: str
    year: int
    at_position: int
    digest: str
    withdrawn: bool
    changed_at: datetime
    version: int


class Snapshots(Answer):
    """The snapshots, the newest first."""

    snapshots: list[SnapshotRow]
    as_of: AsOf


class SnapshotAnswer(Answer):
    """A snapshot; `same` says whether its table, made anew, has the digest that was recorded."""

    snapshot_id: UUID
    title: str
    year: int
    at_position: int
    digest: str
    withdrawn: bool
    version: int
    counted_at: datetime
    same: bool


class SnapshotDone(Answer):
    """What a command on a snapshot came to."""

    snapshot_id: UUID
    version: int
    events: list[str]
