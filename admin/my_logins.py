"""My logins: where my account is signed in; each can be ended, so that a machine left open is no way in."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.look import looking
from admin.words import mark, t
from identity import acts, logins
from identity.current import current_settings
from identity.registering import value


class LoginsPage(Page):
    """The logins of the account that is signed in; nobody else's."""

    key, title, in_menu = "logins", mark("My logins"), False

    @expose("/")
    def index(self) -> str:
        with looking(as_of="") as look:
            idle = current_settings().idle
            mine = logins.standing(look.connection, look.actor.account, value(), look.at.at, idle)
            return self.render("logins.html", look=look, logins=mine)

    @expose("/<uuid:login_id>/end", methods=["POST"])
    def end(self, login_id: UUID) -> ResponseReturnValue:
        """End one of mine that stands; what is not mine does not exist."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        with ledger.database.writing() as connection:
            ended = logins.end(connection, by.account, login_id, ledger.clock.now())
            acts.note(connection, "logins_ended", by.account, count=int(ended))
        if not ended:
            abort(404)
        flash(t("The login is ended."), "success")
        return redirect(url_for(".index"), 303)

    @expose("/end-others", methods=["POST"])
    def end_others(self) -> ResponseReturnValue:
        """End all of mine but this one."""
        ledger, by = identity.current_ledger(), identity.current_actor()
        with ledger.database.writing() as connection:
            count = logins.end_others(connection, by.account, value(), ledger.clock.now())
            acts.note(connection, "logins_ended", by.account, count=count)
        flash(t("Logins ended: %(n)s.", n=count), "success")
        return redirect(url_for(".index"), 303)
