"""A rectification list into a drafted notice: upload, look at what each row comes to, add; the file is kept."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.import_choice import choice_of, rows_ticked
from admin.import_job import act_corrected
from admin.import_list import corrected_of, kept_list, shown
from admin.look import looking
from admin.uploads import take
from admin.words import mark, t
from documents.draft_list import DraftReport, draft_list
from documents.guard import ACCEPT
from documents.refusals import ColumnsMissing, NoHeader
from documents.told_report import told_draft
from identity.current import signed_in
from workflow import draft_board, money
from workflow.batch_errors import NoRowNumbers
from workflow.drafts import MAY, require_open
from workflow.errors import Refusal, StaleVersion
from workflow.file_errors import FileMissing
from workflow.sight import Place


class DraftListPage(Page):
    """The way in for a list, for who drafts. What is added is what the preview said: both are the same run."""

    key, title, place, in_menu = "draft-list", mark("List into a draft"), Place.DRAFTS, False

    def is_accessible(self) -> bool:
        actor = signed_in()
        return super().is_accessible() and actor is not None and actor.role in MAY

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """A list is for a draft."""
        return redirect(url_for("drafts.index"))

    @expose("/<uuid:draft_id>")
    def draft(self, draft_id: UUID) -> str:
        return self._page(draft_id)

    @expose("/<uuid:draft_id>", methods=["POST"])
    def upload(self, draft_id: UUID) -> ResponseReturnValue:
        """Keep the file, then show what would come of it; what is no list is refused where it was sent."""
        try:
            brought = take(
                identity.current_ledger(), identity.current_actor(), request.files.getlist("file")[:1], keep=True,
                lists=True,
            )  # fmt: skip
            if brought.refusals:
                raise brought.refusals[0]
            if not brought.digests:
                raise FileMissing(field="file")
            _run(draft_id, brought.digests[0], dry_run=True)
        except (ColumnsMissing, NoHeader):
            to = url_for("import-columns.show", sha256=brought.digests[0], draft=draft_id, asked="yes")
            return redirect(to, 303)
        except Refusal as refusal:
            return self._page(draft_id, refused=refusal.message(identity.language())), 422
        return redirect(url_for(".preview", draft_id=draft_id, sha256=brought.digests[0]), 303)

    @expose("/<uuid:draft_id>/<sha256>")
    def preview(self, draft_id: UUID, sha256: str) -> str:
        """Row by row what the list would come to now."""
        return self._page(draft_id, report=_run(draft_id, sha256, dry_run=True), sha256=sha256)

    @expose("/<uuid:draft_id>/<sha256>", methods=["POST"])
    def add(self, draft_id: UUID, sha256: str) -> ResponseReturnValue:
        """Add the rows that can be; the rest stay on the page that follows."""
        version = request.form.get("version", type=int)
        try:
            report = _run(draft_id, sha256, confirmed=rows_ticked(), choice=choice_of(), version=version)
        except NoRowNumbers as refusal:
            flash(refusal.message(identity.language()), "warning")
            return redirect(url_for(".preview", draft_id=draft_id, sha256=sha256), 303)
        except StaleVersion:
            flash(t("The draft has changed since you looked, so nothing was added. Look again."), "warning")
            return redirect(url_for(".preview", draft_id=draft_id, sha256=sha256), 303)
        if report.problems:
            flash(t("Added to the draft: %(n)s problems.", n=report.problems), "success")
        else:
            flash(t("Nothing was added."), "warning")
        if report.left or report.passed_over:
            return redirect(url_for(".preview", draft_id=draft_id, sha256=sha256), 303)
        return redirect(url_for("drafts.show", draft_id=draft_id), 303)

    @expose("/<uuid:draft_id>/<sha256>/corrected.xlsx")
    def corrected(self, draft_id: UUID, sha256: str) -> Response:
        """The list with what was mended and suggested filled in, as a workbook."""
        return act_corrected(corrected_of(_run(draft_id, sha256, dry_run=True)))

    def _page(self, draft_id: UUID, **values: Any) -> str:
        """Of an open draft; what it came to where a list was sent."""
        come: DraftReport | None = values.pop("report", None)
        report = told_draft(come) if come else None
        with looking(as_of="") as look:
            draft = draft_board.past(look.connection, look.actor, draft_id, look.at).draft
            require_open(draft)
            said = {"yuan": money.yuan, "refused": "", "report": None, "accept": ACCEPT, **values}
            if come and report:
                units = sorted({item.bureau for row in report.rows for item in row.items})
                said |= shown(report) | {
                    "come": come, "unit_choices": [(code, look.unit(code)) for code in units],
                    "of_row": {row.read.row: row for row in come.rows},
                }  # fmt: skip
            said["units_of"] = lambda codes: t(", ").join(map(look.unit, codes))
            return self.render("draft_list.html", look=look, id=draft_id, draft=draft, **said)


def _run(draft_id: UUID, sha256: str, **options: Any) -> DraftReport:
    content, name = kept_list(sha256)
    return draft_list(identity.current_ledger(), identity.current_actor(), draft_id, content, name, **options)
