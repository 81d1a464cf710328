"""Forms made from commands: a field for each one asked, its label and hints as the command declares them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from marshmallow import fields as ma
from sqlalchemy import Connection

from admin.formats import due_words
from admin.words import ENUMS, cap, say, t
from identity import accounts
from workflow.errors import Refusal, Words
from workflow.facts import Conclusion
from workflow.file_types import TYPES
from workflow.item import Item
from workflow.machine import NOT_DONE, transition
from workflow.messages import Evidence, ItemCommand
from workflow.schemas import schema_for
from workflow.words import CONCLUSIONS, STATES


class Choice(NamedTuple):
    value: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form. `widget` is text, area, date, radios, select or files; `latest` the last day it takes."""

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
    """What was typed into a form that comes back, and what is wrong with it; `kept` are files already uploaded.

    `expired` says that the form's token was not valid any more: then nothing was carried out, nor any file taken.
    """

    trigger: str
    values: Mapping[str, str]
    kept: tuple[Evidence, ...] = ()
    errors: Mapping[str, list[Words]]
    refusal: Refusal | None = None
    expired: bool = False


class FormMaker:
    """Makes the forms of one item; `today` decides what is past."""

    def __init__(self, connection: Connection, item: Item, today: date):
        self.connection, self.item, self.today = connection, item, today

    def fields(self, command: type[ItemCommand], typed: Typed | None) -> list[Field]:
        """The command's fields, holding what was typed or, at first, what was last said."""
        asked = [f for f in fields(command) if "label" in f.metadata]
        return [self._field(command, f.name, dict(f.metadata), typed) for f in asked]

    def _field(self, command: type[ItemCommand], name: str, hints: dict[str, Any], typed: Typed | None) -> Field:
        kind = schema_for(command).fields[name]
        widget, choices = self._widget(command.trigger, kind, hints)
        wrong = tuple(typed.errors.get(name, ())) if typed else ()
        return Field(
            name=name, label=hints["label"], widget=widget, required=kind.required, choices=choices,
            value=self._value(command.trigger, name, widget, typed), errors=wrong, rows=hints.get("rows", 3),
            longest=hints.get("max", 500), hint=self._hint(command.trigger, name), latest=self._latest(name),
        )  # fmt: skip

    def _widget(self, trigger: str, kind: ma.Field[Any], hints: dict[str, Any]) -> tuple[str, tuple[Choice, ...]]:
        if hints.get("choice") == "handlers":
            return "select", handlers(self.connection, self.item.bureau)
        match kind:
            case ma.Enum():
                return "radios", tuple(self._choice(trigger, one) for one in kind.enum)
            case ma.Date():
                return "date", ()
            case ma.List():
                return "files", ()
            case _:
                return ("area" if "rows" in hints else "text"), ()

    def _choice(self, trigger: str, value: Any) -> Choice:
        """A choice says where it leads, if that depends on it."""
        hint = ""
        if isinstance(value, Conclusion):
            try:
                row = transition(self.item.state, trigger, value)
                hint = t("then: %(state)s", state=say(STATES[row.dest]))
            except Refusal:
                hint = ""
        return Choice(value.value, cap(say(ENUMS[type(value)][value])), hint)

    def _value(self, trigger: str, name: str, widget: str, typed: Typed | None) -> Any:
        if typed:
            return typed.kept if widget == "files" else typed.values.get(name, "")
        if trigger == "report":
            return getattr(self.item, name)
        return ""

    def _latest(self, name: str) -> date | None:
        """The internal date is not after the item's own."""
        return self.item.due.last if name == "internal_due" and self.item.due else None

    def _hint(self, trigger: str, name: str) -> str:
        match trigger, name:
            case "assign", "internal_due" if last := self._latest(name):
                due = due_words(self.item.due)
                if last < self.today:
                    return t("The due date, %(due)s, is past; only dates not after it can be chosen.", due=due)
                return t("Not after %(due)s.", due=due)
            case "verify", "reason":
                asking = t(", ").join(say(CONCLUSIONS[conclusion]) for conclusion in NOT_DONE)
                return t("Required for: %(conclusions)s.", conclusions=asking)
            case "report", "evidence":
                return t("%(types)s; at most 20 MB each.", types=" ".join(TYPES))
        return ""


def handlers(connection: Connection, org: str) -> tuple[Choice, ...]:
    """The accounts an item of this unit can be assigned to."""
    return tuple(Choice(str(account), name) for account, name in accounts.handlers(connection, org))


def is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
