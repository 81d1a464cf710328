"""Offline reply workbooks over HTTP: out, merged row by row, and what was merged; the same runs as on the page."""

from typing import Any
from uuid import UUID

from flask import Response, request
from marshmallow import fields as ma
from marshmallow import validate

import identity
from api import queries, telling, upload_queries
from api import workbook_answers as a
from api.evidence import AROUND
from api.import_telling import told_note
from api.operations import operation
from api.problems import language
from api.reading import reading_at, require_place, seen_by
from documents.reply_merge import NO_FILE, Sent, merge_reply, reply_workbook, require_role
from documents.reply_report import Came, ReplyReport, Row
from identity import accounts, acts
from workflow import file_types, files, merging
from workflow.file_errors import FileMissing, FileTooLarge
from workflow.history import Step
from workflow.merging import Merged
from workflow.messages import Actor
from workflow.sight import Place

TAG = "lists"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_WORKBOOK = 5 * 2**20


class ReplyQuery(upload_queries.RowListQuery):
    """How a workbook is to be merged."""

    confirm = ma.String(
        load_default="",
        validate=validate.Regexp(r"[0-9]{1,7}(@[0-9]{1,7})?(,[0-9]{1,7}(@[0-9]{1,7})?)*\Z", error="not_a_number"),
        metadata={
            "description": "Rows left that are meant as they are: `confirm` of the dry run, with commas between. A "
                           "row's number alone means whichever version its item has."
        },
    )  # fmt: skip


@operation("GET", "/reply-workbook", tag=TAG, refused=(403,))
def download_reply_workbook(actor: Actor) -> Response:
    """Download the reply workbook.

    The open items of the caller's unit as an .xlsx to be filled in elsewhere, with the choices that are open to the
    caller now. That it was taken out is written to the security log first. For bureau leaders and handlers.
    """
    require_role(actor)
    return _handed_out(actor, {})


@operation("POST", "/reply-workbook/merge", tag=TAG, answers=a.WorkbookMerged, query=ReplyQuery,
           refused=(400, 403, 413, 415, 422))  # fmt: skip
def merge_reply_workbook(actor: Actor) -> Response:
    """Merge a reply workbook.

    The .xlsx as the multipart field `file`, the zip of evidence, if there is any, as `evidence`. What is filled in is
    recorded where its item still stands at the version the workbook had; a row whose item moved on is told with what
    happened since, and is carried out on the present version if `confirm` names it. `dry_run` writes nothing. The same
    workbook again records nothing twice. For bureau leaders and handlers.
    """
    asked = queries.asked(ReplyQuery)
    report = _run(actor, asked["name"], dry_run=asked["dry_run"], confirmed=_confirmed(asked["confirm"]))
    return telling.json(_told(actor, report))


@operation(
    "POST", "/reply-workbook/again", tag=TAG, query=upload_queries.UploadQuery, refused=(400, 403, 413, 415, 422)
)
def renew_reply_workbook(actor: Actor) -> Response:
    """Download a new workbook in place of one that was filled in.

    Of what is open now, beginning with what was typed in the one that is sent, as for merging, and is not recorded yet.
    """
    report = _run(actor, queries.asked(upload_queries.UploadQuery)["name"], dry_run=True)
    return _handed_out(actor, report.kept)


@operation("GET", "/reply-workbook/merges", tag=TAG, answers=a.Merges, query=queries.EyesQuery, refused=(403, 404, 422))
def list_reply_workbook_merges(actor: Actor) -> Response:
    """List what was merged.

    The newest merges of the units in sight, as of a moment, if given.
    """
    require_place(actor, Place.WORKBOOKS)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.WORKBOOKS)
        found, total = merging.merges(connection, reader, moment), merging.number(connection, reader, moment)
        names = identity.names(connection)
    rows = [_merge(reader, one, names) for one in found]
    return telling.json(a.Merges(merges=rows, total=total, as_of=telling.as_of(moment, seen)))


