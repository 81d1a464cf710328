"""抽查记录表 and its results: the drawn rows in sight, as papers; the workbooks are those of sample_xlsx."""

from collections.abc import Sequence

from documents.official.tables import Column
from documents.outgoing.forms import About, Asked, Form, Medium
from documents.outgoing.pieces import SIGN_HERE, begun, ended, phrase, rows
from documents.outgoing.view import View
from documents.sample_xlsx import CHECKED_ON, FORM, KIND, NUMBER, REMARK, RESULTS, UNIT, VOLUME, YES, write_form
from documents.sample_xlsx import write_results as write_results_book
from workflow import sampling
from workflow.checklist import DEFECTS, DEFECTS_OF, Defect
from workflow.errors import Words
from workflow.sample_errors import NoSuchSample
from workflow.sampling import Row, Seen

PURPOSE, DRAWN = Words("抽查目的", "Purpose"), Words("抽取情况", "Drawn")
DRAWN_SAYS = Words("共抽取{n}件（种子{seed}）", "{n} in all (seed {seed})")
DRAWN_OWN = Words("本单位{n}件", "{n} of this unit")
CHECKERS = Words("检查人", "Checked by")


def read(view: View, asked: Asked) -> Seen:
    """NoSuchSample where it is not in sight."""
    if asked.sample is None:
        raise NoSuchSample
    return sampling.one(view.connection, view.reader, asked.sample, view.at)


def write_blank(view: View, seen: Seen) -> bytes:
    """To be filled in by hand."""
    kinds = DEFECTS_OF[seen.sample.drawn_from]
    lines = [[*_head(view, row), *[""] * (len(kinds) + 2)] for row in seen.rows]
    return _paper(view, seen, FORM, lines)


def write_results(view: View, seen: Seen) -> bytes:
    """With what was found; a row that was not checked says nothing."""
    kinds = DEFECTS_OF[seen.sample.drawn_from]
    return _paper(view, seen, RESULTS, [[*_head(view, row), *_found(view, row, kinds)] for row in seen.rows])


def _head(view: View, row: Row) -> list[str]:
    return [str(row.place), view.unit(row.unit), row.row, row.kind]


def _found(view: View, row: Row, kinds: Sequence[Defect]) -> list[str]:
    if row.check is None:
        return [""] * (len(kinds) + 2)
    marks = [view.say(YES) if kind in row.check.defects else "" for kind in kinds]
    return [*marks, row.check.remark, row.check.checked_on.isoformat()]


def _paper(view: View, seen: Seen, title: Words, lines: list[list[str]]) -> bytes:
    paper = begun(view, title, phrase(seen.sample.title), wide=True)
    last = seen.sample.last
    drawn = view.say(DRAWN_SAYS, n=len(seen.rows), seed=last.seed) if seen.whole and last else ""
    drawn = drawn or view.say(DRAWN_OWN, n=len(seen.rows))
    paper.form(rows(view, (PURPOSE, seen.sample.purpose), (DRAWN, drawn), (CHECKERS, view.say(SIGN_HERE))))
    defects = [Column(view.say(DEFECTS[kind]), 11, centred=True) for kind in DEFECTS_OF[seen.sample.drawn_from]]
    heads = [Column(view.say(NUMBER), 7, centred=True), Column(view.say(UNIT), 16), Column(view.say(VOLUME), 18)]
    ends = [Column(view.say(REMARK), 14), Column(view.say(CHECKED_ON), 13, centred=True)]
    paper.table([*heads, Column(view.say(KIND), 11), *defects, *ends], lines)
    return ended(paper, view)


def _book(view: View, seen: Seen) -> bytes:
    return write_form(seen, view.unit, view.language, note=view.note, created=view.created)


def _results_book(view: View, seen: Seen) -> bytes:
    return write_results_book(seen, view.unit, view.language, note=view.note, created=view.created)


def _numbered(seen: Seen) -> str:
    return phrase(seen.sample.title)


BLANK = Form(
    name="sample-form", title=Words("抽查记录表", "Form of a sample"), about=About.SAMPLE, read=read,
    write={Medium.DOCX: write_blank, Medium.XLSX: _book}, numbered=_numbered,
    purpose=Words("已抽取的卷宗或事项，供现场逐件填写。", "The drawn rows, to be filled in by hand."),
)  # fmt: skip
FOUND = Form(
    name="sample-results", title=Words("抽查结果", "Results of a sample"), about=About.SAMPLE, read=read,
    write={Medium.DOCX: write_results, Medium.XLSX: _results_book}, numbered=_numbered,
    purpose=Words("已抽取的卷宗或事项和检查发现的问题。", "The drawn rows with what was found."),
)  # fmt: skip
