"""Importing a rectification list: upload, look at what would come of each row, issue; the file is kept as it came.

A list of more than AT_ONCE rows is worked in the background, and its pages are read from what that left.
"""

from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.import_choice import OUTCOMES, choice_of, rows_ticked
from admin.import_job import act_corrected, finished, job_page, job_report, start_job
from admin.look import looking
from admin.uploads import take
from admin.words import mark, say, t
from documents.corrected_xlsx import write_corrected
from documents.draft_list import DraftReport
from documents.guard import ACCEPT
from documents.issue_list import ImportReport, LongList, import_list, register
from documents.list_jobs import AT_ONCE, ISSUE, LOOK
from documents.refusals import ColumnsMissing, NoHeader
from documents.told_report import ToldReport, told
from workflow import files
from workflow.batch_errors import NoRowNumbers
from workflow.errors import Refusal
from workflow.file_errors import FileMissing, UnknownFile
from workflow.sight import Place

PAGE = 100


class ImportPage(Page):
    """The center's way in for a list. What it issues is what its preview said: both are the same run."""

    key, title, place = "import", mark("Import"), Place.IMPORT

    @expose("/")
    def index(self) -> str:
        return self.render("import.html", refused=None, accept=ACCEPT)

    @expose("/", methods=["POST"])
    def upload(self) -> ResponseReturnValue:
        """Keep the file, then show what would come of it; what is no list is refused where it was sent."""
        ledger, actor = identity.current_ledger(), identity.current_actor()
        try:
            brought = take(ledger, actor, request.files.getlist("file")[:1], keep=True, lists=True)
            if brought.refusals:
                raise brought.refusals[0]
            if not brought.digests:
                raise FileMissing(field="file")
            self._run(brought.digests[0], dry_run=True)
        except LongList:
            return redirect(url_for(".job", job_id=start_job(LOOK, brought.digests[0])), 303)
        except (ColumnsMissing, NoHeader):
            return redirect(url_for("import-columns.show", sha256=brought.digests[0], asked="yes"), 303)
        except Refusal as refusal:
            refused = refusal.message(identity.language())
            return self.render("import.html", refused=refused, accept=ACCEPT), 422
        return redirect(url_for("import.preview", sha256=brought.digests[0]), 303)

    @expose("/<sha256>")
    def preview(self, sha256: str) -> ResponseReturnValue:
        """Row by row what the list would come to now; of a long one, what it came to when it was looked at last."""
        kept_list(sha256)
        job, report = job_report(sha256)
        if job and job.active:
            return redirect(url_for(".job", job_id=job.job_id), 303)
        if report is None:
            try:
                report = told(self._run(sha256, dry_run=True))
            except LongList as long:
                return self.render("import_long.html", sha256=sha256, rows=long.rows)
        return self._preview(sha256, report, job)

    def _preview(self, sha256: str, report: ToldReport, job: Any) -> str:
        with looking(as_of="") as look:
            return self.render(
                "import_preview.html", **shown(report), look=look, sha256=sha256, as_of=False, job=job,
                unit_choices=[(code, look.unit(code)) for code in report.per_unit], command=uuid4(),
            )  # fmt: skip

    @expose("/<sha256>", methods=["POST"])
    def issue(self, sha256: str) -> ResponseReturnValue:
        """Issue the rows that were chosen and can be; the rest stay on the page that follows."""
        kept_list(sha256)
        whole = request.form.get("all_or_nothing") == "yes"
        try:
            choice, confirmed = choice_of(), rows_ticked()
        except NoRowNumbers as refusal:
            flash(refusal.message(identity.language()), "warning")
            return redirect(url_for(".preview", sha256=sha256), 303)
        try:
            report = self._run(sha256, all_or_nothing=whole, confirmed=confirmed, choice=choice)
        except LongList:
            job = start_job(ISSUE, sha256, whole=whole, confirmed=confirmed, choice=choice)
            return redirect(url_for(".job", job_id=job), 303)
        say_issued(told(report))
        if report.left or report.passed_over or not report.written:
            return redirect(url_for("import.preview", sha256=sha256), 303)
        return redirect(url_for("notices.show", notice_id=report.notice), 303)

    @expose("/<sha256>/look", methods=["POST"])
    def look_again(self, sha256: str) -> ResponseReturnValue:
        """Work out anew what a long list would come to."""
        kept_list(sha256)
        return redirect(url_for(".job", job_id=start_job(LOOK, sha256)), 303)

    @expose("/<sha256>/corrected.xlsx")
    def corrected(self, sha256: str) -> ResponseReturnValue:
        """The list with what was mended and suggested filled in, as a workbook."""
        kept_list(sha256)
        if made := finished(sha256):
            return act_corrected(made)
        try:
            return act_corrected(corrected_of(self._run(sha256, dry_run=True)))
        except LongList:
            return redirect(url_for(".preview", sha256=sha256), 303)

    @expose("/job/<uuid:job_id>")
    def job(self, job_id: UUID) -> ResponseReturnValue:
        """How far the work on a long list is; once it is done, what came of it."""
        return job_page(self, job_id)

    def _run(self, sha256: str, **options: Any) -> ImportReport:
        """Import a kept file, or say what that would come to; UnknownFile if the actor's unit did not bring it."""
        content, name = kept_list(sha256)
        ledger, actor = identity.current_ledger(), identity.current_actor()
        return import_list(ledger, actor, content, name, most=AT_ONCE, **options)


def corrected_of(report: ImportReport | DraftReport) -> bytes:
    """The workbook of what a list came to, in the reader's language."""
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        return write_corrected(
            report.parsed, report.rows, register(connection), written=report.written, language=identity.language(),
            created=ledger.clock.now().astimezone(ledger.zone),
        )  # fmt: skip


def say_issued(report: ToldReport) -> None:
    """What an import came to, at the head of the page that follows."""
    if report.written:
        flash(t("Issued under %(notice)s: %(n)s.", notice=report.notice_number, n=report.new), "success")
    else:
        flash(t("Nothing was issued."), "warning")


def kept_list(sha256: str) -> tuple[bytes, str]:
    """A kept file with its name; UnknownFile if the actor's unit did not bring it."""
    ledger, actor = identity.current_ledger(), identity.current_actor()
    with ledger.database.reading() as connection:
        if files.find(connection, sha256, actor.org) is None:
            raise UnknownFile(sha256=sha256[:64])
        return ledger.files.get(sha256), files.names(connection, actor.org, [sha256])[sha256]


def shown(report: ToldReport) -> dict[str, Any]:
    """What a preview shows: counts, and the page of the rows wanted."""
    wanted = request.args.get("rows", "")
    rows = [row for row in report.rows if wanted in ("", row.outcome.value) or (wanted == "left" and row.left)]
    last = max(1, -(-len(rows) // PAGE)) if len(report.rows) > AT_ONCE else 1
    asked = request.args.get("page", "1")
    number = min(last, max(1, int(asked))) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1
    size = PAGE if last > 1 else max(1, len(rows))
    return {
        "report": report, "rows": rows[(number - 1) * size : number * size], "wanted": wanted,
        "pages": {"number": number, "last": last}, "per_unit": report.per_unit,
        "outcomes": {outcome.value: (say(words), report.count(outcome)) for outcome, words in OUTCOMES.items()},
        "confirmable": any(row.confirmable for row in report.rows),
    }  # fmt: skip
