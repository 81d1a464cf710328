"""The security log on a page: who signed in, was refused, took out or read what. That it was looked at stands in it."""

from typing import NamedTuple

import orjson
from flask_admin import expose

import identity
from admin.base import Page
from admin.forms import is_uuid
from admin.look import looking
from admin.queries import given, number
from admin.words import ACTS, act_words, mark
from events import acts
from events.acts import Row
from identity.acts import counted
from workflow.sight import Place

SIZE = 50


class Line(NamedTuple):
    """A row, its account's name, what was done in words, and its details one by one."""

    row: Row
    name: str
    did: str
    details: tuple[tuple[str, str], ...]


class SecurityPage(Page):
    """Every row, newest first."""

    key, title, place = "acts", mark("Security log"), Place.SECURITY

    @expose("/")
    def index(self) -> str:
        counted("security_log_read", identity.current_actor().account)
        wanted = {name: given(name) for name in ("kind", "account")}
        wanted["account"] = wanted["account"] if is_uuid(wanted["account"]) else ""
        with looking(as_of="") as look:
            rows = acts.page(look.connection, before=number("before"), size=SIZE + 1, **wanted)
            lines = [Line(row, look.account(row.account), act_words(row.kind), _details(row)) for row in rows[:SIZE]]
            return self.render(
                "security.html", look=look, lines=lines, wanted=wanted, before=number("before"),
                more=rows[SIZE - 1].seq if len(rows) > SIZE else None, kinds={kind: act_words(kind) for kind in ACTS},
                head=acts.head(look.connection),
            )  # fmt: skip


def _details(row: Row) -> tuple[tuple[str, str], ...]:
    said = orjson.loads(row.detail)
    shown = {name: act_words(str(value)) if name == "of" else str(value) for name, value in said.items()}
    return tuple(shown.items())
