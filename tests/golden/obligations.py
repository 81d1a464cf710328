"""What the golden story tells of obligations: one of a bureau, through everything that can happen to it."""

from datetime import date
from typing import Any
from uuid import uuid5

from workflow import messages as m
from workflow.lookups import NAMESPACE

OWED = uuid5(NAMESPACE, "golden obligation")
DONE = tuple(uuid5(NAMESPACE, f"golden performance {n}") for n in (1, 2))


def owe(story: Any, today: date) -> None:
    """The center sets an obligation up and changes it; the bureau does what is owed, once with a file."""
    day = today.isoformat()
    story.do(m.SetUpObligation, "center1", OWED, {
        "bureau": "baishi", "area": "disclosure", "duty": "公示受援人名单", "rule": "unquantified",
        "since": "2020-01-01", "until": "2021-12-31", "basis": "公示办法",
    })  # fmt: skip
    story.do(m.ChangeObligation, "center1", OWED, {
        "rule": "monthly_average", "window": 3, "since": "2020-02-01", "reason": "会议纪要",
    })  # fmt: skip
    story.do(m.SuspendObligation, "center2", OWED, {"since": "2020-02-10", "reason": "防疫"})
    story.do(m.ResumeObligation, "center2", OWED, {"since": "2099-01-01", "reason": "复工"})
    handler = story.who["baishi_handler"]
    with_file = {"performed_on": day, "what": "公示名单一份", "evidence": [story.office.upload(handler)]}
    without = {"performed_on": day, "what": "口头宣讲", "no_evidence": "未拍照"}
    for subject, said in zip(DONE, (with_file, without), strict=True):
        story.do(m.RecordPerformance, "baishi_handler", subject, said, obligation=OWED)
    story.do(m.StrikePerformance, "baishi_handler", DONE[1], {"reason": "重复登记"})
    story.do(m.EndObligation, "center1", OWED, {"since": "2099-02-01", "reason": "办法废止"})


def becomes(number: int) -> dict[str, Any]:
    """What is said when an item is made an obligation."""
    return {"duty": f"每月核对数据{number}", "rule": "monthly", "since": "2020-04-01", "basis": "整改意见"}
