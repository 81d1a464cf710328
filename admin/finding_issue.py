"""The form that issues items from a finding: the units to choose from, and carrying it out, all or none."""

from typing import Any, NamedTuple
from uuid import uuid4, uuid5

from flask import request
from marshmallow import ValidationError

import identity
from admin.finding_forms import clauses_of
from admin.forms import Choice, Field, FormMaker, Typed
from admin.giving import as_typed, asked_of, command_id, sent_back
from admin.look import Look
from admin.words import t
from workflow import money, patterns, reports, schemas
from workflow.errors import Refusal
from workflow.finding_errors import NoUnitsChosen
from workflow.finding_items import issue_all
from workflow.finding_register import Row, Seen
from workflow.messages import Command, IssueItem
from workflow.messages.finding import SOURCES, Concerns
from workflow.messages.organisation import BUREAUS
from workflow.repeating import Earlier, earlier_items
from workflow.words import State

ISSUED_WITH = ("notice", "kind", "problem", "requirement", "due", "amount")


class Chosen(NamedTuple):
    """A unit that an item can be issued to: whether it was ticked, and what of its earlier items this may repeat."""

    code: str
    name: str
    ticked: bool
    earlier: list[Earlier]
    repeats: str


class Raising(NamedTuple):
    """The form that issues items from a finding."""

    fields: list[Field]
    units: list[Chosen]
    typed: Typed | None
    command: str


class IssueForms(FormMaker):
    """What is asked once for all units that are chosen."""

    def __init__(self, look: Look, row: Row):
        self.look, self.row = look, row

    def fields(self, command: type[Command], typed: Typed | None) -> list[Field]:
        return [field for field in super().fields(command, typed) if field.name in ISSUED_WITH]

    def choices(self, kind: str) -> tuple[Choice, ...]:
        found = reports.notice_names(self.look.connection, self.look.actor, self.look.at)
        return tuple(Choice(str(one.notice_id), f"{one.number} {one.title[:24]}") for one in found)

    def value(self, trigger: str, name: str) -> Any:
        alone = len(self.row.units) == 1 and self.row.amount is not None
        amount = money.plain(self.row.amount) if alone and self.row.amount is not None else ""
        return {"problem": self.row.text, "amount": amount}.get(name, "")

    def hint(self, trigger: str, name: str) -> str:
        match name:
            case "due":
                return t("A day, or less exact: 2020-04-xun1, 2020-04, 2020-Q2, 2020.")
            case "amount":
                return t("The part of one unit; the same for each that is ticked.")
        return ""


def raising(look: Look, seen: Seen, typed: Typed | None) -> Raising:
    """The form, with the units that can be chosen: those named, or any."""
    back = typed if typed and typed.trigger == IssueItem.trigger else None
    issued = {item.bureau for item in seen.items if item.state != State.WITHDRAWN}
    named = seen.row.concerns is Concerns.NAMED
    units = [
        unit for unit in look.units.values()
        if unit.answers and unit.code not in issued and (unit.city or not named or unit.code in seen.row.units)
    ]  # fmt: skip
    ticked = back.values.get("units", "").split() if back else [u for u in seen.row.units if named]
    chosen = [
        Chosen(
            unit.code, unit.name, unit.code in ticked,
            earlier_items(look.connection, look.actor, look.at, seen.row, unit.code) if unit.what in BUREAUS else [],
            back.values.get(f"repeats-{unit.code}", "") if back else "",
        )
        for unit in units
    ]  # fmt: skip
    return Raising(IssueForms(look, seen.row).fields(IssueItem, back), chosen, back, str(uuid4()))


def issue(look: Look, seen: Seen) -> int | Typed:
    """Issue an item to each unit that was ticked, all or none; how many, or the form as it was typed."""
    ledger, by, once = identity.current_ledger(), identity.current_actor(), command_id(identity.current_actor())
    asked: dict[str, Any] = {name: text for name, text in asked_of(IssueItem).items() if name in ISSUED_WITH}
    ticked = list(dict.fromkeys(request.form.getlist("units")))[:100]
    picked = {f"repeats-{code}": request.form.get(f"repeats-{code}", "") for code in ticked}
    typed = Typed(trigger=IssueItem.trigger, values=as_typed({**asked, **picked, "units": ticked}), errors={})
    try:
        if not ticked:
            raise NoUnitsChosen
        commands = [
            schemas.load(
                IssueItem, {**asked, **_of_finding(look, seen, code), "repeats": picked[f"repeats-{code}"]},
                command_id=uuid5(once, code), subject=uuid5(once, f"item {code}"), by=by, at=ledger.clock.now(),
            )
            for code in ticked
        ]  # fmt: skip
        for command in commands:
            patterns.require_seen(command, seen="personal_seen" in request.form)
        return len(issue_all(ledger, commands))
    except (ValidationError, Refusal) as error:
        return sent_back(typed, error)


def _of_finding(look: Look, seen: Seen, unit: str) -> dict[str, Any]:
    """What an item takes over from its finding."""
    row = seen.row
    clause = next((one for one in clauses_of(look) if one.code == row.clause), None)
    text = f"{clause.code} {clause.zh}" if clause else row.criterion
    return {
        "finding": str(row.finding_id), "bureau": unit, "area": row.area, "source": SOURCES[row.source].zh,
        "clause": text[:500], "figure": seen.finding.figure,
    }  # fmt: skip
