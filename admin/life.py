"""The life of items, drawn: its states with how many items stand in each, and every row of the table."""

from typing import Any

from flask import Response, abort
from flask_admin import expose

import identity
from admin.base import Page
from admin.look import Look, looking
from admin.queries import given
from admin.words import cap, mark, say, t
from workflow import machine, reports
from workflow.life import Life
from workflow.sight import Place
from workflow.words import ROLES, Role, State, outcome_words


class LifePage(Page):
    """The version in force, or an earlier one."""

    key, title, place = "life", mark("Life of an item"), Place.ITEMS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            version = _version(given("version"))
            return self.render("life.html", look=look, **_page(look, version, machine.released()[version]))

    @expose("/item-<int:version>.json")
    def canonical(self, version: int) -> Response:
        """The bytes that the digest is over, as they were frozen."""
        if version not in machine.released():
            abort(404)
        content = (machine.FOLDER / f"item-{version}.json").read_bytes()
        name = f"attachment; filename=item-{version}.json"
        return Response(content, 200, {"Content-Disposition": name}, mimetype="application/json")


def _version(asked: str) -> int:
    """The version asked for; the newest where none is. 404 for one that there is not."""
    known = machine.released()
    if not asked:
        return max(known)
    if not (asked.isascii() and asked.isdigit() and int(asked[:9]) in known):
        abort(404)
    return int(asked[:9])


def _page(look: Look, version: int, life: Life[State]) -> dict[str, Any]:
    language = "zh" if identity.language().startswith("zh") else "en"
    return {
        "version": version, "versions": sorted(machine.released(), reverse=True), "life": life,
        "counts": _counts(look), "drawing": f"lives/item-{version}.{language}.svg",
        "digest": machine.digest_of(version), "beside": {state: _beside(life, state) for state in life.states},
        "moves": [_move(life, row) for row in life.rows],
    }  # fmt: skip


def _counts(look: Look) -> dict[str, int]:
    """How many items in sight stand in each state, whatever was concluded."""
    found = reports.counts(look.connection, look.actor, look.at)
    found[State.VERIFIED.value] += found.pop("ongoing")
    return found


def _beside(life: Life[State], state: State) -> str:
    """What can be recorded in a state without leaving it."""
    rows = (row for row in life.rows if row.source is state and row.dest is state)
    return t(", ").join(dict.fromkeys(cap(say(row.says)) for row in rows))


def _move(life: Life[State], row: Any) -> dict[str, str]:
    """A row of the table in words."""
    said = t(", ").join(say(outcome_words(outcome)) for outcome in row.outcomes)
    clock = [t("the system's clock")] if row.clock else []
    return {
        "what": cap(say(row.says)) + (t(" (%(outcomes)s)", outcomes=said) if said else ""),
        "source": cap(say(life.states[row.source])) if row.source else "–", "dest": cap(say(life.states[row.dest])),
        "roles": _roles(row.roles, clock), "city_roles": _roles(row.city_roles, clock),
    }  # fmt: skip


def _roles(roles: tuple[Role, ...], clock: list[str]) -> str:
    return t(", ").join([*(say(ROLES[role]) for role in roles), *clock])
