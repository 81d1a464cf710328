"""退回单: why a report was not accepted, and by when it is to be reported again."""

from documents.outgoing import item_papers as i
from documents.outgoing.item_papers import OfItem
from documents.outgoing.pieces import SIGNED_FOR, begun, ended, rows, sentences
from documents.outgoing.reported import report_rows
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.machine import SEND_BACK
from workflow.messages import ItemEvent
from workflow.messages.item import ItemSentBack, ItemVerified
from workflow.words import CONCLUSIONS, State

TITLE = Words("整改材料退回单", "Report sent back")
LINE = Words("{number}　第{n}次退回", "{number}, sent back {n}")
BEGINS = Words(
    "你单位上报的整改事项（编号{number}）经审核未予通过，现予退回。",
    "What your unit reported on item {number} was not accepted and is sent back.",
)
ASKS = Words(
    "请对照退回理由补充完善后重新上报；原整改时限（{due}）不变，{left}。",
    "Please complete it as said below and report again. The due date ({due}) stays: {left}.",
)
WHY, CONCLUSION, RECEIVED = Words("退回理由", "Why"), Words("认定结论", "Conclusion"), Words("签收", "Receipt")


def is_one(event: ItemEvent) -> bool:
    """Sent back as it is, or verified as not done."""
    return isinstance(event, ItemSentBack | ItemVerified) and event.leads_to is State.ASSIGNED


def write(view: View, of: OfItem) -> bytes:
    item, event, on = of.item, of.event, of.on(view)
    assert of.step is not None
    paper = begun(view, TITLE, view.say(LINE, number=item.number, n=of.place))
    paper.addressee(view.unit(item.bureau))
    asks = view.say(ASKS, due=view.due(item.due), left=i.time_left(view, item, on))
    paper.body(sentences(view, [view.say(BEGINS, number=item.number), asks]))
    judged = [(WHY, event.reason)]
    if isinstance(event, ItemVerified):
        judged.insert(0, (CONCLUSION, view.say(CONCLUSIONS[event.conclusion])))
    last = rows(view, (RECEIVED, view.say(SIGNED_FOR)))
    paper.form([*rows(view, *judged), *i.head_rows(view, item), *report_rows(view, of), *last])
    return ended(paper, view, view.actors_unit(of.step.by), on)


FORM = i.paper_of(
    is_one, SEND_BACK, name="send-back", title=Words("退回单", "Sent back"), write=write,
    purpose=Words(
        "说明上报为什么没有通过、退回补充；每退回一次有一份。", "Says why a report was not accepted; one for each time."
    ),
)  # fmt: skip
