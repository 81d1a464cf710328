"""How far the work on a long list is, and what it left: the page to wait on, and what the pages after it read."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

import identity
from admin.base import Page
from admin.giving import command_id
from admin.look import looking
from documents.guard import MEDIA_TYPES, Format
from documents.list_jobs import ISSUE, LOOK, WITHDRAW, Asked, start
from documents.row_choice import EVERY_ROW, RowChoice
from documents.told_report import ToldReport, unpacked
from identity import acts
from workflow import files, jobs
from workflow.batch_errors import NoSuchJob
from workflow.jobs import Job, Standing


def start_job(
    what: str, sha256: str = "", *, whole: bool = False, confirmed: frozenset[int] = frozenset(),
    choice: RowChoice = EVERY_ROW, batch: str = "", reason: str = "",
) -> UUID:  # fmt: skip
    """Begin the work, as the one who is signed in; or find the work on this that goes on already."""
    ledger, actor = identity.current_ledger(), identity.current_actor()
    with ledger.database.reading() as connection:
        name = files.names(connection, actor.org, [sha256]).get(sha256, "")
    asked = Asked(
        what=what, sha256=sha256, name=name, language=identity.language(), all_or_nothing=whole,
        confirmed=tuple(sorted(confirmed)), rows=None if choice.rows is None else tuple(sorted(choice.rows)),
        units=None if choice.units is None else tuple(sorted(choice.units)), batch=batch, reason=reason,
    )  # fmt: skip
    return start(ledger, actor, asked, command_id(actor) if "command" in request.form else None)


def job_report(sha256: str) -> tuple[Job | None, ToldReport | None]:
    """The last work on a list, and what it came to, if it is done."""
    ledger, actor = identity.current_ledger(), identity.current_actor()
    with ledger.database.reading() as connection:
        job = jobs.latest(connection, actor.org, f"list {sha256}")
        kept = jobs.kept(connection, job, "result") if job and job.standing is Standing.DONE else None
    return job, unpacked(kept) if kept else None


def finished(sha256: str) -> bytes | None:
    """The corrected workbook that the last work on a list left."""
    ledger, actor = identity.current_ledger(), identity.current_actor()
    with ledger.database.reading() as connection:
        job = jobs.latest(connection, actor.org, f"list {sha256}")
        return jobs.kept(connection, job, "corrected") if job else None


def act_corrected(content: bytes) -> Response:
    """The workbook as a download; that it was taken out stands in the security log."""
    acts.done("exported", identity.current_actor().account, "corrected list")
    headers = {"Content-Disposition": "attachment; filename=corrected.xlsx", "X-Content-Type-Options": "nosniff"}
    return Response(content, 200, headers, mimetype=MEDIA_TYPES[Format.XLSX])


def job_page(page: Page, job_id: UUID) -> ResponseReturnValue:
    """The page to wait on while it is worked; then what came of it. NoSuchJob if the unit has none of that id."""
    ledger, actor = identity.current_ledger(), identity.current_actor()
    with ledger.database.reading() as connection:
        job = jobs.find(connection, actor.org, job_id)
    if job is None:
        raise NoSuchJob
    if job.standing is Standing.DONE:
        return redirect(_after(job), 303)
    with looking(as_of="") as look:
        return page.render("import_job.html", look=look, job=job, back=_back(job))


def _after(job: Job) -> str:
    if job.what == WITHDRAW:
        return url_for("batches.show", batch_id=job.asked["batch"])
    return url_for("import.preview", sha256=job.asked["sha256"], **({"done": "yes"} if job.what == ISSUE else {}))


def _back(job: Job) -> str:
    """Where to go from work that came to nothing."""
    if job.what == WITHDRAW:
        return url_for("batches.show", batch_id=job.asked["batch"])
    return url_for("import.index" if job.what == LOOK else "import.preview", **_of(job))


def _of(job: Job) -> dict[str, Any]:
    return {} if job.what == LOOK else {"sha256": job.asked["sha256"]}
