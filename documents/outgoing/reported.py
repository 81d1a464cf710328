"""What papers say of a report: what was done, with what result, and the files that came with it."""

from documents.outgoing import item_papers as i
from documents.outgoing.item_papers import OfItem
from documents.outgoing.pieces import Rows, rows, who
from documents.outgoing.view import View
from workflow import files
from workflow.errors import Words
from workflow.history import Step
from workflow.messages import Evidence
from workflow.sight import tells_who

REPORTED, MEASURES = Words("上报", "Reported"), Words("整改措施", "Measures taken")
RESULT, EVIDENCE = Words("整改结果", "Result"), Words("佐证材料", "Evidence")
BY_ON = Words("{who}，{day}", "{who}, {day}")
FILE = Words("{n}.{name}（{size}，摘要{digest}）", "{n}. {name} ({size}, digest {digest})")


def by_on(view: View, step: Step) -> str:
    """Who did a step, as a role, and on which day."""
    return view.say(BY_ON, who=who(view, step.by), day=view.day_at(step.recorded.recorded_at))


def report_rows(view: View, of: OfItem) -> Rows:
    """The last report up to the paper's own event; nothing where there was none."""
    step = i.report(of)
    if step is None:
        return []
    event = step.recorded.event
    found = evidence(view, step, event.evidence)
    return rows(
        view, (REPORTED, by_on(view, step)), (MEASURES, event.measures), (RESULT, event.result), (EVIDENCE, found)
    )  # fmt: skip


def evidence(view: View, step: Step, brought: tuple[Evidence, ...]) -> str:
    """A line for each file: its name where the reader is told who brought it, its size, and the begin of its digest."""
    names = {}
    if tells_who(view.reader, step.by):
        names = files.names(view.connection, step.by.org, [file.sha256 for file in brought])
    return "\n".join(
        view.say(FILE, n=n, name=names.get(file.sha256, "—"), size=_size(file.size), digest=file.sha256[:12])
        for n, file in enumerate(brought, start=1)
    )


def _size(size: int) -> str:
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
