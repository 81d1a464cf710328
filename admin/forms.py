"""Forms made from commands: a field for each one asked, its label and hints as the command declares them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from marshmallow import fields as ma
from sqlalchemy import Connection

from admin.deadlines import extension_hint
from admin.formats import due_words
from admin.words import ENUMS, cap, say, t
from identity import accounts
from workflow.errors import Refusal, Words
from workflow.facts import Light
from workflow.file_types import TYPES
from workflow.item import Item
from workflow.machine import NOT_DONE, life_of
from workflow.matters import STANDS, open_to
from workflow.messages import Command, Evidence
from workflow.messages.finding import QUANTIFIERS
from workflow.schemas import schema_for
from workflow.words import CONCLUSIONS, OUTCOMES, STATES

MEASURES = {f"measures_to_{trigger.removesuffix('_measure')}": trigger for trigger in STANDS}
FIGURE_PARTS = ("count", "of", "unit", "quantifier")
MANY = 8  # choices, from which on a list is easier to find one's way in than buttons


class Choice(NamedTuple):
    value: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form. `widget` is text, area, date, radios, select, checks, figure or files; `latest` the last day
    it takes."""

    name: str
    label: Words
    widget: str
    required: bool
    value: Any = ""
    errors: tuple[Words, ...] = ()
    choices: tuple[Choice, ...] = ()
    rows: int = 3
    longest: int = 500
    hint: str = ""
    latest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into a form that comes back, and what is wrong with it; `kept` are files already uploaded, in
    `kept_by` those of each field where a form takes several kinds.

    `expired` says that the form's token was not valid any more: then nothing was carried out, nor any file taken.
    """

    trigger: str
    values: Mapping[str, str]
    kept: tuple[Evidence, ...] = ()
    kept_by: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    errors: Mapping[str, list[Words]]
    refusal: Refusal | None = None
    expired: bool = False


class FormMaker:
    """Makes forms of commands. What a page knows of its subject, it says by overriding the methods without a line."""

    def fields(self, command: type[Command], typed: Typed | None) -> list[Field]:
        """The command's fields, holding what was typed or, at first, what the page knows."""
        asked = [f for f in fields(command) if "label" in f.metadata]
        return [self._field(command, f.name, dict(f.metadata), typed) for f in asked]

    def choices(self, kind: str) -> tuple[Choice, ...]:
        """What can be chosen where a field names a `choice`."""
        raise NotImplementedError

    def value(self, trigger: str, name: str) -> Any:
        """What a field holds before anything was typed."""
        return ""

    def hint(self, trigger: str, name: str) -> str:
        return ""

    def latest(self, name: str) -> date | None:
        """The last day a date field takes."""
        return None

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        """What can be chosen of a kind."""
        return tuple(kind)

    def leads(self, trigger: str, value: Any) -> str:
        """Where choosing a value leads, if that depends on it."""
        return ""

    def _field(self, command: type[Command], name: str, hints: dict[str, Any], typed: Typed | None) -> Field:
        kind = schema_for(command).fields[name]
        widget, choices = self._widget(command.trigger, kind, hints)
        wrong = tuple(typed.errors.get(name, ())) if typed else ()
        return Field(
            name=name, label=hints["label"], widget=widget, required=kind.required, choices=choices,
            value=self._value(command.trigger, name, widget, typed), errors=wrong, rows=hints.get("rows", 3),
            longest=30 if hints.get("money") else hints.get("max", 500), hint=self.hint(command.trigger, name),
            latest=self.latest(name),
        )  # fmt: skip

    def _widget(self, trigger: str, kind: ma.Field[Any], hints: dict[str, Any]) -> tuple[str, tuple[Choice, ...]]:
        if "choice" in hints:
            return ("checks" if isinstance(kind, ma.List) else "select"), self.choices(hints["choice"])
        if "parts" in hints:
            return "figure", tuple(Choice(stated, cap(say(words))) for stated, words in QUANTIFIERS.items())
        match kind:
            case ma.Enum():
                members = self.members(trigger, kind.enum)
                widget = "radios" if len(members) < MANY else "select"
                return widget, tuple(self._choice(trigger, one) for one in members)
            case ma.Date():
                return "date", ()
            case ma.List():
                return "files", ()
            case _:
                return ("area" if "rows" in hints else "text"), ()

    def _choice(self, trigger: str, value: Any) -> Choice:
        return Choice(value.value, cap(say(ENUMS[type(value)][value])), self.leads(trigger, value))

    def _value(self, trigger: str, name: str, widget: str, typed: Typed | None) -> Any:
        if typed and widget == "figure":
            return {part: typed.values.get(f"{name}.{part}", "") for part in FIGURE_PARTS}
        if typed:
            if widget == "files":
                return typed.kept if name == "evidence" else typed.kept_by.get(name, ())
            return typed.values.get(name, "").split() if widget == "checks" else typed.values.get(name, "")
        return self.value(trigger, name)


