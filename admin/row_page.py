"""Rows of the typed registers as pages say them: their columns in words, their forms, one row with its past."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from admin.command_forms import Form, drawn
from admin.formats import day_text
from admin.forms import Choice, FormMaker, Typed
from admin.look import Look
from admin.words import say, t
from events.event import Recorded
from workflow import row_register
from workflow.errors import Words
from workflow.lookups import answering_for
from workflow.messages import ROW_COMMANDS, Actor
from workflow.messages.kinds import COLUMN_WORDS
from workflow.messages.organisation import WITH_CONTACTS
from workflow.messages.row import KINDS, RegisterKind, StrikeRow
from workflow.money import plain
from workflow.row_register import Past
from workflow.rows import APART, KEEPERS, SAYS, columns, given, hints_of
from workflow.sight import in_sight


def words_of(look: Look, kind: RegisterKind, name: str, text: str) -> str:
    """A column's value as it is read: a choice in words, an amount in yuan, a day, a station by its name."""
    if not text:
        return ""
    what = hints_of(kind)[name]
    column = next(f for f in columns(kind) if f.name == name)
    if what in COLUMN_WORDS or any(one in COLUMN_WORDS for one in getattr(what, "__args__", ())):
        words: dict[str, Words] = {one.value: said for some in COLUMN_WORDS.values() for one, said in some.items()}
        return say(words[text]) if text in words else text
    if column.metadata.get("money"):
        return plain(int(text))
    if name == "station":
        return look.unit(text)
    return day_text(date.fromisoformat(text)) if what is date or date in getattr(what, "__args__", ()) else text


class RowForms(FormMaker):
    """The forms of a row, or of a new one; `stood` is what the row says now."""

    def __init__(self, look: Look, stood: dict[str, str] | None = None):
        self.look, self.stood = look, stood or {}

    def choices(self, kind: str) -> tuple[Choice, ...]:
        """The units in sight, or the stations of those, that are there."""
        seen, units = in_sight(self.look.actor), self.look.units
        if kind == "bureaus":
            there = [u for u in units.values() if u.answers and seen.sees(u.code)]
        else:
            stations = (u for u in units.values() if u.what in WITH_CONTACTS and not u.dissolved)
            there = [u for u in stations if seen.sees(answering_for(units, u.code))]
        return tuple(Choice(u.code, u.name) for u in there)

    def value(self, trigger: str, name: str) -> Any:
        """What the row says; in a new one the only unit there is to choose."""
        if trigger != "record":
            return ""
        if not self.stood and name == "bureau" and len(mine := self.choices("bureaus")) == 1:
            return mine[0].value
        return self.stood.get(name, "")

    def latest(self, name: str) -> date | None:
        return self.look.at.today

    def hint(self, trigger: str, name: str) -> str:
        match name:
            case "month":
                return t("Such as 2020-03.")
            case "amount" | "total":
                return t("In yuan, such as 1200.50.")
            case "name":
                return t("Kept beside the record, and shown masked.")
        return ""


class Step(NamedTuple):
    """An event of a row, as its page tells it."""

    recorded: Recorded
    by: str
    what: str
    reason: str


def row_page(look: Look, row_id: UUID, typed: Typed | None, *, whole: bool = False) -> dict[str, Any]:
    """What the page of a row shows; NoSuchRow where there is none in sight."""
    past = row_register.past(look.connection, look.actor, row_id, look.at, whole=whole)
    kind, row = past.row.kind, past.row
    assert kind is not None and row.values is not None
    stood = row.values
    name = past.names.get(row.name.ref) or t("(erased)") if row.name else ""
    said = [
        (say(f.metadata["label"]), name if f.name == "name" else words_of(look, kind, f.name, stood.get(f.name, "")))
        for f in columns(kind)
        if f.name != "bureau"
    ]
    found = row_register.found_in(look.connection, look.actor, look.at, kind)[1]
    return {
        "look": look, "id": row_id, "row": row, "kind": kind, "words": KINDS[kind], "said": said, "whole": whole,
        "steps": [_step(look, kind, past, n) for n in range(len(past.recorded) - 1, -1, -1)],
        "found": [one for one in found if one.line.row_id == row_id],
        "forms": _forms(look, kind, past, typed),
    }  # fmt: skip


def _step(look: Look, kind: RegisterKind, past: Past, number: int) -> Step:
    """What an event said; of a change, what differs from before."""
    recorded = past.recorded[number]
    event, before = recorded.event, past.recorded[number - 1].event if number else None
    stood, values = getattr(before, "values", {}), getattr(event, "values", {})
    said = []
    for column in columns(kind):
        text = values.get(column.name, "")
        if column.name not in APART and text != stood.get(column.name, ""):
            said.append(f"{say(column.metadata['label'])} {words_of(look, kind, column.name, text) or '–'}")
    if (ref := getattr(event, "name", None)) and ref != getattr(before, "name", None):
        said.append(past.names.get(ref.ref) or t("(erased)"))
    reason = getattr(event, "reason", "")
    return Step(recorded, look.person(Actor.parse(recorded.actor)), t(", ").join(said), reason)


def _forms(look: Look, kind: RegisterKind, past: Past, typed: Typed | None) -> list[Form]:
    """Forms are drawn for who may send them, in the present, while the row counts."""
    row = past.row
    if look.at.past or look.actor.role not in KEEPERS or (row.struck is not None and typed is None):
        return []
    stood = given(kind, row.values or {}) | {"bureau": row.bureau}
    change = drawn(RowForms(look, stood), ROW_COMMANDS[kind], SAYS["change"], typed)
    same, there = t("Empty: the same person."), row.name is not None
    kept = [replace(f, required=False, hint=same) if there and f.name == "name" else f for f in change.fields]
    strike = drawn(RowForms(look), StrikeRow, SAYS["strike"], typed)
    return [change._replace(trigger="change", fields=kept), strike]
