"""Recurring obligations: what each unit owes, period by period, what was done for it, and what was missed."""

from typing import Any
from uuid import UUID, uuid5

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin import obligation_forms
from admin.base import Page
from admin.forms import Typed
from admin.giving import asked_of, command_id, give, status_of
from admin.look import looking
from admin.obligation_page import POLICY, list_page, page
from admin.uploads import hand_out
from admin.words import mark, say, t
from workflow import files, obligation_register, obligations, performances, registers
from workflow.file_errors import UnknownFile
from workflow.lookups import policy_id
from workflow.messages import OBLIGATION_COMMANDS, SetPolicy, SetUpObligation, StrikePerformance
from workflow.obligation_errors import NoSuchObligation
from workflow.sight import Place

SET_UP = "set_up"


class ObligationsPage(Page):
    """Every obligation in sight, its periods as of the day looked at, and what can be done."""

    key, title, place = "obligations", mark("Obligations"), Place.OBLIGATIONS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("obligations.html", **list_page(look, None))

    @expose("/", methods=["POST"])
    def set_up(self) -> ResponseReturnValue:
        """One for each unit that was ticked, until one is refused: the form comes back with those that are left. Ids
        are made of the form's, so that sending it twice sets nothing up twice."""
        units = list(dict.fromkeys(request.form.getlist("bureau")))
        data: dict[str, object] = dict(asked_of(SetUpObligation))
        if not units:
            typed = Typed(
                trigger=SET_UP, values=dict(asked_of(SetUpObligation)), errors={"bureau": [obligation_forms.NO_UNIT]}
            )
            return self._listed(typed)
        once = command_id(identity.current_actor())
        for number, unit in enumerate(units):
            done = give(SetUpObligation, uuid5(once, unit), data | {"bureau": unit}, part=unit)
            if isinstance(done, Typed):
                if number:
                    flash(t("Set up for %(n)s units.", n=number), "success")
                return self._listed(done, units[number:])
        flash(t("Set up for %(n)s units.", n=len(units)), "success")
        return redirect(url_for(".index"), 303)

    @expose("/rule", methods=["POST"])
    def rule(self) -> ResponseReturnValue:
        """Set within how many days what was missed is to be put right."""
        done = give(SetPolicy, policy_id(POLICY), dict(asked_of(SetPolicy)), policy=POLICY)
        if isinstance(done, Typed):
            return self._listed(done)
        flash(t("Done: %(did)s.", did=say(registers.SAYS["set"])), "success")
        return redirect(url_for(".index"), 303)

    @expose("/<uuid:obligation_id>")
    def show(self, obligation_id: UUID) -> str:
        """An obligation as it stood at the moment looked at, and everything that happened to it."""
        with looking() as look:
            return self.render("obligation.html", **page(look, obligation_id))

    @expose("/<uuid:obligation_id>/<trigger>", methods=["POST"])
    def act(self, obligation_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form that changes it."""
        if trigger == SET_UP or trigger not in OBLIGATION_COMMANDS:
            raise NoSuchObligation
        command = OBLIGATION_COMMANDS[trigger]
        done = give(command, obligation_id, dict(asked_of(command)))
        return self._done(obligation_id, done, say(obligations.SAYS[trigger]))

    @expose("/<uuid:obligation_id>/record", methods=["POST"])
    def record(self, obligation_id: UUID) -> ResponseReturnValue:
        """Tell what was done."""
        with looking(as_of="") as look:
            whole = obligation_register.whole(look.connection, look.actor, obligation_id, look.at)
            may = performances.may_record(look.actor, whole.owed.obligation.bureau)
        subject = uuid5(command_id(identity.current_actor()), "performance")
        done = obligation_forms.record(obligation_id, subject, may=may)
        return self._done(obligation_id, done, say(performances.SAYS["record"]))

    @expose("/<uuid:obligation_id>/strike/<uuid:performance_id>", methods=["POST"])
    def strike(self, obligation_id: UUID, performance_id: UUID) -> ResponseReturnValue:
        """Take back what was told."""
        done = give(StrikePerformance, performance_id, dict(asked_of(StrikePerformance)))
        return self._done(obligation_id, done, say(performances.SAYS["strike"]), performance_id)

    @expose("/<uuid:obligation_id>/files/<sha256>")
    def file(self, obligation_id: UUID, sha256: str) -> Response:
        """A file that was told as evidence by the moment looked at."""
        with looking() as look:
            whole = obligation_register.whole(look.connection, look.actor, obligation_id, look.at)
            named = {file.sha256: file for one in whole.done for file in one.performance.evidence}
            if sha256 not in named:
                raise UnknownFile(sha256=sha256[:64])
            names = files.names(look.connection, whole.owed.obligation.bureau, [sha256])
        name = names.get(sha256, sha256[:12])
        return hand_out(identity.current_ledger().files, sha256, name, named[sha256].media_type)

    def _listed(self, typed: Typed, left: list[str] | None = None) -> ResponseReturnValue:
        with looking(as_of="") as look:
            return self.render("obligations.html", **list_page(look, typed, left or [])), status_of(typed)

    def _done(self, obligation_id: UUID, done: Any, did: str, struck: UUID | None = None) -> ResponseReturnValue:
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("obligation.html", **page(look, obligation_id, done, struck)), status_of(done)
        flash(t("Done: %(did)s.", did=did), "success")
        return redirect(url_for(".show", obligation_id=obligation_id), 303)