class ItemForms(FormMaker):
    """The forms of one item; `today` decides what is past, `units` are those that answer, by code and name."""

    def __init__(self, connection: Connection, item: Item, today: date, units: Iterable[tuple[str, str]] = ()):
        self.connection, self.item, self.today, self.units = connection, item, today, units

    def choices(self, kind: str) -> tuple[Choice, ...]:
        if trigger := MEASURES.get(kind):
            return tuple(Choice(str(one.number), f"{one.number}. {one.what}") for one in open_to(trigger, self.item))
        if kind == "other_units":
            return tuple(Choice(code, name) for code, name in self.units if code != self.item.bureau)
        return handlers(self.connection, self.item.bureau, self.today)

    def value(self, trigger: str, name: str) -> Any:
        """A report begins with what was last said, an answer with the date that was asked for."""
        if (trigger, name) == ("decide_extension", "until") and self.item.extension_until:
            return self.item.extension_until.isoformat()
        return getattr(self.item, name) if trigger == "report" else ""

    def latest(self, name: str) -> date | None:
        """A date within the item's is not after it; what has been is not after today."""
        if name in ("contacted_on", "checked_on"):
            return self.today
        return self.item.due.last if name in ("internal_due", "measure_due") and self.item.due else None

    def members(self, trigger: str, kind: type[Enum]) -> tuple[Any, ...]:
        """A light is only raised."""
        if kind is Light and self.item.light:
            return tuple(light for light in Light if light.rank > self.item.light.rank)
        return tuple(kind)

    def leads(self, trigger: str, value: Any) -> str:
        if type(value) not in OUTCOMES:
            return ""
        try:
            row = life_of(self.item.definition).row(self.item.state, trigger, value)
            return t("then: %(state)s", state=say(STATES[row.dest]))
        except Refusal:
            return ""

    def hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case ("assign", "internal_due") | ("plan_measure", "measure_due") if last := self.latest(name):
                due = due_words(self.item.due)
                if last < self.today:
                    return t("The due date, %(due)s, is past; only dates not after it can be chosen.", due=due)
                return t("Not after %(due)s.", due=due)
            case "verify", "reason":
                asking = t(", ").join(say(CONCLUSIONS[conclusion]) for conclusion in NOT_DONE)
                return t("Required for: %(conclusions)s.", conclusions=asking)
            case "note_progress", "progress" if self.item.due and self.item.due.last < self.today:
                return t("The due date, %(due)s, is past: say here why it is late.", due=due_words(self.item.due))
            case "object", "reason":
                return t("An objection stops no clock; until it is answered the item cannot be closed.")
            case "wait_for", "awaiting":
                return t("An office, not a person. While it is awaited the item does not count as overdue against you.")
            case "transfer", "bureau":
                return t("Handler, internal date and named people are forgotten; the number stays.")
            case ("request_extension" | "decide_extension", "until") | ("reopen" | "follow_up", "new_due") if (
                self.item.due
            ):
                return extension_hint(self.connection, trigger, self.item.due, self.today)
            case ("report", "evidence") | ("note_progress" | "complete_measure", "attached"):
                return t("%(types)s; at most 20 MB each.", types=" ".join(TYPES))
        return ""


def handlers(connection: Connection, org: str, on: date) -> tuple[Choice, ...]:
    """The accounts an item of this unit can be assigned to."""
    return tuple(Choice(str(account), name) for account, name in accounts.handlers(connection, org, on))


def is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
