"""Offline reply workbooks: the unit's open items to take away, and what was merged of them, as of any moment."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.formats import local
from admin.ledger import XLSX
from admin.look import Look, looking
from admin.staging import Staged, stage
from admin.words import mark
from documents.evidence_zip import read_zip
from documents.guard import check_file
from documents.reply_columns import triggers_of
from documents.reply_guide import lines
from documents.reply_merge import NO_FILE, Sent, reply_workbook, require_role
from identity import accounts, acts
from workflow import merging
from workflow.errors import Refusal
from workflow.file_errors import FileMissing, FileTooLarge, NoRoom
from workflow.file_types import tidy
from workflow.files import MAX_BYTES
from workflow.sight import Place, may_enter
from workflow.workbooks import MAY

MOST_WORKBOOK = 5 * 2**20


class WorkbooksPage(Page):
    """The way out and in for a bureau without good network; others see what was merged of the units they see."""

    key, title, place = "workbooks", mark("Reply workbooks"), Place.WORKBOOKS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("workbooks.html", **_values(look))

    @expose("/", methods=["POST"])
    def upload(self) -> ResponseReturnValue:
        """Keep the files for a day and say what would come of each row; what is no workbook is refused at once."""
        ledger, actor = identity.current_ledger(), identity.current_actor()
        try:
            require_role(actor)
            workbook = _sent("file", MOST_WORKBOOK)
            if workbook is None:
                raise FileMissing(field="file")
            evidence = _sent("evidence", MAX_BYTES) or NO_FILE
            check_file(*workbook)
            if evidence[1]:
                read_zip(*evidence)
            token = stage(ledger.files.root, actor.account, Staged(workbook, evidence))
        except NoRoom:
            raise
        except Refusal as refusal:
            return self.said(refusal)
        return redirect(url_for("workbook-check.show", token=token), 303)

    def said(self, refusal: Refusal) -> ResponseReturnValue:
        """The page with a refusal above it."""
        with looking(as_of="") as look:
            return self.render("workbooks.html", **_values(look, refusal.message(identity.language()))), 422

    @expose("/download")
    def download(self) -> Response:
        """The unit's open items as a workbook. That it was taken out, with the names in it, is recorded first."""
        with looking(as_of="") as look:
            return handed_out(look, {})

    @expose("/<uuid:merge_id>")
    def show(self, merge_id: UUID) -> str:
        """One merge: which file, what came of its rows, which items."""
        with looking() as look:
            told = merging.one(look.connection, look.actor, merge_id, look.at)
            receipt = may_enter(look.actor, Place.LOG)
            return self.render("workbook.html", look=look, told=told, one=told.merged, receipt=receipt)


def handed_out(look: Look, kept: Any) -> Response:
    """A new workbook of the reader's unit, beginning with what was typed and is not recorded."""
    require_role(look.actor)
    ledger, actor = identity.current_ledger(), look.actor
    people = accounts.handlers(look.connection, actor.org, look.at.today)
    content = reply_workbook(look.connection, ledger, actor, people, identity.language(), kept, at=look.at.at)
    acts.done("exported", actor.account, "workbook", unit=actor.org, people=len(people))
    name = f"reply-{local(look.at.at):%Y%m%d-%H%M}.xlsx"
    return Response(content, 200, {"Content-Disposition": f"attachment; filename={name}"}, mimetype=XLSX)


def _values(look: Look, refused: str = "") -> dict[str, Any]:
    may = look.actor.role in MAY and not look.at.past
    return {
        "look": look, "refused": refused, "may": may,
        "guide": lines(triggers_of(look.actor.role), identity.language()) if may else [],
        "merges": merging.merges(look.connection, look.actor, look.at),
        "number": merging.number(look.connection, look.actor, look.at),
    }  # fmt: skip


def _sent(field: str, most: int) -> Sent | None:
    """A file of the form; None where none was chosen."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    content = file.stream.read(most + 1)
    file.close()
    if len(content) > most:
        raise FileTooLarge(field=field, limit=most // 2**20)
    return content, tidy(file.filename)[-120:] or "file"
