"""Samples: planned, drawn, checked volume by volume, concluded; what each came to, and every draw there was."""

from typing import Any
from uuid import UUID, uuid5

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import Form, drawn
from admin.document_menu import of_sample
from admin.formats import local
from admin.forms import FormMaker, Typed
from admin.giving import asked_of, command_id, give, status_of
from admin.ledger import XLSX
from admin.look import Look, looking
from admin.queries import given
from admin.sample_forms import SampleForms, row_forms, sample_forms
from admin.sample_steps import steps
from admin.words import mark, say, t
from documents.sample_xlsx import write_form, write_results
from identity import acts
from workflow import sampling
from workflow.checklist import DEFECTS, FRAMES, SEEDS
from workflow.messages import SAMPLE_COMMANDS
from workflow.sample_decider import MAY, SAYS
from workflow.sample_errors import NoSuchSample
from workflow.sampling import Row, Seen
from workflow.sight import Place

PLAN = "plan"
OF_SAMPLE, OF_ROW = ("draw", "draw_again", "conclude"), ("check", "correct")
JSON = "application/json"


class SamplesPage(Page):
    """Every sample in sight."""

    key, title, place = "samples", mark("Samples"), Place.SAMPLES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("samples.html", **_list_page(look, None))

    @expose("/", methods=["POST"])
    def plan(self) -> ResponseReturnValue:
        """Plan a sample. Its id is made of the form's, so that sending it twice is one."""
        command = SAMPLE_COMMANDS[PLAN]
        subject = uuid5(command_id(identity.current_actor()), "sample")
        done = give(command, subject, dict(asked_of(command)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("samples.html", **_list_page(look, done)), status_of(done)
        return self._done(PLAN, subject)

    @expose("/<uuid:sample_id>")
    def show(self, sample_id: UUID) -> str:
        """A sample as it stood at the moment looked at; to a bureau what was found of its own."""
        with looking() as look:
            return self.render("sample.html", **_page(look, sample_id, None))

    @expose("/<uuid:sample_id>/<trigger>", methods=["POST"])
    def act(self, sample_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form of the sample. The frame that was looked at stands in the address."""
        if trigger not in OF_SAMPLE:
            raise NoSuchSample
        command = SAMPLE_COMMANDS[trigger]
        more = {} if trigger == "conclude" else {"frame": given("frame")}
        done = give(command, sample_id, {**asked_of(command), **more})
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                values = _page(look, sample_id, done)
                return self._back(done, values["forms"], "sample.html", values)
        return self._done(trigger, sample_id)

    @expose("/<uuid:sample_id>/rows/<int:place>")
    def row(self, sample_id: UUID, place: int) -> str:
        """One drawn row: what was found, and the form to say it."""
        with looking() as look:
            return self.render("sample_row.html", **_row_page(look, sample_id, place, None))

    @expose("/<uuid:sample_id>/rows/<int:place>/<trigger>", methods=["POST"])
    def check(self, sample_id: UUID, place: int, trigger: str) -> ResponseReturnValue:
        """Say what was found of the row; or say it otherwise, and why."""
        with looking(as_of="") as look:
            row = _row(sampling.one(look.connection, look.actor, sample_id, look.at), place)
        if trigger not in OF_ROW:
            raise NoSuchSample
        command = SAMPLE_COMMANDS[trigger]
        named = {"unit": row.unit, "row": row.row, "defects": request.form.getlist("defects")}
        done = give(command, sample_id, {**asked_of(command), **named})
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                values = _row_page(look, sample_id, place, done)
                return self._back(done, values["forms"], "sample_row.html", values)
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for(".show", sample_id=sample_id, _anchor=f"row-{place}"), 303)

    @expose("/<uuid:sample_id>/form.xlsx")
    def form(self, sample_id: UUID) -> Response:
        """The drawn rows as a form to fill in by hand."""
        return self._workbook(sample_id, "form", write_form)

    @expose("/<uuid:sample_id>/results.xlsx")
    def results(self, sample_id: UUID) -> Response:
        """The drawn rows in sight, with what was found."""
        return self._workbook(sample_id, "results", write_results)

    @expose("/<uuid:sample_id>/draws/<int:number>.json")
    def draw_file(self, sample_id: UUID, number: int) -> Response:
        """All that is needed to repeat a draw."""
        with looking() as look:
            seen = sampling.one(look.connection, look.actor, sample_id, look.at)
            content = sampling.draw_file(look.connection, seen, number)
        return _attached(content, f"draw-{sample_id}-{number}.json", JSON)

    def _workbook(self, sample_id: UUID, what: str, write: Any) -> Response:
        with looking() as look:
            seen = sampling.one(look.connection, look.actor, sample_id, look.at)
            moment = local(look.at.at)
            note = t("As of %(moment)s. Rows: %(total)s.", moment=f"{moment:%Y-%m-%d %H:%M}", total=len(seen.rows))
            content = write(seen, look.unit, identity.language(), note=note, created=moment)
        name = f"sample-{what}-{sample_id}.xlsx"
        acts.done("exported", identity.current_actor().account, name)
        return _attached(content, name, XLSX)

    def _back(self, done: Typed, forms: list[Form], page: str, values: dict[str, Any]) -> ResponseReturnValue:
        """The page with its form; where there is no such form any more, the refusal alone."""
        if done.refusal and done.trigger not in {form.trigger for form in forms}:
            return self.refused(done.refusal, status_of(done))
        return self.render(page, **values), status_of(done)

    def _done(self, trigger: str, sample_id: UUID) -> ResponseReturnValue:
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for(".show", sample_id=sample_id), 303)


def _attached(content: bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}", "X-Content-Type-Options": "nosniff"}
    return Response(content, 200, headers, mimetype=kind)


def _list_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    may = not look.at.past and look.actor.role in MAY[PLAN]
    maker: FormMaker = SampleForms(look)
    return {
        "look": look, "samples": sampling.listed(look.connection, look.actor, look.at), "kinds": FRAMES,
        "form": drawn(maker, SAMPLE_COMMANDS[PLAN], SAYS[PLAN], typed) if may else None,
    }  # fmt: skip


def _page(look: Look, sample_id: UUID, typed: Typed | None) -> dict[str, Any]:
    seen = sampling.one(look.connection, look.actor, sample_id, look.at)
    return {
        "look": look, "id": sample_id, "seen": seen, "sample": seen.sample, "defects": DEFECTS, "kinds": FRAMES,
        "others": sampling.same_frame(look.connection, seen, look.at),
        "documents": of_sample(look, sample_id) if seen.rows else [],
        "seeds": SEEDS, "steps": steps(look, seen), "forms": sample_forms(look, seen, typed),
        "may_frame": not look.at.past and look.actor.role in MAY["bring"] and not seen.sample.concluded,
        "may_check": not look.at.past and look.actor.role in MAY["check"] and not seen.sample.concluded,
    }  # fmt: skip


def _row(seen: Seen, place: int) -> Row:
    """The drawn row at a place, if it is in sight."""
    found = next((row for row in seen.rows if row.place == place), None)
    if found is None:
        raise NoSuchSample
    return found


def _row_page(look: Look, sample_id: UUID, place: int, typed: Typed | None) -> dict[str, Any]:
    seen = sampling.one(look.connection, look.actor, sample_id, look.at)
    row = _row(seen, place)
    places = [one.place for one in seen.rows if one.check is None and one.place > place]
    return {
        "look": look, "id": sample_id, "seen": seen, "sample": seen.sample, "row": row, "defects": DEFECTS,
        "forms": row_forms(look, seen, row, typed), "steps": steps(look, seen, (row.unit, row.row)),
        "then": places[0] if places else None,
    }  # fmt: skip
