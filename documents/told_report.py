"""What a list came to, as it is shown and kept: the same of an import and of a list that goes into a draft.

A report of a long list is kept for a day with the job that made it, so that its pages need not be worked out again.
"""

import zlib
from datetime import date, datetime
from uuid import UUID

import msgspec

from documents.draft_list import DraftReport
from documents.draft_list import Row as DraftRow
from documents.drafts import Note, Outcome
from documents.import_report import ImportReport
from documents.import_report import Row as ImportRow
from workflow.errors import Words

PROBLEM_SHOWN, GIVEN_SHOWN = 60, 80
LEFT = (Outcome.ASKED, Outcome.REFUSED)


class ToldNote(msgspec.Struct, frozen=True):
    cell: str
    column: str
    given: str
    reason: Words
    suggestion: str | None
    kind: str


class ToldItem(msgspec.Struct, frozen=True):
    """One unit of a row: the item it led to, or its place in the draft; `number` is empty where it led to none."""

    bureau: str
    problem: str
    number: str = ""
    item_id: UUID | None = None
    there_already: bool = False


class ToldRow(msgspec.Struct, frozen=True):
    row: int
    outcome: Outcome
    items: list[ToldItem]
    notes: list[ToldNote]
    confirmable: bool

    @property
    def left(self) -> bool:
        return self.outcome in LEFT

    @property
    def issuable(self) -> bool:
        """Whether something of it would be taken as it stands."""
        return self.outcome in (Outcome.ACCEPTED, Outcome.MENDED) and any(not item.there_already for item in self.items)


class ToldReport(msgspec.Struct, frozen=True):
    """`new` counts items issued or problems added, `mapped_at` is when the columns were remembered that were used."""

    title: str
    listed_on: date | None
    sheet: str
    header_row: int
    form: str
    ignored_columns: tuple[str, ...]
    other_sheets: tuple[str, ...]
    mapped_at: datetime | None
    written: bool
    new: int
    there_already: int
    rows: list[ToldRow]
    notice: UUID | None = None
    notice_number: str = ""
    batch: UUID | None = None

    @property
    def left(self) -> list[ToldRow]:
        return [row for row in self.rows if row.left]

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)

    @property
    def per_unit(self) -> dict[str, int]:
        """How many new items each unit has of it."""
        found: dict[str, int] = {}
        for item in (item for row in self.rows for item in row.items if item.number and not item.there_already):
            found[item.bureau] = found.get(item.bureau, 0) + 1
        return dict(sorted(found.items()))


def told(report: ImportReport) -> ToldReport:
    """An import as it is shown."""
    return ToldReport(
        **_heading(report), new=report.issued, there_already=report.there_already, notice=report.notice,
        notice_number=report.notice_number, rows=[_row(row) for row in report.rows],
    )  # fmt: skip


def told_draft(report: DraftReport) -> ToldReport:
    """A list into a draft as it is shown."""
    return ToldReport(
        **_heading(report), new=report.problems, there_already=report.there_already,
        rows=[_draft_row(row) for row in report.rows],
    )  # fmt: skip


def packed(report: ToldReport) -> bytes:
    return zlib.compress(msgspec.json.encode(report), 1)


def unpacked(kept: bytes) -> ToldReport:
    return msgspec.json.decode(zlib.decompress(kept), type=ToldReport)


def _heading(report: ImportReport | DraftReport):  # type: ignore[no-untyped-def]
    parsed = report.parsed
    return {
        "title": parsed.title, "listed_on": parsed.listed_on, "sheet": parsed.sheet, "header_row": parsed.header_row,
        "form": parsed.form, "ignored_columns": parsed.ignored_columns, "other_sheets": parsed.other_sheets,
        "mapped_at": parsed.known and parsed.known.remembered_at, "written": report.written, "batch": report.batch,
    }  # fmt: skip


def _row(row: ImportRow) -> ToldRow:
    issued = [*row.items, *([None] * (len(row.read.drafts) - len(row.items)))]
    items = [
        ToldItem(draft.bureau, draft.problem[:PROBLEM_SHOWN],
                 *((item.number, item.item_id, item.there_already) if item else ()))
        for draft, item in zip(row.read.drafts, issued, strict=True)
    ]  # fmt: skip
    return ToldRow(row.read.row, row.outcome, items, [_note(note) for note in row.notes], row.confirmable)


def _draft_row(row: DraftRow) -> ToldRow:
    items = [
        ToldItem(draft.bureau, draft.problem[:PROBLEM_SHOWN], there_already=draft.bureau in row.there)
        for draft in row.read.drafts
    ]
    return ToldRow(row.read.row, row.outcome, items, [_note(note) for note in row.notes], row.confirmable)


def _note(note: Note) -> ToldNote:
    return ToldNote(note.cell, note.column, note.given[:GIVEN_SHOWN], note.reason, note.suggestion, note.kind.value)
