"""How the log stands: written, sealed, signed, followed; what it is stopped by, and what to do then."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import Response
from flask_admin import expose
from sqlalchemy.exc import SQLAlchemyError

import identity
from admin.base import Page
from admin.look import looking
from admin.words import mark, t
from events import signing
from identity import public
from workflow.health import Health, State, health
from workflow.sight import Place

STAGES = {
    "written": mark("Written"), "sealed": mark("Sealed"), "signed": mark("Signed"),
    "followed": mark("History caught up"),
}  # fmt: skip
STATES = {State.IN_ORDER: mark("in order"), State.BEHIND: mark("behind"), State.STOPPED: mark("stopped")}
SIGNS = {State.IN_ORDER: "✓", State.BEHIND: "…", State.STOPPED: "!"}
TO_DO = {
    "written": mark("“xiaohao log verify” says what was changed; restore a whole copy, or run “xiaohao log recover”."),
    "sealed": mark("See that “xiaohao worker” runs and that the database takes writes."),
    "signed": mark("See that “xiaohao worker” runs with its key and its witness file, and read its log."),
    "followed": mark("See that “xiaohao worker” runs and that the database takes writes."),
}  # fmt: skip


class Advice(NamedTuple):
    """A stage that is not in order, and what to do about it."""

    stage: str
    state: str
    to_do: str


class HealthPage(Page):
    """One page for those who look after the system, and for auditors."""

    key, title, place = "health", mark("Health"), Place.HEALTH

    @expose("/")
    def index(self) -> str:
        with looking("") as look:  # the past was in order or not by rules of its own
            found = health(look.connection, look.at.at)
            return self.render(
                "health.html", look=look, health=found, advice=list(_advice(found)), stages=STAGES, states=STATES,
                signs=SIGNS,
            )  # fmt: skip


MEND = mark("Read the error below; once its cause is mended, the event is tried again by itself.")


def _advice(found: Health) -> Iterator[Advice]:
    for stage in found.stages:
        if stage.state is not State.IN_ORDER:
            failed = stage.name == "followed" and any(one.error for one in found.subscriptions)
            to_do = MEND if failed else TO_DO[stage.name]
            yield Advice(t(STAGES[stage.name]), t(STATES[stage.state]), t(to_do))


def read_only() -> bool:
    """Whether nothing can be done at present, for the banner of every page. The health page says why."""
    with identity.current_ledger().database.reading() as connection:
        return signing.suspension(connection) is not None


@public
def probe() -> Response:
    """Whether the application and its database answer, for what watches them; nothing else is told."""
    try:
        with identity.current_ledger().database.reading() as connection:
            connection.exec_driver_sql("SELECT 1")
    except SQLAlchemyError:
        return Response("away\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
