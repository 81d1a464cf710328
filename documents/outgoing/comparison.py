"""县区对比表: the units side by side, closed of all. Who sees all has it by area, as of any moment; a bureau as it was
published, by unit alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents.official.tables import Column as PaperColumn
from documents.official.tables import Content, Tinted
from documents.outgoing.forms import About, Asked, Form, Medium
from documents.outgoing.pieces import begun, ended
from documents.outgoing.published import counts_at
from documents.outgoing.refusals import NoSuchDocument, NothingToList
from documents.outgoing.sheets import A3, LIGHTS, Book, Column, Marked, Value
from documents.outgoing.view import View
from workflow import comparing, reports
from workflow.comparison_errors import NoSuchComparison
from workflow.errors import Words
from workflow.reports import COUNTED
from workflow.sight import in_comparison

Counts = Mapping[str, int]
TITLE, SHEET = Words("县（市、区）整改进度对比表", "Comparison of the units"), Words("对比表", "Comparison")
UNIT, SUM = Words("单位", "Unit"), Words("合计", "Sum")
NAMES = {
    "total": Words("事项（项）", "Items"), "closed": Words("已销号（项）", "Closed"),
    "overdue": Words("已逾期（项）", "Overdue"), "waiting": Words("等待外部（项）", "Waiting outside"),
}  # fmt: skip
RATE = Words("销号率", "Closed of all")
LATE = Words("\n逾期{n}", "\nlate {n}")
KEY = Words(
    "每格为“已销号/事项数”。绿底：全部销号；红底：有逾期；无底色：正在整改。",
    "Each cell is closed / all. Green: all closed; red: some overdue; plain: under way.",
)
PUBLISHED = Words("{title}；依据：{basis}", "{title}; basis: {basis}")
COUNTS_AT = Words(
    "数字为日志第{position}条之后的情况（{day}）。", "The counts are those after position {position} ({day})."
)


@dataclass(frozen=True)
class Facts:
    """Columns of names, lines of counts by unit, and what is said above them."""

    columns: tuple[str, ...]
    cells: Mapping[str, tuple[Counts | int | str, ...]]
    above: tuple[str, ...]


def now(view: View, asked: Asked) -> Facts:
    """By area, of all units; NoSuchDocument for who does not see all, NothingToList for an empty ledger."""
    if not in_comparison(view.reader, published=False):
        raise NoSuchDocument
    found = reports.matrix(view.connection, view.reader, view.at)
    if not found:
        raise NothingToList
    order = {code: n for n, code in enumerate(view.areas)}
    areas = sorted({area for _, area in found}, key=lambda code: (order.get(code, len(order)), code))
    units = sorted({unit for unit, _ in found})
    lines = {unit: [found.get((unit, area), {}) for area in areas] for unit in units}
    cells = {view.unit(unit): (*mine, _sum(mine)) for unit, mine in lines.items()}
    columns = [[mine[n] for mine in lines.values()] for n in range(len(areas))]
    sums = [_sum(column) for column in columns]
    cells[view.say(SUM)] = (*sums, _sum(sums))
    return Facts((*map(view.area, areas), view.say(SUM)), cells, (view.say(KEY),))


def published(view: View, asked: Asked) -> Facts:
    """What was published: counts by unit; NoSuchComparison where it is not open to the reader."""
    if asked.comparison is None:
        raise NoSuchComparison
    said, _ = comparing.one(view.connection, view.reader, asked.comparison, view.at)
    counts, then = counts_at(view, said.at_position)
    cells = {view.unit(unit): _line(mine) for unit, mine in counts.items()}
    cells[view.say(SUM)] = _line(_sum(list(counts.values())))
    above = (
        view.say(PUBLISHED, title=said.title, basis=said.basis),
        view.say(COUNTS_AT, position=said.at_position, day=view.day(then.today)),
    )
    return Facts((*(view.say(NAMES[name]) for name in COUNTED), view.say(RATE)), cells, above)


def _line(mine: Counts) -> tuple[Counts | int | str, ...]:
    rate = f"{100 * mine['closed'] / mine['total']:.1f}%" if mine["total"] else "–"
    return (*(mine[name] for name in COUNTED), rate)


def _sum(cells: Sequence[Counts]) -> Counts:
    return {name: sum(cell.get(name, 0) for cell in cells) for name in COUNTED}


def _colour(cell: Counts) -> str:
    if cell["overdue"]:
        return "red"
    return "green" if cell["closed"] == cell["total"] else ""


def _words(view: View, cell: Counts) -> str:
    late = view.say(LATE, n=cell["overdue"]) if cell["overdue"] else ""
    return f"{cell['closed']}/{cell['total']}{late}"


def write(view: View, facts: Facts) -> bytes:
    paper = begun(view, TITLE, wide=True)
    for line in facts.above:
        paper.small(line)
    width = max(9, 70 // len(facts.columns))
    columns = [PaperColumn(view.say(UNIT), 16), *(PaperColumn(name, width, centred=True) for name in facts.columns)]
    paper.table(columns, [[unit, *(_content(view, cell) for cell in cells)] for unit, cells in facts.cells.items()])
    return ended(paper, view)


def _content(view: View, cell: Counts | int | str) -> Content:
    if not isinstance(cell, Mapping):
        return str(cell)
    if not cell.get("total"):
        return "–"
    said, colour = _words(view, cell), _colour(cell)
    return Tinted(said, LIGHTS[colour][1]) if colour else said


def write_book(view: View, facts: Facts) -> bytes:
    title = view.say(TITLE)
    book = Book(title, created=view.created)
    columns = [Column(view.say(UNIT), 18), *(Column(name, 14) for name in facts.columns)]
    page = book.sheet(view.say(SHEET), columns, title=title, note=" ".join([*facts.above, view.note]), paper=A3)
    for unit, cells in facts.cells.items():
        page.row([unit, *(_value(view, cell) for cell in cells)])
    page.finish(filtered=False)
    return book.bytes()


def _value(view: View, cell: Counts | int | str) -> Value:
    if not isinstance(cell, Mapping):
        return Marked(str(cell), "plain") if isinstance(cell, str) else cell
    if not cell.get("total"):
        return Marked("–", "plain")
    return Marked(_words(view, cell), _colour(cell) or "plain")


BOTH = {Medium.DOCX: write, Medium.XLSX: write_book}
NOW = Form(
    name="comparison", title=Words("县区对比表", "Comparison"), about=About.LEDGER, read=now, write=BOTH,
    purpose=Words(
        "各单位按问题类别的销号进度（市中心、评价、审计可取）。",
        "The units by area, closed of all; for center, evaluators and auditors.",
    ),
)  # fmt: skip
PUBLISHED_FORM = Form(
    name="published", title=Words("公布的县区对比表", "Published comparison"), about=About.COMPARISON, read=published,
    write=BOTH,
    purpose=Words("按公布时的数字出具，各单位可取。", "The counts as they were published, open to every bureau."),
)  # fmt: skip
