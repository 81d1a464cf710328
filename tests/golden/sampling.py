"""What a golden ledger tells of samples: one drawn twice, its volumes checked, one of them corrected, concluded."""

from typing import TYPE_CHECKING
from uuid import uuid5

from workflow import drawing, sampling
from workflow import messages as m
from workflow.drawing import FrameRow, frame_digest, frame_of
from workflow.history import present
from workflow.lookups import NAMESPACE

if TYPE_CHECKING:
    from tests.golden.story import Story

ROWS = frame_of(FrameRow(unit, f"2019-{n:03}", "刑事") for unit in ("baishi", "qinglan") for n in range(1, 7))
FRAME = {"frame": frame_digest(ROWS)}
SAMPLE = uuid5(NAMESPACE, "golden sample")


def draw_samples(story: "Story") -> None:
    """A seed is given; one volume was moved away, so it is drawn again; what was left over is named in the end."""
    plan = {"title": "卷宗抽查", "purpose": "核对档案整改", "drawn_from": "volumes", "seed": "3 17 21 25"}
    story.do(m.PlanSample, "evaluator", SAMPLE, plan)
    story.do(m.BringVolumes, "center1", SAMPLE, FRAME, rows=ROWS)
    story.do(m.DrawSample, "auditor", SAMPLE, {**FRAME, "sizes": "2", "in_all": 4})
    again = {**FRAME, "sizes": "白石=2, 青岚=1", "reason": "一卷已移交"}
    story.do(m.DrawAgain, "evaluator", SAMPLE, again)
    assert drawing.METHOD == "sha256-order/1"
    ledger = story.office.ledger
    with ledger.database.reading() as connection:
        seen = sampling.one(connection, story.who["center1"], SAMPLE, present(ledger.clock.now(), ledger.zone))
    first, second = ({"unit": row.unit, "row": row.row, "checked_on": "2020-03-12"} for row in seen.rows[:2])
    story.do(m.CheckRow, "evaluator", SAMPLE, {**first, "defects": ["binding", "page_numbers"], "remark": "缺第3页"})
    story.do(m.CheckRow, "center2", SAMPLE, second)
    story.do(m.CorrectCheck, "center1", SAMPLE, {**second, "defects": ["altered"], "reason": "看漏一处改动"})
    story.do(m.ConcludeSample, "evaluator", SAMPLE, {"reason": "卷宗在法院"})
