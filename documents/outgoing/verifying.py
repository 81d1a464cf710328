"""核查单: what was required, what was reported, with which evidence, and what was concluded."""

from documents.outgoing import item_papers as i
from documents.outgoing.item_papers import OfItem
from documents.outgoing.pieces import SIGN_HERE, begun, ended, rows
from documents.outgoing.reported import by_on, report_rows
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.machine import VERIFY
from workflow.messages.item import ItemVerified
from workflow.words import CONCLUSIONS

TITLE = Words("整改事项核查单", "Verification of a rectification item")
LINE = Words("{number}　第{round}轮", "{number}, round {round}")
CLAUSE, FIGURE = Words("依据条款", "Clause"), Words("量化情况", "Figure")
CONCLUSION, OPINION = Words("认定结论", "Conclusion"), Words("核查意见", "Opinion")
VERIFIED, CHECKER, CHIEF = Words("核查", "Verified"), Words("核查人", "Verifier"), Words("审核人", "Reviewed by")


def write(view: View, of: OfItem) -> bytes:
    item, event = of.item, of.event
    assert of.step is not None
    paper = begun(view, TITLE, view.say(LINE, number=item.number, round=item.round))
    more = rows(view, (CLAUSE, item.clause), (FIGURE, item.figure.stated if item.figure else ""))
    concluded = rows(
        view, (CONCLUSION, view.say(CONCLUSIONS[event.conclusion])), (OPINION, event.reason),
        (VERIFIED, by_on(view, of.step)), (CHECKER, view.say(SIGN_HERE)), (CHIEF, view.say(SIGN_HERE)),
    )  # fmt: skip
    paper.form([*i.head_rows(view, item), *more, *report_rows(view, of), *concluded])
    return ended(paper, view, view.actors_unit(of.step.by), of.on(view))


FORM = i.paper_of(
    lambda event: isinstance(event, ItemVerified), VERIFY, name="verify", title=Words("核查单", "Verification"),
    write=write,
    purpose=Words(
        "记载整改要求、上报情况、佐证材料和认定结论；每核查一次有一份。",
        "States requirement, report, evidence and conclusion; one for each time it was verified.",
    ),
)  # fmt: skip
