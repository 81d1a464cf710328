"""One entry of the contact register: its page, and the forms of an entry or of a new one."""

from datetime import date
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from admin.command_forms import Form, drawn
from admin.formats import day_text
from admin.forms import Choice, FormMaker, Typed
from admin.look import Look
from admin.words import cap, say, t
from events.event import Recorded
from workflow import contact_register
from workflow.contact_register import STANDINGS, Past
from workflow.contacts import MAY, SAYS, was_late
from workflow.messages import CONTACT_COMMANDS, Actor
from workflow.messages.contact import CHECKS, POSTS

REGISTER = "register"


class ContactForms(FormMaker):
    """The forms of an entry, or of a new one."""

    def __init__(self, look: Look):
        self.look = look

    def choices(self, kind: str) -> tuple[Choice, ...]:
        """The stations in sight that are there."""
        seen = contact_register.seen_stations(self.look.units, self.look.actor)
        there = sorted((seen[code], code) for code in seen if not self.look.units[code].dissolved)
        return tuple(Choice(code, self.look.unit(code)) for _, code in there)

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        return tuple(kind)

    def value(self, trigger: str, name: str) -> Any:
        if trigger != REGISTER and self.latest(name):
            return self.look.at.today.isoformat()
        return ""

    def latest(self, name: str) -> date | None:
        return self.look.at.today if name in ("since", "checked_on") else None

    def hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case "register", "since":
                return t("Empty: not known.")
            case "replace" | "change_phone" | "end", "since":
                return t("The day it changed, not the day it is entered.")
            case _, "phone":
                return t("Digits, also with +, -, blanks and an extension.")
        return ""


class Step(NamedTuple):
    """An event of an entry, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def entry_page(look: Look, contact_id: UUID, typed: Typed | None, *, whole: bool = False) -> dict[str, Any]:
    """What the page of an entry shows; NoSuchContact where there is none in sight."""
    past = contact_register.past(look.connection, look.actor, contact_id, look.at, whole=whole)
    assert past.contact.post and past.contact.name and past.contact.phone
    said = past.values.get
    return {
        "look": look, "id": contact_id, "contact": past.contact, "past": past, "whole": whole, "checks": CHECKS,
        "name": said(past.contact.name.ref) or t("(erased)"), "phone": said(past.contact.phone.ref) or t("(erased)"),
        "post": cap(say(POSTS[past.contact.post])), "standing": cap(say(STANDINGS[past.standing])),
        "steps": [_step(look, past, one) for one in reversed(past.recorded)], "forms": _forms(look, past, typed),
    }  # fmt: skip


def _step(look: Look, past: Past, recorded: Recorded) -> Step:
    """What an event said: who, which number, what was found, since when."""
    event = recorded.event
    refs = [ref for name in ("name", "phone") if (ref := getattr(event, name, None))]
    said = [past.values.get(ref.ref) or t("(erased)") for ref in refs]
    if hasattr(event, "result"):
        said.append(t("%(result)s on %(day)s", result=say(CHECKS[event.result]), day=day_text(event.checked_on)))
    if since := getattr(event, "since", None):
        said.append(t("holds since %(day)s", day=day_text(since)))
    if by := getattr(event, "report_by", None) or getattr(event, "answer_by", None):
        said.append(t("to be said by %(day)s", day=day_text(by)))
    if was_late(event):
        said.append(t("reported late, on %(day)s", day=day_text(event.reported_on)))
    reason = getattr(event, "reason", "") or getattr(event, "remark", "")
    return Step(recorded, look.person(Actor.parse(recorded.actor)), t(", ").join(said), reason)


def _forms(look: Look, past: Past, typed: Typed | None) -> list[Form]:
    """Forms are drawn for who may send them, in the present; where the station is no more, an entry is only ended."""
    if look.at.past:
        return []
    station, maker = look.units[past.contact.station], ContactForms(look)
    if past.contact.ended:
        offered = [] if station.dissolved else ["replace"]
    else:
        offered = ["end"] if station.dissolved else ["check", "change_phone", "replace", "end"]
    if typed and typed.trigger not in offered:
        offered = [*offered, typed.trigger]  # what was sent from an older page comes back with what is said of it
    return [drawn(maker, CONTACT_COMMANDS[one], SAYS[one], typed) for one in offered if look.actor.role in MAY[one]]
