"""The shapes of what is answered about offline reply workbooks; see answers.py."""

from datetime import datetime
from uuid import UUID

from api.answers import Answer, AsOf, Who
from api.import_answers import ImportNote


class MovedOn(Answer):
    """What happened to a row's item after its workbook was made: an event, when, by whom."""

    name: str
    version: int
    recorded_at: datetime
    actor: Who


class WorkbookRow(Answer):
    """A row by its number in the sheet: recorded, already, stale, asked, refused or untouched.

    A stale row says the version its workbook had, the present one, and what happened in between. `confirm` is what
    carries a row out that is stale or asked about.
    """

    row: int
    outcome: str
    number: str
    item_id: UUID | None
    action: str
    recorded_at: datetime | None
    workbook_version: int
    version: int | None
    since: list[MovedOn]
    confirm: str | None
    notes: list[ImportNote]


class WorkbookMerged(Answer):
    """What a workbook came to, row by row; `merge_id` is null where nothing was recorded. `hints` are said of the
    workbook as a whole; `unused` are the files of the zip that no row names."""

    merge_id: UUID | None
    written: bool
    recorded: int
    already: int
    left: int
    hints: list[str]
    unused: list[str]
    rows: list[WorkbookRow]


class MergeRow(Answer):
    """A merge that is on record: which unit's, by whom, of which files, and how many rows came to what."""

    merge_id: UUID
    bureau: str
    workbook: UUID
    issued_to: UUID
    actor: Who
    merged_at: datetime
    digest: str
    zip_digest: str
    recorded: int
    files: int
    already: int
    stale: int
    refused: int
    untouched: int


class Merges(Answer):
    """The newest merges of the units in sight; `total` counts all."""

    merges: list[MergeRow]
    total: int
    as_of: AsOf


class MergedItem(Answer):
    item_id: UUID
    number: str


class MergeAnswer(Answer):
    """A merge, and the items in sight that something was recorded of."""

    merge: MergeRow
    items: list[MergedItem]
    as_of: AsOf
