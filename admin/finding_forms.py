"""The forms of findings: what they offer, and what was posted into them."""

from enum import Enum
from typing import Any

from flask import request

import identity
from admin.forms import FIGURE_PARTS, Choice, Field, FormMaker, Typed
from admin.giving import asked_of
from admin.look import Look
from admin.words import t
from events.store import EventStore
from workflow import money, schemas
from workflow.finding_register import Row, Seen, years
from workflow.findings import SOURCES_OF, Finding
from workflow.lookups import current_clauses
from workflow.messages import Clause, Command
from workflow.messages.finding import Concerns, Source
from workflow.repeating import proposed
from workflow.sight import ANSWERING

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
