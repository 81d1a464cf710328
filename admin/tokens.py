"""My tokens for programs: what there is, a new one with the password, an end to any of them."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.giving import answered
from admin.look import looking
from admin.words import mark, t
from identity import changing, tokens
from workflow.errors import Refusal

DAYS = 90


class TokensPage(Page):
    """The tokens of the account that is signed in; nobody else's."""

    key, title, in_menu = "tokens", mark("Tokens for programs"), False

    @expose("/")
    def index(self) -> str:
        return self._page()

    @expose("/issue", methods=["POST"])
    def issue(self) -> ResponseReturnValue:
        """A new token, shown this once; whoever asks says the password again."""
        ledger, by, form = identity.current_ledger(), identity.current_actor(), request.form
        try:
            changing.require_password(ledger, by.account, form.get("present", ""), request.remote_addr or "")
            days, scope = tokens.days_of(form.get("days", "")), tokens.scope_of(form.get("scope", ""))
            with ledger.database.writing() as connection:
                now = ledger.clock.now()
                made = tokens.issue(connection, by.account, now, days, form.get("label", ""), scope)
        except Refusal as refusal:
            return answered(self._page(refusal), refusal)
        return self._page(made=made)

    @expose("/<uuid:token_id>/revoke", methods=["POST"])
    def revoke(self, token_id: UUID) -> ResponseReturnValue:
        """End one of mine; what is not mine does not exist."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        with ledger.database.writing() as connection:
            if not tokens.revoke(connection, token_id, ledger.clock.now(), by.account):
                abort(404)
        flash(t("The token is revoked; programs that use it are refused from now on."), "success")
        return redirect(url_for(".index"), 303)

    def _page(self, refusal: Refusal | None = None, made: str = "") -> str:
        with looking(as_of="") as look:
            mine = tokens.standing(look.connection, look.actor.account, look.at.at)
            said: dict[str, Any] = {
                "tokens": mine, "made": made, "typed": request.form if refusal else {}, "days": DAYS,
                "most": tokens.MOST_DAYS, "wrong": refusal.message(identity.language()) if refusal else "",
            }  # fmt: skip
            return self.render("tokens.html", look=look, **said)
