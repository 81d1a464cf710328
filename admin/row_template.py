"""The rows of a list to fill in, with what is known already: unit, station, month, the cases that have a handler."""

from collections.abc import Iterator

from admin.look import Look
from admin.row_list import expected
from workflow import row_register
from workflow.lookups import answering_for
from workflow.messages.row import RegisterKind
from workflow.row_frequency import Month
from workflow.row_register import Entry
from workflow.rows import columns, plain

OF_CASES = (RegisterKind.PAYMENT, RegisterKind.VOUCHER)


def known_rows(look: Look, kind: RegisterKind) -> tuple[list[list[str]], int]:
    """A row for each case, station or unit in sight; and how many names stand in them whole."""
    if kind in OF_CASES:
        found = row_register.named(look.connection, _waiting(look, kind), whole=True)
        rows = [_case(one) for one in found]
    elif kind is RegisterKind.STATION_ACTIVITY:
        rows = list(_stations(look))
    else:
        month = str(Month.of(look.at.today))
        rows = [{"bureau": code, "month": month} for code, _ in look.unit_choices()]
    names = sum(bool(row.get("name")) for row in rows)
    return [_row(look, kind, row) for row in rows or [{"bureau": code} for code, _ in look.unit_choices()]], names


def _waiting(look: Look, kind: RegisterKind) -> list[Entry]:
    """The cases with a handler that the list does not have yet."""
    there = row_register.entries(look.connection, look.actor, look.at, kind)
    known = {(one.bureau, plain(one.values["case_no"])) for one in there if one.struck is None}
    handled = row_register.entries(look.connection, look.actor, look.at, RegisterKind.CASE_HANDLER)
    return [o for o in handled if o.struck is None and (o.bureau, plain(o.values["case_no"])) not in known]


def _case(one: Entry) -> dict[str, str]:
    return {"bureau": one.bureau, "name": one.name or "", **one.values}


def _stations(look: Look) -> Iterator[dict[str, str]]:
    for code in expected(look, RegisterKind.STATION_ACTIVITY):
        yield {"bureau": answering_for(look.units, code), "station": code}


def _row(look: Look, kind: RegisterKind, said: dict[str, str]) -> list[str]:
    """Units and stations by their names."""
    named = {name: look.unit(said[name]) for name in ("bureau", "station") if name in said}
    return [{**said, **named}.get(f.name, "") for f in columns(kind)]
