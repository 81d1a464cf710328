"""销号确认单: the round that an item was struck off in, the three accounts as roles and units, days and conclusion."""

from collections.abc import Iterator

from documents.official.tables import Column
from documents.outgoing import item_papers as i
from documents.outgoing.item_papers import OfItem
from documents.outgoing.pieces import SIGN_HERE, begun, ended, phrase, rows, who
from documents.outgoing.reported import report_rows
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.history import Step
from workflow.machine import CLOSE, TRIGGERS
from workflow.messages.item import ItemClosed, ItemIssued, ItemReopened, ItemReported, ItemSentBack, ItemVerified
from workflow.messages.matters import ItemFollowedUp
from workflow.words import CONCLUSIONS, FOLLOW_UPS

TITLE = Words("整改事项销号确认单", "Closing of a rectification item")
LINE = Words("{number}　第{round}轮", "{number}, round {round}")
BEGINS = Words(
    "该事项已经责任单位上报、核查和销号三个环节，由三个不同账号办理，现予确认销号。",
    "The item was reported, verified and closed by three different accounts; its closing is confirmed.",
)
NOTE, CONCLUSION = Words("销号说明", "Closing note"), Words("认定结论", "Conclusion")
BUREAU_SIGNS = Words("单位负责人", "Head of the unit")
CHECKER, CLOSER = Words("核查人", "Verifier"), Words("销号人", "Closed by")
STEPS = (ItemIssued, ItemReported, ItemVerified, ItemSentBack, ItemClosed, ItemReopened, ItemFollowedUp)
COLUMNS = (
    Column("轮次", 8, centred=True), Column("环节", 12, centred=True), Column("办理人（角色、单位）", 36),
    Column("日期", 22, centred=True), Column("结果", 22),
)  # fmt: skip
IN_ENGLISH = ("Round", "Step", "By (role, unit)", "Day", "Outcome")


def write(view: View, of: OfItem) -> bytes:
    item, event = of.item, of.event
    paper = begun(view, TITLE, view.say(LINE, number=item.number, round=item.round))
    paper.body(view.say(BEGINS))
    concluded = view.say(CONCLUSIONS[item.conclusion]) if item.conclusion else ""
    signs = [(label, view.say(SIGN_HERE)) for label in (BUREAU_SIGNS, CHECKER, CLOSER)]
    ends = rows(view, (CONCLUSION, concluded), (NOTE, event.closing_note), *signs)
    paper.form([*i.head_rows(view, item), *report_rows(view, of), *ends])
    columns = COLUMNS if view.zh else [one._replace(name=name) for one, name in zip(COLUMNS, IN_ENGLISH, strict=True)]
    paper.table(columns, list(_steps(view, of)))
    assert of.step is not None
    return ended(paper, view, view.actors_unit(of.step.by), of.on(view))


def _steps(view: View, of: OfItem) -> Iterator[list[str]]:
    """Each step of every round up to the closing: who as a role, when, with which outcome."""
    for step in of.life.steps:
        if of.step is not None and step.recorded.version > of.step.recorded.version:
            return
        if isinstance(step.recorded.event, STEPS):
            trigger = _triggers()[type(step.recorded.event)]
            day = view.day_at(step.recorded.recorded_at)
            yield [str(step.item.round), view.say(TRIGGERS[trigger]), who(view, step.by), day, outcome(view, step)]


def _triggers() -> dict[type, str]:
    names = ("issue", "report", "verify", "send_back", "close", "reopen", "follow_up")
    return dict(zip(STEPS, names, strict=True))


def outcome(view: View, step: Step) -> str:
    match step.recorded.event:
        case ItemVerified(conclusion=conclusion):
            return view.say(CONCLUSIONS[conclusion])
        case ItemFollowedUp(followed_up=found):
            return view.say(FOLLOW_UPS[found])
        case ItemSentBack(reason=reason) | ItemReopened(reason=reason):
            return phrase(reason)
        case _:
            return ""


FORM = i.paper_of(
    lambda event: isinstance(event, ItemClosed), CLOSE, name="close", title=Words("销号确认单", "Closing"), write=write,
    purpose=Words(
        "确认销号：各轮办理经过、三个账号（只写角色和单位）和结论；每销号一次有一份。",
        "Confirms the closing: every round, the three accounts as roles and units; one for each closing.",
    ),
)  # fmt: skip
