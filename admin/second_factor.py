"""The second factor of the account that is signed in: set up with a phone, on with its first code."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.giving import answered
from admin.look import looking
from admin.qr import code
from admin.words import mark, t
from identity import changing, second_factor
from identity.accounts import login_of
from identity.gate import needs_second_factor
from workflow.errors import Refusal


class SecondFactorPage(Page):
    """Whether signing in asks for a code; how to begin."""

    key, title, in_menu = "factor", mark("Second factor"), False

    @expose("/")
    def index(self) -> str:
        return self._page()

    @expose("/begin", methods=["POST"])
    def begin(self) -> ResponseReturnValue:
        """A new secret, as a QR code for the phone's app. It takes the password: a machine left open binds no phone."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        try:
            changing.require_password(ledger, by.account, request.form.get("present", ""), request.remote_addr or "")
        except Refusal as refusal:
            return answered(self._page(wrong=refusal.message(identity.language())), refusal)
        with ledger.database.writing() as connection:
            if second_factor.is_on(connection, by.account):
                return redirect(url_for(".index"), 303)
            login = login_of(connection, by.account) or ""
            address = second_factor.begin(connection, by.account, login, ledger.clock.now())
        return self._page(address=address)

    @expose("/confirm", methods=["POST"])
    def confirm(self) -> ResponseReturnValue:
        """The first code turns it on; the recovery codes are shown this once."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        given = request.form.get("code", "")[:40]
        with ledger.database.writing() as connection:
            if second_factor.is_on(connection, by.account):
                return redirect(url_for(".index"), 303)
            codes = second_factor.confirm(connection, by.account, given.strip(), ledger.clock.now())
        if codes is None:
            wrong = t("The code is not right, or was used already. Set it up again, and type the newest code.")
            return self._page(wrong=wrong), 422
        return self._page(codes=codes)

    @expose("/off", methods=["POST"])
    def off(self) -> ResponseReturnValue:
        """Turn it off, with the password; not for those who must have it."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        if needs_second_factor():
            return self._page(wrong=t("Your role has to have a second factor here.")), 422
        try:
            changing.require_password(ledger, by.account, request.form.get("present", ""), request.remote_addr or "")
        except Refusal as refusal:
            return answered(self._page(wrong=refusal.message(identity.language())), refusal)
        with ledger.database.writing() as connection:
            second_factor.drop(connection, by.account, ledger.clock.now())
        flash(t("Signing in asks for no code any more."), "success")
        return redirect(url_for(".index"), 303)

    def _page(self, address: str = "", wrong: str = "", codes: list[str] | None = None) -> str:
        with looking(as_of="") as look:
            said: dict[str, Any] = {
                "on": second_factor.is_on(look.connection, look.actor.account), "address": address, "wrong": wrong,
                "codes": codes, "left": second_factor.left(look.connection, look.actor.account),
                "needed": needs_second_factor(), "qr": code(address) if address else None,
                "secret": address.partition("secret=")[2].partition("&")[0],
            }  # fmt: skip
            return self.render("second_factor.html", look=look, **said)
