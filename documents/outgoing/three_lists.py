"""三张清单: what was found, what is to be done, who answers for it as roles; one workbook, or tables of a paper."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from documents.official.tables import Column as PaperColumn
from documents.outgoing.forms import About, Asked, Form, Medium
from documents.outgoing.pieces import begun, ended, joined
from documents.outgoing.refusals import NothingToList, TooManyForPaper
from documents.outgoing.sheets import Book, Column, Money, Value
from documents.outgoing.view import View
from workflow import ledger_rows, money
from workflow.errors import Words
from workflow.facts import Kind
from workflow.ledger_rows import Line
from workflow.machine import TRANSITIONS, Owner, roles_for
from workflow.words import KINDS, ROLES, STATES, State

MOST = 1000
TITLE = Words("整改问题清单、任务清单、责任清单", "Lists of problems, tasks and responsibilities")
ORGANISES, HANDLES = Words("单位主要负责人", "the unit's head"), Words("指定的经办人", "the handler it names")
CENTER_OWN = Words("市中心", "the city center")


class Listed(NamedTuple):
    """A column of a list: its name, its width, and what stands in it of the n-th line."""

    name: Words
    width: float
    says: Callable[[View, int, Line], Value]


def _plain(name: str) -> Callable[[View, int, Line], Value]:
    def says(view: View, n: int, line: Line) -> Value:
        found: Value = getattr(line.row, name)
        return found

    return says


def _amount(view: View, n: int, line: Line) -> Value:
    return None if line.row.amount is None else Money(line.row.amount)


def _answers(view: View, n: int, line: Line) -> str:
    """Who answers for it and who works on it, as roles."""
    if line.row.owner == Owner.CITY:
        return view.say(CENTER_OWN)
    return joined(view, [view.say(ORGANISES), view.say(HANDLES)])


def _judges(trigger: str) -> Callable[[View, int, Line], Value]:
    """The roles that a step of it falls to."""
    row = next(row for row in TRANSITIONS if row.trigger == trigger)

    def says(view: View, n: int, line: Line) -> Value:
        return joined(view, [view.say(ROLES[role]) for role in roles_for(row, Owner(line.row.owner))])

    return says


SERIAL = Listed(Words("序号", "No."), 7, lambda view, n, line: n)
NUMBER = Listed(Words("编号", "Number"), 14, _plain("number"))
UNIT = Listed(Words("责任单位", "Unit"), 14, lambda view, n, line: view.unit(line.row.bureau))
DUE = Listed(Words("整改时限", "Due date"), 14, lambda view, n, line: view.due(line.row.due))
LISTS: tuple[tuple[Words, tuple[Listed, ...]], ...] = (
    (Words("问题清单", "Problems"), (
        SERIAL, NUMBER, UNIT,
        Listed(Words("问题类别", "Area"), 12, lambda view, n, line: view.area(line.row.area)),
        Listed(Words("具体问题", "Problem"), 40, _plain("problem")),
        Listed(Words("问题来源", "Source"), 12, _plain("source")),
        Listed(Words("依据条款", "Clause"), 12, _plain("clause")),
        Listed(Words("量化情况", "Figure"), 12, _plain("figure")),
        Listed(Words("涉及金额（元）", "Amount (yuan)"), 14, _amount),
    )),
    (Words("任务清单", "Tasks"), (
        SERIAL, NUMBER, UNIT,
        Listed(Words("整改类型", "Kind"), 10, lambda view, n, line: view.say(KINDS[Kind(line.row.kind)])),
        Listed(Words("整改要求", "Requirement"), 36, _plain("requirement")),
        Listed(Words("整改措施", "Measures taken"), 36, lambda view, n, line: line.said.measures),
        DUE,
        Listed(Words("进展情况", "State"), 10, lambda view, n, line: view.say(STATES[State(line.row.state)])),
    )),
    (Words("责任清单", "Responsibilities"), (
        SERIAL, NUMBER,
        Listed(Words("牵头单位", "Lead unit"), 16, _plain("lead")),
        UNIT,
        Listed(Words("组织落实和经办", "Who answers and works"), 26, _answers),
        Listed(Words("核查", "Who verifies"), 14, _judges("verify")),
        Listed(Words("销号", "Who closes"), 12, _judges("close")),
        DUE,
    )),
)  # fmt: skip


def read(view: View, asked: Asked) -> Asked:
    """NothingToList where no item fits."""
    if not ledger_rows.total(view.connection, view.reader, view.at, asked.wanted):
        raise NothingToList
    return asked


def _lines(view: View, asked: Asked) -> Iterator[tuple[int, Line]]:
    parts = ledger_rows.chunks(view.connection, view.reader, view.at, asked.wanted)
    return enumerate((line for part in parts for line in part), start=1)


def write_book(view: View, asked: Asked) -> bytes:
    """A sheet for each list, all written in one pass over the rows."""
    book = Book(view.say(TITLE), created=view.created)
    total = ledger_rows.total(view.connection, view.reader, view.at, asked.wanted)
    sheets = []
    for name, columns in LISTS:
        heads = [Column(view.say(one.name), one.width) for one in columns]
        sheets.append(book.sheet(view.say(name), heads, title=view.say(name), note=view.note))
    for n, line in _lines(view, asked):
        for sheet, (_, columns) in zip(sheets, LISTS, strict=True):
            sheet.row([one.says(view, n, line) for one in columns])
        if n % ledger_rows.CHUNK == 0 or n == total:
            asked.progress(n, total)
    for sheet in sheets:
        sheet.finish()
    return book.bytes()


def write_paper(view: View, asked: Asked) -> bytes:
    """A table for each list; TooManyForPaper where they would be a book."""
    total = ledger_rows.total(view.connection, view.reader, view.at, asked.wanted)
    if total > MOST:
        raise TooManyForPaper(n=total, most=MOST)
    lines = list(_lines(view, asked))
    paper = begun(view, TITLE, wide=True)
    for name, columns in LISTS:
        paper.heading(1, view.say(name))
        shares = [PaperColumn(view.say(one.name), one.width, centred=one.width < 20) for one in columns]
        paper.table(shares, [[_text(one.says(view, n, line)) for one in columns] for n, line in lines])
    return ended(paper, view)


def _text(value: Value) -> str:
    if isinstance(value, Money):
        return money.yuan(value.fen)
    return "" if value is None else str(value)


FORM = Form(
    name="three-lists", title=Words("三张清单", "Three lists"), about=About.LEDGER, read=read,
    write={Medium.XLSX: write_book, Medium.DOCX: write_paper},
    purpose=Words(
        "问题清单、任务清单、责任清单（责任只写角色和单位）。",
        "What was found, what is to be done, who answers for it as roles.",
    ),
)  # fmt: skip
