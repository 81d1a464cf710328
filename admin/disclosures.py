"""Disclosure lists: what the public sees of a unit's recipients, prepared, approved, published, re-checked."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.disclosure_page import Compared, list_page, one_page, paper_of, posted_of
from admin.forms import Typed
from admin.giving import asked_of, give, status_of
from admin.look import looking
from admin.words import mark, say, t
from documents.disclosing import digest_of_found
from documents.public_xlsx import WRITERS, found_table
from identity import acts
from workflow import disclosing
from workflow.disclosure_errors import STANDING, NoSuchDisclosureList, NotADigest
from workflow.disclosure_lists import SAYS
from workflow.errors import Refusal
from workflow.file_errors import FileMissing, FileTooLarge
from workflow.messages import DISCLOSURE_LIST_COMMANDS
from workflow.public_table import differences
from workflow.sight import Place

PREPARE = "prepare"
LARGEST, LIMIT = 512 * 1024, "0.5"


class DisclosuresPage(Page):
    """The lists in sight, and one of them."""

    key, title, place = "disclosures", mark("Disclosure lists"), Place.DISCLOSURES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("disclosures.html", **list_page(look))

    @expose("/verify", methods=["POST"])
    def verify(self) -> ResponseReturnValue:
        """Which list a digest, or a posted file, is of."""
        digest, refused = "", None
        try:
            digest = _digest_asked()
        except Refusal as refusal:
            refused = refusal
        with looking(as_of="") as look:
            found = disclosing.with_digest(look.connection, look.actor, look.at, digest) if digest else []
            said = refused.message(identity.language()) if refused else ""
            values = {**list_page(look), "digest": digest, "found": found, "refused": said}
            page = self.render("disclosures.html", **values)
        return page, 422 if refused else 200

    @expose("/<uuid:list_id>")
    def show(self, list_id: UUID) -> str:
        """A list as it stood, what the public sees of it, and everything that happened."""
        with looking() as look:
            return self.render("disclosure.html", **one_page(look, list_id, None))

    @expose("/<uuid:list_id>/print")
    def paper(self, list_id: UUID) -> ResponseReturnValue:
        """The list as it is printed on A4, once it is approved."""
        try:
            with looking() as look:
                return self.render("disclosure_print.html", look=look, id=list_id, posted=paper_of(look, list_id))
        except tuple(STANDING) as refusal:
            return self.refused(refusal, STANDING[type(refusal)])

    @expose("/<uuid:list_id>/table.<extension>")
    def table(self, list_id: UUID, extension: str) -> ResponseReturnValue:
        """The list as a file to post, once it is approved; that it was taken out is recorded."""
        if extension not in WRITERS:
            raise NoSuchDisclosureList
        media_type, write = WRITERS[extension]
        try:
            with looking() as look:
                content = write(paper_of(look, list_id))
        except tuple(STANDING) as refusal:
            return self.refused(refusal, STANDING[type(refusal)])
        name = f"disclosure-{list_id}.{extension}"
        acts.done("exported", identity.current_actor().account, name)
        return Response(content, 200, {"Content-Disposition": f"attachment; filename={name}"}, mimetype=media_type)

    @expose("/<uuid:list_id>/compare", methods=["POST"])
    def compare(self, list_id: UUID) -> ResponseReturnValue:
        """How a file that was found posted differs from what was published; nothing is recorded by it."""
        with looking(as_of="") as look:
            published = posted_of(look, list_id).table
            try:
                found = found_table(*_file_sent())
                compared = Compared(found.digest, tuple(differences(published, found)))
                return self.render("disclosure.html", **one_page(look, list_id, None, compared=compared))
            except Refusal as refusal:
                said = refusal.message(identity.language())
                return self.render("disclosure.html", **one_page(look, list_id, None, refused=said)), 422

    @expose("/<uuid:list_id>/<trigger>", methods=["POST"])
    def act(self, list_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger == PREPARE or trigger not in DISCLOSURE_LIST_COMMANDS:
            raise NoSuchDisclosureList
        command = DISCLOSURE_LIST_COMMANDS[trigger]
        done = give(command, list_id, dict(asked_of(command)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                values: dict[str, Any] = one_page(look, list_id, done)
                return self.render("disclosure.html", **values), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for(".show", list_id=list_id), 303)


def _file_sent() -> tuple[bytes, str]:
    """The file of the form and its name; FileMissing, FileTooLarge."""
    file = request.files.get("file")
    content = file.stream.read(LARGEST + 1) if file else b""
    if not content and not (file and file.filename):
        raise FileMissing(field="file")
    if len(content) > LARGEST:
        raise FileTooLarge(field="file", limit=LIMIT)
    return content, (file.filename or "")[:120] if file else ""


def _digest_asked() -> str:
    """The digest that was typed, or that of the file that was sent."""
    typed = request.form.get("digest", "")[:200]
    if typed.strip():
        return disclosing.digest_in(typed)
    if request.files.get("file"):
        return digest_of_found(*_file_sent())
    raise NotADigest(field="digest")
