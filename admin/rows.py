"""The typed registers: what each holds, who has how much in it, what its rules find, and what can be done."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from marshmallow import ValidationError

import identity
from admin.base import Page
from admin.forms import Typed
from admin.giving import asked_of, give, status_of, status_of_refusal
from admin.ledger import XLSX
from admin.look import Look, looking
from admin.row_list import export, list_page
from admin.row_page import row_page
from admin.words import mark, say, t
from events import vault
from identity import acts
from workflow import row_register, schemas
from workflow.errors import Refusal
from workflow.messages import ROW_COMMANDS
from workflow.messages.row import KINDS, RegisterKind, StrikeRow
from workflow.row_errors import NoSuchRow
from workflow.row_preparation import id_of
from workflow.row_raising import raise_items
from workflow.row_register import kind_of
from workflow.rows import SAYS
from workflow.sight import Place


class RowsPage(Page):
    """Every register, and the rows in sight."""

    key, title, place = "registers", mark("Case registers"), Place.REGISTERS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            counts = row_register.counts(look.connection, look.actor, look.at)
            return self.render("registers.html", look=look, counts=counts, kinds=KINDS)

    @expose("/<kind>")
    def kind(self, kind: str) -> str:
        asked = kind_of(kind)
        with looking() as look:
            return self.render("register.html", **list_page(look, asked, None))

    @expose("/<kind>", methods=["POST"])
    def record(self, kind: str) -> ResponseReturnValue:
        """Record a row. Its id is made of what names it, so that sending it twice is one row."""
        asked = kind_of(kind)
        command, data = ROW_COMMANDS[asked], dict(asked_of(ROW_COMMANDS[asked]))
        done = give(command, _subject(asked, data), data)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("register.html", **list_page(look, asked, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS["record"])), "success")
        return redirect(url_for(".show", row_id=done.subject), 303)

    @expose("/<kind>/raise", methods=["POST"])
    def raise_(self, kind: str) -> ResponseReturnValue:
        """Raise an item for each finding that was ticked."""
        asked, chosen = kind_of(kind), frozenset(request.form.getlist("finding"))
        try:
            raised = raise_items(identity.current_ledger(), identity.current_actor(), asked, chosen)
        except Refusal as refusal:
            with looking(as_of="") as look:
                values = list_page(look, asked, None)
            said = refusal.message(identity.language())
            return self.render("register.html", **{**values, "refused": said}), status_of_refusal(refusal)
        flash(t("Items raised: %(n)s.", n=raised), "success")
        return redirect(url_for(".kind", kind=kind), 303)

    @expose("/<kind>/export")
    def export(self, kind: str) -> Response:
        """The rows that count, as .xlsx; names stay masked."""
        asked = kind_of(kind)
        with looking() as look:
            acts.done("exported", look.actor.account, f"register {asked}")
            content = export(look, asked)
        named = f"attachment; filename={asked}.xlsx"
        return Response(content, 200, {"Content-Disposition": named}, mimetype=XLSX)

    @expose("/row/<uuid:row_id>")
    def show(self, row_id: UUID) -> str:
        """A row as it stood at the moment looked at, and everything that happened to it."""
        with looking() as look:
            return self.render("register_row.html", **row_page(look, row_id, None))

    @expose("/row/<uuid:row_id>/people", methods=["POST"])
    def person(self, row_id: UUID) -> str:
        """The row with its names whole; recorded first."""
        with looking(as_of="") as look:
            values = row_page(look, row_id, None, whole=True)
            acts.done("people_read", look.actor.account, f"register-{row_id}")
            return self.render("register_row.html", **values)

    @expose("/row/<uuid:row_id>/<trigger>", methods=["POST"])
    def act(self, row_id: UUID, trigger: str) -> ResponseReturnValue:
        """Change the row, or strike it."""
        if trigger not in ("change", "strike"):
            raise NoSuchRow
        with looking(as_of="") as look:
            kind, person = _stands(look, row_id)
        if trigger == "strike":
            done = give(StrikeRow, row_id, dict(asked_of(StrikeRow)))
        else:
            data = {name: text for name, text in asked_of(ROW_COMMANDS[kind]).items() if text or name != "name"}
            done = give(ROW_COMMANDS[kind], row_id, {**person, **data}, again=True)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("register_row.html", **row_page(look, row_id, _unnamed(done))), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for(".show", row_id=row_id), 303)


def _stands(look: Look, row_id: UUID) -> tuple[RegisterKind, dict[str, Any]]:
    """The kind of a row in sight, and the person in it: who changes the rest need not name them again."""
    row = row_register.past(look.connection, look.actor, row_id, look.at).row
    assert row.kind is not None
    name = vault.reveal(look.connection, [row.name.ref]).get(row.name.ref) if row.name else None
    return row.kind, {"name": name} if name else {}


def _unnamed(typed: Typed) -> Typed:
    """What comes back holds no name that was not typed."""
    if request.form.get("name"):
        return typed
    return replace(typed, values={name: text for name, text in typed.values.items() if name != "name"})


def _subject(kind: RegisterKind, data: dict[str, str]) -> UUID:
    """The id that the form's row has; some id where the form cannot be taken anyway."""
    actor, now = identity.current_actor(), identity.current_ledger().clock.now()
    try:
        command = schemas.load(ROW_COMMANDS[kind], data, command_id=uuid4(), subject=uuid4(), by=actor, at=now)
    except ValidationError:
        return uuid4()
    return id_of(command)
