"""The shapes of what is answered about rectification lists that are brought in, row by row; see answers.py."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer, AsOf


class ImportNote(Answer):
    """One thing said of one cell; `suggestion` is what it should say instead."""

    cell: str
    column: str
    given: str
    reason: str
    suggestion: str | None
    kind: str


class ImportedItem(Answer):
    """An item that a row led to, or that was there already from an earlier import of the list."""

    item_id: UUID
    number: str
    there_already: bool


class ImportedRow(Answer):
    """A row by its number in the sheet: accepted, mended, asked, refused or skipped."""

    row: int
    outcome: str
    items: list[ImportedItem]
    notes: list[ImportNote]


class Imported(Answer):
    """What an import came to; `left` counts the rows that still need an answer or a correction.

    `batch_id` is what was issued now, to be withdrawn as one. `read_as` says format, encoding and separator, `columns`
    which column of the file was read as which of ours, `columns_remembered_at` that it was read so as remembered.
    """

    notice_id: UUID
    notice_number: str
    written: bool
    issued: int
    there_already: int
    left: int
    batch_id: UUID | None
    read_as: str
    columns_remembered_at: datetime | None
    columns: dict[str, str]
    ignored_columns: list[str]
    rows: list[ImportedRow]


class DraftedRow(Answer):
    """A row by its number in the sheet: the units it was added for, and those it stood in the draft for already."""

    row: int
    outcome: str
    added: list[str]
    there: list[str]
    notes: list[ImportNote]


class Drafted(Answer):
    """What a list came to in a draft: `problems` rows were added, for `items` units in all; `left` need an answer.

    `hint` says that persons whom the list names stay out of the draft.
    """

    draft_id: UUID
    written: bool
    problems: int
    items: int
    there_already: int
    left: int
    hint: str | None
    batch_id: UUID | None
    read_as: str
    rows: list[DraftedRow]


class ListJob(Answer):
    """Work on a list in the background: waiting, running, done, refused or failed; `done` of `of` rows.

    `report` says what came of it, once it is done; it is kept for a day.
    """

    job_id: UUID
    what: str
    standing: str
    done: int
    of: int
    begun_at: datetime
    ended_at: datetime | None
    refused: str | None
    report: Imported | None


class BatchRow(Answer):
    """An import of a list: into a notice, or into a draft."""

    batch_id: UUID
    notice_id: UUID | None
    draft_id: UUID | None
    file: str
    items: int
    problems: int
    imported_at: datetime
    withdrawn_at: datetime | None
    version: int


class Batches(Answer):
    """The imports open to the caller, the newest first."""

    imports: list[BatchRow]
    as_of: AsOf


class BatchItem(Answer):
    """An item of an import, as it stands."""

    item_id: UUID
    number: str
    bureau: str
    state: str


class BatchAnswer(Answer):
    """An import with its items, or the problems it added to a draft."""

    batch_id: UUID
    notice_id: UUID | None
    draft_id: UUID | None
    file: str
    imported_at: datetime
    withdrawn_at: datetime | None
    version: int
    items: list[BatchItem]
    problems: list[UUID]
    as_of: AsOf


class BatchDone(Answer):
    """What a command on an import came to."""

    batch_id: UUID
    version: int
    events: list[str]


class MappingRow(Answer):
    """Columns that a unit remembers for a header, as our column → the place in the file."""

    mapping_id: UUID
    unit: str
    signature: str
    columns: dict[str, str]
    remembered_at: datetime
    version: int


class Mappings(Answer):
    """The remembered columns open to the caller, the newest first."""

    mappings: list[MappingRow]
    as_of: AsOf


class MappingDone(Answer):
    """What a command on remembered columns came to."""

    mapping_id: UUID
    version: int
    events: list[str]
