"""Notices: how far each bureau is with it, and the items issued with each: the ledger, filtered by notice."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin.base import Page
from admin.command_forms import drawn
from admin.document_menu import of_ledger
from admin.forms import FormMaker, Typed
from admin.giving import asked_of, give, status_of
from admin.ledger import listed
from admin.look import Look, looking
from admin.queries import given, ledger_filter
from admin.words import mark, say, t
from workflow import package_board, reports
from workflow.errors import NoSuchNotice
from workflow.messages import WithdrawNotice
from workflow.notices import MAY, WITHDRAW
from workflow.package_board import WAITS, Line
from workflow.sight import Place, in_drafts


class NoticesPage(Page):
    """The notices that concern the actor."""

    key, title, place = "notices", mark("Notices"), Place.NOTICES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            found = reports.notices(look.connection, look.actor, look.at)
            packages: dict[UUID, list[Line]] = {}
            for line in package_board.lines(look.connection, look.actor, look.at):
                packages.setdefault(line.notice_id, []).append(line)
            return self.render(
                "notices.html", look=look, notices=found, packages=packages, drafts=in_drafts(look.actor)
            )  # fmt: skip

    @expose("/<uuid:notice_id>")
    def show(self, notice_id: UUID) -> str:
        with looking() as look:
            return self.render("notice.html", **_page(look, notice_id, None))

    @expose("/<uuid:notice_id>/withdraw", methods=["POST"])
    def withdraw(self, notice_id: UUID) -> ResponseReturnValue:
        """Withdraw a notice with all its items, none of which was reported."""
        with looking(as_of="") as look:
            _seen(look, notice_id)
        done = give(WithdrawNotice, notice_id, dict(asked_of(WithdrawNotice)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("notice.html", **_page(look, notice_id, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(WITHDRAW)), "success")
        return redirect(url_for(".show", notice_id=notice_id), 303)


def _seen(look: Look, notice_id: UUID) -> Any:
    """The notice's row; NoSuchNotice where it does not concern the reader."""
    found = reports.notices(look.connection, look.actor, look.at)
    notice = next((row for row in found if row.notice_id == notice_id), None)
    if notice is None:
        raise NoSuchNotice
    return notice


def _page(look: Look, notice_id: UUID, typed: Typed | None) -> dict[str, Any]:
    notice = _seen(look, notice_id)
    wanted, problems = ledger_filter(notice_id)
    lines = package_board.lines(look.connection, look.actor, look.at, notice_id)
    wait = given("wait")
    ground = package_board.ground(look.connection, notice_id, look.at)
    may = not look.at.past and look.actor.role in MAY and notice.withdrawn_at is None
    return {
        "look": look, "notice": notice, "problems": problems,
        "lines": [one for one in lines if not wait or wait in one.waits],
        "all_lines": lines, "tally": package_board.tally(lines), "wait": wait, "waits": WAITS, "ground": ground,
        "documents": of_ledger(look, of_notice=True),
        "draft": notice_id if ground.version and in_drafts(look.actor) else None,
        "form": drawn(FormMaker(), WithdrawNotice, WITHDRAW, typed) if may else None,
        "refused": typed if typed and not may else None, **listed(look, wanted),
    }  # fmt: skip
