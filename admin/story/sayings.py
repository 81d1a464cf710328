"""What people say with the steps of an item, by the item's area."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from admin.story.stage import Stage

WORK = {
    "information_system": ("逐案核对系统与卷宗", "差异已更正，核对记录已建立"),
    "stations": ("逐站检查牌子、号码和登记本", "号码已更正并拨测，记录已补齐"),
    "archives": ("成立两人小组逐卷检查", "查出的卷宗已改正，新卷由内勤复核"),
    "disclosure": ("公示后由经办人三日内复核", "所缺月份已补公示，截图已存"),
    "finance": ("按明细逐笔核对并列出发放计划", "补发已完成，凭据已归档"),
    "publicity": ("每月确定一个选题并由专人报送", "本季度已有信息被采用"),
    "staffing": ("与编制部门会商，拟定补充方案", "方案已报批，人员已到岗"),
    "funding": ("测算需求，向财政提出申请", "已列入下年度预算申请"),
}


NEW_ROUND = "2020-07-31"


def said(stage: Stage, item: UUID, by: str, trigger: str, detail: str) -> dict[str, Any]:
    """What the form of a step is filled in with."""
    return SAYS[trigger](stage, item, by, detail)


Says = Callable[[Stage, UUID, str, str], dict[str, Any]]


def _assign(stage: Stage, item: UUID, by: str, _: str) -> dict[str, Any]:
    """Some days before it is due, where there is time for that."""
    bureau, due = stage.bureaus[item], stage.dues[item]
    handler = "center2" if bureau == "center" else f"{bureau}_handler"
    own = max(min(due, due - timedelta(days=5)), min(due, stage.ledger.today))
    return {"handler": str(stage.who[handler].account), "internal_due": own.isoformat()}


def _report(stage: Stage, item: UUID, by: str, _: str) -> dict[str, Any]:
    measures, result = WORK[stage.areas[item]]
    names = ("整改情况照片.png", "核对记录.png")[: 1 + item.int % 2]
    return {"measures": measures, "result": result, "evidence": [stage.uploads(by, name) for name in names]}


def _verify(stage: Stage, item: UUID, by: str, conclusion: str) -> dict[str, Any]:
    reasons = {
        "partly_completed": "自查部分还没有做完，请补齐后再报",
        "not_completed": "材料只说明了打算，没有看到改正的结果",
        "ongoing": "做法已经建立，要长期坚持",
        "completed": "",
    }
    return {"conclusion": conclusion, "reason": reasons[conclusion]}


def _plan(stage: Stage, item: UUID, by: str, which: str) -> dict[str, Any]:
    """The last is due with the item."""
    due: date = stage.dues[item]
    if which == "last":
        return {"what": "对照要求全面复查，形成书面材料", "measure_due": due.isoformat()}
    return {"what": WORK[stage.areas[item]][0], "measure_due": (due - timedelta(days=45)).isoformat()}


def _extension(stage: Stage, item: UUID, by: str, _: str) -> dict[str, Any]:
    until = "2020-04-30" if stage.dues[item].month == 4 else "2020-07-31"
    return {"until": until, "reason": "防疫期间部分人员未到岗", "progress": "已完成一半"}


def _decide(stage: Stage, item: UUID, by: str, decision: str) -> dict[str, Any]:
    return {"decision": decision, "reason": "" if decision == "approved" else "工作量不大，可以按期完成"}


def _ruling(stage: Stage, item: UUID, by: str, ruling: str) -> dict[str, Any]:
    answer = "情况属实，予以采纳" if ruling == "upheld" else "复核记录与原结论一致，请按要求整改"
    return {"ruling": ruling, "answer": answer}


def _accept(stage: Stage, item: UUID, by: str, acceptance: str) -> dict[str, Any]:
    reason = "" if acceptance == "accepted" else "附件与措施对不上"
    return {"measure": 1, "acceptance": acceptance, "reason": reason}


def _complete(stage: Stage, item: UUID, by: str, measure: str) -> dict[str, Any]:
    completion = WORK[stage.areas[item]][1]
    return {"measure": int(measure), "completion": completion, "attached": [stage.uploads(by, "分项材料.png")]}


def _follow_up(stage: Stage, item: UUID, by: str, found: str) -> dict[str, Any]:
    reason = "" if found == "passed" else "抽查两个月，又出现差异"
    until = {} if found == "passed" else {"new_due": NEW_ROUND}
    return {"followed_up": found, "checked_on": stage.today, "reason": reason, **until}


def _convert(stage: Stage, item: UUID, by: str, _: str) -> dict[str, Any]:
    return {
        "duty": "每月公示受援人名单并留存截图",
        "rule": "monthly",
        "since": "2020-05-01",
        "basis": "整改意见（演示）",
    }


def _just(**fields: Any) -> Says:
    return lambda stage, item, by, detail: dict(fields)


def _today(**fields: Any) -> Says:
    return lambda stage, item, by, detail: {"contacted_on": stage.today, **fields}


SAYS: dict[str, Says] = {
    "assign": _assign,
    "report": _report,
    "verify": _verify,
    "plan_measure": _plan,
    "complete_measure": _complete,
    "verify_measure": _accept,
    "request_extension": _extension,
    "decide_extension": _decide,
    "answer_objection": _ruling,
    "follow_up": _follow_up,
    "convert": _convert,
    "send_back": _just(reason="照片看不清，请重新上传"),
    "close": _just(closing_note="同意销号"),
    "reopen": _just(reason="抽查又发现同样的问题", new_due=NEW_ROUND),
    "withdraw": _just(reason="异议采纳，撤回本项"),
    "object": _just(reason="本单位没有这项支出，请核实"),
    "transfer": lambda stage, item, by, bureau: {"bureau": bureau, "reason": "款项由该单位发放，转由其整改"},
    "note_progress": _just(progress="已开始检查，完成约三分之一"),
    "urge": _just(note="请抓紧办理并说明进度"),
    "supervise": lambda stage, item, by, light: {"light": light, "note": "多次催办没有回音"},
    "wait_for": _today(awaiting="县委编办", awaited="专职人员编制批复"),
    "contact_again": _today(contact_note="答复在研究中"),
    "end_waiting": _just(wait_result="批复已下达"),
}
