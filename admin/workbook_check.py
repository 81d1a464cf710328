"""A reply workbook that was uploaded: what would come of each row, and carrying it out; then what came of it."""

from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.look import Look, looking
from admin.staging import Staged, drop, staged
from admin.timeline import Shown, shown
from admin.values import Sayer
from admin.words import event_words, mark, say, t
from admin.workbooks import handed_out
from documents.reply_columns import SAYS, taken
from documents.reply_merge import merge_reply
from documents.reply_report import CAME, LEFT, Came, ReplyReport, Row
from events.event import Recorded
from identity import accounts
from identity.current import signed_in
from workflow.history import changes, life
from workflow.item import Item
from workflow.sight import Place
from workflow.workbooks import MAY

OUTCOME = {
    Came.RECORDED: "accepted", Came.ALREADY: "skipped", Came.STALE: "asked", Came.ASKED: "asked",
    Came.REFUSED: "refused", Came.UNTOUCHED: "skipped",
}  # fmt: skip
ORDER = (Came.STALE, Came.ASKED, Came.REFUSED, Came.RECORDED, Came.ALREADY, Came.UNTOUCHED)


class WorkbookCheckPage(Page):
    """For a bureau's people, of what they uploaded themselves."""

    key, title, place, in_menu = "workbook-check", mark("Check a reply workbook"), Place.WORKBOOKS, False

    def is_accessible(self) -> bool:
        actor = signed_in()
        return super().is_accessible() and actor is not None and actor.role in MAY

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """There is nothing to check without an upload."""
        return redirect(url_for("workbooks.index"))

    @expose("/<uuid:token>")
    def show(self, token: UUID) -> str:
        """Row by row what the workbook would come to now."""
        report = _run(_brought(token), dry_run=True)
        with looking(as_of="") as look:
            return self.render("workbook_check.html", **_values(look, report, token))

    @expose("/<uuid:token>", methods=["POST"])
    def merge(self, token: UUID) -> ResponseReturnValue:
        """Record the rows that can be, and those that were ticked; the rest stay on the page that follows."""
        report = _run(_brought(token), confirmed=_ticked())
        if report.written:
            flash(t("Merged: %(n)s rows recorded.", n=report.count(Came.RECORDED)), "success")
        else:
            flash(t("Nothing was recorded."), "warning")
        if report.left:
            return redirect(url_for(".show", token=token), 303)
        drop(identity.current_ledger().files.root, identity.current_actor().account, token)
        if report.written:
            return redirect(url_for("workbooks.show", merge_id=report.merge_id), 303)
        return redirect(url_for("workbooks.index"), 303)

    @expose("/<uuid:token>/again")
    def again(self, token: UUID) -> Response:
        """A new workbook of what is open now, with what was typed in this one and is not recorded."""
        report = _run(_brought(token), dry_run=True)
        with looking(as_of="") as look:
            return handed_out(look, report.kept)


def _brought(token: UUID) -> Staged:
    return staged(identity.current_ledger().files.root, identity.current_actor().account, token)


def _run(brought: Staged, **how: Any) -> ReplyReport:
    ledger, actor = identity.current_ledger(), identity.current_actor()
    with ledger.database.reading() as connection:
        people = accounts.handlers(connection, actor.org, ledger.today)
    return merge_reply(ledger, actor, *brought.workbook, people, evidence=brought.evidence, **how)


def _ticked() -> dict[int, int | None]:
    """The rows that were ticked, each with the version of its item that was looked at: `5@7`."""
    found: dict[int, int | None] = {}
    for said in request.form.getlist("confirm"):
        row, _, version = said.partition("@")
        if all(part.isascii() and part.isdigit() and len(part) < 8 for part in (row, version)):
            found[int(row)] = int(version)
    return found


class Seen(NamedTuple):
    """A row as the page shows it: what was typed, and of a row whose item moved on what changed, and how."""

    row: Row
    typed: list[tuple[str, str]]
    changed: list[Shown]
    since: list[tuple[str, Recorded, str, str]]


def _values(look: Look, report: ReplyReport, token: UUID) -> dict[str, Any]:
    rows = sorted(report.rows, key=lambda row: (ORDER.index(row.came), row.read.row))
    wanted = request.args.get("rows", "")
    listed = [row for row in rows if wanted in ("", row.came.value) and (wanted or row.came is not Came.UNTOUCHED)]
    return {
        "look": look, "report": report, "token": token, "rows": [_seen(look, row) for row in listed], "wanted": wanted,
        "counts": [(came.value, say(words), report.count(came)) for came, words in CAME.items()],
        "came": CAME, "outcome": OUTCOME, "says": SAYS, "left": LEFT, "recorded": report.count(Came.RECORDED),
        "confirmable": any(row.confirmable for row in report.rows),
    }  # fmt: skip


def _seen(look: Look, row: Row) -> Seen:
    typed = [(say(column.words), row.read.typed[column.key]) for column in taken() if column.key in row.read.typed]
    if row.versions is None or row.item is None:
        return Seen(row, typed, [], [])
    sayer = Sayer(look, life(look.connection, row.item, look.actor, look.at))
    then, now = row.versions.then or Item(), row.versions.now
    since = [
        (event_words(step.recorded.name), step.recorded, look.person(step.by), _said(step.recorded))
        for step in row.versions.since
    ]
    return Seen(row, typed, shown(changes(then, now), sayer) if row.versions.then else [], since)


def _said(recorded: Recorded) -> str:
    """What the event says in words: a reason, a note, an answer."""
    names = ("reason", "answer", "note", "progress")
    return next((text for name in names if (text := getattr(recorded.event, name, ""))), "")
