"""整改通知 for one bureau: on which ground, what is asked and until when it is to return what, with its list."""

from collections import Counter

from documents.official.paper import Paper
from documents.official.tables import Column
from documents.outgoing import package_papers as p
from documents.outgoing.forms import About, Form, Medium
from documents.outgoing.package_papers import OfPackage
from documents.outgoing.pieces import joined, known, phrase, sentences
from documents.outgoing.view import View
from workflow.errors import Words
from workflow.facts import Due, Kind
from workflow.words import KINDS

SUBJECT = Words("关于落实《{title}》的整改通知", "Notice to put right what “{title}” lists")
GROUND = Words(
    "根据{basis}，经{meeting}研究，按照整改方案（{plan}），现将你单位应整改的事项印发你们，请认真组织落实。",
    "On the ground of {basis}, as decided at {meeting}, under the plan ({plan}), these items are issued to your unit.",
)
ITEMS, WORK, RETURN = (
    Words("整改事项", "The items"), Words("工作要求", "What is asked"), Words("材料报送", "What is to be returned")
)  # fmt: skip
COUNTED = Words(
    "你单位本次承担整改事项{n}项，涉及{areas}；其中{kinds}。整改时限最早为{first}，最晚为{last}。具体内容见附件。",
    "Your unit answers for {n} items, in {areas}: {kinds}. The first is due {first}, the last {last}. See the list.",
)
OF_KIND = Words("{kind}{n}项", "{n} {kind}")
ASKED = (
    Words("签收本通知后，由单位负责人逐项分派，明确经办人和内部期限。",
          "Once signed for, the head of the unit assigns each item, with a handler and a date of its own."),
    Words("对照整改要求制定分项措施，逐项整改，随时填报进展；整改到位后上报措施、结果和佐证材料。",
          "Plan measures, note progress, and report measures, result and evidence when it is done."),
    Words("对事项有异议的，由单位负责人书面提出；不能按期完成的，须在时限届满前申请延期。",
          "The head of the unit may object in writing; who needs more time asks for it before the due date."),
    Words("整改情况经核查符合要求的，予以销号；不符合要求的，退回补充整改。",
          "What is verified as done is closed; what is not is sent back."),
)  # fmt: skip
RETURNED = Words(
    "请于{day}前，通过系统返回整改报告、填好的整改清单，并附加盖单位公章的扫描件。",
    "By {day}, return in the system the report, the completed list, and a sealed scan.",
)
LIST, ENCLOSED = Words("整改清单", "List of the items"), Words("整改清单（{n}项）", "List of the items ({n})")
COLUMNS = (
    (Words("序号", "No."), 7), (Words("编号", "Number"), 14), (Words("问题类别", "Area"), 12),
    (Words("具体问题", "Problem"), 26), (Words("整改要求", "Requirement"), 23), (Words("整改时限", "Due"), 18),
)  # fmt: skip


def write(view: View, of: OfPackage) -> bytes:
    subject = view.say(SUBJECT, title=phrase(of.notice.title))
    issuer = p.issuer(view, of)
    paper = Paper(subject, created=view.created, language="zh-CN" if view.zh else "en-US")
    paper.letterhead(issuer, of.notice.number)
    paper.title()
    paper.addressee(view.unit(of.line.bureau))
    ground = of.ground
    basis, meeting, plan = (known(view, text) for text in (ground.basis, ground.meeting, ground.plan))
    paper.body(view.say(GROUND, basis=basis, meeting=meeting, plan=plan))
    paper.heading(1, view.say(ITEMS))
    paper.body(_counted(view, of))
    paper.heading(1, view.say(WORK))
    for n, words in enumerate(ASKED, start=1):
        paper.body(f"{n}.{view.say(words)}")
    paper.heading(1, view.say(RETURN))
    paper.body(view.say(RETURNED, day=view.day(of.line.return_by) or view.unknown))
    paper.enclosures([view.say(ENCLOSED, n=len(of.items))])
    paper.signed(issuer, view.day_of(of.notice.opened_at))
    paper.small(view.note)
    paper.enclosure(None, view.say(LIST))
    list_table(paper, view, of)
    return paper.bytes()


def list_table(paper: Paper, view: View, of: OfPackage) -> None:
    columns = [Column(view.say(name), share, centred=share < 20) for name, share in COLUMNS]
    rows = [
        [str(n), row.number, view.area(row.area), row.problem, row.requirement, view.due(row.due)]
        for n, row in enumerate(of.items, start=1)
    ]
    paper.table(columns, rows)


def _counted(view: View, of: OfPackage) -> str:
    kinds = Counter(row.kind for row in of.items)
    said = [view.say(OF_KIND, kind=view.say(KINDS[kind]), n=kinds[kind]) for kind in Kind if kinds[kind]]
    areas = dict.fromkeys(view.area(row.area) for row in of.items)
    dues = sorted((Due.parse(row.due) for row in of.items), key=lambda due: due.last)
    return sentences(view, [view.say(
        COUNTED, n=len(of.items), areas=joined(view, areas), kinds=joined(view, said), first=view.due(dues[0]),
        last=view.due(dues[-1]),
    )])  # fmt: skip


FORM = Form(
    name="notice", title=Words("整改通知", "Notice"), about=About.PACKAGE, read=p.seen, write={Medium.DOCX: write},
    numbered=p.numbered,
    purpose=Words(
        "发给一个单位的整改通知：依据、要求、返回材料期限，并附整改清单。",
        "The notice to one bureau: its ground, what is asked, until when, with its list.",
    ),
)  # fmt: skip
