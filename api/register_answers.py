"""The shapes of what is answered about the typed registers; see answers.py."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.answers import Answer, AsOf, Who
from api.import_answers import ImportNote
from workflow.messages.row import RegisterKind


class RegisterTold(Answer):
    """A register: how many rows count in it, of those in sight, and which columns name a row."""

    kind: RegisterKind
    rows: int
    columns: list[str]
    key: list[str]


class Registers(Answer):
    """Every register there is."""

    registers: list[RegisterTold]
    as_of: AsOf


class RegisterRow(Answer):
    """A row. `values` are as recorded: days as 2020-04-08, amounts in fen; a name is masked, or whole where that was
    asked for, and null where there is none or it was erased. `struck` is why the row does not count any more."""

    row_id: UUID
    version: int
    kind: RegisterKind
    bureau: str
    values: dict[str, str]
    name: str | None
    struck: str | None


class RegisterRows(Answer):
    """The rows of a register in sight."""

    rows: list[RegisterRow]
    as_of: AsOf


class RegisterEvent(Answer):
    """What happened to a row; `body` is as recorded, so of a name it holds a commitment only."""

    name: str
    version: int
    position: int | None
    event_id: UUID
    recorded_at: datetime
    actor: Who
    body: Any


class RegisterRowAnswer(Answer):
    """A row, and everything that happened to it, the oldest first."""

    row: RegisterRow
    events: list[RegisterEvent]
    as_of: AsOf


class RegisterFinding(Answer):
    """What a rule found on a row; `chosen_by` raises an item for it, `item_id` is the one that was raised."""

    rule: str
    row_id: UUID
    bureau: str
    period: str
    reason: str
    chosen_by: str
    item_id: UUID | None
    number: str | None


class RegisterFindings(Answer):
    """Everything that the rules find in a register."""

    findings: list[RegisterFinding]
    as_of: AsOf


class RegisterRowDone(Answer):
    """What a command on a row came to."""

    row_id: UUID
    version: int
    events: list[str]


class ItemsRaised(Answer):
    """How many items were raised for what was found."""

    raised: int


class RowsImported(Answer):
    """What importing a list came to; `changes` counts what was, or with `dry_run` would be, recorded or changed."""

    written: bool
    changes: int
    left: int
    rows: list["RowsImportedRow"]


class RowsImportedRow(Answer):
    """A row: its number in the sheet, and what came of it: new, changed, unchanged, refused or skipped."""

    row: int
    came: str
    row_id: UUID | None
    notes: list[ImportNote]
