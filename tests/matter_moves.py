"""What is said with each trigger beside an item's way, where somebody at random pulls it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from workflow.item import Item
from workflow.matters import STANDS, open_to
from workflow.messages import Actor

WORDS: dict[str, dict[str, Any]] = {
    "plan_measure": {"what": "补录漏登案件"},
    "drop_measure": {"reason": "并入另一项"},
    "complete_measure": {"completion": "已补录"},
    "verify_measure": {"acceptance": "accepted"},
    "note_progress": {"progress": "已核对一半"},
    "object": {"reason": "数字另有口径"},
    "answer_objection": {"ruling": "upheld", "answer": "同意调整"},
    "wait_for": {"awaiting": "市财政局", "awaited": "资金拨付"},
    "contact_again": {"contact_note": "月底前答复"},
    "end_waiting": {"wait_result": "已到账"},
    "follow_up": {"followed_up": "failed", "reason": "又有漏登"},
    "transfer": {"reason": "工作站已划转"},
}


def words(trigger: str, item: Item, by: Actor, today: date) -> dict[str, Any]:
    """What a trigger needs said so that the item takes it; a transfer goes to the other of two bureaus."""
    said = dict(WORDS[trigger])
    if trigger in STANDS:
        others = [one for one in open_to(trigger, item) if one.completed_by != by.account]
        said["measure"] = (others or open_to(trigger, item))[0].number
    if trigger == "plan_measure":
        said["measure_due"] = item.due and item.due.last.isoformat()
    if trigger in ("wait_for", "contact_again"):
        said["contacted_on"] = today.isoformat()
    if trigger == "follow_up":
        said["checked_on"] = today.isoformat()
    if trigger == "transfer":
        said["bureau"] = "baishi" if item.bureau == "shiqiao" else "shiqiao"
    return said


def mark(do: Callable[..., Any], bureau: str, item: UUID, canary: str) -> None:
    """On an issued item, the canary in each text that stands beside its way."""
    leader = f"{bureau}_leader"
    do("plan_measure", leader, item, what=canary, measure_due="2020-06-01")
    do("drop_measure", leader, item, measure=1, reason=canary)
    do("note_progress", leader, item, progress=canary)
    do("object", leader, item, reason=canary)
    do("answer_objection", "center1", item, ruling="rejected", answer=canary)
    do("wait_for", leader, item, awaiting=canary, awaited=canary, contacted_on="2020-03-01")
    do("contact_again", leader, item, contacted_on="2020-03-02", contact_note=canary)
    do("end_waiting", leader, item, wait_result=canary)
