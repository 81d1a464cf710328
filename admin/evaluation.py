"""Evaluation: the units side by side, what recurs over the years, and snapshots of that which stay as they were."""

import hashlib
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import drawn
from admin.forms import FormMaker, Typed
from admin.giving import as_typed, asked_of, command_id, give, sent_back, status_of
from admin.look import Look, looking
from admin.queries import number
from admin.words import mark, say, t
from events.event import Recorded
from workflow import evaluating, finding_register
from workflow.evaluating import Table
from workflow.finding_errors import NoSuchSnapshot, NothingToFreeze, SnapshotGone
from workflow.messages import SNAPSHOT_COMMANDS, Actor, TakeSnapshot
from workflow.sight import Place, in_evaluation
from workflow.snapshots import MAY, SAYS

TAKE, WITHDRAW = SNAPSHOT_COMMANDS


class EvaluationPage(Page):
    """For who sees all findings: center, evaluators, auditors."""

    key, title, place = "evaluation", mark("Evaluation"), Place.EVALUATION

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("evaluation.html", **_list_page(look, None))

    @expose("/", methods=["POST"])
    def take(self) -> ResponseReturnValue:
        """Freeze the year's table as it stands after the log's last position."""
        data: dict[str, Any] = dict(asked_of(TakeSnapshot))
        subject = uuid5(command_id(identity.current_actor()), "snapshot")
        done = _taken(data, subject)
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("evaluation.html", **_list_page(look, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[TAKE])), "success")
        return redirect(url_for(".show", snapshot_id=subject), 303)

    @expose("/<uuid:snapshot_id>")
    def show(self, snapshot_id: UUID) -> str:
        """A snapshot, its table as it was."""
        with looking() as look:
            return self.render("snapshot.html", **_page(look, snapshot_id, None))

    @expose("/<uuid:snapshot_id>/table.json")
    def table(self, snapshot_id: UUID) -> Response:
        """The bytes that were frozen."""
        with looking() as look:
            snapshot, _ = evaluating.one(look.connection, look.actor, snapshot_id, look.at)
        opened = evaluating.opened(identity.current_ledger(), snapshot)
        named = {"Content-Disposition": f"attachment; filename=evaluation-{snapshot.year}-{snapshot.at_position}.json"}
        return Response(opened.content, 200, named, mimetype="application/json")

    @expose("/<uuid:snapshot_id>/withdraw", methods=["POST"])
    def withdraw(self, snapshot_id: UUID) -> ResponseReturnValue:
        """Say that it is not to be cited any more."""
        command = SNAPSHOT_COMMANDS[WITHDRAW]
        with looking(as_of="") as look:
            evaluating.one(look.connection, look.actor, snapshot_id, look.at)
        done = give(command, snapshot_id, dict(asked_of(command)))
        if isinstance(done, Typed):
            if isinstance(done.refusal, SnapshotGone):  # there is no form any more to say it beside
                return self.refused(done.refusal, 409)
            with looking(as_of="") as look:
                return self.render("snapshot.html", **_page(look, snapshot_id, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[WITHDRAW])), "success")
        return redirect(url_for(".show", snapshot_id=snapshot_id), 303)


def _taken(data: dict[str, Any], subject: UUID) -> Any:
    """The snapshot taken, or the form. What is no year is for the schema to refuse."""
    year, frozen = data.get("year", ""), {}
    if year.isascii() and year.isdigit() and len(year) == 4:
        try:
            position, digest = evaluating.frozen(identity.current_ledger(), int(year))
        except NothingToFreeze as refusal:
            return sent_back(Typed(trigger=TAKE, values=as_typed(data), errors={}), refusal)
        frozen = {"at_position": position, "digest": digest}
    return give(TakeSnapshot, subject, data, **frozen)


class SnapshotForms(FormMaker):
    """A new snapshot is of the year looked at."""

    def __init__(self, year: int):
        self.year = year

    def value(self, trigger: str, name: str) -> Any:
        return str(self.year) if name == "year" else ""


def _list_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    if not in_evaluation(look.actor):
        raise NoSuchSnapshot
    found = finding_register.findings(look.connection, look.actor, look.at)
    years = finding_register.years(found)
    asked = number("year")
    year = asked if asked in years else years[0] if years else look.at.today.year
    may = not look.at.past and look.actor.role in MAY
    command = SNAPSHOT_COMMANDS[TAKE]
    return {
        "look": look, "years": years, "year": year, "shown": shown(evaluating.table(look.connection, look.at, year)),
        "taken": evaluating.taken(look.connection, look.actor, look.at),
        "form": drawn(SnapshotForms(year), command, SAYS[TAKE], typed) if may else None,
    }  # fmt: skip


class Shown(NamedTuple):
    """A table as it is drawn: units are those that it counts in, bureaus first."""

    table: Table
    units: list[str]
    recurring: dict[str, dict[str, tuple[int, ...]]]


def shown(table: Table) -> Shown:
    """The table, with the units that are named besides the bureaus at its end."""
    named = {unit for line in table.lines for unit in line.units}
    named |= {unit for by_unit in table.recurrence.values() for unit in by_unit}
    return Shown(table, [*table.bureaus, *sorted(named - set(table.bureaus))], table.recurrence)


class Step(NamedTuple):
    """An event of a snapshot, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def _page(look: Look, snapshot_id: UUID, typed: Typed | None) -> dict[str, Any]:
    snapshot, recorded = evaluating.one(look.connection, look.actor, snapshot_id, look.at)
    opened = evaluating.opened(identity.current_ledger(), snapshot)
    may = not look.at.past and look.actor.role in MAY and not snapshot.withdrawn
    form = drawn(FormMaker(), SNAPSHOT_COMMANDS[WITHDRAW], SAYS[WITHDRAW], typed) if may else None
    return {
        "look": look, "id": snapshot_id, "snapshot": snapshot, "opened": opened, "shown": shown(opened.table),
        "digest": hashlib.sha256(opened.content).hexdigest(), "form": form,
        "steps": [_step(look, one) for one in reversed(recorded)],
    }  # fmt: skip


def _step(look: Look, recorded: Recorded) -> Step:
    return Step(recorded, look.person(Actor.parse(recorded.actor)), "", getattr(recorded.event, "reason", ""))
