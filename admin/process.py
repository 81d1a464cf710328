"""Process logs (过程日志): the log of a period for tools of process mining, in the reader's sight."""

from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.proofs import attached
from admin.queries import given
from admin.words import mark, t
from documents import process_log
from documents.process_formats import FORMATS
from documents.process_log import Scope
from identity import acts
from workflow import history
from workflow.errors import FutureInstant, NotAnInstant, Refusal
from workflow.log_errors import EmptyPeriod, NoSuchFormat
from workflow.sight import Place

AT_THE_FORM = (NotAnInstant, FutureInstant, EmptyPeriod)


class ProcessPage(Page):
    """For all who see items: the events in their sight, and how many are not."""

    key, title, place = "process", mark("Process logs"), Place.PROCESS

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """How many events a period has for the reader, and the files to take away."""
        try:
            return self._page(_scope(), None)
        except AT_THE_FORM as refusal:
            return self._page(None, refusal), 422

    @expose("/files/<format>")
    def file(self, format: str) -> ResponseReturnValue:
        """One file of it; or the form again, with what is wrong with it."""
        if format not in FORMATS:
            raise NoSuchFormat(given=format[:40], known=", ".join(FORMATS))
        actor, asked = identity.current_actor(), FORMATS[format]
        try:
            content, told = process_log.spooled(
                identity.current_ledger(), actor, asked.write, given("from"), given("to")
            )
        except AT_THE_FORM as refusal:
            return self._page(None, refusal), 422
        name = t("process log %(of)s", of=f"@{told.first}-@{told.last}") + asked.ending
        acts.done("exported", actor.account, name)
        return attached(content, asked.content_type, name)

    def _page(self, told: Scope | None, refusal: Refusal | None) -> str:
        wanted = {name: given(name) for name in ("from", "to")}
        return self.render("process.html", told=told, refused=refusal, wanted=wanted, formats=FORMATS)


def _scope() -> Scope:
    ledger = identity.current_ledger()
    now = ledger.clock.now()
    with history.reading_between(ledger.database, given("from"), given("to"), now, ledger.zone) as view:
        connection, first, last = view
        return process_log.scope(connection, identity.current_actor(), first, last)
