"""What a golden ledger tells of due dates: a calendar, the numbers, extensions given and refused, urging, lights."""

from typing import Any

from workflow import messages as m
from workflow.lookups import calendar_id, policy_id
from workflow.messages.policy import Policy

DAYS = [{"day": "2020-04-06", "type": "off"}, {"day": "2020-04-26", "type": "work"}]
NUMBERS = {Policy.SUPERVISE_BLUE_DAYS: 5, Policy.SUPERVISE_YELLOW_DAYS: 2, Policy.MAX_EXTENSIONS: 2}


class Deadlines:
    """Steps of an item beside its way."""

    do: Any

    def rule(self) -> None:
        """A year's calendar and three numbers."""
        self.do(m.PublishCalendar, "sysadmin", calendar_id(2020), {"days": DAYS, "basis": "节假日安排"}, year=2020)
        for policy, number in NUMBERS.items():
            said = {"days": number, "since": "2020-03-01", "reason": "督办办法"}
            self.do(m.SetPolicy, "center1", policy_id(policy), said, policy=policy)

    def _request_extension(self, *_: Any) -> dict[str, Any]:
        return {"until": "2020-04-30", "reason": "等系统升级", "progress": "已过半"}

    def _decide_extension(self, _number: int, _life: Any, decision: str) -> dict[str, Any]:
        return {"decision": decision, "reason": "" if decision == "approved" else "理由不足"}

    def _urge(self, *_: Any) -> dict[str, Any]:
        return {"note": "请抓紧"}

    def _supervise(self, _number: int, _life: Any, light: str) -> dict[str, Any]:
        return {"light": light, "note": "进度慢"}
