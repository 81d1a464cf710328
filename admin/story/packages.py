"""What goes out and comes back: the list's packages, and a notice that is drafted by one and approved by another."""

from functools import partial

from admin.story.stage import Scene, Stage, of
from identity.demo_accounts import DEMO_BUREAUS
from workflow.messages import draft as d
from workflow.messages import package as p
from workflow.notice_preparation import package_id

BUREAUS = tuple(bureau[0] for bureau in DEMO_BUREAUS)
SILENT, LATE, AGAIN = "zhuwu", "shiqiao", "meiling"
DRAFT, NEXT = of("draft"), of("next draft")
HEAD = {
    "title": "一季度抽查发现问题整改通知", "year": 2020, "issuer": "市法律援助中心",
    "basis": "一季度抽查情况通报（演示）",
    "meeting": "4月工作例会", "plan": "5月底前返回材料", "listed_on": "2020-04-20",
}  # fmt: skip
CATALOGUE = {
    "bureaus": ["baishi", "nanyu", "beidu"], "area": "archives", "kind": "immediate", "due": "2020-05-22",
    "problem": "结案报告没有承办人签名", "requirement": "逐卷补签并说明原因",
    "source": "市中心抽查", "figure": "3个单位",
}  # fmt: skip
EVERYBODY = {
    "bureaus": ["*"], "area": "disclosure", "kind": "staged", "due": "2020-07-31", "requirement": "统一格式后重新公示",
    "problem": "公示栏格式不统一", "source": "市中心抽查", "figure": "9个单位",
}  # fmt: skip


def _dispatch(stage: Stage) -> None:
    """By the system to most, by post to two; each is told by when to answer."""
    for number, bureau in enumerate(BUREAUS, start=1):
        by_post = bureau in (SILENT, LATE)
        sent = {"way": "post", "post_number": f"YS2020{number:04}"} if by_post else {"way": "system"}
        where = {"notice": stage.notice, "bureau": bureau}
        stage.do(p.DispatchPackage, "center1", package_id(**where), {**sent, "sent_on": stage.today}, **where)


def _acknowledge(bureaus: tuple[str, ...], notice: str, stage: Stage) -> None:
    for bureau in bureaus:
        where = {"notice": of(notice) if notice else stage.notice, "bureau": bureau}
        stage.do(p.AcknowledgePackage, f"{bureau}_handler", package_id(**where), {}, **where)


def _return(bureaus: tuple[str, ...], remark: str, stage: Stage) -> None:
    for bureau in bureaus:
        leader, where = f"{bureau}_leader", {"notice": stage.notice, "bureau": bureau}
        papers = {"report": "整改报告.png", "completed": "整改清单（填好）.png", "scan": "盖章扫描件.png"}
        said = {name: [stage.uploads(leader, title)] for name, title in papers.items()}
        stage.do(p.ReturnPackage, leader, package_id(**where), {**said, "remark": remark}, **where)


def _send_back(stage: Stage) -> None:
    where = {"notice": stage.notice, "bureau": AGAIN}
    stage.do(p.SendBackPackage, "center2", package_id(**where), {"reason": "清单没有盖章"}, **where)


def _set_return(stage: Stage) -> None:
    for bureau in BUREAUS:
        where = {"notice": stage.notice, "bureau": bureau}
        stage.do(p.SetReturn, "center1", package_id(**where), {"return_by": "2020-04-10"}, **where)


def _draft(stage: Stage) -> None:
    stage.do(d.DraftNotice, "center1", DRAFT, HEAD)
    stage.do(d.AddProblem, "center1", DRAFT, CATALOGUE)
    stage.do(d.AddProblem, "center1", DRAFT, EVERYBODY)


def _approve(stage: Stage) -> None:
    """By an account that took no part in it: its items are issued."""
    said = {"problems": 2, "items": 3 + len(BUREAUS), "return_by": "2020-05-29"}
    stage.do(d.ApproveDraft, "center2", DRAFT, said)


def _dispatch_draft(stage: Stage) -> None:
    for bureau in BUREAUS:
        where = {"notice": DRAFT, "bureau": bureau}
        said = {"way": "system", "sent_on": stage.today}
        stage.do(p.DispatchPackage, "center1", package_id(**where), said, **where)


def _draft_next(stage: Stage) -> None:
    """One that nobody has approved yet."""
    stage.do(d.DraftNotice, "center2", NEXT, {"title": "二季度补贴发放专项整改通知", "year": 2020})
    said = {**EVERYBODY, "area": "finance", "problem": "补贴发放表没有复核人签字", "requirement": "补齐复核手续"}
    stage.do(d.AddProblem, "center2", NEXT, said)


PROMPT = tuple(code for code in BUREAUS if code not in (SILENT, LATE))
SCENES = (
    Scene("03-13", _set_return),
    Scene("03-13", _dispatch),
    Scene("03-16", partial(_acknowledge, PROMPT, "")),
    Scene("03-17", partial(_acknowledge, (LATE,), "")),
    Scene("04-08", partial(_return, PROMPT, "")),
    Scene("04-09", _send_back),
    Scene("04-10", partial(_return, (AGAIN,), "已补盖公章")),
    Scene("04-15", partial(_return, (LATE,), "邮路耽搁，迟报说明附后")),
    Scene("04-20", _draft),
    Scene("04-23", _approve),
    Scene("04-24", _dispatch_draft),
    Scene("04-26", partial(_acknowledge, ("baishi", "qinglan", "songkou", "nanyu"), "draft")),
    Scene("05-11", partial(_acknowledge, (SILENT,), "")),
    Scene("05-18", _draft_next),
)
