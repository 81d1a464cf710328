"""The periods of an obligation drawn as a strip of cells: each says how it stands in a word and a mark."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from admin.look import Look
from admin.words import cap, say, t
from workflow.judging import OUTCOMES, Cell, Outcome
from workflow.messages.obligation import Rule
from workflow.obligation_register import Owed, cause_of, period_words
from workflow.raising import item_of

MARKS = {Outcome.MET: "✓", Outcome.LATE: "✓", Outcome.MISSED: "✕", Outcome.RUNNING: "…", Outcome.NOT_OWED: "–"}
WORST_FIRST = (Outcome.MISSED, Outcome.RUNNING, Outcome.LATE, Outcome.MET)
SHOWN = 12


class Drawn(NamedTuple):
    """One cell as it is drawn; `item` is the item that it raised, if it did."""

    outcome: Outcome
    mark: str
    period: str
    words: str
    figure: str
    item: Any = None


class Strip(NamedTuple):
    """A row of cells, under the name of a station where it is one's."""

    name: str
    cells: list[Drawn]


def of_list(one: Owed) -> list[Drawn]:
    """The newest periods of an obligation in one row; stations together, as many as are done of all that owe."""
    if one.rule is not Rule.STATION_QUARTERLY:
        return [drawn(cell) for cell in one.cells[-SHOWN:]]
    quarters: dict[Any, list[Cell]] = {}
    for cell in one.cells:
        quarters.setdefault(cell.period, []).append(cell)
    return [_together(quarters[period]) for period in sorted(quarters)[-SHOWN:]]


def _together(cells: Sequence[Cell]) -> Drawn:
    """As bad as the worst of them."""
    owed = [cell for cell in cells if cell.owed]
    found = {cell.outcome for cell in owed}
    outcome = next((one for one in WORST_FIRST if one in found), Outcome.NOT_OWED)
    done = sum(cell.done >= cell.need for cell in owed)
    figure = t("%(done)s of %(all)s stations", done=done, all=len(owed)) if owed else ""
    return _drawn(outcome, cells[0], figure)


def of_page(look: Look, one: Owed, items: Mapping[UUID, Any]) -> list[Strip]:
    """Every period there was, a row for each station."""
    rows: dict[str, list[Drawn]] = {}
    for cell in one.cells:
        item = items.get(item_of(cause_of(one, cell))) if cell.owed else None
        rows.setdefault(cell.station, []).append(drawn(cell)._replace(item=item))
    return [Strip(look.unit(station) if station else "", cells) for station, cells in rows.items()]


def drawn(cell: Cell) -> Drawn:
    return _drawn(cell.outcome, cell, _figure(cell))


def _figure(cell: Cell) -> str:
    """How many of how many; of an average what that comes to in a month."""
    if not cell.owed:
        return t("done %(n)s", n=cell.done) if cell.done else ""
    if cell.rule is not Rule.MONTHLY_AVERAGE:
        return t("done %(n)s", n=cell.done)
    average = f"{cell.done / cell.need:.2f}"
    return t("%(done)s in %(months)s months, %(average)s a month", done=cell.done, months=cell.need, average=average)


def _drawn(outcome: Outcome, cell: Cell, figure: str) -> Drawn:
    return Drawn(outcome, MARKS[outcome], say(period_words(cell.period)), cap(say(OUTCOMES[outcome])), figure)


def sums(found: Iterable[Owed]) -> dict[str, int]:
    """How many periods were met, told late and missed, of all that are judged; those without a number apart."""
    those = list(found)
    said = {str(outcome): sum(one.count(outcome) for one in those) for outcome in WORST_FIRST}
    return said | {"unquantified": sum(one.rule is Rule.UNQUANTIFIED for one in those)}
