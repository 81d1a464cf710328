"""My account: what I can act as, and for whom; who acts for me. A role in hand can be lent for a time, and put down."""

from typing import Any, NamedTuple
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin import my_mail
from admin.accounts import item_numbers
from admin.base import Page
from admin.command_forms import Form, drawn
from admin.forms import Choice, FormMaker, Typed, is_uuid
from admin.giving import asked_of, give, status_of
from admin.look import Look, looking
from admin.words import mark, say, t
from identity.current import hats_of_session, wear, worn
from workflow import membership
from workflow.account_decider import MAY
from workflow.messages import AccountCommand, ClearMailAddress, LendRole, SetMailAddress, TakeOver
from workflow.words import ROLES

UNDRAWN = (TakeOver, ClearMailAddress)


class MyAccountPage(Page):
    """The account that is signed in; nobody else's."""

    key, title, in_menu = "me", mark("My account"), False

    @expose("/")
    def index(self) -> str:
        with looking(as_of="") as look:
            return self.render("me.html", **_page(look, None))

    @expose("/act-as", methods=["POST"])
    def act_as(self) -> ResponseReturnValue:
        """Act as something else that the account holds."""
        wanted = request.form.get("hat", "")
        hat = next((one for one in hats_of_session() if worn(one) == wanted), None)
        if hat is None:
            abort(404)
        wear(hat)
        return redirect(url_for("admin.index"), 303)

    @expose("/take-over", methods=["POST"])
    def take_over(self) -> ResponseReturnValue:
        """Sign for the items of a colleague who left."""
        return self._given(TakeOver, request.form.get("account", ""))

    @expose("/lend", methods=["POST"])
    def lend(self) -> ResponseReturnValue:
        """Lend the role in hand to a colleague."""
        return self._given(LendRole, request.form.get("to", ""))

    @expose("/mail", methods=["POST"])
    def mail(self) -> ResponseReturnValue:
        """Say where the daily mail goes."""
        return self._given(SetMailAddress, str(identity.current_actor().account))

    @expose("/no-mail", methods=["POST"])
    def no_mail(self) -> ResponseReturnValue:
        """Get no daily mail any more."""
        return self._given(ClearMailAddress, str(identity.current_actor().account))

    def _given(self, command: type[AccountCommand], account: str) -> ResponseReturnValue:
        if not is_uuid(account):
            abort(404)
        done = give(command, UUID(account), dict(asked_of(command)))
        if not isinstance(done, Typed):
            flash(t("Done: %(did)s.", did=say(command.says)), "success")
            return redirect(url_for(".index"), 303)
        if done.refusal and command in UNDRAWN:  # what was drawn may not be there any more to say it beside
            flash(done.refusal.message(identity.language()), "error")
        with looking(as_of="") as look:
            return self.render("me.html", **_page(look, done)), status_of(done)


class LendingForm(FormMaker):
    def __init__(self, look: Look):
        self.look = look

    def value(self, trigger: str, name: str) -> Any:
        return self.look.at.today.isoformat() if name == "since" else ""


def _page(look: Look, typed: Typed | None) -> dict[str, Any]:
    hats = [(worn(hat), _words(look, hat), hat == look.actor) for hat in hats_of_session()]
    mine = membership.member(look.connection, look.actor.account)
    return {
        "look": look, "hats": hats, "role": _words(look, look.actor), "form": _form(look, typed),
        "colleagues": _colleagues(look), "to": request.form.get("to", ""),
        "received": [grant for grant in (mine.grants if mine else ()) if grant.lent_by and not grant.ended],
        "handovers": _handovers(look, typed), "lent": _lent(look), "words": lambda grant: _words(look, grant),
        "mail": my_mail.shown(look, typed),
    }  # fmt: skip


def _words(look: Look, held: Any) -> str:
    """A role with its unit, of an actor or a grant."""
    return t("%(role)s, %(unit)s", role=say(ROLES[held.role]), unit=look.unit(held.org))


def _form(look: Look, typed: Typed | None) -> Form | None:
    """Nobody lends what an administrator does."""
    if look.actor.role not in MAY[LendRole] or not _colleagues(look):
        return None
    return drawn(LendingForm(look), LendRole, LendRole.says, typed)


def _colleagues(look: Look) -> tuple[Choice, ...]:
    there = membership.acting(look.connection, look.actor.org, look.at.today)
    return tuple(Choice(str(one), look.account(one)) for one in there if one != look.actor.account)


class Waiting(NamedTuple):
    """A handover list that waits for the one who is signed in, with the form to sign it."""

    account: UUID
    name: str
    items: list[str]
    form: Form


def _handovers(look: Look, typed: Typed | None) -> list[Waiting]:
    mine = look.actor.account
    waiting = [
        (one.account, one.handover) for one in membership.members(look.connection).values()
        if one.handover and one.handover.successor == mine and not one.handover.signed
    ]  # fmt: skip
    return [
        Waiting(account, look.account(account), item_numbers(look, handover.items),
                drawn(FormMaker(), TakeOver, TakeOver.says, typed))
        for account, handover in waiting
    ]  # fmt: skip


def _lent(look: Look) -> list[tuple[str, Any]]:
    """To whom what of mine is lent, and not ended."""
    everyone = membership.members(look.connection).values()
    mine = look.actor.account
    today = look.at.today
    return [
        (look.account(one.account), grant)
        for one in everyone
        for grant in one.grants
        if grant.lent_by == mine and not grant.ended and (grant.until is None or grant.until >= today)
    ]
