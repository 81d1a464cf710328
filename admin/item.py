"""One item: where it stands, what can be done now, and everything that ever happened to it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import Admin, expose
from flask_wtf.csrf import CSRFError

import identity
from admin import document_menu
from admin.actions import actions, carry_out, command_for, given_back
from admin.base import Page
from admin.deadlines import deadlines
from admin.facts import Facts
from admin.forms import Typed
from admin.giving import status_of
from admin.look import Look, looking
from admin.mistakes import page as error_page
from admin.origin import origin
from admin.proofs import download
from admin.queries import given
from admin.timeline import entries, neighbours, shown, stages
from admin.uploads import ACCEPT, hand_out
from admin.values import Sayer
from admin.words import FIELDS, mark, say, t
from documents.bundle import Viewer, of_item, seen_item
from identity import acts
from workflow import history, matter_lists
from workflow.errors import NoSuchItem, StaleVersion, UnknownTrigger
from workflow.file_errors import UnknownFile
from workflow.history import Life, life
from workflow.machine import TRIGGERS
from workflow.messages.matters import RULINGS
from workflow.patterns import in_item, named
from workflow.plan import STANDINGS
from workflow.reports import WAITS_FOR, desk
from workflow.sight import Place
from workflow.words import STATES, State


class ItemPage(Page):
    """An item in the actor's sight; whatever else is asked for does not exist."""

    key, title, place, in_menu = "item", mark("Item"), Place.ITEMS, False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return redirect(url_for("ledger.index"))

    @expose("/<uuid:item_id>")
    def show(self, item_id: UUID) -> ResponseReturnValue:
        """The item at the moment looked at; where it was not issued yet, a page that says so."""
        with looking() as look:
            try:
                return self.render("item.html", **self._values(look, item_id))
            except NoSuchItem:
                if not look.at.past:
                    raise
                return self.render("item_not_yet.html", look=look, whole=_now(look, item_id)), 404

    @expose("/<uuid:item_id>/people", methods=["POST"])
    def people(self, item_id: UUID) -> str:
        """The item with the names and phones in it whole. Who read them, and when, stands in the security log first."""
        with looking(as_of="") as look:
            values = self._values(look, item_id, whole=True)
            acts.done("people_read", look.actor.account, f"item-{item_id}")
            return self.render("item.html", **values)

    @expose("/<uuid:item_id>/<trigger>", methods=["GET", "POST"])
    def act(self, item_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form. Who is led back here after signing in sees the item, and can send the form again."""
        command_for(trigger)
        if request.method != "POST":
            return redirect(url_for("item.show", item_id=item_id))
        done = carry_out(item_id, trigger)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("item.html", **self._values(look, item_id, done)), status_of(done)
        state = say(STATES[State(done.state)])
        flash(t("Done: %(did)s. The item is now “%(state)s”.", did=say(TRIGGERS[trigger]), state=state), "success")
        return redirect(url_for("item.show", item_id=item_id, done=trigger, _anchor="main"), 303)

    def create_blueprint(self, admin: Admin) -> Blueprint:
        blueprint: Blueprint = super().create_blueprint(admin)
        blueprint.register_error_handler(CSRFError, self._token_ran_out)
        return blueprint

    def _token_ran_out(self, _: Exception) -> ResponseReturnValue:
        """The form again, with everything typed and a new token. Nothing was carried out."""
        asked = request.view_args or {}
        try:
            if not self.is_accessible():
                raise NoSuchItem
            typed = given_back(asked["trigger"])
            with looking(as_of="") as look:
                return self.render("item.html", **self._values(look, asked["item_id"], typed)), status_of(typed)
        except (NoSuchItem, UnknownTrigger):
            return error_page(404)

    @expose("/<uuid:item_id>/files/<sha256>")
    def file(self, item_id: UUID, sha256: str) -> Response:
        """A file that an event of this item named, up to the moment looked at."""
        with looking() as look:
            seen = life(look.connection, item_id, look.actor, look.at)
            named = {file.sha256: file for file, _ in matter_lists.files(seen)}
            if sha256 not in named:
                raise UnknownFile(sha256=sha256[:64])
            name = Sayer(look, seen).file(named[sha256])
        return hand_out(identity.current_ledger().files, sha256, name, named[sha256].media_type)

    @expose("/<uuid:item_id>/bundle")
    def bundle(self, item_id: UUID) -> Response:
        """The item's evidence bundle, as of its newest event."""
        ledger, viewer = identity.current_ledger(), Viewer.of(identity.current_actor())
        with ledger.database.reading() as connection:
            number = seen_item(connection, viewer, f"item-{item_id}").number
        name = t("evidence bundle %(of)s", of=number) + ".zip"
        return download(lambda connection: of_item(connection, viewer, item_id, ledger.verifier), name)

    def _values(self, look: Look, item_id: UUID, typed: Typed | None = None, *, whole: bool = False) -> dict[str, Any]:
        """What the template shows; `whole` says names and phones unmasked."""
        seen = life(look.connection, item_id, look.actor, look.at)
        sayer = Sayer(look, seen, whole=whole)
        timeline = entries(look, seen, sayer)
        newest_first = request.args.get("order") != "oldest"
        return {
            "look": look, "life": seen, "item": seen.item, "item_id": item_id, "sayer": sayer, "accept": ACCEPT,
            "facts": Facts(look, seen, sayer), "stages": stages(look, seen), "typed": typed,
            "deadlines": deadlines(look, seen),
            "timeline": timeline[::-1] if newest_first else timeline, "newest_first": newest_first,
            "actions": [] if look.at.past else actions(look, seen, typed),
            "personal": _personal(seen), "onward": _onward(look), "receipt": _receipt(look, seen),
            "since": _since(seen, typed, sayer), "step": _stepping(look, item_id, seen),
            "matters": matter_lists.of(seen, identity.current_ledger().zone), "STANDINGS": STANDINGS,
            "RULINGS": RULINGS,
            "whole_life": look.many or seen.item.held_since == 1,
            "origin": origin(look, seen), "documents": document_menu.of_item(look, seen),
        }  # fmt: skip


def _personal(seen: Life) -> list[tuple[str, str]]:
    """The fields that look to hold personal data, and what, for who reviews them."""
    return [(say(FIELDS[name]), say(named(held))) for name, held in in_item(seen.item).items() if name in FIELDS]


def _onward(look: Look) -> Any:
    """After something was done: what else waits for the same, the most urgent first."""
    done = given("done")
    if look.at.past or done not in WAITS_FOR:
        return None
    page = desk(look.connection, look.actor, look.at, done, size=1)
    return {"page": page, "words": TRIGGERS[done]} if page.total else None


def _receipt(look: Look, seen: Life) -> UUID | None:
    """After something was done: the command that did it."""
    return None if look.at.past or given("done") not in TRIGGERS else seen.steps[-1].recorded.command_id


def _since(seen: Life, typed: Typed | None, sayer: Sayer) -> list[Any]:
    """What changed after the version a refused form was drawn from."""
    if typed is None or not isinstance(typed.refusal, StaleVersion):
        return []
    looked_at = int(str(typed.refusal.what["expected"]))
    later = [step for step in seen.steps if step.recorded.version > looked_at]
    return [(step, shown(step.changes, sayer)) for step in later]


def _stepping(look: Look, item_id: UUID, seen: Life) -> Any:
    """To a unit that has lost the item since, the moment looked at is the last one there is."""
    if not look.at.past:
        return None
    try:
        return neighbours(seen, _now(look, item_id))
    except NoSuchItem:
        return neighbours(seen, seen)


def _now(look: Look, item_id: UUID) -> Life:
    """The item's life to this day, whatever moment is looked at."""
    now = history.present(look.at.at, identity.current_ledger().zone)
    return life(look.connection, item_id, look.actor, now)
