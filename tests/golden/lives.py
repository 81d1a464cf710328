"""The items of a golden ledger, a line each: whose, what happens to it, what its issue says.

A step is a trigger, `verify` with its conclusion. Together they take every row of the transition table.
"""

from dataclasses import dataclass, field
from typing import Any

DONE = " verify:completed close"
ROUND = f" report{DONE} reopen"
ASIDE = "object answer_objection wait_for contact_again end_waiting"
MEASURED = "complete_measure:2 verify_measure:2"
FIGURE = {"stated": "9个单位中有6个", "count": 6, "of": 9, "unit": "个单位"}
LED = {"lead": "市法律援助中心"}
PEOPLE = {"leader": "王某甲", "contact": "丁某四", "phone": "0000-7000001"}


@dataclass(frozen=True)
class Life:
    """One item: whose it is, what happens to it, and what its issue says besides the usual."""

    bureau: str
    steps: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    notice: int = 0


LIVES = (
    Life("baishi"),
    Life("baishi", "", {**PEOPLE, "due": "2020-04-xun1", "figure": FIGURE, "clause": "2.1"}),
    Life("baishi", "assign", {"due": "2020-Q2", "kind": "ongoing", "figure": "抽15份,普遍"}),
    Life("baishi", "assign report", {"due": "2020-05", "kind": "staged", "contact": "丙某"}),
    Life("baishi", "assign report verify:completed", {"due": "2020"}, notice=1),
    Life("baishi", "assign report verify:ongoing", {"remark": "第二次\n下发 𠮷 \"'\\ é"}),
    Life("baishi", "assign report verify:completed close reopen report", {**PEOPLE, "source": "第三方评价机构"}),
    Life(
        "shiqiao",
        "assign report verify:partly_completed report verify:ongoing send_back report verify:completed close",
        LED,
    ),
    Life("shiqiao", "assign report verify:not_completed", {"kind": "staged"}, notice=1),
    Life("nanyu", "assign report send_back", {"requirement": "逐案核对" * 60}),
    Life("nanyu", "assign report verify:completed send_back report verify:completed close", {"area": "archives"}),
    Life("nanyu", "withdraw"),
    Life("qinglan", "assign"),
    Life("qinglan", "assign report verify:ongoing convert"),
    Life("nanyu", "assign withdraw", PEOPLE),
    Life("center", "assign report verify:completed close reopen report", {"due": "2020-06-30"}),
    Life("center", "assign report send_back report verify:not_completed report verify:ongoing", notice=1),
    Life("center", "withdraw", {"due": "2020-12-xun3"}),
    Life("songkou", "assign" + ROUND * 21),
    Life("beidu", "assign" + ROUND * 21 + " report", {"phone": "0000-7000002"}, notice=1),
    Life("baishi", f"plan_measure drop_measure:1 plan_measure note_progress {ASIDE} transfer"),
    Life("baishi", f"assign plan_measure plan_measure drop_measure:1 {MEASURED} note_progress {ASIDE} transfer"),
    Life(
        "shiqiao",
        f"assign plan_measure plan_measure object report note_progress complete_measure:1 {MEASURED} answer_objection "
        f"verify:completed verify_measure:1 close follow_up:passed follow_up:failed",
    ),
    Life("nanyu", "assign object report verify:completed answer_objection"),
    Life("nanyu", "request_extension decide_extension:approved urge supervise:blue"),
    Life("baishi", "assign request_extension decide_extension:refused urge supervise:yellow supervise:red"),
)
