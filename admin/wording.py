"""The office's wording of its reports: each sentence with its slots, looked at on a report before it is published."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.forms import Typed, is_uuid
from admin.giving import give, sent_back, status_of
from admin.look import Look, looking
from admin.words import mark, say, t
from workflow import upward_reports
from workflow.errors import Refusal
from workflow.lookups import NAMESPACE
from workflow.messages import PublishWording
from workflow.sight import Place
from workflow.upward_text import Content
from workflow.wording_parts import PARTS
from workflow.wordings import MAY, SAYS, require_sound, wording_id

MOST_VERSIONS = 20


class WordingPage(Page):
    """For who sees the reports; the center words them."""

    key, title, place, in_menu = "wording", mark("Wording of reports"), Place.UPWARD, False

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("wording.html", **_page(look, None))

    @expose("/", methods=["POST"])
    def publish(self) -> ResponseReturnValue:
        """Look at a report in this wording, or publish it."""
        texts = {name: request.form.get(f"part-{name}", "").strip() for name in PARTS}
        typed = Typed(trigger="publish", values={**texts, "reason": request.form.get("reason", "")}, errors={})
        if request.form.get("do") == "preview":
            with looking(as_of="") as look:
                page = _page(look, _checked(typed, texts), looked=True)
                return self.render("wording.html", **page), 422 if page["typed"].refusal else 200
        subject = wording_id(NAMESPACE, identity.current_actor().org)
        data = {"parts": [{"name": name, "text": text} for name, text in texts.items()],
                "reason": request.form.get("reason", "")}  # fmt: skip
        done = give(PublishWording, subject, data)
        if isinstance(done, Typed):
            back = Typed(trigger="publish", values=typed.values, errors=done.errors, refusal=done.refusal)
            with looking(as_of="") as look:
                return self.render("wording.html", **_page(look, back)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS)), "success")
        return redirect(url_for(".index"), 303)


def _checked(typed: Typed, texts: dict[str, str]) -> Typed:
    """The form, with what is wrong in the first part that is."""
    try:
        for name, text in texts.items():
            require_sound(name, text)
    except Refusal as refusal:
        return sent_back(typed, refusal)
    return typed


def _page(look: Look, typed: Typed | None, *, looked: bool = False) -> dict[str, Any]:
    unit = look.actor.org if look.actor.role in MAY else _office(look)
    versions = upward_reports.wordings(look.connection, unit, look.at)
    standing = upward_reports.wording(look.connection, unit, len(versions))
    reports = upward_reports.listed(look.connection, look.actor, look.at)
    asked = request.form.get("report", "")
    chosen = UUID(asked) if is_uuid(asked) else reports[0].report_id if reports else None
    sound = typed is not None and typed.refusal is None
    return {
        "look": look, "parts": PARTS, "standing": standing, "typed": typed, "versions": versions[::-1][:MOST_VERSIONS],
        "may": not look.at.past and look.actor.role in MAY, "reports": reports, "chosen": chosen,
        "preview": _preview(look, chosen, dict(typed.values)) if looked and sound and chosen and typed else None,
    }  # fmt: skip


def _office(look: Look) -> str:
    """Whose wording who words none is shown: that of the center."""
    return next((code for code, unit in look.units.items() if unit.city), "")


def _preview(look: Look, report_id: UUID, texts: dict[str, str]) -> Content:
    report, _ = upward_reports.one(look.connection, look.actor, report_id, look.at)
    said = {name: text for name, text in texts.items() if name in PARTS}
    return upward_reports.preview(identity.current_ledger(), report, said)
