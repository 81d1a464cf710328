"""How the log stands: written, sealed, signed, followed; what it is stopped by, and what to do then."""

from datetime import datetime
from typing import NamedTuple

from flask import Response
from flask_admin import expose
from sqlalchemy.exc import SQLAlchemyError

import identity
from admin.base import Page
from admin.formats import instant
from admin.look import looking
from admin.words import mark, say, t
from identity import public
from identity.current import current_settings, signed_in
from workflow import outbox
from workflow.health import Health, State, health
from workflow.sight import Place, may_enter
from workflow.suspensions import Suspension, suspension
from workflow.verdict import STATES, findings, verdict

STAGES = {
    "written": mark("Written"), "sealed": mark("Sealed"), "signed": mark("Signed"),
    "followed": mark("History caught up"),
}  # fmt: skip
SIGNS = {State.IN_ORDER: "✓", State.BEHIND: "…", State.STOPPED: "!"}
TO_DO = {
    "written": mark("“xiaohao log verify” says what was changed; restore a whole copy, or run “xiaohao log recover”."),
    "sealed": mark("See that “xiaohao worker” runs and that the database takes writes."),
    "signed": mark("See that “xiaohao worker” runs with its key and its witness file, and read its log."),
    "followed": mark("See that “xiaohao worker” runs and that the database takes writes."),
}  # fmt: skip
MEND = mark("Read the error below; once its cause is mended, the event is tried again by itself.")


class Advice(NamedTuple):
    """Something that is not in order, and what to do about it."""

    wrong: str
    to_do: str


class HealthPage(Page):
    """One page for those who look after the system, and for auditors."""

    key, title, place = "health", mark("Health"), Place.HEALTH

    @expose("/")
    def index(self) -> str:
        with looking("") as look:  # the past was in order or not by rules of its own
            found = health(look.connection, look.at.at)
            return self.render(
                "health.html", look=look, health=found, verdict=say(verdict(found, written)), advice=_advice(found),
                stages=STAGES, states=STATES, signs=SIGNS, mail=outbox.health(look.connection, look.at.at),
                mail_set_up=bool(current_settings().mail_from),
            )  # fmt: skip


def written(moment: datetime) -> str:
    """A moment of a verdict, to the second."""
    return instant(moment, True)


def _advice(found: Health) -> list[Advice]:
    wrong = findings(found, written)
    return [Advice(say(one.words), t(MEND if one.failed else TO_DO[one.stage.name])) for one in wrong]


def read_only() -> Suspension | None:
    """Since when nothing can be done, for the banner of every page; None where all can."""
    with identity.current_ledger().database.reading() as connection:
        return suspension(connection)


def may_see_why() -> bool:
    """Whether the reader may know why it is read-only: they may enter the health page."""
    actor = signed_in()
    return actor is not None and may_enter(actor, Place.HEALTH)


@public
def probe() -> Response:
    """For what watches the application from outside; why is told on the health page alone.

    503 "away" if the database does not answer or has not our tables; 503 "stopped" if a stage has stopped: the log is
    read-only, or events wait ten times as long as they should to be sealed, signed or followed, or one cannot be
    followed at all. 200 "ok" otherwise, also where something is merely behind.
    """
    ledger = identity.current_ledger()
    try:
        with ledger.database.reading() as connection:
            state = health(connection, ledger.clock.now()).state
    except SQLAlchemyError:
        return Response("away\n", 503, mimetype="text/plain")
    if state is State.STOPPED:
        return Response("stopped\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
