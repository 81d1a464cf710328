"""Notices, and the items issued with each: the ledger, filtered by notice."""

from uuid import UUID

from flask_admin import expose

from admin.base import Page
from admin.ledger import listed
from admin.look import looking
from admin.queries import ledger_filter
from admin.words import mark
from workflow import reports
from workflow.errors import NoSuchNotice
from workflow.sight import Place


class NoticesPage(Page):
    """The notices that concern the actor."""

    key, title, place = "notices", mark("Notices"), Place.NOTICES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("notices.html", look=look, notices=reports.notices(look.connection, look.actor, look.at))

    @expose("/<uuid:notice_id>")
    def show(self, notice_id: UUID) -> str:
        with looking() as look:
            found = reports.notices(look.connection, look.actor, look.at)
            notice = next((row for row in found if row.notice_id == notice_id), None)
            if notice is None:
                raise NoSuchNotice
            wanted, problems = ledger_filter(notice_id)
            return self.render("notice.html", look=look, notice=notice, problems=problems, **listed(look, wanted))
