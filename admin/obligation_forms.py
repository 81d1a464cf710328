"""The forms of obligations: set up for one unit or several, changed by the center, performed by the unit that owes."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import request

import identity
from admin.command_forms import Form, drawn
from admin.forms import Choice, FormMaker, Typed
from admin.giving import as_typed, asked_of, give
from admin.look import Look
from admin.uploads import take
from admin.words import t
from workflow import files, obligations, performances
from workflow.errors import Words
from workflow.file_types import TYPES
from workflow.messages import (
    OBLIGATION_COMMANDS,
    Actor,
    Evidence,
    RecordPerformance,
    SetUpObligation,
    StrikePerformance,
)
from workflow.messages.obligation import Rule
from workflow.messages.organisation import STATIONS
from workflow.obligation_register import Done, Whole
from workflow.service import Done as Carried

NO_UNIT = Words("请至少选择一个责任单位", "Choose at least one responsible unit")


class ObligationForms(FormMaker):
    """What the page knows of an obligation, or of a new one."""

    def __init__(self, look: Look, bureau: str = ""):
        self.look, self.bureau = look, bureau

    def choices(self, kind: str) -> tuple[Choice, ...]:
        if kind == "areas":
            return tuple(Choice(code, words) for code, words in self.look.area_choices())
        if kind == "bureaus":
            there = self.look.unit_choices()
            return tuple(Choice(code, name) for code, name in there if not self.look.units[code].dissolved)
        mine = (unit for unit in self.look.units.values() if unit.what in STATIONS and unit.parent == self.bureau)
        return tuple(Choice(unit.code, unit.name) for unit in mine)

    def value(self, trigger: str, name: str) -> Any:
        if name == "evidence":
            return ()
        return self.look.at.today.isoformat() if name == "performed_on" else ""

    def latest(self, name: str) -> date | None:
        return self.look.at.today if name == "performed_on" else None

    def hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case "set_up" | "change", "since":
                return t("Counted from the first whole period that begins on this day or later.")
            case "set_up", "until":
                return t("Empty: no end.")
            case "end", "since":
                return t("The first day on which nothing is owed any more.")
            case "record", "evidence":
                return t("%(types)s; at most 20 MB each.", types=" ".join(TYPES))
        return ""


def set_up_form(look: Look, typed: Typed | None) -> Form | None:
    """Drawn for who may send it, in the present."""
    if look.at.past or look.actor.role not in obligations.CENTER:
        return None
    return drawn(ObligationForms(look), SetUpObligation, obligations.SAYS["set_up"], typed)


def forms(look: Look, whole: Whole, typed: Typed | None) -> list[Form]:
    """Those that change the obligation, for who may send them, in the present."""
    one = whole.owed.obligation
    if look.at.past or look.actor.role not in obligations.CENTER or one.ended:
        return []
    offered = ["resume" if one.paused else "suspend", "change", "end"]
    maker = ObligationForms(look, one.bureau)
    return [drawn(maker, OBLIGATION_COMMANDS[trigger], obligations.SAYS[trigger], typed) for trigger in offered]


def record_form(look: Look, whole: Whole, typed: Typed | None) -> Form | None:
    """To tell what was done, for the people of the unit that owes it."""
    owed = whole.owed
    if look.at.past or not performances.may_record(look.actor, owed.obligation.bureau):
        return None
    form = drawn(ObligationForms(look, owed.obligation.bureau), RecordPerformance, performances.SAYS["record"], typed)
    stationed = any(phase.rule is Rule.STATION_QUARTERLY for phase in owed.terms.phases)
    return form if stationed else form._replace(fields=[f for f in form.fields if f.name != "station"])


def strike_form(look: Look, done: Done, typed: Typed | None) -> Form | None:
    """To take back what was told, for who may."""
    if look.at.past or done.performance.struck is not None or not performances.may_strike(look.actor, done.performance):
        return None
    return drawn(ObligationForms(look), StrikePerformance, performances.SAYS["strike"], typed)


def record(obligation_id: UUID, subject: UUID, *, may: bool) -> Carried | Typed:
    """Carry the form out. Files are stored only for someone who `may`; of others only their digests are taken."""
    data: dict[str, object] = dict(asked_of(RecordPerformance))
    ledger, by = identity.current_ledger(), identity.current_actor()
    brought = take(ledger, by, request.files.getlist("evidence"), keep=may)
    digests = list(dict.fromkeys([*request.form.getlist("kept"), *brought.digests]))[:200]
    kept = _known(digests, by)
    if brought.refusals:
        errors = {"evidence": [Words(r.message("zh"), r.message("en")) for r in brought.refusals]}
        return Typed(trigger=RecordPerformance.trigger, values=as_typed(data), kept=kept, errors=errors)
    return give(RecordPerformance, subject, data | {"evidence": digests}, kept, obligation=obligation_id)


def _known(digests: list[str], by: Actor) -> tuple[Evidence, ...]:
    """Those that the actor's own unit has uploaded."""
    with identity.current_ledger().database.reading() as connection:
        return tuple(filter(None, (files.find(connection, digest, by.org) for digest in digests)))
