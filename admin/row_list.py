"""The list of a register: its rows, how many each unit has, how often, what is found; and the same as a workbook."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from admin.command_forms import drawn
from admin.formats import local
from admin.forms import Typed
from admin.look import Look
from admin.queries import given, number, page_number
from admin.row_page import RowForms, words_of
from admin.words import say, t
from documents.ledger_xlsx import write_ledger
from workflow import reports, row_raising, row_register
from workflow.lookups import answering_for
from workflow.messages import ROW_COMMANDS
from workflow.messages.organisation import BUREAUS, WITH_CONTACTS
from workflow.messages.row import KINDS, RegisterKind
from workflow.row_counts import counted
from workflow.row_matching import MATCHED, Lists
from workflow.row_register import Entry
from workflow.row_rules import RULES, Finding, of_units
from workflow.rows import KEEPERS, RAISERS, SAYS, columns
from workflow.sight import in_sight

FOUND, STRUCK = "found", "struck"
MOST_FOUND = 200


class Shown(NamedTuple):
    """A finding as its line says it; `item` and `number` are of the item that was raised for it."""

    finding: Finding
    chosen_by: str
    item: UUID | None
    number: str


def list_page(look: Look, kind: RegisterKind, typed: Typed | None) -> dict[str, Any]:
    """What the list shows: counts of all that is in sight, and a page of what is wanted of it."""
    everything = row_register.entries(look.connection, look.actor, look.at, kind)
    lists, found = row_register.found_in(look.connection, look.actor, look.at, kind)
    unit, standing = given("unit"), given("standing")
    of_unit = [one for one in everything if unit in ("", one.bureau)]
    findings = [one for one in found if unit in ("", one.line.bureau)]
    held = {one.line.row_id for one in findings}
    counting = [one for one in of_unit if one.struck is None]
    wanted = {
        FOUND: [one for one in counting if one.row_id in held],
        STRUCK: [o for o in of_unit if o.struck is not None],
    }
    year = number("year") or look.at.today.year
    may, present = look.actor.role in KEEPERS, not look.at.past
    return {
        "look": look, "kind": kind, "words": KINDS[kind], "unit": unit, "standing": standing, "year": year,
        "page": _paged(look, wanted.get(standing, counting)), "chips": _chips(counting, wanted),
        "heads": [say(f.metadata["label"]) for f in columns(kind) if f.name != "bureau"],
        "cells": lambda one: cells(look, one), "tally": _tally(look, everything, found),
        "counted": counted(kind, lists[kind], year, look.at.today, expected(look, kind)),
        "unlisted": _unlisted(kind, lists),
        "findings": _shown(look, findings[:MOST_FOUND]), "more": len(findings) - MOST_FOUND, "rules": RULES,
        "may_raise": present and look.actor.role in RAISERS, "may_import": may and present, "refused": "",
        "form": drawn(RowForms(look), ROW_COMMANDS[kind], SAYS["record"], typed) if may and present else None,
    }  # fmt: skip


def _chips(counting: Sequence[Entry], wanted: dict[str, list[Entry]]) -> list[tuple[str, str, int]]:
    return [
        ("", t("All"), len(counting)), (FOUND, t("With findings"), len(wanted[FOUND])),
        (STRUCK, t("Struck"), len(wanted[STRUCK])),
    ]  # fmt: skip


def _paged(look: Look, rows: Sequence[Entry]) -> reports.Page:
    """Names are opened of the page that is shown."""
    size = reports.PAGE
    page = min(page_number(), max(1, -(-len(rows) // size)))
    shown = row_register.named(look.connection, rows[(page - 1) * size : page * size])
    return reports.Page(shown, len(rows), page)


def cells(look: Look, one: Entry) -> list[tuple[str, str]]:
    """The row's columns but for its unit: label and words."""
    return [
        (say(f.metadata["label"]), _cell(look, one, f.name)) for f in columns(one.kind) if f.name != "bureau"
    ]  # fmt: skip


def _cell(look: Look, one: Entry, name: str) -> str:
    if name == "name":
        return one.name or (t("(erased)") if one.ref else "")
    return words_of(look, one.kind, name, one.values.get(name, ""))


def expected(look: Look, kind: RegisterKind) -> list[str]:
    """The stations, or the bureaus, in sight that are to have rows: they are told of when they have none, too."""
    seen = in_sight(look.actor)
    what = WITH_CONTACTS if kind is RegisterKind.STATION_ACTIVITY else BUREAUS
    there = [unit.code for unit in look.units.values() if unit.what in what and not unit.dissolved]
    return [code for code in there if seen.sees(answering_for(look.units, code))]


def _tally(look: Look, everything: Sequence[Entry], found: Sequence[Finding]) -> dict[str, tuple[int, int]]:
    """By unit, how many rows count, and how many findings there are."""
    units, findings = {one.bureau for one in everything} | set(expected(look, RegisterKind.PAYMENT)), of_units(found)
    rows = {unit: sum(one.bureau == unit and one.struck is None for one in everything) for unit in sorted(units)}
    return {unit: (rows[unit], findings.get(unit, 0)) for unit in rows}


def _unlisted(kind: RegisterKind, lists: Lists) -> list[str]:
    """The lists that a kind is matched with and that nobody in sight has handed in."""
    others = MATCHED if kind in MATCHED and lists[kind] else ()
    return [say(KINDS[one]) for one in others if not lists.get(one)]


def _shown(look: Look, found: Sequence[Finding]) -> list[Shown]:
    """Findings with the items that were raised for them; what was raised is of now, so in the past it is left out."""
    raised = {} if look.at.past else row_raising.numbers(look.connection, found)
    nothing: tuple[UUID | None, str] = (None, "")
    return [Shown(one, chosen := row_raising.chosen_by(one), *raised.get(chosen, nothing)) for one in found]


def export(look: Look, kind: RegisterKind) -> bytes:
    """The rows that count, of the unit asked for."""
    unit = given("unit")
    found = row_register.entries(look.connection, look.actor, look.at, kind)
    rows = row_register.named(look.connection, [o for o in found if o.struck is None and unit in ("", o.bureau)])
    heads = [say(f.metadata["label"]) for f in columns(kind)]
    lines = [[look.unit(one.bureau), *(text for _, text in cells(look, one))] for one in rows]
    note = t("As of %(moment)s. Rows: %(total)s.", moment=f"{local(look.at.at):%Y-%m-%d %H:%M}", total=len(rows))
    return write_ledger(heads, lines, title=say(KINDS[kind]), note=note, created=local(look.at.at))
