"""The desk: what waits for me, how the items stand, and for center and auditors the units side by side."""

from typing import NamedTuple

from flask_admin import AdminIndexView, expose

from admin.base import Page
from admin.look import Look, looking
from admin.obligation_page import summary
from admin.totals_box import Box, box
from admin.words import mark
from workflow import contact_register, disclosing, draft_board, light_counts, package_board, reports, upward_reports
from workflow.errors import Words
from workflow.machine import TRIGGERS
from workflow.package_board import WAITS, Wait
from workflow.packages import ANSWERING
from workflow.relapses import Relapses, relapses
from workflow.reports import Filter
from workflow.sight import Place, may_enter
from workflow.words import Role

SEES_ALL = (Role.CITY_CENTER, Role.AUDITOR, Role.EVALUATOR)
SHOWN = 20


class Waiting(NamedTuple):
    """The items that wait for one trigger."""

    trigger: str
    words: Words
    page: reports.Page


class Desk(Page, AdminIndexView):
    """The first page. Everyone who is signed in has one; the system administrator's shows no items."""

    key, title = "admin", mark("Desk")

    def __init__(self) -> None:
        AdminIndexView.__init__(self, name=self.title, endpoint="admin", url="/admin")

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            if not may_enter(look.actor, Place.ITEMS):
                return self.render("desk_system.html", look=look)
            return self.render(
                "desk.html", look=look, waiting=_waiting(look), matrix=_matrix(look),
                box=_box(look),
                lights=light_counts.lights(look.connection, look.actor, look.at),
                counts=reports.counts(look.connection, look.actor, look.at),
                relapses=_relapses(look),
                packages=_packages(look), drafts=draft_board.to_approve(look.connection, look.actor, look.at),
                upward=upward_reports.waiting(look.connection, look.actor, look.at),
                still_owed=summary(look), disclosures=disclosing.to_approve(look.connection, look.actor, look.at),
                to_mend=contact_register.to_mend(look.connection, look.actor, look.at),
            )  # fmt: skip


def _box(look: Look) -> Box | None:
    """The totals of all items, for who sees all."""
    return box(look, Filter()) if look.actor.role in SEES_ALL else None


def _waiting(look: Look) -> list[Waiting]:
    """Nothing waits in the past: the desk is of today."""
    if look.at.past:
        return []
    waited = reports.WAITS_FOR + reports.ALSO_WAITS
    pages = ((t, reports.desk(look.connection, look.actor, look.at, t, size=SHOWN)) for t in waited)
    return [Waiting(trigger, TRIGGERS[trigger], page) for trigger, page in pages if page.total]


def _relapses(look: Look) -> Relapses | None:
    """How often follow-up checks found something back, for who sees all; nothing where nothing was checked."""
    found = relapses(look.connection, look.actor, look.at) if look.actor.role in SEES_ALL else None
    return found if found and found.checks else None


def _packages(look: Look) -> list[tuple[str, Words, int]]:
    """What packages wait for, of those in sight: a bureau's to sign for and return, the center's silent bureaus."""
    if look.actor.role not in (*ANSWERING, Role.CITY_CENTER):
        return []
    counts = package_board.tally(package_board.lines(look.connection, look.actor, look.at))
    wanted = (
        (Wait.UNSIGNED, Wait.TO_RETURN) if look.actor.role in ANSWERING else (Wait.UNSIGNED, Wait.LATE, Wait.RETURNED)
    )
    return [(wait.value, WAITS[wait], counts[wait]) for wait in wanted if counts[wait]]


class Matrix(NamedTuple):
    """Units down, areas across."""

    units: list[str]
    areas: list[str]
    cells: dict[tuple[str, str], dict[str, int]]

    def sum(self, unit: str | None = None, area: str | None = None) -> dict[str, int]:
        """The sum of a line, a column, or everything."""
        wanted = [cell for (u, a), cell in self.cells.items() if unit in (None, u) and area in (None, a)]
        return {name: sum(cell[name] for cell in wanted) for name in reports.COUNTED}


def _matrix(look: Look) -> Matrix | None:
    if look.actor.role not in SEES_ALL:
        return None
    cells = reports.matrix(look.connection, look.actor, look.at)
    if not cells:
        return None
    order = {code: n for n, code in enumerate(look.areas)}
    units = sorted({unit for unit, _ in cells})
    areas = sorted({area for _, area in cells}, key=lambda code: (order.get(code, len(order)), code))
    return Matrix(units, areas, cells)
