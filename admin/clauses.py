"""The register of clauses: each published version, and the way in for a workbook that is to be the next one.

Between preview and publishing the page holds the workbook; it is not kept.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from datetime import datetime
from typing import Any, NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import select

import identity
from admin.base import Page
from admin.forms import Typed
from admin.giving import give, status_of
from admin.look import Look, looking
from admin.words import mark, t
from documents.clause_list import ClauseList, read_clauses
from documents.issue_list import register
from workflow import registers
from workflow.errors import Refusal
from workflow.file_errors import FileMissing, FileTooLarge
from workflow.lookups import CLAUSE_REGISTER, clause_versions
from workflow.messages import Clause, PublishClauses
from workflow.projections import CLAUSES
from workflow.sight import Place

LARGEST, LIMIT = 512 * 1024, "0.5"


class ClausesPage(Page):
    """The register in force, and those before it."""

    key, title, place, in_menu = "clauses", mark("Clauses"), Place.CLAUSES, False

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("clauses.html", **_values(look))

    @expose("/", methods=["POST"])
    def upload(self) -> ResponseReturnValue:
        """Say what would be published; what is no list is refused where it was sent."""
        if refused := self._closed():
            return refused
        file = request.files.get("file")
        content = file.stream.read(LARGEST + 1) if file else b""
        return self._preview(content, (file.filename or "")[:120] if file else "")

    @expose("/publish", methods=["POST"])
    def publish(self) -> ResponseReturnValue:
        """Publish the list that was looked at, whole."""
        if refused := self._closed():
            return refused
        try:
            content = b64decode(request.form.get("content", ""), validate=True)
        except NotBase64:
            content = b""
        try:
            read = _read(content, request.form.get("name", "")[:120])
        except Refusal as refusal:
            return self._refused(refusal)
        if read.left:
            return self._preview(content, request.form.get("name", "")[:120])
        done = give(PublishClauses, CLAUSE_REGISTER, {"clauses": list(read.clauses)})
        if isinstance(done, Typed):
            return self._wrong(done)
        flash(t("The register of clauses was published: version %(n)s.", n=done.version), "success")
        return redirect(url_for(".index"), 303)

    def _closed(self) -> ResponseReturnValue | None:
        """The refusal of who may not publish."""
        try:
            registers.require_role(identity.current_actor(), PublishClauses)
        except Refusal as refusal:
            return self.refused(refusal, 403)
        return None

    def _wrong(self, done: Typed) -> ResponseReturnValue:
        said = [words for found in done.errors.values() for words in found]
        text = done.refusal.message(identity.language()) if done.refusal else said[0].say(identity.language())
        with looking(as_of="") as look:
            return self.render("clauses.html", **_values(look), refused=text), status_of(done)

    def _preview(self, content: bytes, name: str) -> ResponseReturnValue:
        try:
            read = _read(content, name)
        except Refusal as refusal:
            return self._refused(refusal)
        with looking(as_of="") as look:
            shown = {"read": read, "content": b64encode(content).decode(), "name": name}
            return self.render("clauses.html", **_values(look), **shown)

    def _refused(self, refusal: Refusal) -> ResponseReturnValue:
        with looking(as_of="") as look:
            said = refusal.message(identity.language())
            return self.render("clauses.html", **_values(look), refused=said), 422


def _read(content: bytes, name: str) -> ClauseList:
    if not content:
        raise FileMissing(field="file")
    if len(content) > LARGEST:
        raise FileTooLarge(field="file", limit=LIMIT)
    with identity.current_ledger().database.reading() as connection:
        return read_clauses(content, name, register(connection).areas)


class Version(NamedTuple):
    """One published version of the register."""

    version: int
    published_at: datetime
    clauses: tuple[Clause, ...]


def _values(look: Look) -> dict[str, Any]:
    """Each version published by then, the newest first; and whether the reader may publish another."""
    standing = look.connection.scalar(select(CLAUSES.at(look.at.position).c.version)) or 0
    published = [one for one in clause_versions(look.connection) if one.version <= standing]
    versions = [Version(one.version, one.recorded_at, one.event.clauses) for one in reversed(published)]
    may = not look.at.past and look.actor.role in registers.MAY[PublishClauses]
    return {"look": look, "versions": versions, "may": may}