@operation(
    "GET", "/reply-workbook/merges/<uuid:merge_id>", tag=TAG, answers=a.MergeAnswer, query=queries.EyesQuery,
    refused=(404, 422),
)  # fmt: skip
def show_reply_workbook_merge(actor: Actor, merge_id: UUID) -> Response:
    """Show one merge.

    With the items in sight that something was recorded of.
    """
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.WORKBOOKS)
        told = merging.one(connection, reader, merge_id, moment)
        names = identity.names(connection)
    items = [a.MergedItem(item_id=item, number=number) for item, number in told.items]
    said = a.MergeAnswer(merge=_merge(reader, told.merged, names), items=items, as_of=telling.as_of(moment, seen))
    return telling.json(said)


def _handed_out(actor: Actor, kept: Any) -> Response:
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        people = accounts.handlers(connection, actor.org, ledger.today)
        content = reply_workbook(connection, ledger, actor, people, language(), kept)
    acts.done("exported", actor.account, "workbook", unit=actor.org, people=len(people))
    headers = {"Content-Disposition": "attachment; filename=reply-workbook.xlsx", "Cache-Control": "no-store"}
    return Response(content, 200, headers, mimetype=XLSX)


def _run(actor: Actor, name: str, **how: Any) -> ReplyReport:
    require_role(actor)
    request.max_content_length = MOST_WORKBOOK + files.MAX_BYTES + AROUND
    if request.mimetype == "multipart/form-data":
        workbook, evidence = _sent("file", name, MOST_WORKBOOK), _sent("evidence", "", files.MAX_BYTES)
    else:
        workbook, evidence = (request.get_data(cache=False), file_types.tidy(name)), NO_FILE
    if not workbook[0] and not workbook[1]:
        raise FileMissing(field="file")
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        people = accounts.handlers(connection, actor.org, ledger.today)
    return merge_reply(ledger, actor, *workbook, people, evidence=evidence, **how)


def _sent(field: str, given: str, most: int) -> Sent:
    file = request.files.get(field)
    if file is None:
        return NO_FILE
    content = file.read(most + 1)
    if len(content) > most:
        raise FileTooLarge(limit=most // 2**20)
    return content, file_types.tidy(given or file.filename or "") or field


def _confirmed(text: str) -> dict[int, int | None]:
    parts = (one.partition("@") for one in text.split(",") if one)
    return {int(row): int(version) if version else None for row, _, version in parts}


def _told(actor: Actor, report: ReplyReport) -> a.WorkbookMerged:
    with identity.current_ledger().database.reading() as connection:
        names = identity.names(connection)
    return a.WorkbookMerged(
        merge_id=report.merge_id if report.written else None, written=report.written,
        recorded=report.count(Came.RECORDED), already=report.count(Came.ALREADY), left=len(report.left),
        hints=[hint.say(language()) for hint in report.hints], unused=list(report.unused),
        rows=[_row(actor, row, names) for row in report.rows],
    )  # fmt: skip


def _row(actor: Actor, row: Row, names: Any) -> a.WorkbookRow:
    since, now = (row.versions.since, row.versions.now.version) if row.versions else ((), None)
    return a.WorkbookRow(
        row=row.read.row, outcome=row.came.value, number=row.number, item_id=row.item, action=row.trigger,
        recorded_at=row.at, workbook_version=row.read.version, version=now,
        since=[_moved(actor, step, names) for step in since],
        confirm=f"{row.read.row}@{row.seen}" if row.confirmable else None,
        notes=[told_note(note) for note in row.notes],
    )  # fmt: skip


def _moved(actor: Actor, step: Step, names: Any) -> a.MovedOn:
    one = step.recorded
    return a.MovedOn(
        name=one.name, version=one.version, recorded_at=one.recorded_at, actor=telling.who(actor, step.by, names)
    )


def _merge(reader: Actor, one: Merged, names: Any) -> a.MergeRow:
    said = {name: value for name, value in one._asdict().items() if name != "by"}
    return a.MergeRow(**said, actor=telling.who(reader, one.by, names))
