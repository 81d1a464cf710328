"""汇总台账: the ledger on A3 with sums per unit and in all, lights as coloured words; and its totals on a second sheet.

Sums are written as values. Rows are read, written and forgotten some hundred at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from documents.outgoing.forms import About, Asked, Form, Medium
from documents.outgoing.ledger_columns import COLUMNS, Shown
from documents.outgoing.refusals import NothingToList
from documents.outgoing.sheets import A3, Book, Column, Money, Sheet, Value
from documents.outgoing.totals_box import sheet as totals_sheet
from documents.outgoing.view import View
from events import vault
from workflow import ledger_rows
from workflow.errors import Words
from workflow.ledger_rows import Line
from workflow.reports import Filter
from workflow.totals import Totals, totals

TITLE = Words("整改工作汇总台账", "Ledger of rectification items")
SHEET = Words("汇总台账", "Ledger")
SUBTOTAL, SUM = Words("小计（{unit}，{n}项）", "Sum ({unit}, {n} items)"), Words("合计（{n}项）", "Total ({n} items)")
PERSONS = ("leader", "contact", "phone")


@dataclass(frozen=True)
class Facts:
    """What was asked for, how many rows there are, and their totals; the rows are read as they are written."""

    asked: Asked
    rows: int
    totals: Totals


@dataclass
class Sums:
    """How many rows, and the sum of each column that is summed."""

    rows: int = 0
    money: int = 0
    evidence: int = 0

    def add(self, line: Line) -> None:
        self.rows += 1
        self.money += line.row.amount or 0
        self.evidence += line.said.evidence

    def values(self, label: str) -> list[Value]:
        """The row that states them: its label over the problem, sums below their columns."""
        summed: Iterator[Value] = iter((Money(self.money), self.evidence))
        cells: list[Value] = [next(summed) if one.sums else "" for one in COLUMNS]
        cells[LABEL] = label
        return cells


LABEL = next(n for n, one in enumerate(COLUMNS) if one.name.en == "Problem")


def read(view: View, asked: Asked) -> Facts:
    """NothingToList where no item fits."""
    number = ledger_rows.total(view.connection, view.reader, view.at, asked.wanted)
    if not number:
        raise NothingToList
    return Facts(asked, number, totals(view.connection, view.reader, view.at, asked.wanted))


def write(view: View, facts: Facts) -> bytes:
    title = view.say(TITLE)
    book = Book(title, created=view.created)
    columns = [Column(view.say(one.name), one.width) for one in COLUMNS]
    sheet = book.sheet(view.say(SHEET), columns, title=title, note=view.note, paper=A3)
    _write_rows(view, facts, sheet)
    sheet.finish()
    totals_sheet(book, view, facts.totals)
    return book.bytes()


def _write_rows(view: View, facts: Facts, sheet: Sheet) -> None:
    """Each unit's rows with their sum, then the sum of all."""
    whole, tell = Sums(), facts.asked.progress
    for unit, listed in groupby(lines(view, facts.asked.wanted), key=lambda shown: shown.line.row.bureau):
        mine = Sums()
        for shown in listed:
            sheet.row([one.says(view, shown) for one in COLUMNS])
            mine.add(shown.line)
            if shown.place % ledger_rows.CHUNK == 0:
                tell(shown.place, facts.rows)
        sheet.total(mine.values(view.say(SUBTOTAL, unit=view.unit(unit), n=mine.rows)))
        whole = Sums(whole.rows + mine.rows, whole.money + mine.money, whole.evidence + mine.evidence)
    sheet.total(whole.values(view.say(SUM, n=whole.rows)))
    tell(facts.rows, facts.rows)


def lines(view: View, wanted: Filter) -> Iterator[Shown]:
    """The rows with what was said of each, and who is named in it."""
    place = 0
    for part in ledger_rows.chunks(view.connection, view.reader, view.at, wanted):
        refs = {ref.ref for line in part for name in PERSONS if (ref := getattr(line.said, name)) is not None}
        personal = vault.reveal(view.connection, refs)
        for line in part:
            place += 1
            yield Shown(place, line, personal)


FORM = Form(
    name="ledger", title=Words("汇总台账", "Printed ledger"), about=About.LEDGER, read=read,
    write={Medium.XLSX: write},
    purpose=Words(
        "A3 横向的整改台账：督办灯、各单位小计和合计，另附汇总数据；姓名电话按页面规则遮盖。",
        "The ledger on A3: lights, sums per unit and in all, and the totals; names and phones masked as on pages.",
    ),
)  # fmt: skip
