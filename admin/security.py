"""The security log on a page: who signed in, was refused, took out or read what. That it was looked at stands in it."""

from typing import NamedTuple
from uuid import UUID

import orjson
from flask_admin import expose
from sqlalchemy import select

import identity
from admin.base import Page
from admin.forms import is_uuid
from admin.look import Look, looking
from admin.queries import given, number
from admin.words import ACTS, act_words, mark, t
from events import acts
from events.acts import Row
from identity.acts import counted
from workflow.messages.base import SYSTEM
from workflow.projections import ITEMS
from workflow.sight import Place, may_enter

SIZE = 50


class About(NamedTuple):
    """What an act was done to, and where that is shown, if the reader may see it."""

    text: str
    address: str = ""


class Line(NamedTuple):
    """A row, its account's name, what was done in words, to what, and its details one by one."""

    row: Row
    name: str
    did: str
    about: About
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
            numbers = _numbers(look, rows[:SIZE])
            lines = [_line(look, row, numbers) for row in rows[:SIZE]]
            return self.render(
                "security.html", look=look, lines=lines, wanted=wanted, before=number("before"),
                more=rows[SIZE - 1].seq if len(rows) > SIZE else None, kinds={kind: act_words(kind) for kind in ACTS},
                head=acts.head(look.connection),
            )  # fmt: skip


def _line(look: Look, row: Row, numbers: dict[str, str]) -> Line:
    name = t("command line") if row.account == SYSTEM.account else look.account(row.account)
    return Line(row, name, act_words(row.kind), _about(look, row.subject, numbers), _details(row))


def _about(look: Look, subject: str, numbers: dict[str, str]) -> About:
    kind, _, rest = subject.partition("-")
    if subject in numbers:
        return About(numbers[subject], f"/admin/item/{rest}")
    if kind == "account" and is_uuid(rest) and may_enter(look.actor, Place.ACCOUNTS):
        return About(look.account(UUID(rest)), f"/admin/accounts/{rest}")
    return About(subject)


def _numbers(look: Look, rows: list[Row]) -> dict[str, str]:
    """The numbers of the items that acts were done to, for who may see items."""
    if not may_enter(look.actor, Place.ITEMS):
        return {}
    board = ITEMS.now.c
    wanted = select(board.stream_id, board.number).where(board.stream_id.in_({row.subject for row in rows}))
    return {row.stream_id: row.number for row in look.connection.execute(wanted)}


def _details(row: Row) -> tuple[tuple[str, str], ...]:
    said = orjson.loads(row.detail)
    shown = {name: act_words(str(value)) if name == "of" else str(value) for name, value in said.items()}
    return tuple(shown.items())
