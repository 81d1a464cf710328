"""The contact register: who a station's liaison and people in the know are, and whether their phones answer."""

from typing import Any
from uuid import UUID, uuid5

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

import identity
from admin.base import Page
from admin.command_forms import Form, drawn
from admin.contact_page import REGISTER, ContactForms, entry_page
from admin.forms import FormMaker, Typed
from admin.giving import asked_of, command_id, give, status_of
from admin.look import Look, looking
from admin.queries import given, page_number
from admin.words import cap, mark, say, t
from identity import acts
from workflow import contact_register, registers, reports
from workflow.contact_errors import NoSuchContact
from workflow.contact_register import STANDINGS, Entry, Standing
from workflow.contacts import MAY, SAYS
from workflow.lookups import policy_id
from workflow.messages import CONTACT_COMMANDS, SetPolicy
from workflow.messages.contact import CHECKS, POSTS
from workflow.messages.organisation import WITH_CONTACTS
from workflow.messages.policy import POLICIES, Policy
from workflow.sight import Place

LATE, WAITING = "late", "waiting"


class ContactsPage(Page):
    """Every entry in sight, how it stands, and what can be done."""

    key, title, place = "contacts", mark("Contacts"), Place.CONTACTS

    @expose("/")
    def index(self) -> str:
        with looking() as look:
            return self.render("contacts.html", **_list_page(look, None))

    @expose("/people", methods=["POST"])
    def people(self) -> str:
        """The same with names and phones whole, to call them. That they were read stands in the security log first."""
        with looking(as_of="") as look:
            values = _list_page(look, None, whole=True)
            unit = given("unit") if given("unit") in look.units else ""
            acts.done("people_read", look.actor.account, "contacts", unit=unit, entries=len(values["page"].rows))
            return self.render("contacts.html", **values)

    @expose("/", methods=["POST"])
    def register(self) -> ResponseReturnValue:
        """Register somebody. The entry's id is made of the form's, so that sending it twice is one entry."""
        command = CONTACT_COMMANDS[REGISTER]
        subject = uuid5(command_id(identity.current_actor()), "contact")
        return self._done(give(command, subject, dict(asked_of(command))), say(SAYS[REGISTER]), subject)

    @expose("/rule", methods=["POST"])
    def rule(self) -> ResponseReturnValue:
        """Set within how many days a change is to be reported."""
        policy = Policy.CONTACT_CHANGE_DAYS
        done = give(SetPolicy, policy_id(policy), dict(asked_of(SetPolicy)), policy=policy)
        return self._done(done, say(registers.SAYS["set"]), None)

    @expose("/<uuid:contact_id>")
    def show(self, contact_id: UUID) -> str:
        """An entry as it stood at the moment looked at, and everything that happened to it."""
        with looking() as look:
            return self.render("contact.html", **entry_page(look, contact_id, None))

    @expose("/<uuid:contact_id>/people", methods=["POST"])
    def person(self, contact_id: UUID) -> str:
        """The entry with its names and phones whole; recorded first."""
        with looking(as_of="") as look:
            values = entry_page(look, contact_id, None, whole=True)
            acts.done("people_read", look.actor.account, f"contact-{contact_id}")
            return self.render("contact.html", **values)

    @expose("/<uuid:contact_id>/<trigger>", methods=["POST"])
    def act(self, contact_id: UUID, trigger: str) -> ResponseReturnValue:
        """Carry out a form."""
        if trigger == REGISTER or trigger not in CONTACT_COMMANDS:
            raise NoSuchContact
        command = CONTACT_COMMANDS[trigger]
        done = give(command, contact_id, dict(asked_of(command)))
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("contact.html", **entry_page(look, contact_id, done)), status_of(done)
        return self._done(done, say(SAYS[trigger]), contact_id)

    def _done(self, done: Any, did: str, contact_id: UUID | None) -> ResponseReturnValue:
        if isinstance(done, Typed):
            with looking(as_of="") as look:
                return self.render("contacts.html", **_list_page(look, done)), status_of(done)
        flash(t("Done: %(did)s.", did=did), "success")
        return redirect(url_for(".show", contact_id=contact_id) if contact_id else url_for(".index"), 303)


def _list_page(look: Look, typed: Typed | None, *, whole: bool = False) -> dict[str, Any]:
    """What the list shows: counts of all that is in sight, and a page of what is wanted of it."""
    everything = contact_register.unnamed(look.connection, look.actor, look.at)
    wanted = {name: given(name) for name in ("unit", "standing")}
    of_unit = [one for one in everything if wanted["unit"] in ("", one.bureau)]
    shown = [one for one in of_unit if _wanted(one, wanted["standing"])]
    maker, present = ContactForms(look), not look.at.past
    may = present and look.actor.role in MAY[REGISTER]
    return {
        "look": look, "page": _paged(look, shown, whole), "wanted": wanted, "whole": whole, "chips": _chips(of_unit),
        "tally": contact_register.tally(everything), "standings": STANDINGS, "posts": POSTS, "checks": CHECKS,
        "rule": contact_register.rule(look.connection, Policy.CONTACT_CHANGE_DAYS, look.at),
        "rule_words": POLICIES[Policy.CONTACT_CHANGE_DAYS], "may_import": may, "stations": _stations(look),
        "form": drawn(maker, CONTACT_COMMANDS[REGISTER], SAYS[REGISTER], typed) if may else None,
        "rule_form": _rule_form(look, typed) if present else None,
    }  # fmt: skip


def _stations(look: Look) -> bool:
    """Whether there is any station to have contacts at."""
    return any(unit.what in WITH_CONTACTS for unit in look.units.values())


def _wanted(one: Entry, standing: str) -> bool:
    if standing == LATE:
        return one.late is True
    if standing == WAITING:
        return one.standing in (Standing.FOUND, Standing.OVERDUE)
    return one.standing == standing if standing else one.standing is not Standing.ENDED


def _paged(look: Look, rows: list[Entry], whole: bool) -> reports.Page:
    """Names and phones are opened of the page that is shown."""
    size = reports.PAGE
    number = min(page_number(), max(1, -(-len(rows) // size)))
    shown = contact_register.named(look.connection, rows[(number - 1) * size : number * size], whole=whole)
    return reports.Page(shown, len(rows), number)


def _chips(entries: list[Entry]) -> list[tuple[str, str, int]]:
    """What can be filtered by: value, words, how many."""
    found = [("", t("All"), sum(one.standing is not Standing.ENDED for one in entries))]
    found += [(s.value, cap(say(STANDINGS[s])), sum(one.standing is s for one in entries)) for s in Standing]
    return [*found, (LATE, t("Reported late"), sum(one.late is True for one in entries))]


class RuleForm(FormMaker):
    """Within how many days; from today unless it is said otherwise."""

    def __init__(self, look: Look):
        self.look = look

    def value(self, trigger: str, name: str) -> Any:
        return self.look.at.today.isoformat() if name == "since" else ""


def _rule_form(look: Look, typed: Typed | None) -> Form | None:
    if look.actor.role not in registers.MAY[SetPolicy]:
        return None
    return drawn(RuleForm(look), SetPolicy, registers.SAYS["set"], typed)
