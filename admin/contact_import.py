"""Importing a list of contacts: upload, look at what each row comes to, carry it out. The file itself is not kept.

Between the two steps the page holds the file, so that nothing with names in it lies about on the server.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.formats import local
from admin.import_list import OUTCOMES
from admin.ledger import XLSX
from admin.look import looking
from admin.words import mark, say, t
from documents.contact_import import import_contacts
from documents.contact_list import HEADINGS, Column
from documents.contact_report import ContactReport, Did
from documents.ledger_xlsx import write_ledger
from identity.current import signed_in
from workflow.contact_register import seen_stations
from workflow.contacts import KEEPERS, SAYS
from workflow.errors import Refusal, Words
from workflow.file_errors import FileMissing, FileTooLarge
from workflow.messages.contact import POSTS
from workflow.sight import Place

LARGEST = 512 * 1024
LIMIT = "0.5"
DID = {
    **{did: SAYS[did] for did in Did if did is not Did.THERE},
    Did.THERE: Words("名册中已有，没有变化", "there already"),
}


class ContactImportPage(Page):
    """The way in for a list of contacts, for who keeps the register."""

    key, title, place, in_menu = "contact-import", mark("Import contacts"), Place.CONTACTS, False

    def is_accessible(self) -> bool:
        actor = signed_in()
        return super().is_accessible() and actor is not None and actor.role in KEEPERS

    @expose("/")
    def index(self) -> str:
        return self.render("contact_import.html", report=None, refused=None)

    @expose("/template")
    def template(self) -> Response:
        """An empty list: a row for each post at each station in sight, to be filled in."""
        with looking(as_of="") as look:
            codes = [code for code in seen_stations(look.units, look.actor) if not look.units[code].dissolved]
            rows = [
                [look.unit(code), say(words), *[""] * (len(Column) - 2)] for code in codes for words in POSTS.values()
            ]
            note = t("Fill in the rows you know; a row without a name is left out.")
            title, now = t("Liaisons and people in the know"), local(look.at.at)
            content = write_ledger(
                [say(HEADINGS[column]) for column in Column], rows, title=title, note=note, created=now
            )
        return Response(content, 200, {"Content-Disposition": "attachment; filename=contacts.xlsx"}, mimetype=XLSX)

    @expose("/", methods=["POST"])
    def upload(self) -> ResponseReturnValue:
        """Say what would come of each row; what is no list is refused where it was sent."""
        file = request.files.get("file")
        content = file.stream.read(LARGEST + 1) if file else b""
        name = (file.filename or "")[:120] if file else ""
        return self._preview(content, name)

    @expose("/carry-out", methods=["POST"])
    def carry_out(self) -> ResponseReturnValue:
        """Carry out the rows that can be; the rest are on the page that follows."""
        try:
            content = b64decode(request.form.get("content", ""), validate=True)
        except NotBase64:
            content = b""
        name = request.form.get("name", "")[:120]
        ticked = frozenset(request.form.getlist("confirm"))
        try:
            report = self._run(content, name, confirmed=ticked)
        except Refusal as refusal:
            return self._refused(refusal)
        flash(t("Carried out: %(n)s changes.", n=report.changes), "success" if report.changes else "warning")
        return self._preview(content, name) if report.left else redirect(url_for("contacts.index"), 303)

    def _preview(self, content: bytes, name: str) -> ResponseReturnValue:
        try:
            report = self._run(content, name, dry_run=True)
        except Refusal as refusal:
            return self._refused(refusal)
        return self.render("contact_import.html", refused=None, **_values(report, content, name))

    def _refused(self, refusal: Refusal) -> ResponseReturnValue:
        said = refusal.message(identity.language())
        return self.render("contact_import.html", report=None, refused=said), 422

    def _run(self, content: bytes, name: str, **how: Any) -> ContactReport:
        if not content and not name:
            raise FileMissing(field="file")
        if len(content) > LARGEST:
            raise FileTooLarge(field="file", limit=LIMIT)
        return import_contacts(identity.current_ledger(), identity.current_actor(), content, name, **how)


def _values(report: ContactReport, content: bytes, name: str) -> dict[str, Any]:
    with looking(as_of="") as look:
        named = {code: unit.name for code, unit in look.units.items()}
    return {
        "report": report, "content": b64encode(content).decode(), "name": name, "units": named, "did_words": DID,
        "outcomes": {outcome.value: say(words) for outcome, words in OUTCOMES.items()}, "posts": POSTS,
        "confirmable": any(row.confirmable for row in report.rows),
        "done": [(say(words), report.count(did)) for did, words in DID.items() if report.count(did)],
    }  # fmt: skip
