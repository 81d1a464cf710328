"""The totals as a paper and as a sheet: one line for each number, and what it counts."""

from documents.official.tables import Column as PaperColumn
from documents.outgoing.forms import About, Asked, Form, Medium
from documents.outgoing.pieces import begun, ended
from documents.outgoing.sheets import Book, Column, Money, Value
from documents.outgoing.view import View
from workflow import money
from workflow.errors import Words
from workflow.totals import Totals, totals

TITLE, SHEET = Words("整改情况汇总表", "Totals of the ledger"), Words("汇总数据", "Totals")
COLUMNS = (Words("指标", "What"), Words("数值", "Number"), Words("口径", "How it is counted"))
COUNTED: dict[str, tuple[Words, Words]] = {
    "areas": (Words("涉及方面（个）", "Problem areas"), Words("未撤回事项涉及的问题类别", "of items not withdrawn")),
    "units": (Words("涉及单位（个）", "Units"), Words("未撤回事项的责任单位", "that answer for items not withdrawn")),
    "problems": (
        Words("问题（个）", "Problems"),
        Words("同一通知中表述相同的问题，涉及几个单位也只计一个", "one problem of a notice, whatever its units"),
    ),
    "items": (Words("整改事项（项）", "Items"), Words("问题按责任单位分解，不含已撤回", "not withdrawn")),
    "money": (Words("涉及金额（元）", "Money (yuan)"), Words("写明金额的{priced}项逐项相加", "of {priced} items")),
    "closed": (Words("已销号（项）", "Closed"), Words("已确认销号", "struck off")),
    "under_way": (Words("正在整改（项）", "Under way"), Words("已下发、已分派、已上报、已核查", "issued to verified")),
    "overdue": (Words("其中已逾期（项）", "of which overdue"), Words("过了整改时限仍未上报", "past due, not reported")),
    "converted": (Words("转持续义务（项）", "Made obligations"), Words("转为长期坚持的义务", "go on as obligations")),
    "withdrawn": (Words("已撤回（项）", "Withdrawn"), Words("不计入以上各数", "in none of the other numbers")),
}


NOT_STATED = "—"


def read(view: View, asked: Asked) -> Totals:
    return totals(view.connection, view.reader, view.at, asked.wanted)


def rows(view: View, found: Totals) -> list[tuple[str, int, str]]:
    """Each number with its name and what it counts; money in fen."""
    return [
        (view.say(name), getattr(found, key), view.say(how).format(priced=found.priced))
        for key, (name, how) in COUNTED.items()
    ]


def _yuan(number: int, found: Totals) -> str:
    """No item that states an amount is not the same as nought."""
    return money.yuan(number) if found.priced else NOT_STATED


def write(view: View, found: Totals) -> bytes:
    paper = begun(view, TITLE)
    names = [view.say(name) for name in COLUMNS]
    columns = [PaperColumn(names[0], 26), PaperColumn(names[1], 24, centred=True), PaperColumn(names[2], 50)]
    is_money = list(COUNTED).index("money")
    paper.table(columns, [
        [name, _yuan(number, found) if n == is_money else str(number), how]
        for n, (name, number, how) in enumerate(rows(view, found))
    ])  # fmt: skip
    return ended(paper, view)


def write_sheet(view: View, found: Totals) -> bytes:
    book = Book(view.say(TITLE), created=view.created)
    sheet(book, view, found)
    return book.bytes()


def sheet(book: Book, view: View, found: Totals) -> None:
    """A sheet of a workbook with the totals."""
    columns = [Column(view.say(name), width) for name, width in zip(COLUMNS, (22, 20, 56), strict=True)]
    page = book.sheet(view.say(SHEET), columns, title=view.say(TITLE), note=view.note)
    is_money = list(COUNTED).index("money")
    for n, (name, number, how) in enumerate(rows(view, found)):
        value: Value = (Money(number) if found.priced else NOT_STATED) if n == is_money else number
        page.row([name, value, how])
    page.finish(filtered=False)


FORM = Form(
    name="totals", title=Words("汇总数据", "Totals"), about=About.LEDGER, read=read,
    write={Medium.DOCX: write, Medium.XLSX: write_sheet},
    purpose=Words(
        "方面、单位、问题、事项、金额和整改进度的汇总数，注明口径。",
        "How many areas, units, problems, items, how much money, how far.",
    ),
)  # fmt: skip
