"""The forms of findings: what they offer, what was posted into them, and the one that issues items from a finding."""

from enum import Enum
from typing import Any, NamedTuple
from uuid import uuid4, uuid5

from flask import request
from marshmallow import ValidationError

import identity
from admin.forms import FIGURE_PARTS, Choice, Field, FormMaker, Typed
from admin.giving import as_typed, asked_of, command_id, sent_back
from admin.look import Look
from admin.words import say, t
from events.store import EventStore
from workflow import money, patterns, reports, schemas
from workflow.errors import Refusal
from workflow.finding_errors import NoUnitsChosen
from workflow.finding_items import issue_all
from workflow.finding_register import Row, Seen, years
from workflow.findings import SOURCES_OF, Finding
from workflow.lookups import current_clauses
from workflow.messages import Clause, Command, IssueItem
from workflow.messages.finding import SOURCES, Concerns, Source
from workflow.messages.organisation import BUREAUS
from workflow.repeating import Earlier, earlier_items, proposed
from workflow.sight import ANSWERING

ISSUED_WITH = ("notice", "kind", "problem", "requirement", "due", "amount")
SHOWN = 60


class FindingForms(FormMaker):
    """The forms of a finding, or of a new one; `found` are the findings in sight."""

    def __init__(self, look: Look, found: list[Row], seen: Seen | None = None):
        self.look, self.found, self.seen = look, found, seen

    @property
    def own(self) -> bool:
        """Whether the reader can say things of their own unit alone."""
        return self.look.actor.role in ANSWERING

    def fields(self, command: type[Command], typed: Typed | None) -> list[Field]:
        """Which earlier finding a new one repeats is asked once it is there, and alike ones can be proposed."""
        made = super().fields(command, typed)
        return made if command.trigger == "link" else [field for field in made if field.name != "repeats"]

    def choices(self, kind: str) -> tuple[Choice, ...]:
        match kind:
            case "clauses":
                return tuple(Choice(one.code, clause_words(one)) for one in clauses_of(self.look))
            case "areas":
                return tuple(Choice(code, words) for code, words in self.look.area_choices())
            case "units":
                return tuple(Choice(code, name) for code, name in self.look.unit_choices())
            case _:
                return tuple(Choice(str(row.finding_id), row_words(row)) for row in self._earlier())

    def _earlier(self) -> list[Row]:
        """What it may repeat: first what is proposed, then the other findings of earlier years."""
        if self.seen is None:
            return []
        first = proposed(self.seen.row, self.found)
        return (
            first
            + [row for row in self.found if row.year < self.seen.row.year and not row.withdrawn and row not in first][
                :SHOWN
            ]
        )

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        if kind is Source:
            return SOURCES_OF.get(self.look.actor.role, ())
        return (Concerns.NAMED,) if kind is Concerns and self.own else tuple(kind)

    def value(self, trigger: str, name: str) -> Any:
        if trigger == "correct" and self.seen is not None:
            return said_before(self.seen.finding, name)
        if name == "figure":
            return dict.fromkeys(FIGURE_PARTS, "")
        if trigger != "enter":
            return ""
        known = years(self.found)
        own = {"source": Source.SELF_REPORTED.value, "concerns": Concerns.NAMED.value, "units": self.look.actor.org}
        year = known[0] if known else self.look.at.today.year - 1
        return (own if self.own else {}).get(name, str(year) if name == "year" else "")

    def hint(self, trigger: str, name: str) -> str:
        match name:
            case "area":
                return t("Empty: that of the clause.")
            case "figure":
                return t("A number of a whole, or the quantifier as it was stated; never both.")
            case "amount":
                return t("Exact, such as 12345.60.")
        return ""


def said_before(finding: Finding, name: str) -> Any:
    """What a form of correction begins with."""
    value = getattr(finding, name, "")
    match name:
        case "figure":
            parts = {part: getattr(value, part, None) for part in FIGURE_PARTS}
            return {part: "" if given is None else str(given) for part, given in parts.items()}
        case "units":
            return " ".join(value)
        case "amount":
            return "" if value is None else money.plain(value)
        case _:
            return getattr(value, "value", value)


def clauses_of(look: Look) -> tuple[Clause, ...]:
    return current_clauses(EventStore(look.connection)).clauses


def clause_words(clause: Clause) -> str:
    text = clause.zh if identity.language().startswith("zh") else clause.en
    return f"{clause.code} {text[:SHOWN]}"


def row_words(row: Row) -> str:
    return t("%(year)s %(number)s %(text)s", year=row.year, number=row.number, text=row.text[:SHOWN])


def posted(command: type[Command]) -> dict[str, Any]:
    """What a form of a finding holds; its figure in parts, its units as a list."""
    data: dict[str, Any] = dict(asked_of(command))
    known = schemas.schema_for(command).fields
    if "units" in known:
        data["units"] = request.form.getlist("units")
    if "figure" in known:
        data["figure"] = _figure() or None
    return data


def _figure() -> dict[str, Any]:
    given = {part: request.form.get(f"figure.{part}", "").strip() for part in FIGURE_PARTS}
    numbers = {part: int(text) if text.isdecimal() and len(text) < 10 else text for part, text in given.items()}
    return {part: numbers[part] if part in ("count", "of") else given[part] for part in FIGURE_PARTS if given[part]}


def kept(typed: Typed) -> Typed:
    """The form that comes back, with the parts of its figure."""
    parts = {f"figure.{part}": request.form.get(f"figure.{part}", "") for part in FIGURE_PARTS}
    return Typed(trigger=typed.trigger, values={**typed.values, **parts}, errors=typed.errors, refusal=typed.refusal)


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
    issued = {item.bureau for item in seen.items if item.state != "withdrawn"}
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
                IssueItem, {**asked, **_of_finding(look, seen.row, code), "repeats": picked[f"repeats-{code}"]},
                command_id=uuid5(once, code), subject=uuid5(once, f"item {code}"), by=by, at=ledger.clock.now(),
            )
            for code in ticked
        ]  # fmt: skip
        for command in commands:
            patterns.require_seen(command, seen="personal_seen" in request.form)
        return len(issue_all(ledger, commands))
    except (ValidationError, Refusal) as error:
        return sent_back(typed, error)


def _of_finding(look: Look, row: Row, unit: str) -> dict[str, Any]:
    """What an item takes over from its finding."""
    clause = next((one for one in clauses_of(look) if one.code == row.clause), None)
    text = f"{clause.code} {clause.zh}" if clause else row.criterion
    return {
        "finding": str(row.finding_id), "bureau": unit, "area": row.area, "source": SOURCES[row.source].zh,
        "clause": text[:500], "figure": row.figure or None,
    }  # fmt: skip


def source_words(row: Row) -> str:
    return say(SOURCES[row.source])
