"""Changing one's own password. Whoever has one for one time, or one that is too old, gets no other page before."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_login import current_user

import identity
from admin.base import Page
from admin.giving import answered
from admin.look import looking
from admin.words import mark, t
from identity import changing
from identity.passwords import LEAST
from identity.policy import KINDS, LEAST_OF_ADMINISTRATORS, Policy
from identity.registering import value
from workflow.accounts import ADMINISTRATORS
from workflow.errors import Refusal

FIELDS = ("present", "new", "again")


class PasswordPage(Page):
    """The password of the account that is signed in; nobody else's."""

    key, title, in_menu = "password", mark("Change the password"), False

    @expose("/")
    def index(self) -> str:
        return self._page(None)

    @expose("/", methods=["POST"])
    def change(self) -> ResponseReturnValue:
        """Change it; all other logins of the account end."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        present, new, again = (request.form.get(name, "") for name in FIELDS)
        try:
            changing.change(
                ledger, by.account, present, new, again, _policy(), address=request.remote_addr or "", login=value()
            )
        except Refusal as refusal:
            return answered(self._page(refusal), refusal)
        flash(t("The password is changed. All your other logins are ended."), "success")
        return redirect(url_for("me.index"), 303)

    def _page(self, refusal: Refusal | None) -> str:
        ledger, policy = identity.current_ledger(), _policy()
        with looking(as_of="") as look:
            least = LEAST_OF_ADMINISTRATORS if look.actor.role in ADMINISTRATORS else LEAST
            said: dict[str, Any] = {
                "due": changing.is_due(current_user, policy, ledger.clock.now()), "least": least,
                "kinds": KINDS if policy is Policy.DENGBAO else 0,
                "wrong": refusal.message(identity.language()) if refusal else "",
                "field": refusal.field if refusal else "",
            }  # fmt: skip
            return self.render("password.html", look=look, **said)


def _policy() -> Policy:
    return Policy(identity.current_settings().password_policy)
