"""督办单: the light that was raised on an item, and why; by the system's clock or by who supervises."""

from documents.official.tables import Content, Tinted
from documents.outgoing import item_papers as i
from documents.outgoing.item_papers import OfItem
from documents.outgoing.pieces import SIGNED_FOR, begun, ended, rows, sentences
from documents.outgoing.view import View
from workflow.deadlines import own_date
from workflow.errors import Words
from workflow.facts import Light
from workflow.machine import SUPERVISE
from workflow.messages.base import SYSTEM
from workflow.messages.deadline import ItemSupervised
from workflow.words import LIGHTS

TITLE = Words("整改事项督办单", "Supervision of a rectification item")
LIGHT, WHY = Words("督办灯", "Light"), Words("督办缘由", "Why")
NOTE, PROGRESS, RECEIVED = Words("督办意见", "Note"), Words("最近进展", "Last progress"), Words("签收", "Receipt")
GROUNDS = {Light.BLUE: "BDD7EE", Light.YELLOW: "FFE699", Light.RED: "F8B4A8"}
BEGINS = Words(
    "你单位承担的整改事项（编号{number}）已列入督办，现亮{light}。",
    "The item {number}, which your unit answers for, is supervised: {light}.",
)
ASKS = {
    Light.BLUE: Words("请合理安排进度，确保按期上报。", "Please plan the work so that it is reported in time."),
    Light.YELLOW: Words(
        "请分析滞后原因，采取措施加快进度，并填报进展情况。",
        "Please find out why it is behind, speed the work up, and note the progress.",
    ),
    Light.RED: Words(
        "请单位主要负责人亲自过问，立即组织整改，尽快上报结果并说明逾期原因。",
        "The head of the unit is asked to see to it, to report the result soon and to say why it is late.",
    ),
}
STANDS = Words("至{day}为“{state}”，{left}。", "On {day} it was “{state}”, {left}.")
OWN_PASSED = Words("单位内部期限{own}已过。", "The unit's own date, {own}, had passed.")
BY_CLOCK = Words("由系统按现行规定自动发出。", "Raised by the system under the rules in force.")
BY_PERSON = Words("由{who}提出。", "Raised by {who}.")


def why(view: View, of: OfItem) -> str:
    """What the light rests on, from what the log says."""
    item, on = of.item, of.on(view)
    assert of.step is not None
    own = own_date(item)
    parts = [
        view.say(STANDS, day=view.day(on), state=i.state(view, item), left=i.time_left(view, item, on)),
        view.say(OWN_PASSED, own=view.day(own)) if own and own < on else "",
        view.say(BY_CLOCK) if of.step.by == SYSTEM else view.say(BY_PERSON, who=view.actors_unit(of.step.by)),
    ]
    return sentences(view, parts)


def write(view: View, of: OfItem) -> bytes:
    item, event = of.item, of.event
    said = view.say(LIGHTS[event.light])
    light: Content = Tinted(said, GROUNDS[event.light])
    paper = begun(view, TITLE, item.number)
    paper.addressee(view.unit(item.bureau))
    short = said.partition("（" if view.zh else " (")[0]
    paper.body(sentences(view, [view.say(BEGINS, number=item.number, light=short), view.say(ASKS[event.light])]))
    first = rows(view, (LIGHT, light), (WHY, why(view, of)))
    last = rows(view, (PROGRESS, i.progress(of)), (NOTE, event.note), (RECEIVED, view.say(SIGNED_FOR)))
    paper.form([*first, *i.head_rows(view, item), *last])
    assert of.step is not None
    return ended(paper, view, view.actors_unit(of.step.by), of.on(view))


FORM = i.paper_of(
    lambda event: isinstance(event, ItemSupervised), SUPERVISE, name="supervise", write=write,
    title=Words("督办单", "Supervision"),
    purpose=Words(
        "告知责任单位亮了哪种灯（蓝、黄、红）和缘由；每亮一次灯有一份。",
        "Tells the unit which light was raised (blue, yellow, red) and why; one for each.",
    ),
)  # fmt: skip
