"""The box of totals on the ledger and the desk: every number leads to the list of the items behind it."""

from dataclasses import replace
from typing import NamedTuple

from admin.look import Look
from admin.queries import here
from admin.words import mark, say, t
from documents.outgoing.totals_box import COUNTED, NOT_STATED
from workflow import money
from workflow.reports import Filter
from workflow.totals import Totals, totals

LEDGER = "/admin/ledger/"
BARS = ("closed", "converted", "under_way", "overdue")
LEADS: dict[str, dict[str, str]] = {
    "areas": {"state": "standing"},
    "units": {"state": "standing", "sort": "bureau"},
    "problems": {"state": "standing"},
    "items": {"state": "standing"},
    "money": {"state": "", "matter": "amount"},
    "closed": {"state": "closed"},
    "under_way": {"state": "open"},
    "overdue": {"state": "", "due": "overdue", "before": ""},
    "converted": {"state": "converted"},
    "withdrawn": {"state": "withdrawn"},
}
SHORT = {
    "areas": mark("Areas concerned"), "units": mark("Units"), "problems": mark("Problems"), "items": mark("Items"),
    "money": mark("Money (yuan)"), "closed": mark("Closed"), "under_way": mark("Under way"),
    "overdue": mark("of which overdue"), "converted": mark("Made obligations"), "withdrawn": mark("Withdrawn"),
}  # fmt: skip


class Cell(NamedTuple):
    """A number: its name, how it is counted, and the list behind it; "" where no list has exactly these items."""

    key: str
    name: str
    value: str
    how: str
    href: str


class Box(NamedTuple):
    """The cells, and the parts of the bar: how many are closed, converted, under way in time, and overdue."""

    cells: list[Cell]
    parts: list[tuple[str, int]]
    items: int


def box(look: Look, wanted: Filter) -> Box:
    """Of what the list is filtered by, whatever state is wanted."""
    found = totals(look.connection, look.actor, look.at, replace(wanted, state=""))
    cells = [_cell(key, found, wanted) for key in COUNTED]
    in_time = found.under_way - found.overdue
    numbers = dict(zip(BARS, (found.closed, found.converted, in_time, found.overdue), strict=True))
    return Box(cells, [(name, number) for name, number in numbers.items() if number], found.items)


def _cell(key: str, found: Totals, wanted: Filter) -> Cell:
    number = getattr(found, key)
    value = str(number) if key != "money" else money.yuan(number) if found.priced else NOT_STATED
    how = say(COUNTED[key][1]).format(priced=found.priced)
    leads = LEADS[key]
    narrower = ("due" in leads and wanted.due) or ("matter" in leads and wanted.matter)
    return Cell(key, t(SHORT[key]), value, how, "" if narrower else here(LEDGER, **leads))
