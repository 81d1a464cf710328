"""Personal data on a page: what is kept of a person, and its erasure, by the security administrator."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from marshmallow import ValidationError

import identity
from admin.base import Page
from admin.giving import answered
from admin.look import looking
from admin.words import mark, t
from identity import changing
from identity.persons import Sought, sought
from identity.refusals import WrongPassword
from workflow import erasure
from workflow.erasure import Found
from workflow.errors import Refusal
from workflow.schemas import explain
from workflow.sight import Place

ASKED = ("login", "unit", "name", "reason")


class PersonsPage(Page):
    """Somebody asks what is kept of them, or wants it erased."""

    key, title, place = "persons", mark("Personal data"), Place.PERSONS

    @expose("/")
    def index(self) -> str:
        return self._page(_typed())

    @expose("/find", methods=["POST"])
    def find(self) -> ResponseReturnValue:
        """Say what is kept of a person: how many values of each kind, none of them."""
        typed, ledger, by = _typed(), identity.current_ledger(), identity.current_actor()
        try:
            return self._page(typed, found=erasure.find(ledger, by, _sought(typed).told))
        except Refusal as refusal:
            return answered(self._page(typed, wrong=refusal.message(identity.language())), refusal)

    @expose("/erase", methods=["POST"])
    def erase(self) -> ResponseReturnValue:
        """Destroy the key of a person; nothing brings it back. Whoever asks says the password again."""
        typed, ledger, by = _typed(), identity.current_ledger(), identity.current_actor()
        try:
            whom = _sought(typed)
            present, address = request.form.get("present", ""), request.remote_addr or ""
            changing.require_password(ledger, by.account, present, address)
            erasure.erase(ledger, by, whom.told, typed["reason"], whom.account)
        except WrongPassword as refusal:
            again = erasure.find(ledger, by, whom.told)
            return self._page(typed, found=again, wrong=refusal.message(identity.language())), 422
        except Refusal as refusal:
            return answered(self._page(typed, wrong=refusal.message(identity.language())), refusal)
        except ValidationError as error:
            said = " ".join(getattr(w, "en" if identity.language() == "en" else "zh") for w in explain(error)["reason"])
            return self._page(typed, found=erasure.find(ledger, by, whom.told), wrong=said), 422
        flash(t("Erased: the key is destroyed, and nobody can read what it sealed."), "success")
        return redirect(url_for(".index"), 303)

    def _page(self, typed: dict[str, str], found: Found | None = None, wrong: str = "") -> str:
        with looking(as_of="") as look:
            units = sorted((unit.code, unit.name) for unit in look.units.values())
            places = [look.unit(code) for code in (found.places if found else ()) if code in look.units]
            said: dict[str, Any] = {"typed": typed, "found": found, "wrong": wrong, "units": units, "places": places}
            return self.render("persons.html", look=look, **said)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "")[:200] for name in ASKED}


def _sought(typed: dict[str, str]) -> Sought:
    return sought(identity.current_ledger(), typed["login"], typed["unit"], typed["name"])
