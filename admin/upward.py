"""Reports upward (整改情况汇报): drafted of one moment, looked through figure by figure, approved."""

from io import BytesIO
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import select
from werkzeug.utils import send_file

import identity
from admin.base import Page
from admin.document_check import PICTURED, values_of
from admin.forms import Typed
from admin.giving import command_id, give, status_of
from admin.look import Look, looking
from admin.upward_forms import forms_of, new_form
from admin.upward_giving import context_of, posted
from admin.words import mark, say, t
from documents.official.checking import check
from documents.official.numbering import number_of
from documents.official.rendering import program
from documents.official.unit_names import register_names
from documents.upward_docx import said_how
from documents.upward_files import ENDINGS, content_of
from events.event import Recorded
from identity import acts
from workflow import upward_reports
from workflow.messages import UPWARD_COMMANDS, Actor
from workflow.projections import NOTICES
from workflow.sight import Place
from workflow.upward import SAYS, STAGES, Stage, UpwardReport
from workflow.upward_counts import Figure
from workflow.upward_errors import NoSuchReport
from workflow.upward_figures import AREAS
from workflow.upward_reports import Made, Since

DRAFT = "draft"
SHOWN = 500  # of what a figure rests on


class UpwardPage(Page):
    """Every report; for the center, evaluators and auditors."""

    key, title, place = "upward", mark("Reports upward"), Place.UPWARD

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("upward_reports.html", **_list_page(look, None))

    @expose("/", methods=["POST"])
    def draft(self) -> ResponseReturnValue:
        """Draft a report of a moment. Its id is made of the form's, so that sending it twice is one report."""
        command = UPWARD_COMMANDS[DRAFT]
        actor = identity.current_actor()
        subject = uuid5(command_id(actor), "upward report")
        data = posted(command)
        context = context_of(command, UpwardReport(unit=actor.org), data)
        done = context if isinstance(context, Typed) else give(command, subject, data, **context)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("upward_reports.html", **_list_page(look, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[DRAFT])), "success")
        return redirect(url_for(".show", report_id=subject), 303)

    @expose("/<uuid:report_id>")
    def show(self, report_id: UUID) -> str:
        """A report as it reads, each figure with where it comes from."""
        with looking() as look:
            return self.render("upward_report.html", **_page(look, report_id, None))

    @expose("/<uuid:report_id>/figures/<int:number>")
    def figure(self, report_id: UUID, number: int) -> str:
        """Where one figure comes from: the items and records it rests on."""
        with looking() as look:
            report, _ = upward_reports.one(look.connection, look.actor, report_id, look.at)
        made = upward_reports.made(identity.current_ledger(), report)
        if not 0 < number <= len(made.content.figures):
            raise NoSuchReport
        with looking() as look:
            return self.render("upward_figure.html", **_figure(look, report_id, made, number))

    @expose("/<uuid:report_id>/report.<ending>")
    def file(self, report_id: UUID, ending: str) -> Response:
        """The document (docx), its annexes (xlsx), or its pages (pdf)."""
        with looking() as look:
            report, _ = upward_reports.one(look.connection, look.actor, report_id, look.at)
        if ending not in ENDINGS:
            raise NoSuchReport
        content = content_of(identity.current_ledger(), report, ending)
        title = " ".join(report.title.split()) or t("Report upward")  # a header holds no line end
        name = f"{title}-{report.at_position}.{ending}"
        acts.done("exported", identity.current_actor().account, f"upward-report-{report_id}.{ending}")
        response = send_file(BytesIO(content), request.environ, mimetype=ENDINGS[ending], as_attachment=True,
                             download_name=name, response_class=Response)  # fmt: skip
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @expose("/<uuid:report_id>/check")
    def check(self, report_id: UUID) -> str:
        """The document checked against the standard and for slips, before it is approved."""
        with looking() as look:
            report, _ = upward_reports.one(look.connection, look.actor, report_id, look.at)
            names = register_names(look.connection, report.at_position)
        checked = check(content_of(identity.current_ledger(), report, "docx"), "report.docx", names, pictured=PICTURED)
        with looking() as look:
            values = values_of(checked, t("Report upward"))
            return self.render("upward_check.html", look=look, id=report_id, refused=None, **values)

    @expose("/<uuid:report_id>/<trigger>", methods=["POST"])
    def act(self, report_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger == DRAFT or trigger not in UPWARD_COMMANDS:
            raise NoSuchReport
        command = UPWARD_COMMANDS[trigger]
        with looking(as_of="") as look:
            report, _ = upward_reports.one(look.connection, look.actor, report_id, look.at)
        data = posted(command)
        context = context_of(command, report, data)
        done = context if isinstance(context, Typed) else give(command, report_id, data, **context)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("upward_report.html", **_page(look, report_id, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for(".show", report_id=report_id), 303)


def _list_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    return {
        "look": look, "reports": upward_reports.listed(look.connection, look.actor, look.at), "stages": STAGES,
        "form": new_form(look, _notices(look), typed),
        "waiting": upward_reports.waiting(look.connection, look.actor, look.at),
    }  # fmt: skip


def _notices(look: Look) -> list[Any]:
    table = NOTICES.at(look.at.position)
    return list(look.connection.execute(select(table).order_by(table.c.year.desc(), table.c.sequence)))


class Step(NamedTuple):
    """An event of a report, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def _page(look: Look, report_id: UUID, typed: Typed | None) -> dict[str, Any]:
    ledger = identity.current_ledger()
    report, recorded = upward_reports.one(look.connection, look.actor, report_id, look.at)
    made = upward_reports.made(ledger, report)
    live = not look.at.past and report.stage in (Stage.DRAFTED, Stage.APPROVED)
    forms = forms_of(look, report, _notices(look), typed)
    return {
        "look": look, "id": report_id, "report": report, "stage": say(STAGES[report.stage]), "made": made,
        "content": made.content, "numbers": made.content.numbers, "known": _known(made), "how": said_how,
        "heading": number_of,
        "since": upward_reports.since(ledger, report, made.content) if live else Since(0, ()),
        "steps": [_step(look, one) for one in reversed(recorded)], "forms": forms,
        "back": typed if typed and typed.trigger not in {form.trigger for form in forms} else None,
        "pdf": program() is not None, "drafters": t(", ").join(look.account(one) for one in sorted(report.drafters)),
        "notices": [one for one in _notices(look) if one.notice_id in report.notices],
    }  # fmt: skip


def _known(made: Made) -> dict[str, Figure]:
    return {figure.key: figure for figure in made.content.figures}


def _figure(look: Look, report_id: UUID, made: Made, number: int) -> dict[str, Any]:
    figure = made.content.figures[number - 1]
    items = {item.ref.stream: item for item in made.facts.items}
    known, numbers = _known(made), made.content.numbers
    return {
        "look": look, "id": report_id, "number": number, "figure": figure, "how": said_how(figure),
        "refs": [(ref, items.get(ref.stream)) for ref in figure.refs[:SHOWN]], "rest": max(0, len(figure.refs) - SHOWN),
        "parts": t("What it rests on") if figure.key == AREAS else t("It is the sum of"),
        "sums": [(numbers[key], known[key]) for key in figure.sums], "at_position": made.content.at_position,
        "last": len(made.content.figures),
    }  # fmt: skip


def _step(look: Look, recorded: Recorded) -> Step:
    event = recorded.event
    position = getattr(event, "at_position", None)
    what = t("as of record @%(position)s", position=position) if position is not None else getattr(event, "number", "")
    return Step(recorded, look.person(Actor.parse(recorded.actor)), what, getattr(event, "reason", ""))
