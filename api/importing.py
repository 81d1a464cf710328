"""Importing a rectification list over HTTP: the same run as the page and the command line, row by row."""

from flask import Response

import identity
from api import listings, queries, telling
from api.evidence import sent_file
from api.operations import operation
from api.problems import language
from documents.drafts import Note
from documents.issue_list import ImportReport, Row, import_list
from workflow.messages import Actor


@operation("POST", "/lists", tag="lists", answers=listings.Imported, query=queries.ImportQuery,
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


def _told(report: ImportReport) -> listings.Imported:
    return listings.Imported(
        notice_id=report.notice, notice_number=report.notice_number, written=report.written, issued=report.issued,
        there_already=report.there_already, left=len(report.left), rows=[_row(row) for row in report.rows],
    )  # fmt: skip


def _row(row: Row) -> listings.ImportedRow:
    items = [
        listings.ImportedItem(item_id=item.item_id, number=item.number, there_already=item.there_already)
        for item in row.items
    ]
    return listings.ImportedRow(
        row=row.read.row, outcome=row.outcome.value, items=items, notes=[told_note(note) for note in row.notes]
    )


def told_note(note: Note) -> listings.ImportNote:
    """What is said of a cell, in the caller's language."""
    return listings.ImportNote(
        cell=note.cell, column=note.column, given=note.given, reason=note.reason.say(language()),
        suggestion=note.suggestion, kind=note.kind.value,
    )  # fmt: skip
