"""Findings: what evaluators, the center and the counties found, and what came of it."""

from typing import Any
from uuid import UUID, uuid5

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import drawn
from admin.finding_forms import FindingForms, kept, posted
from admin.finding_issue import issue
from admin.finding_page import finding_page
from admin.forms import Typed
from admin.giving import command_id, give, status_of
from admin.look import Look, looking
from admin.queries import given, number, page_number
from admin.words import cap, mark, say, t
from workflow import finding_register, reports
from workflow.finding_errors import FindingGone, NoSuchFinding
from workflow.finding_register import Row
from workflow.findings import MAY, SAYS
from workflow.machine import CENTER, ISSUE
from workflow.messages import FINDING_COMMANDS
from workflow.messages.finding import SOURCES, Concerns
from workflow.sight import Place, in_evaluation
from workflow.words import not_permitted

ENTER = "enter"
LISTED = ("year", "source", "area", "clause", "unit")


class FindingsPage(Page):
    """Every finding in sight, and one by one."""

    key, title, place = "findings", mark("Findings"), Place.FINDINGS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("findings.html", **_list_page(look, None))

    @expose("/", methods=["POST"])
    def enter(self) -> ResponseReturnValue:
        """Enter a finding. Its id is made of the form's, so that sending it twice is one finding."""
        command = FINDING_COMMANDS[ENTER]
        subject = uuid5(command_id(identity.current_actor()), "finding")
        done = give(command, subject, posted(command))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("findings.html", **_list_page(look, kept(done))), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[ENTER])), "success")
        return redirect(url_for(".show", finding_id=subject), 303)

    @expose("/<uuid:finding_id>")
    def show(self, finding_id: UUID) -> str:
        """A finding as it stood at the moment looked at: what came of it, and everything that was said of it."""
        with looking() as look:
            return self.render("finding.html", **finding_page(look, finding_id, None))

    @expose("/<uuid:finding_id>/issue", methods=["POST"])
    def issue(self, finding_id: UUID) -> ResponseReturnValue:
        """Issue items from it to the units that were ticked."""
        with looking(as_of="") as look:
            seen = finding_register.one(look.connection, look.actor, finding_id, look.at)
            if look.actor.role not in CENTER:
                return self.refused(not_permitted(look.actor.role, ISSUE, CENTER), 403)
            done = issue(look, seen)
        if isinstance(done, Typed):
            return self._back(finding_id, done)
        flash(t("Items issued: %(n)s.", n=done), "success")
        return redirect(url_for(".show", finding_id=finding_id), 303)

    @expose("/<uuid:finding_id>/<trigger>", methods=["POST"])
    def act(self, finding_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger == ENTER or trigger not in FINDING_COMMANDS:
            raise NoSuchFinding
        with looking(as_of="") as look:
            finding_register.one(look.connection, look.actor, finding_id, look.at)
        command = FINDING_COMMANDS[trigger]
        done = give(command, finding_id, posted(command))
        if isinstance(done, Typed):
            return self._back(finding_id, kept(done))
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for(".show", finding_id=finding_id), 303)

    def _back(self, finding_id: UUID, typed: Typed) -> ResponseReturnValue:
        if isinstance(typed.refusal, FindingGone):  # there is no form any more to say it beside
            return self.refused(typed.refusal, 409)
        with looking(as_of="") as look:
            return self.render("finding.html", **finding_page(look, finding_id, typed)), status_of(typed)


def _list_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    """The findings wanted, and the form for a new one."""
    found = finding_register.findings(look.connection, look.actor, look.at)
    wanted = {name: given(name) for name in LISTED}
    shown = [row for row in found if _wanted(row, wanted)]
    may = not look.at.past and look.actor.role in MAY[ENTER]
    size = reports.PAGE
    page = min(page_number(), max(1, -(-len(shown) // size)))
    return {
        "look": look, "wanted": wanted, "sources": SOURCES,
        "page": reports.Page(shown[(page - 1) * size : page * size], len(shown), page),
        "choices": _choices(look, found),
        "form": drawn(FindingForms(look, found), FINDING_COMMANDS[ENTER], SAYS[ENTER], typed) if may else None,
        "evaluates": in_evaluation(look.actor),
    }  # fmt: skip


def _wanted(row: Row, wanted: dict[str, str]) -> bool:
    concerned = wanted["unit"] in ("", *row.units) or (wanted["unit"] and row.concerns is Concerns.ALL)
    exact = {"source": row.source, "area": row.area, "clause": row.criterion}
    same = all(wanted[name] in ("", value) for name, value in exact.items())
    return bool(concerned) and same and number("year") in (None, row.year)


def _choices(look: Look, found: list[Row]) -> dict[str, list[tuple[str, str]]]:
    """What the filter form offers."""
    return {
        "year": [(str(year), str(year)) for year in finding_register.years(found)],
        "source": [(source.value, cap(say(words))) for source, words in SOURCES.items()],
        "area": look.area_choices(),
        "unit": look.unit_choices(),
    }
