"""Importing a rectification list: upload, look at what would come of each row, issue; the file is kept as it came."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.look import looking
from admin.uploads import take
from admin.words import mark, say, t
from documents.drafts import Outcome
from documents.issue_list import ImportReport, import_list
from workflow import files
from workflow.errors import Refusal, Words
from workflow.file_errors import FileMissing, UnknownFile
from workflow.sight import Place

OUTCOMES = {
    Outcome.ACCEPTED: Words("接受", "accepted"),
    Outcome.MENDED: Words("已改正", "mended"),
    Outcome.ASKED: Words("待确认", "asked about"),
    Outcome.REFUSED: Words("不收", "refused"),
    Outcome.SKIPPED: Words("跳过", "skipped"),
}
LEFT = (Outcome.ASKED, Outcome.REFUSED)


class ImportPage(Page):
    """The center's way in for a list. What it issues is what its preview said: both are the same run."""

    key, title, place = "import", mark("Import"), Place.IMPORT

    @expose("/")
    def index(self) -> str:
        return self.render("import.html", refused=None)

    @expose("/", methods=["POST"])
    def upload(self) -> ResponseReturnValue:
        """Keep the file, then show what would come of it; what is no list is refused where it was sent."""
        ledger, actor = identity.current_ledger(), identity.current_actor()
        try:
            brought = take(ledger, actor, request.files.getlist("file")[:1], keep=True)
            if brought.refusals:
                raise brought.refusals[0]
            if not brought.digests:
                raise FileMissing(field="file")
            self._run(brought.digests[0], dry_run=True)
        except Refusal as refusal:
            return self.render("import.html", refused=refusal.message(identity.language())), 422
        return redirect(url_for("import.preview", sha256=brought.digests[0]), 303)

    @expose("/<sha256>")
    def preview(self, sha256: str) -> str:
        """Row by row what the list would come to now."""
        report = self._run(sha256, dry_run=True)
        with looking(as_of="") as look:
            return self.render("import_preview.html", **_values(report), look=look, sha256=sha256, as_of=False)

    @expose("/<sha256>", methods=["POST"])
    def issue(self, sha256: str) -> ResponseReturnValue:
        """Issue the rows that can be; the rest stay on the page that follows."""
        whole = request.form.get("all_or_nothing") == "yes"
        report = self._run(sha256, all_or_nothing=whole, confirmed=rows_ticked())
        if report.written:
            flash(t("Issued under %(notice)s: %(n)s.", notice=report.notice_number, n=report.issued), "success")
        else:
            flash(t("Nothing was issued."), "warning")
        if report.left or not report.written:
            return redirect(url_for("import.preview", sha256=sha256), 303)
        return redirect(url_for("notices.show", notice_id=report.notice), 303)

    def _run(self, sha256: str, **options: Any) -> ImportReport:
        """Import a kept file, or say what that would come to; UnknownFile if the actor's unit did not bring it."""
        content, name = kept_list(sha256)
        return import_list(identity.current_ledger(), identity.current_actor(), content, name, **options)


def rows_ticked() -> frozenset[int]:
    """The rows asked about that somebody ticked."""
    return frozenset(int(row) for row in request.form.getlist("confirm") if row.isdecimal() and len(row) < 8)


def kept_list(sha256: str) -> tuple[bytes, str]:
    """A kept file with its name; UnknownFile if the actor's unit did not bring it."""
    ledger, actor = identity.current_ledger(), identity.current_actor()
    with ledger.database.reading() as connection:
        if files.find(connection, sha256, actor.org) is None:
            raise UnknownFile(sha256=sha256[:64])
        return ledger.files.get(sha256), files.names(connection, actor.org, [sha256])[sha256]


def _values(report: ImportReport) -> dict[str, Any]:
    """What the preview shows: counts, and the rows wanted."""
    wanted = request.args.get("rows", "")
    rows = report.left if wanted == "left" else [r for r in report.rows if not wanted or r.outcome.value == wanted]
    per_unit: dict[str, int] = {}
    for row in report.rows:
        for draft, item in zip(row.read.drafts, row.items, strict=False):
            per_unit[draft.bureau] = per_unit.get(draft.bureau, 0) + (not item.there_already)
    return {
        "report": report, "rows": rows, "wanted": wanted, "per_unit": {k: n for k, n in sorted(per_unit.items()) if n},
        "outcomes": {outcome.value: (say(words), report.count(outcome)) for outcome, words in OUTCOMES.items()},
        "left": LEFT, "confirmable": any(row.confirmable for row in report.rows),
    }  # fmt: skip
