"""The tree of organisations, and one unit with every name and place it had; the administrator changes it here."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import select

from admin.base import Page
from admin.command_forms import Form, drawn
from admin.formats import day_text
from admin.forms import Choice, FormMaker, Typed
from admin.giving import asked_of, give, status_of
from admin.look import Look, looking
from admin.words import ENUMS, mark, say, t
from events.event import Recorded
from events.store import EventStore
from workflow import organisations
from workflow.history import until
from workflow.lookups import Unit, answering_for, organisation_id
from workflow.messages import ORGANISATION_COMMANDS, Actor, OrganisationKind
from workflow.messages.organisation import BUREAUS, WITH_CONTACTS
from workflow.organisation_errors import NoSuchOrganisation
from workflow.organisations import SAYS, UNDER, Organisation
from workflow.projections import ITEMS
from workflow.sight import Place, in_sight, may_enter

REGISTER = "register"
RANKS = {kind: rank for rank, kind in enumerate(OrganisationKind)}


class Branch(NamedTuple):
    """A unit in the tree, with those below it."""

    unit: Unit
    kind: str
    below: list["Branch"]


class OrganisationsPage(Page):
    """The units, and what they belong to."""

    key, title, place = "organisations", mark("Organisations"), Place.ORGANISATIONS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("organisations.html", **_tree_page(look, None))

    @expose("/", methods=["POST"])
    def register(self) -> ResponseReturnValue:
        """Register a unit."""
        command = ORGANISATION_COMMANDS[REGISTER]
        code = request.form.get("code", "").strip()
        done = give(command, organisation_id(code), dict(asked_of(command)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("organisations.html", **_tree_page(look, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[REGISTER])), "success")
        return redirect(url_for(".show", code=code), 303)

    @expose("/<code>")
    def show(self, code: str) -> str:
        """A unit as it stood at the moment looked at, and what it was before."""
        with looking() as look:
            return self.render("organisation.html", **_unit_page(look, code, None))

    @expose("/<code>/<trigger>", methods=["POST"])
    def act(self, code: str, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger == REGISTER or trigger not in ORGANISATION_COMMANDS:
            raise NoSuchOrganisation(given=trigger[:64])
        command = ORGANISATION_COMMANDS[trigger]
        done = give(command, organisation_id(code), dict(asked_of(command)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("organisation.html", **_unit_page(look, code, done)), status_of(done)
        flash(t("Done: %(did)s.", did=say(SAYS[trigger])), "success")
        return redirect(url_for(".show", code=code), 303)


class OrganisationForms(FormMaker):
    """The forms of one unit, or the one for a new unit; `organisation` is what stands."""

    def __init__(self, look: Look, organisation: Organisation):
        self.look, self.organisation = look, organisation

    def choices(self, kind: str) -> tuple[Choice, ...]:
        """Units that exist now and can be named: above one of this kind, or to be merged with."""
        what = self.organisation.what
        others = [u for u in self.look.units.values() if not u.dissolved and u.code != self.organisation.code]
        if what is not None:
            fit = {*UNDER[what], *organisations.alike(what)}
            others = [u for u in others if u.what in fit]
        return tuple(Choice(u.code, u.name) for u in others)

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        """With a new name a unit becomes another of its sort, or stays what it is."""
        return organisations.alike(self.organisation.what) if trigger == "rename" else tuple(kind)

    def value(self, trigger: str, name: str) -> Any:
        if name == "since":
            return self.look.at.today.isoformat()
        if trigger == "rename":
            return getattr(self.organisation.name, name, "")
        return ""

    def latest(self, name: str) -> Any:
        return self.look.at.today if name == "since" else None

    def hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case "register", "code":
                return t("Lasting, for programs and lists: letters, digits and dashes.")
            case "register", "parent":
                return t("May be left out where only one unit can be meant.")
            case _, "short":
                return t("Used in the numbers of items.")
        return ""


def _tree_page(look: Look, typed: Typed | None) -> dict[str, Any]:
    return {
        "look": look, "branches": list(_branches(look, None)), "kinds": _kind,
        "form": _form(OrganisationForms(look, organisations.NEW), REGISTER, typed) if _may(look) else None,
        "past": [unit for unit in look.units.values() if unit.dissolved],
    }  # fmt: skip


def _branches(look: Look, parent: str | None) -> Iterator[Branch]:
    """The units below one; at the top also those whose parent is no more, or is not known."""
    for unit in sorted(look.units.values(), key=lambda unit: (RANKS[unit.what], unit.code)):
        if unit.dissolved is None and _above(look, unit) == parent:
            yield Branch(unit, _kind(unit.what), list(_branches(look, unit.code)))


def _above(look: Look, unit: Unit) -> str | None:
    above = look.units.get(unit.parent) if unit.parent else None
    return above.code if above and not above.dissolved and above.code != unit.code else None


def _kind(what: OrganisationKind) -> str:
    return say(ENUMS[OrganisationKind][what])


def _unit_page(look: Look, code: str, typed: Typed | None) -> dict[str, Any]:
    recorded = until(EventStore(look.connection).read(f"organisation-{organisation_id(code)}"), look.at)
    if not recorded:
        raise NoSuchOrganisation(given=code[:64])
    organisation = organisations.fold(recorded)
    assert organisation.what is not None
    return {
        "look": look, "organisation": organisation, "kinds": _kind, "code": code,
        "below": [u for u in look.units.values() if u.parent == code and not u.dissolved],
        "items": _items(look, code), "contacts": _contacts(look, code),
        "steps": [_step(look, one) for one in reversed(recorded)],
        "forms": _forms(look, organisation, typed), "returned": typed,
    }  # fmt: skip


class Step(NamedTuple):
    """An event of a unit, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def _step(look: Look, recorded: Recorded) -> Step:
    event = recorded.event
    since = t("holds since %(day)s", day=day_text(event.since)) if event.since else ""
    return Step(recorded, look.person(Actor.parse(recorded.actor)), since, getattr(event, "reason", ""))


def _items(look: Look, code: str) -> int | None:
    """How many items it has, or had; None where the reader does not see its items."""
    if not in_sight(look.actor).sees(code):
        return None
    table = ITEMS.at(look.at.position)
    return len(look.connection.execute(select(table.c.stream_id).where(table.c.bureau == code)).all())


def _contacts(look: Look, code: str) -> str | None:
    """The bureau to list the contacts of, where the reader sees them: of a station that of its bureau."""
    bureau = answering_for(look.units, code)
    mine = may_enter(look.actor, Place.CONTACTS) and in_sight(look.actor).sees(bureau)
    return bureau if mine and look.units[code].what in (*WITH_CONTACTS, *BUREAUS) else None


def _may(look: Look) -> bool:
    """Forms are drawn for who may send them, in the present."""
    return not look.at.past and look.actor.role in organisations.ADMINS


def _forms(look: Look, organisation: Organisation, typed: Typed | None) -> list[Form]:
    if not _may(look) or (organisation.dissolved and not typed):
        return []
    maker = OrganisationForms(look, organisation)
    return [_form(maker, trigger, typed) for trigger in ORGANISATION_COMMANDS if trigger != REGISTER]


def _form(maker: OrganisationForms, trigger: str, typed: Typed | None) -> Form:
    return drawn(maker, ORGANISATION_COMMANDS[trigger], SAYS[trigger], typed)
