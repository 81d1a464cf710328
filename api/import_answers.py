"""The shapes of what is answered about rectification lists that are brought in, row by row; see answers.py."""

from uuid import UUID

from api.answers import Answer


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
    """What an import came to; `left` counts the rows that still need an answer or a correction."""

    notice_id: UUID
    notice_number: str
    written: bool
    issued: int
    there_already: int
    left: int
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
    rows: list[DraftedRow]
