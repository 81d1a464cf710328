"""What is answered about a list that was sent, out of what it came to."""

from uuid import UUID

from api import import_answers
from api.problems import language
from documents.draft_list import DraftReport
from documents.draft_list import Row as DraftRow
from documents.drafts import Note
from documents.import_report import ImportReport
from documents.mapping import CODES
from documents.told_report import ToldItem, ToldNote, ToldReport, ToldRow, told
from workflow.jobs import Job


def imported(report: ImportReport) -> import_answers.Imported:
    """An import, with which columns were read as which."""
    said = _imported(told(report))
    said.columns = {CODES[column]: letters for column, letters in report.parsed.columns.items()}
    return said


def _imported(report: ToldReport) -> import_answers.Imported:
    assert report.notice is not None
    return import_answers.Imported(
        notice_id=report.notice, notice_number=report.notice_number, written=report.written, issued=report.new,
        there_already=report.there_already, left=len(report.left), batch_id=report.batch, read_as=report.form,
        columns_remembered_at=report.mapped_at, columns={}, ignored_columns=list(report.ignored_columns),
        rows=[_row(row) for row in report.rows],
    )  # fmt: skip


def drafted(report: DraftReport, draft_id: UUID) -> import_answers.Drafted:
    """A list that went into a draft."""
    return import_answers.Drafted(
        draft_id=draft_id, written=report.written, problems=report.problems, items=report.items,
        there_already=report.there_already, left=len(report.left),
        hint=report.persons_stay and report.persons_stay.say(language()), batch_id=report.batch,
        read_as=report.parsed.form, rows=[_drafted(row) for row in report.rows],
    )  # fmt: skip


def job_told(job: Job, report: ToldReport | None) -> import_answers.ListJob:
    """How far the work on a list is."""
    refused = job.refused and job.refused[0 if language().startswith("zh") else 1]
    return import_answers.ListJob(
        job_id=job.job_id, what=job.what, standing=job.standing.value, done=job.done, of=job.of,
        begun_at=job.begun_at, ended_at=job.ended_at, refused=refused, report=_imported(report) if report else None,
    )  # fmt: skip


def _drafted(row: DraftRow) -> import_answers.DraftedRow:
    return import_answers.DraftedRow(
        row=row.read.row, outcome=row.outcome.value, added=list(row.added), there=list(row.there),
        notes=[told_note(note) for note in row.notes],
    )  # fmt: skip


def _row(row: ToldRow) -> import_answers.ImportedRow:
    items = [item for one in row.items if (item := _item(one))]
    notes = [told_note(note) for note in row.notes]
    return import_answers.ImportedRow(row=row.row, outcome=row.outcome.value, items=items, notes=notes)


def _item(item: ToldItem) -> import_answers.ImportedItem | None:
    if item.item_id is None:
        return None
    return import_answers.ImportedItem(item_id=item.item_id, number=item.number, there_already=item.there_already)


def told_note(note: Note | ToldNote) -> import_answers.ImportNote:
    """What is said of a cell, in the caller's language."""
    return import_answers.ImportNote(
        cell=note.cell, column=note.column, given=note.given, reason=note.reason.say(language()),
        suggestion=note.suggestion, kind=str(note.kind),
    )  # fmt: skip
