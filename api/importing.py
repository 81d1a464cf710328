"""Importing a rectification list over HTTP: the same run as the page and the command line, row by row."""

from uuid import UUID

from flask import Response

import identity
from api import import_answers, queries, telling
from api.evidence import sent_file
from api.operations import operation
from api.problems import language
from api.reading import reading_at
from documents.draft_list import Row as DraftRow
from documents.draft_list import draft_list
from documents.drafts import Note
from documents.issue_list import ImportReport, Row, import_list
from workflow import draft_board
from workflow.messages import Actor


@operation("POST", "/lists", tag="lists", answers=import_answers.Imported, query=queries.ImportQuery,
           refused=(400, 403, 413, 415, 422))  # fmt: skip
def import_a_list(actor: Actor) -> Response:
    """Import a rectification list.

    An .xlsx workbook as the multipart field `file`, or as the body itself with its name in the query. Accepted and
    mended rows are issued under one notice, the others are left and said why; `dry_run` writes nothing,
    `all_or_nothing` issues only if no row is left. The same list again issues what is new. For the city center.
    """
    asked = queries.asked(queries.ImportQuery)
    name, content = sent_file(asked["name"])
    report = import_list(
        identity.current_ledger(), actor, content, name,
        dry_run=asked["dry_run"], all_or_nothing=asked["all_or_nothing"],
        confirmed=frozenset(map(int, filter(None, asked["confirm"].split(",")))),
    )  # fmt: skip
    return telling.json(_told(report))


@operation("POST", "/drafts/<uuid:draft_id>/list", tag="drafts", answers=import_answers.Drafted,
           query=queries.ContactImportQuery, refused=(400, 403, 404, 409, 413, 415, 422))  # fmt: skip
def draft_a_list(actor: Actor, draft_id: UUID) -> Response:
    """Add a rectification list to a draft.

    An .xlsx workbook as the multipart field `file`, or as the body itself with its name in the query. Each row that can
    be becomes a problem of the draft, for the units it names; nothing is issued. `dry_run` writes nothing. The same
    list again adds what is new. For the city center.
    """
    asked = queries.asked(queries.ContactImportQuery)
    with reading_at("") as (connection, moment):
        draft_board.past(connection, actor, draft_id, moment)  # who does not see it is told nothing of the file
    name, content = sent_file(asked["name"])
    report = draft_list(
        identity.current_ledger(), actor, draft_id, content, name, dry_run=asked["dry_run"],
        confirmed=frozenset(map(int, filter(None, asked["confirm"].split(",")))),
    )  # fmt: skip
    return telling.json(import_answers.Drafted(
        draft_id=draft_id, written=report.written, problems=report.problems, items=report.items,
        there_already=report.there_already, left=len(report.left),
        hint=report.persons_stay and report.persons_stay.say(language()), rows=[_drafted(row) for row in report.rows],
    ))  # fmt: skip


def _drafted(row: DraftRow) -> import_answers.DraftedRow:
    return import_answers.DraftedRow(
        row=row.read.row, outcome=row.outcome.value, added=list(row.added), there=list(row.there),
        notes=[told_note(note) for note in row.notes],
    )  # fmt: skip


def _told(report: ImportReport) -> import_answers.Imported:
    return import_answers.Imported(
        notice_id=report.notice, notice_number=report.notice_number, written=report.written, issued=report.issued,
        there_already=report.there_already, left=len(report.left), rows=[_row(row) for row in report.rows],
    )  # fmt: skip


def _row(row: Row) -> import_answers.ImportedRow:
    items = [
        import_answers.ImportedItem(item_id=item.item_id, number=item.number, there_already=item.there_already)
        for item in row.items
    ]
    return import_answers.ImportedRow(
        row=row.read.row, outcome=row.outcome.value, items=items, notes=[told_note(note) for note in row.notes]
    )


def told_note(note: Note) -> import_answers.ImportNote:
    """What is said of a cell, in the caller's language."""
    return import_answers.ImportNote(
        cell=note.cell, column=note.column, given=note.given, reason=note.reason.say(language()),
        suggestion=note.suggestion, kind=note.kind.value,
    )  # fmt: skip
