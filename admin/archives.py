"""Archive packages (归档包): made of a notice or a year, recorded, made again to be taken away, known again."""

import logging
from collections.abc import Iterator
from uuid import UUID, uuid4, uuid5

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_admin import expose
from markupsafe import escape
from marshmallow import ValidationError
from sqlalchemy.exc import SQLAlchemyError

import identity
from admin.base import Page
from admin.forms import Typed
from admin.giving import as_typed, asked_of, command_id, sent_back
from admin.look import Look, looking
from admin.proofs import attached
from admin.words import mark, say, t
from documents import archive_check, archiving
from documents.archive_check import Found
from documents.archiving import Making
from identity import acts
from workflow import archiving as recorded_archives
from workflow import reports, schemas, service
from workflow.archives import MAY, SAYS, Archive
from workflow.errors import Refusal
from workflow.file_errors import FileMissing
from workflow.messages import PackArchive
from workflow.sight import Place, may_enter
from workflow.words import State

HERE = "<!-- progress -->"
LOGGER = logging.getLogger(__name__)


class ArchivesPage(Page):
    """The packages that were made, a form to make one, and one to hold a file against them."""

    key, title, place = "archives", mark("Archive packages"), Place.ARCHIVES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self._page(look)

    @expose("/", methods=["POST"])
    def pack(self) -> ResponseReturnValue:
        """Make a package and record it; how far it is, is told while it is made."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        data: dict[str, object] = dict(asked_of(PackArchive))
        once = command_id(by)
        typed = Typed(trigger=PackArchive.trigger, values=as_typed(data), errors={})
        try:
            asked = schemas.load(
                PackArchive, data, command_id=once, subject=uuid5(once, "archive"), by=by, at=ledger.clock.now()
            )
            archiving.require_asked(asked)
        except (ValidationError, Refusal) as error:
            with looking(as_of="") as look:
                return self._page(look, typed=sent_back(typed, error)), 422
        page = self.render("archive_making.html", here=HERE)
        head, _, tail = page.partition(HERE)
        response = Response(stream_with_context(_told(head, tail, asked)), mimetype="text/html")
        response.headers["X-Accel-Buffering"] = "no"
        return response

    @expose("/<uuid:archive_id>")
    def show(self, archive_id: UUID) -> str:
        with looking() as look:
            archive, recorded = recorded_archives.one(look.connection, look.actor, archive_id, look.at)
            row = next(r for r in recorded_archives.listed(look.connection, look.actor, look.at)
                       if r.archive_id == archive_id)  # fmt: skip
            receipt = may_enter(look.actor, Place.LOG)
            return self.render(
                "archive.html", look=look, row=row, archive=archive, recorded=recorded[0], id=archive_id,
                receipt=receipt,
            )  # fmt: skip

    @expose("/<uuid:archive_id>/file")
    def file(self, archive_id: UUID) -> ResponseReturnValue:
        """The package, made again as it was."""
        with looking(as_of="") as look:
            archive, _ = recorded_archives.one(look.connection, look.actor, archive_id, look.at)
        ledger, actor = identity.current_ledger(), identity.current_actor()
        content = archiving.again(ledger, actor, archive, archive_id)
        name = file_name(archive)
        acts.done("exported", actor.account, name)
        return attached(content, "application/zip", name)

    @expose("/check", methods=["POST"])
    def check(self) -> ResponseReturnValue:
        """Whether a file is a package that was made here, as it was."""
        ledger, actor = identity.current_ledger(), identity.current_actor()
        sent = request.files.get("file")
        content = sent.stream.read() if sent else b""
        try:
            if not sent or not content:
                raise FileMissing(field="file")
            found = archive_check.check(ledger, actor, sent.filename or "", content)
        except Refusal as refusal:
            with looking(as_of="") as look:
                return self._page(look, wrong=refusal.message(identity.language())), 422
        finally:
            if sent:
                sent.close()
        with looking(as_of="") as look:
            return self._page(look, found=found)

    def _page(self, look: Look, typed: Typed | None = None, found: Found | None = None, wrong: str = "") -> str:
        may = not look.at.past and look.actor.role in MAY
        notices = reports.notices(look.connection, look.actor, look.at)
        return self.render(
            "archives.html", look=look, made=recorded_archives.listed(look.connection, look.actor, look.at),
            notices=notices if may else [], years=sorted({one.year for one in notices}, reverse=True), typed=typed,
            found=found, wrong=wrong, command=uuid4(), may=may, does=SAYS["pack"], State=State,
        )  # fmt: skip


def file_name(archive: Archive) -> str:
    of = t("year %(year)s", year=archive.year) if archive.year else t("notice")
    return t("archive package %(of)s %(digest)s", of=of, digest=archive.manifest[:12]) + ".zip"


def _told(head: str, tail: str, asked: PackArchive) -> Iterator[str]:
    """The page, its middle written while the package is made: a line for each part, then where it is to be found."""
    yield head
    ledger = identity.current_ledger()
    try:
        with archiving.made(ledger, asked) as making:
            yield from _steps(making)
            done = service.handle(ledger, making.command)
        words = t("The package is made and recorded.")
        yield f'<p class="notice">{escape(words)}</p>{_open(making.command)}'
        address, label = f"/admin/archives/{done.subject}", t("See the package and download it")
        yield f'<p><a class="btn btn-primary" href="{address}">{escape(label)}</a></p>'
    except Refusal as refusal:
        back = t("Back to the archive packages")
        yield f'<p class="problem">{escape(refusal.message(identity.language()))}</p>'
        yield f'<p><a class="btn" href="/admin/archives/">{escape(back)}</a></p>'
    except SQLAlchemyError:
        LOGGER.exception("an archive package was not made")
        failed = t("The database cannot be used now, so nothing was recorded. Try again later.")
        yield f'<p class="problem">{escape(failed)}</p>'
    yield tail


def _steps(making: Making) -> Iterator[str]:
    """A line for each part, which grows by a mark for each twentieth of it and ends with how many there were."""
    part = None
    for done in making.steps():
        if done.what != part:
            part = done.what
            yield f"<p><b>{escape(say(part))}</b> "
        if done.number and done.number % max(1, done.of // 20) == 0:
            yield '<span aria-hidden="true">▪</span>'
        if done.number == done.of:
            yield f" {done.number} / {done.of}</p>\n"


def _open(command: PackArchive) -> str:
    """What the archivist has to know: what is not struck off, and what could not be put in."""
    said = []
    if command.open_items:
        said.append(t("%(n)s items are not struck off; the catalogue says so of each.", n=command.open_items))
    if command.absent:
        said.append(t("%(n)s files are gone or were erased; the manifest names them.", n=command.absent))
    if command.withheld:
        said.append(t("%(n)s items of other units are withheld.", n=command.withheld))
    return "".join(f'<p class="hint">{escape(one)}</p>' for one in said)
