"""整改任务书 of an item, and of all items of a bureau's package: what is to be done, until when, by which roles.

The unit's figure beside the city's is taken from the newest comparison that was published and is open to the reader;
where there is none it is 【待核】.
"""

from documents.official.paper import Paper
from documents.official.tables import Column
from documents.outgoing import item_papers as i
from documents.outgoing import package_papers as p
from documents.outgoing.forms import About, Form, Medium
from documents.outgoing.item_papers import OfItem
from documents.outgoing.package_papers import OfPackage
from documents.outgoing.pieces import SIGN_HERE, Rows, begun, ended, rows
from documents.outgoing.published import counts_at
from documents.outgoing.view import View
from workflow import comparing
from workflow.errors import Words
from workflow.history import life
from workflow.item import Item
from workflow.plan import STANDINGS

TITLE = Words("整改任务书", "Task of a rectification item")
CLAUSE, FIGURE = Words("依据条款", "Clause"), Words("量化情况", "Figure")
BASELINE = Words("与全市对比", "Against the city")
COMPARED = Words(
    "据《{title}》（日志第{position}条）：本单位销号{own}，全市{city}。",
    "By “{title}” (position {position}): closed {own} in this unit, {city} in the city.",
)
MEASURES, OWN_DATE = Words("分项措施", "Planned measures"), Words("内部期限", "The unit's own date")
HEAD, DEPUTY = Words("主要负责人", "Head of the unit"), Words("分管负责人", "Deputy in charge")
HANDLER, CENTER = Words("经办人", "Handler"), Words("市中心", "City center")
MEASURE_COLUMNS = (
    (Words("序号", "No."), 8), (Words("措施", "Measure"), 52), (Words("期限", "Due"), 22),
    (Words("进度", "How far"), 18),
)  # fmt: skip
LISTED = Words("你单位承担的整改任务共{n}项，逐项如下。", "Your unit has {n} tasks; they are:")


def write(view: View, of: OfItem) -> bytes:
    paper = begun(view, TITLE, of.item.number)
    paper.addressee(view.unit(of.item.bureau))
    _task(paper, view, of.item, baseline(view, of.item.bureau))
    paper.form(_signs(view))
    return ended(paper, view, view.center, view.at.today)


def write_all(view: View, of: OfPackage) -> bytes:
    paper = begun(view, TITLE, of.line.number)
    paper.addressee(view.unit(of.line.bureau))
    paper.body(view.say(LISTED, n=len(of.items)))
    compared = baseline(view, of.line.bureau)
    for row in of.items:
        item = life(view.connection, row.item_id, view.reader, view.at).item
        paper.heading(1, f"{item.number}　{view.area(item.area)}")
        _task(paper, view, item, compared)
    paper.form(_signs(view))
    return ended(paper, view, p.issuer(view, of), view.at.today)


def _task(paper: Paper, view: View, item: Item, compared: str) -> None:
    figure = item.figure.stated if item.figure else ""
    known: Rows = rows(
        view, ((CLAUSE, item.clause or view.unknown), (FIGURE, figure or view.unknown)), (BASELINE, compared),
        (OWN_DATE, view.day(item.internal_due)),
    )  # fmt: skip
    planned = [] if item.plan else rows(view, (MEASURES, ""))
    paper.form([*i.head_rows(view, item), *known, *planned])
    if item.plan:
        columns = [Column(view.say(name), share, centred=share != 52) for name, share in MEASURE_COLUMNS]
        paper.table(columns, [
            [str(one.number), one.what, view.day(one.due), view.say(STANDINGS[one.standing])] for one in item.plan
        ])  # fmt: skip


def _signs(view: View) -> Rows:
    """Who is responsible, as roles, to be signed by hand."""
    sign = view.say(SIGN_HERE)
    return rows(view, (HEAD, sign), (DEPUTY, sign), (HANDLER, sign), (CENTER, sign))


def baseline(view: View, bureau: str) -> str:
    """How many of the unit's items were closed beside the city's, as was published; 【待核】 where nothing was."""
    open_ones = (one for one in comparing.published(view.connection, view.reader, view.at) if not one.withdrawn)
    newest = next(open_ones, None)
    if newest is None:
        return view.unknown
    counts = counts_at(view, newest.at_position).counts
    own = counts.get(bureau)
    if not own or not own["total"]:
        return view.unknown
    closed, total = (sum(one[name] for one in counts.values()) for name in ("closed", "total"))
    return view.say(
        COMPARED, title=newest.title, position=newest.at_position, own=_rate(own["closed"], own["total"]),
        city=_rate(closed, total),
    )  # fmt: skip


def _rate(closed: int, total: int) -> str:
    return f"{closed}/{total}（{100 * closed / total:.1f}%）"


ONE = Form(
    name="task", title=Words("整改任务书", "Task"), about=About.ITEM, read=i.seen, write={Medium.DOCX: write},
    numbered=i.numbered,
    purpose=Words(
        "一个事项的任务书：问题、依据、要求、措施、时限和责任（只写角色，手写签名）。",
        "One item: problem, clause, requirement, measures, due date, and who answers as roles, to be signed.",
    ),
)  # fmt: skip
ALL = Form(
    name="tasks", title=Words("整改任务书（单位）", "Tasks of a unit"), about=About.PACKAGE, read=p.seen,
    write={Medium.DOCX: write_all}, numbered=p.numbered,
    purpose=Words("一份通知下某单位的全部任务，逐项列出。", "All tasks of a bureau under a notice."),
)  # fmt: skip
