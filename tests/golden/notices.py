"""A notice from draft to withdrawal, its packages from dispatch to what was returned twice; and a discarded draft."""

from typing import Any
from uuid import uuid5

from tests.office import PNG
from workflow import messages as m
from workflow.lookups import NAMESPACE
from workflow.messages import draft as d
from workflow.messages import package as p
from workflow.notice_preparation import package_id

DRAFT, DROPPED = (uuid5(NAMESPACE, f"golden draft {n}") for n in (1, 2))
HEAD = {
    "title": "一季度抽查问题整改通知", "year": 2020, "issuer": "市中心", "basis": "抽查通报", "meeting": "3月会商",
    "plan": "分两批整改", "leader": "周十五", "listed_on": "2020-04-01",
}  # fmt: skip
PROBLEM = {
    "bureaus": ["baishi", "nanyu"], "area": "archives", "kind": "staged", "problem": "卷宗没有编页码", "due": "2022-Q2",
    "requirement": "逐卷补齐", "figure": "抽15份,普遍", "source": "市中心抽查", "clause": "3.1", "remark": "分两批",
}  # fmt: skip


def tell(story: Any) -> None:
    """To a story, of which `do` gives a command as somebody."""
    story.do(d.DraftNotice, "center1", DRAFT, HEAD)
    story.do(d.ReviseDraft, "center1", DRAFT, {**HEAD, "title": "一季度抽查发现问题整改通知", "leader": "吴十六"})
    story.do(d.AddProblem, "center1", DRAFT, PROBLEM)
    story.do(d.AddProblem, "center1", DRAFT, {**PROBLEM, "bureaus": ["*"], "problem": "目录不是专用目录"})
    said = {**PROBLEM, "bureaus": ["center"], "problem": "误列的问题"}
    story.do(d.AddProblem, "center1", DRAFT, said, command_id=uuid5(DRAFT, "mistaken"))
    story.do(d.DropProblem, "center1", DRAFT, {"matter": str(uuid5(uuid5(DRAFT, "mistaken"), "problem"))})
    story.do(d.ApproveDraft, "center2", DRAFT, {"problems": 2, "items": 11, "return_by": "2022-04-08"})
    where = {"notice": DRAFT, "bureau": "baishi"}
    package = package_id(**where)
    day = str(story.office.ledger.today)
    story.do(p.DispatchPackage, "center1", package, {"way": "post", "sent_on": day, "post_number": "XA0001"}, **where)
    story.do(p.AcknowledgePackage, "baishi_handler", package, {}, **where)
    for number in (1, 2):
        files = [story.office.upload(story.who["baishi_leader"], PNG + bytes([64 + number, n]), f"材料{n}.png")
                 for n in range(3)]  # fmt: skip
        papers = dict(zip(("report", "completed", "scan"), ([one] for one in files), strict=True))
        story.do(p.ReturnPackage, "baishi_leader", package, {**papers, "remark": f"第{number}次"}, **where)
        if number == 1:
            story.do(p.SendBackPackage, "center2", package, {"reason": "清单没有盖章"}, **where)
    story.do(m.WithdrawNotice, "center1", DRAFT, {"reason": "并入二季度通知"})
    story.do(d.DraftNotice, "center2", DROPPED, {"title": "重复起草的通知", "year": 2020})
    story.do(d.DiscardDraft, "center1", DROPPED, {"reason": "与前一份重复"})
