"""How the bureaus compare: what the center published, and what it could publish now."""

from typing import Any, NamedTuple
from uuid import UUID, uuid5

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import drawn
from admin.document_menu import of_comparison
from admin.forms import FormMaker, Typed
from admin.giving import asked_of, command_id, give, status_of
from admin.look import Look, looking
from admin.words import mark, say, t
from events.event import Recorded
from workflow import comparing
from workflow.comparison_errors import AlreadyWithdrawn
from workflow.comparisons import MAY, SAYS
from workflow.messages import COMPARISON_COMMANDS, Actor
from workflow.sight import Place, in_comparison

PUBLISH, WITHDRAW = COMPARISON_COMMANDS


class ComparisonsPage(Page):
    """Every comparison open to the reader."""

    key, title, place = "comparisons", mark("Comparisons"), Place.COMPARISONS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("comparisons.html", **_list_page(look, None))

    @expose("/", methods=["POST"])
    def publish(self) -> ResponseReturnValue:
        """Publish how the bureaus stand now."""
        command = COMPARISON_COMMANDS[PUBLISH]
        subject = uuid5(command_id(identity.current_actor()), "comparison")
        done = give(command, subject, dict(asked_of(command)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("comparisons.html", **_list_page(look, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[PUBLISH])), "success")
        return redirect(url_for(".show", comparison_id=subject), 303)

    @expose("/<uuid:comparison_id>")
    def show(self, comparison_id: UUID) -> str:
        """What was published, as it was."""
        with looking() as look:
            return self.render("comparison.html", **_page(look, comparison_id, None))

    @expose("/<uuid:comparison_id>/withdraw", methods=["POST"])
    def withdraw(self, comparison_id: UUID) -> ResponseReturnValue:
        """Take the grant back."""
        command = COMPARISON_COMMANDS[WITHDRAW]
        with looking(as_of="") as look:
            comparing.one(look.connection, look.actor, comparison_id, look.at)
        done = give(command, comparison_id, dict(asked_of(command)))
        if isinstance(done, Typed):
            if isinstance(done.refusal, AlreadyWithdrawn):  # there is no form any more to say it beside
                return self.refused(done.refusal, 409)
            with looking(as_of="") as look:
                return self.render("comparison.html", **_page(look, comparison_id, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[WITHDRAW])), "success")
        return redirect(url_for(".show", comparison_id=comparison_id), 303)


def _list_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    sees_all = in_comparison(look.actor, published=False)
    may = not look.at.past and look.actor.role in MAY
    command = COMPARISON_COMMANDS[PUBLISH]
    return {
        "look": look, "published": comparing.published(look.connection, look.actor, look.at),
        "counts": comparing.counts(look.connection, look.at) if sees_all else None,
        "form": drawn(FormMaker(), command, SAYS[PUBLISH], typed) if may else None,
    }  # fmt: skip


class Step(NamedTuple):
    """An event of a comparison, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def _page(look: Look, comparison_id: UUID, typed: Typed | None) -> dict[str, Any]:
    comparison, recorded = comparing.one(look.connection, look.actor, comparison_id, look.at)
    counts, then = comparing.counts_of(identity.current_ledger(), comparison)
    may = not look.at.past and look.actor.role in MAY and not comparison.withdrawn
    form = drawn(FormMaker(), COMPARISON_COMMANDS[WITHDRAW], SAYS[WITHDRAW], typed) if may else None
    return {
        "look": look, "id": comparison_id, "comparison": comparison, "counts": counts, "then": then, "form": form,
        "documents": of_comparison(look, comparison_id),
        "steps": [_step(look, one) for one in reversed(recorded)],
    }  # fmt: skip


def _step(look: Look, recorded: Recorded) -> Step:
    event = recorded.event
    reason = getattr(event, "reason", "") or event.basis
    return Step(recorded, look.person(Actor.parse(recorded.actor)), "", reason)
