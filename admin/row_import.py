"""Importing a list into a typed register: upload, look at what each row comes to, carry it out; no file is kept."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.formats import local
from admin.ledger import XLSX
from admin.look import looking
from admin.row_template import known_rows
from admin.words import mark, say, t
from documents.ledger_xlsx import write_ledger
from documents.row_import import Came, RowReport, import_rows
from identity import acts
from identity.current import signed_in
from workflow.errors import Refusal, Words
from workflow.file_errors import FileMissing, FileTooLarge
from workflow.messages.row import KINDS, RegisterKind
from workflow.row_register import kind_of
from workflow.rows import KEEPERS, columns
from workflow.sight import Place

LARGEST = 512 * 1024
LIMIT = "0.5"
CAME = {
    Came.NEW: Words("新登记", "new"),
    Came.CHANGED: Words("更改", "changed"),
    Came.UNCHANGED: Words("没有变化", "unchanged"),
    Came.REFUSED: Words("未采用", "refused"),
    Came.SKIPPED: Words("空行", "empty"),
}
OUTCOME = {
    Came.NEW: "accepted", Came.CHANGED: "mended", Came.UNCHANGED: "skipped", Came.REFUSED: "refused",
    Came.SKIPPED: "skipped",
}  # fmt: skip


class RowImportPage(Page):
    """The way in for a list, for who keeps the registers."""

    key, title, place, in_menu = "row-import", mark("Import rows"), Place.REGISTERS, False

    def is_accessible(self) -> bool:
        actor = signed_in()
        return super().is_accessible() and actor is not None and actor.role in KEEPERS

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """A list is for a register."""
        return redirect(url_for("registers.index"))

    @expose("/<kind>")
    def kind(self, kind: str) -> str:
        return self._page(kind_of(kind))

    @expose("/<kind>/template")
    def template(self, kind: str) -> Response:
        """A list with the kind's columns, a row for each that is expected; that it names people is recorded."""
        asked = kind_of(kind)
        with looking(as_of="") as look:
            rows, names = known_rows(look, asked)
            if names:
                acts.done("people_read", look.actor.account, "register", entries=names)
            heads = [say(f.metadata["label"]) for f in columns(asked)]
            note = t("Fill in a row for each; what is known already stands there.")
            content = write_ledger(heads, rows, title=say(KINDS[asked]), note=note, created=local(look.at.at))
        named = f"attachment; filename={asked}-template.xlsx"
        return Response(content, 200, {"Content-Disposition": named}, mimetype=XLSX)

    @expose("/<kind>", methods=["POST"])
    def upload(self, kind: str) -> ResponseReturnValue:
        """Say what would come of each row; what is no list is refused where it was sent."""
        file = request.files.get("file")
        content = file.stream.read(LARGEST + 1) if file else b""
        return self._preview(kind_of(kind), content, (file.filename or "")[:120] if file else "")

    @expose("/<kind>/carry-out", methods=["POST"])
    def carry_out(self, kind: str) -> ResponseReturnValue:
        """Carry out the rows that can be; the rest are on the page that follows."""
        asked, name = kind_of(kind), request.form.get("name", "")[:120]
        try:
            content = b64decode(request.form.get("content", ""), validate=True)
        except NotBase64:
            content = b""
        try:
            report = _run(asked, content, name)
        except Refusal as refusal:
            return self._page(asked, refused=refusal.message(identity.language())), 422
        flash(t("Carried out: %(n)s changes.", n=report.changes), "success" if report.changes else "warning")
        if report.left:
            return self._preview(asked, content, name)
        return redirect(url_for("registers.kind", kind=kind), 303)

    def _preview(self, kind: RegisterKind, content: bytes, name: str) -> ResponseReturnValue:
        try:
            report = _run(kind, content, name, dry_run=True)
        except Refusal as refusal:
            return self._page(kind, refused=refusal.message(identity.language())), 422
        return self._page(kind, report=report, name=name, content=b64encode(content).decode())

    def _page(self, kind: RegisterKind, **values: Any) -> str:
        report: RowReport | None = values.get("report")
        done = [(say(words), report.count(came)) for came, words in CAME.items()] if report else []
        heads = t(", ").join(say(f.metadata["label"]) for f in columns(kind))
        shown = {"report": None, "refused": "", "name": "", "content": "", **values}
        return self.render(
            "row_import.html", kind=kind, words=KINDS[kind], done=[one for one in done if one[1]], heads=heads,
            came=CAME, outcome=OUTCOME, **shown,
        )  # fmt: skip


def _run(kind: RegisterKind, content: bytes, name: str, *, dry_run: bool = False) -> RowReport:
    if not content and not name:
        raise FileMissing(field="file")
    if len(content) > LARGEST:
        raise FileTooLarge(field="file", limit=LIMIT)
    ledger, actor = identity.current_ledger(), identity.current_actor()
    return import_rows(ledger, actor, content, name, kind, dry_run=dry_run)
