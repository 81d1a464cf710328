"""催办单: what an item's unit is asked to get on with, each time it was urged."""

from documents.outgoing import item_papers as i
from documents.outgoing.item_papers import OfItem
from documents.outgoing.pieces import SIGNED_FOR, begun, ended, rows, sentences
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.machine import URGE
from workflow.messages.deadline import ItemUrged

TITLE = Words("整改事项催办单", "Reminder of a rectification item")
LINE = Words("{number}　第{n}次催办", "{number}, reminder {n}")
BEGINS = Words(
    "你单位承担的整改事项（编号{number}）{left}，至{day}仍为“{state}”。",
    "The item {number}, which your unit answers for, is {left}; on {day} it is “{state}”.",
)
IN_TIME = Words(
    "请抓紧办理，按期上报整改措施、整改结果和佐证材料；确需延期的，请在时限届满前提出申请并说明理由。",
    "Please report measures, result and evidence in time; if more time is needed, ask for it before the due date.",
)
LATE = Words(
    "请立即办理，尽快上报整改措施、整改结果和佐证材料，并在填报进展时说明逾期原因。",
    "Please act at once, report measures, result and evidence, and say in a progress note why it is late.",
)
PROGRESS, NOTE = Words("最近进展", "Last progress"), Words("附言", "Note")
RECEIVED = Words("签收", "Receipt")


def write(view: View, of: OfItem) -> bytes:
    item, on = of.item, of.on(view)
    paper = begun(view, TITLE, view.say(LINE, number=item.number, n=item.deadline.urged))
    paper.addressee(view.unit(item.bureau))
    left, state = i.time_left(view, item, on), i.state(view, item)
    asks = view.say(LATE if i.overdue(item, on) else IN_TIME)
    paper.body(sentences(view, [view.say(BEGINS, number=item.number, left=left, day=view.day(on), state=state), asks]))
    last = rows(view, (PROGRESS, i.progress(of)), (NOTE, of.event.note), (RECEIVED, view.say(SIGNED_FOR)))
    paper.form([*i.head_rows(view, item), *last])
    assert of.step is not None
    return ended(paper, view, view.actors_unit(of.step.by), on)


FORM = i.paper_of(
    lambda event: isinstance(event, ItemUrged), URGE, name="urge", title=Words("催办单", "Reminder"), write=write,
    purpose=Words(
        "催促责任单位抓紧办理；每催办一次有一份。", "Asks the unit to get on; one for each time it was urged."
    ),
)  # fmt: skip
