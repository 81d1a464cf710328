"""What was imported: each import with who, when and how much; one is withdrawn as a whole. And remembered columns."""

from typing import Any, NamedTuple
from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import drawn
from admin.forms import FormMaker, Typed
from admin.giving import asked_of, command_id, give, status_of
from admin.import_job import start_job
from admin.look import Look, looking
from admin.words import mark, say, t
from documents.list_jobs import AT_ONCE, WITHDRAW
from documents.remembering import forget
from documents.sheet_xml import column_letters
from events.event import Recorded
from workflow import files, importing, mappings, patterns
from workflow.batch_errors import BatchGone
from workflow.batches import MAY, SAYS, Batch
from workflow.messages import Actor, BatchWithdrawn, WithdrawBatch
from workflow.sight import Place
from workflow.words import State

SHOWN = 200


class BatchesPage(Page):
    """Every import of a list, and the headers whose columns are remembered."""

    key, title, place = "batches", mark("Imports"), Place.BATCHES

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            may, every = look.actor.role in MAY, look.actor.role not in MAY
            found = importing.remembered(look.connection, look.actor, look.at, all_units=every)
            return self.render(
                "batches.html", look=look, batches=importing.imports(look.connection, look.actor, look.at),
                mappings=[_told(one) for one in found], notices=_notices(look), may=may and not look.at.past,
                person=_person(look), command=uuid4(),
            )  # fmt: skip

    @expose("/<uuid:batch_id>")
    def show(self, batch_id: UUID) -> str:
        """What one import brought in, as it stands."""
        with looking() as look:
            return self.render("batch.html", **_page(look, batch_id, None))

    @expose("/<uuid:batch_id>/withdraw", methods=["POST"])
    def withdraw(self, batch_id: UUID) -> ResponseReturnValue:
        """All of it, or none with what stands in the way."""
        with looking(as_of="") as look:
            batch, _ = importing.batch(look.connection, look.actor, batch_id, look.at)
        said = dict(asked_of(WithdrawBatch))
        reason = said.get("reason", "").strip()
        settled = "personal_seen" in request.form or not patterns.found(reason)
        if len(batch.items) > AT_ONCE and reason and settled and identity.current_actor().role in MAY:
            job = start_job(WITHDRAW, batch=str(batch_id), reason=reason[:500])
            return redirect(url_for("import.job", job_id=job), 303)
        done = give(WithdrawBatch, batch_id, said)
        if isinstance(done, Typed):
            if isinstance(done.refusal, BatchGone):  # there is no form any more to say it beside
                return self.refused(done.refusal, 409)
            with looking(as_of="") as look:
                return self.render("batch.html", **_page(look, batch_id, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS["withdraw"])), "success")
        return redirect(url_for(".show", batch_id=batch_id), 303)

    @expose("/columns/<uuid:mapping_id>/forget", methods=["POST"])
    def forget(self, mapping_id: UUID) -> ResponseReturnValue:
        """Forget what was remembered of one header."""
        by = identity.current_actor()
        forget(identity.current_ledger(), by, mapping_id, command_id(by))
        flash(t("Done: %(did)s.", did=say(mappings.SAYS["forget"])), "success")
        return redirect(url_for(".index"), 303)


class Step(NamedTuple):
    """An event of an import, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


class Told(NamedTuple):
    """A remembered header: which place holds what."""

    mapping_id: UUID
    unit: str
    columns: str
    remembered_at: Any


def _told(one: importing.Remembered) -> Told:
    in_order = sorted(one.columns.items(), key=lambda column: column[1])
    places = (f"{column_letters(place)} → {say(mappings.COLUMNS[code])}" for code, place in in_order)
    return Told(one.mapping_id, one.unit, t(", ").join(places), one.remembered_at)


def _person(look: Look) -> Any:
    return lambda row: look.person(Actor(row.account, MAY[0], row.org))


def _page(look: Look, batch_id: UUID, typed: Typed | None) -> dict[str, Any]:
    batch, recorded = importing.batch(look.connection, look.actor, batch_id, look.at)
    may = not look.at.past and look.actor.role in MAY and not batch.withdrawn_at
    items = importing.items(look.connection, batch, look.at)
    by = Actor.parse(batch.by)
    return {
        "look": look, "id": batch_id, "batch": batch, "items": items[:SHOWN], "total": len(items),
        "standing": sum(1 for row in items if row.state != State.WITHDRAWN), "by": look.person(by),
        "name": files.names(look.connection, by.org, [batch.file]).get(batch.file, ""),
        "notice": _notice(look, batch), "steps": [_step(look, one) for one in reversed(recorded)],
        "form": drawn(FormMaker(), WithdrawBatch, SAYS["withdraw"], typed) if may else None,
    }  # fmt: skip


def _notice(look: Look, batch: Batch) -> str:
    return _notices(look).get(batch.notice, "") if batch.notice else ""


def _notices(look: Look) -> dict[UUID, str]:
    """What the notices are called."""
    return {row.notice_id: f"{row.number} {row.title}" for row in importing.notices_of(look.connection, look.at)}


def _step(look: Look, recorded: Recorded) -> Step:
    event = recorded.event
    many = len(getattr(event, "items", ())) or len(getattr(event, "matters", ()))
    what = "" if isinstance(event, BatchWithdrawn) else t("%(n)s items or problems", n=many)
    return Step(recorded, look.person(Actor.parse(recorded.actor)), what, getattr(event, "reason", ""))
