"""Importing a rectification list over HTTP: the same run as the page and the command line, row by row."""

from io import BytesIO
from uuid import UUID

from flask import Response, send_file
from sqlalchemy.exc import IntegrityError

import identity
from api import import_answers, telling
from api.asking import command_id
from api.evidence import sent_file
from api.import_queries import ColumnsQuery, ImportQuery, JobQuery, ListQuery, choice_of, chosen_of, confirmed_of
from api.import_telling import drafted, imported, job_told
from api.operations import operation
from api.problems import language
from api.queries import Query, asked
from api.reading import reading_at
from documents import list_jobs
from documents.corrected_xlsx import write_corrected
from documents.draft_list import draft_list
from documents.guard import MEDIA_TYPES, Format, check_file
from documents.issue_list import import_list, register
from documents.mapping import Wanted
from documents.remembering import remember
from documents.told_report import unpacked
from identity import acts
from workflow import draft_board, files, jobs
from workflow.batch_errors import NoSuchJob
from workflow.errors import Words
from workflow.messages import Actor
from workflow.sight import Place, may_enter
from workflow.words import Role, not_permitted

SENT = (400, 403, 413, 415, 422)


@operation("POST", "/lists", tag="lists", answers=import_answers.Imported, query=ImportQuery, refused=SENT)
def import_a_list(actor: Actor) -> Response:
    """Import a rectification list.

    An .xlsx, .xls, .ods or .csv file as the multipart field `file`, or as the body itself with its name in the query.
    Accepted and mended rows are issued under one notice, the others are left and said why; `dry_run` writes nothing,
    `all_or_nothing` issues only if no row is left. The same list again issues what is new. For the city center. A list
    of thousands of rows takes a minute: see POST /lists/jobs.
    """
    said = asked(ImportQuery)
    choice, chosen, (name, content) = choice_of(said), chosen_of(said), sent_file(said["name"])
    _require_center(actor)
    ledger = identity.current_ledger()
    if chosen and said["remember"]:
        remember(ledger, actor, content, name, chosen)
    report = import_list(
        ledger, actor, content, name, dry_run=said["dry_run"], all_or_nothing=said["all_or_nothing"],
        confirmed=confirmed_of(said), choice=choice, wanted=Wanted(chosen) if chosen else None,
    )  # fmt: skip
    return telling.json(imported(report))


@operation("POST", "/drafts/<uuid:draft_id>/list", tag="drafts", answers=import_answers.Drafted, query=ListQuery,
           refused=(*SENT, 404, 409))  # fmt: skip
def draft_a_list(actor: Actor, draft_id: UUID) -> Response:
    """Add a rectification list to a draft.

    An .xlsx, .xls, .ods or .csv file as the multipart field `file`, or as the body itself with its name in the query.
    Each row that can be becomes a problem of the draft, for the units it names; nothing is issued. `dry_run` writes
    nothing. The same list again adds what is new. For the city center.
    """
    said = asked(ListQuery)
    choice, chosen = choice_of(said), chosen_of(said)
    with reading_at("") as (connection, moment):
        draft_board.past(connection, actor, draft_id, moment)  # who does not see it is told nothing of the file
    name, content = sent_file(said["name"])
    ledger = identity.current_ledger()
    if chosen and said["remember"]:
        remember(ledger, actor, content, name, chosen)
    report = draft_list(
        ledger, actor, draft_id, content, name, dry_run=said["dry_run"], confirmed=confirmed_of(said), choice=choice,
        wanted=Wanted(chosen) if chosen else None,
    )  # fmt: skip
    return telling.json(drafted(report, draft_id))


@operation("POST", "/lists/corrected", tag="lists", query=ColumnsQuery, refused=SENT)
def correct_a_list(actor: Actor) -> Response:
    """Correct a rectification list.

    The list that is sent, as an .xlsx workbook with what was mended and suggested filled in, a comment at each cell
    that is changed or asked about, and the outcome of each row in a last column. Nothing is written. For the city
    center.
    """
    said = asked(ColumnsQuery)
    chosen, (name, content) = chosen_of(said), sent_file(said["name"])
    _require_center(actor)
    ledger = identity.current_ledger()
    report = import_list(ledger, actor, content, name, dry_run=True, wanted=Wanted(chosen) if chosen else None)
    with ledger.database.reading() as connection:
        made = write_corrected(
            report.parsed, report.rows, register(connection), written=False, language=language(),
            created=ledger.clock.now().astimezone(ledger.zone),
        )  # fmt: skip
    acts.done("exported", actor.account, "corrected list")
    response = send_file(BytesIO(made), MEDIA_TYPES[Format.XLSX], as_attachment=True, download_name="corrected.xlsx",
                         etag=False)  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@operation("POST", "/lists/jobs", tag="lists", answers=import_answers.ListJob, query=JobQuery, status=202,
           refused=SENT)  # fmt: skip
def work_on_a_list(actor: Actor) -> Response:
    """Import a long list in the background.

    As POST /lists, but answered at once: ask for the work under its id how far it is and what came of it. Of one list
    there is one work at a time; sent again while it goes on, that one is answered. For the city center.
    """
    said = asked(JobQuery)
    choice, (name, content) = choice_of(said), sent_file(said["name"])
    _require_center(actor)
    ledger = identity.current_ledger()
    media_type = MEDIA_TYPES[check_file(content, name)]
    sha256 = ledger.files.put(content)
    try:
        with ledger.database.writing() as connection:
            files.register(connection, sha256, name, media_type, len(content), actor, ledger.clock.now())
    except IntegrityError:  # the same file arrived twice at once: the other one has noted it
        pass
    job = list_jobs.start(ledger, actor, list_jobs.Asked(
        what=list_jobs.LOOK if said["dry_run"] else list_jobs.ISSUE, sha256=sha256, name=name, language=language(),
        all_or_nothing=said["all_or_nothing"], confirmed=tuple(sorted(confirmed_of(said))),
        rows=None if choice.rows is None else tuple(sorted(choice.rows)),
        units=None if choice.units is None else tuple(sorted(choice.units)),
    ), command_id(actor)[0])  # fmt: skip
    return telling.json(_job(actor, job), 202)


@operation("GET", "/lists/jobs/<uuid:job_id>", tag="lists", answers=import_answers.ListJob, query=Query,
           refused=(404, 422))  # fmt: skip
def show_list_job(actor: Actor, job_id: UUID) -> Response:
    """Show the work on a long list.

    How far it is; once it is done, what came of each row. It is kept for a day. For the unit that began it.
    """
    asked(Query)
    if not may_enter(actor, Place.IMPORT):
        raise NoSuchJob
    return telling.json(_job(actor, job_id))


def _job(actor: Actor, job_id: UUID) -> import_answers.ListJob:
    with identity.current_ledger().database.reading() as connection:
        job = jobs.find(connection, actor.org, job_id)
        if job is None:
            raise NoSuchJob
        kept = jobs.kept(connection, job, "result")
    return job_told(job, unpacked(kept) if kept else None)


def _require_center(actor: Actor) -> None:
    """Who may not import is told that, and nothing of the file."""
    if not may_enter(actor, Place.IMPORT):
        raise not_permitted(actor.role, Words("导入", "import"), (Role.CITY_CENTER,))
