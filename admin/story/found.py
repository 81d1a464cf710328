"""What was found: two years' findings of which one repeats another, items from one, a snapshot; a sample of volumes."""

from admin.demo_findings import finding_id, load_findings
from admin.story.stage import Scene, Stage, of
from workflow import evaluating, sampling
from workflow.drawing import FrameRow, frame_digest, frame_of
from workflow.history import present
from workflow.messages import (
    AssignItem,
    BringVolumes,
    CheckRow,
    ConcludeSample,
    CorrectCheck,
    DrawSample,
    EnterFinding,
    IssueItem,
    LinkFinding,
    OpenNotice,
    PlanSample,
    ReportItem,
    TakeSnapshot,
)

AGAIN, FIRST, PAID = finding_id(3), finding_id(1), finding_id(5)
SPECIAL, ITEM, SAMPLE, PLANNED = of("special notice"), of("item from a finding"), of("sample"), of("planned sample")
SIZES = {"baishi": 2, "qinglan": 2, "songkou": 2, "dongping": 2, "meiling": 2, "zhuwu": 2, "nanyu": 1, "beidu": 1,
         "shiqiao": 1}  # fmt: skip
KINDS = ("刑事", "民事", "劳动")
ROWS = frame_of(FrameRow(unit, f"(2019)援字第{n}号", KINDS[n % 3]) for unit in SIZES for n in range(1, 13))
FRAME = {"frame": frame_digest(ROWS)}
DEFECTS: tuple[list[str], ...] = (["page_numbers"], [], ["form_incomplete", "binding"], [], ["no_catalogue"])


def _enter(stage: Stage) -> None:
    stage.told["finding"] = stage.told.get("finding", 0) + load_findings(stage.ledger, stage.who["center1"])


def _own(stage: Stage) -> None:
    """A bureau's own difficulty, as it says itself."""
    said = {"source": "self_reported", "year": 2019, "area": "staffing", "concerns": "named", "units": ["baishi"],
            "text": "专职人员借调后一直没有补上"}  # fmt: skip
    stage.do(EnterFinding, "baishi_leader", of("own finding"), said)


def _link(stage: Stage) -> None:
    stage.do(LinkFinding, "center1", AGAIN, {"repeats": str(FIRST)})


def _issue(stage: Stage) -> None:
    """A notice of its own for what was paid to a law firm."""
    stage.do(OpenNotice, "center2", SPECIAL, {"title": "补贴发放专项整改通知", "year": 2020})
    said = {"notice": str(SPECIAL), "finding": str(PAID), "bureau": "shiqiao", "area": "finance", "kind": "staged",
            "problem": "补贴付到了律所账户", "due": "2020-05-29", "amount": "128600.00",
            "requirement": "逐笔收回并改付承办人本人"}  # fmt: skip
    stage.do(IssueItem, "center2", ITEM, said)


def _answer(stage: Stage) -> None:
    handler = stage.who["shiqiao_handler"].account
    stage.do(AssignItem, "shiqiao_leader", ITEM, {"handler": str(handler), "internal_due": "2020-05-20"})


def _report(stage: Stage) -> None:
    evidence = [stage.uploads("shiqiao_handler", "改付凭据.png")]
    said = {"measures": "与律所逐笔核对", "result": "已改付四十二笔", "evidence": evidence}
    stage.do(ReportItem, "shiqiao_handler", ITEM, said)


def _freeze(stage: Stage) -> None:
    position, digest = evaluating.frozen(stage.ledger, 2019)
    said = {"title": "2019年度评价问题汇总", "year": 2019}
    stage.do(TakeSnapshot, "evaluator", of("snapshot"), said, at_position=position, digest=digest)


def _draw(stage: Stage) -> None:
    """The seed is named before there is a frame; fifteen volumes are drawn."""
    plan = {
        "title": "2019年卷宗抽查",
        "purpose": "核对档案整改效果",
        "drawn_from": "volumes",
        "seed": "7 11 19 23 31 5",
    }
    stage.do(PlanSample, "evaluator", SAMPLE, plan)
    stage.do(BringVolumes, "center1", SAMPLE, FRAME, rows=ROWS)
    sizes = ", ".join(f"{unit}={size}" for unit, size in SIZES.items())
    stage.do(DrawSample, "auditor", SAMPLE, {**FRAME, "sizes": sizes, "in_all": sum(SIZES.values())})


def _check(stage: Stage) -> None:
    with stage.ledger.database.reading() as connection:
        at = present(stage.clock.now(), stage.ledger.zone)
        drawn = sampling.one(connection, stage.who["center1"], SAMPLE, at).rows
    for number, row in enumerate(drawn):
        said = {"unit": row.unit, "row": row.row, "checked_on": stage.today}
        stage.do(CheckRow, "evaluator", SAMPLE, {**said, "defects": DEFECTS[number % len(DEFECTS)]})
    said = {"unit": drawn[1].unit, "row": drawn[1].row, "checked_on": stage.today, "defects": ["altered"]}
    stage.do(CorrectCheck, "center1", SAMPLE, {**said, "reason": "看漏一处改动"})


def _conclude(stage: Stage) -> None:
    stage.do(ConcludeSample, "evaluator", SAMPLE, {})


def _plan(stage: Stage) -> None:
    said = {"title": "销号事项回头看抽查", "purpose": "核对已销号事项", "drawn_from": "items"}
    stage.do(PlanSample, "center2", PLANNED, said)


SCENES = (
    Scene("03-06", _enter),
    Scene("03-09", _link),
    Scene("04-13", _own),
    Scene("04-17", _issue),
    Scene("04-21", _answer),
    Scene("04-22", _draw),
    Scene("04-29", _check),
    Scene("04-30", _conclude),
    Scene("05-08", _freeze),
    Scene("05-14", _report),
    Scene("05-19", _plan),
)
