"""The desk: what waits for me, how the items stand, and for center and auditors the units side by side."""

from typing import NamedTuple

from flask_admin import AdminIndexView, expose

from admin.base import Page
from admin.look import Look, looking
from admin.obligation_page import summary
from admin.words import mark
from workflow import contact_register, reports
from workflow.errors import Words
from workflow.machine import TRIGGERS
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
                counts=reports.counts(look.connection, look.actor, look.at),
                still_owed=summary(look),
                to_mend=contact_register.to_mend(look.connection, look.actor, look.at),
            )  # fmt: skip


def _waiting(look: Look) -> list[Waiting]:
    """Nothing waits in the past: the desk is of today."""
    if look.at.past:
        return []
    pages = ((t, reports.desk(look.connection, look.actor, look.at, t, size=SHOWN)) for t in reports.WAITS_FOR)
    return [Waiting(trigger, TRIGGERS[trigger], page) for trigger, page in pages if page.total]


class Matrix(NamedTuple):
    """Units down, areas across."""

    units: list[str]
    areas: list[str]
    cells: dict[tuple[str, str], dict[str, int]]

    def sum(self, unit: str | None = None, area: str | None = None) -> dict[str, int]:
        """The sum of a line, a column, or everything."""
        wanted = [cell for (u, a), cell in self.cells.items() if unit in (None, u) and area in (None, a)]
        return {name: sum(cell[name] for cell in wanted) for name in ("total", "closed", "overdue")}


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
