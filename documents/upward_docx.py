"""The report upward as an official document: its text, and the annexes that say where each figure comes from."""

from collections.abc import Iterator, Mapping, Sequence

from documents.official.paper import Paper, Piece
from documents.official.parts import Slot
from documents.official.tables import Column, Content
from workflow.dates import day_words
from workflow.upward import UpwardReport
from workflow.upward_counts import Figure
from workflow.upward_facts import ItemFact, Ref
from workflow.upward_figures import AREAS
from workflow.upward_reports import Made
from workflow.upward_text import Block, Said
from workflow.upward_text import Content as Report
from workflow.words import STATES

ON_ISSUING = "【印发时填写】"
SOURCES, EVENTS, TAKEN = "数字来源", "事项与事件", "取数说明"
LEVELS = {"h1": 1, "h2": 2, "h3": 3}


def write_report(report: UpwardReport, made: Made) -> bytes:
    """The .docx. What was issued has its number and date; before that their places say so."""
    assert report.as_of is not None
    title = made.content.text(made.content.blocks[0])
    paper = Paper(title, created=report.as_of)
    paper.head(report.issuer, report.number or ON_ISSUING)
    paper.title()
    paper.addressee(report.addressee)
    teller = _Teller(made)
    for block in made.content.blocks[1:]:
        teller.write(paper, block)
    paper.enclosures([SOURCES, EVENTS, TAKEN])
    paper.signed(report.issuer, report.issued_on or ON_ISSUING)
    _annex(paper, 1, SOURCES, FIGURES, list(_sources(made, teller.first)))
    _annex(paper, 2, EVENTS, REFS, list(events_of(made)))
    _annex(paper, 3, TAKEN, FACTS, [[name, said] for name, said in taken(report, made)])
    return paper.bytes()


class _Teller:
    """Writes blocks, each figure bookmarked and leading to its line of the annex; `first` is where it stands first."""

    def __init__(self, made: Made):
        self.values = {figure.key: figure.value for figure in made.content.figures}
        self.numbers, self.first, self.count = made.content.numbers, dict[str, str](), 0

    def write(self, paper: Paper, block: Block) -> None:
        pieces = [self._piece(piece) for piece in block.pieces]
        if level := LEVELS.get(block.kind):
            paper.heading(level, *pieces)
        else:
            paper.body(*pieces)

    def _piece(self, piece: str | Said) -> Piece:
        if isinstance(piece, str):
            return piece
        self.count += 1
        name = f"S{self.count}"
        self.first.setdefault(piece.key, name)
        return Slot(self.values[piece.key], name, f"F{self.numbers[piece.key]}")


FIGURES = [Column("序号", 1, True), Column("内容", 3.2), Column("正文所写", 2.6), Column("怎样得来", 3.4),
           Column("依据的事项或记录", 4.8)]  # fmt: skip
REFS = [Column("编号或名称", 3.4), Column("责任单位", 2.2), Column("当时状态", 1.8, True), Column("问题", 3.8),
        Column("最后一条记录", 3.4, True)]  # fmt: skip
FACTS = [Column("项目", 2.5), Column("内容", 9)]


def _annex(paper: Paper, number: int, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Content]]) -> None:
    paper.enclosure(number, title)
    paper.table(columns, rows)


def _sources(made: Made, first: Mapping[str, str]) -> Iterator[list[Content]]:
    for number, (figure, rests) in enumerate(zip(made.content.figures, resting(made.content), strict=True), start=1):
        label = Slot(str(number), f"F{number}", first.get(figure.key, ""))
        yield [label, figure.label, figure.value, said_how(figure), rests]


def resting(content: Report) -> Iterator[str]:
    """What each figure rests on: items and records, the lines it is the sum of, or the line that rests on the same."""
    numbers, told = content.numbers, dict[tuple[Ref, ...], int]()
    for number, figure in enumerate(content.figures, start=1):
        if figure.sums:
            parts = "、".join(f"第{numbers[key]}项" for key in figure.sums)
            yield f"{parts}各为一类" if figure.key == AREAS else f"{parts}之和"
        elif len(figure.refs) > 1 and figure.refs in told:
            yield f"同第{told[figure.refs]}项"
        else:
            told[figure.refs] = number
            yield shortened([ref.name for ref in figure.refs]) or "—"


def said_how(figure: Figure) -> str:
    """How it is counted, or why nobody knows it."""
    return figure.how if figure.known else f"{figure.how}；{figure.why}"


def shortened(names: Sequence[str]) -> str:
    """Names in order, what one begins with as the last did said once: 〔2020〕1-白石-01、02、青岚-03."""
    told: list[str] = []
    before: list[str] = []
    for name in dict.fromkeys(names):
        parts = name.split("-")
        same = 0
        while same < min(len(parts), len(before)) - 1 and parts[same] == before[same]:
            same += 1
        told.append("-".join(parts[same:]))
        before = parts
    return "、".join(told)


def events_of(made: Made) -> Iterator[list[Content]]:
    """Each item and record that a figure rests on, with the last event of its stream by then."""
    items = {item.ref.stream: item for item in made.facts.items}
    names = made.facts.names
    refs: dict[str, Ref] = {ref.stream: ref for figure in made.content.figures for ref in figure.refs}
    for ref in sorted(refs.values(), key=lambda ref: (ref.stream not in items, ref.name, ref.stream)):
        item = items.get(ref.stream)
        yield [ref.name, *_item_cells(item, names), f"第{ref.position}号（第{ref.version}版）"]


def _item_cells(item: ItemFact | None, names: Mapping[str, str]) -> list[str]:
    if item is None:
        return ["", "", ""]
    text = item.problem if len(item.problem) <= 60 else f"{item.problem[:59]}…"
    return [names.get(item.issued_to, item.issued_to), STATES[item.state].zh, text]


def taken(report: UpwardReport, made: Made) -> Iterator[tuple[str, str]]:
    """What whoever doubts the report needs to make it again."""
    at = made.at
    yield "截至时间", f"{day_words(at.today).zh}（{report.as_of:%Y-%m-%dT%H:%M:%SZ}）"
    yield "日志位置", f"第 {report.at_position} 号事件为止"
    yield "日志树根", made.head
    yield "套话版本", f"第 {report.wording} 版" if report.wording else "程序自带"
    yield "内容校验值", made.content.digest
    yield "数字个数", str(len(made.content.figures))
    unknown = made.content.unknown
    yield "待核数字", f"{len(unknown)} 个" if unknown else "没有"
    numbers = made.content.numbers
    for figure in unknown:
        yield f"待核：第{numbers[figure.key]}项", f"{figure.label}：{figure.why}"
