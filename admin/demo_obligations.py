"""The demonstration's obligations: one of each rule, what was done for them in the last months, and what was not."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from admin.demo_contacts import give_once
from identity import accounts
from identity.demo_accounts import DEMO_BUREAUS
from workflow.lookups import NAMESPACE, policy_id
from workflow.messages import Actor, RecordPerformance, SetPolicy, SetUpObligation
from workflow.messages.policy import Policy
from workflow.service import Ledger
from workflow.terms import shifted

WITH = (*(bureau[0] for bureau in DEMO_BUREAUS[:3]), "shiqiao")
DAYS, MONTHS = 30, 6
NO_PHOTO = "演示数据，没有附件"
DUTIES: tuple[tuple[str, str, str, int | None, str], ...] = (
    ("disclosure", "公示受援人名单", "monthly", None, "公示制度（演示）"),
    ("finance", "发放办案补贴", "monthly_average", 3, "经费办法（演示）"),
    ("stations", "工作站开展宣传咨询活动", "station_quarterly", None, "工作站管理办法（演示）"),
    ("archives", "定期整理归档", "unquantified", None, "档案办法（演示）"),
)


def load_obligations(ledger: Ledger, by: Actor) -> int:
    """Four obligations each for some bureaus, from half a year ago; a month was missed here and there. How many."""
    since = shifted(ledger.today.replace(month=(ledger.today.month - 1) // 3 * 3 + 1, day=1), -MONTHS)
    give_once(ledger, SetPolicy, policy_id(Policy.RAISED_ITEM_DAYS), by, {
        "days": DAYS, "since": since.isoformat(), "reason": "整改工作办法（演示）",
    }, policy=Policy.RAISED_ITEM_DAYS)  # fmt: skip
    for number, bureau in enumerate(WITH):
        handler = accounts.by_login(ledger, f"{bureau}_handler")
        assert handler is not None
        for area, duty, rule, window, basis in DUTIES:
            subject = uuid5(NAMESPACE, f"demo obligation {bureau} {area}")
            said: dict[str, Any] = {
                "bureau": bureau, "area": area, "duty": duty, "rule": rule, "since": since.isoformat(), "basis": basis,
            }  # fmt: skip
            give_once(ledger, SetUpObligation, subject, by, said | ({"window": window} if window else {}))
            _perform(ledger, handler, subject, rule, since, number)
    return len(WITH) * len(DUTIES)


def _perform(ledger: Ledger, by: Actor, owed: UUID, rule: str, since: date, number: int) -> None:
    """Once in most months; by the stations of the first bureau, one of which left a quarter out."""
    for n in range(MONTHS):
        day = shifted(since, n).replace(day=10 + number)
        left_out = rule == "monthly" and n % 4 == number
        stations = [f"{by.org}-01", f"{by.org}-02"][: 2 - n % 2] if rule == "station_quarterly" and n % 3 == 1 else []
        if rule != "station_quarterly" and not left_out:
            _done(ledger, by, owed, f"{n}", {"performed_on": day.isoformat(), "what": "按期完成"})
        for station in stations:
            said = {"performed_on": day.isoformat(), "what": "宣传咨询一场", "station": station}
            _done(ledger, by, owed, f"{n} {station}", said)


def _done(ledger: Ledger, by: Actor, owed: UUID, which: str, said: dict[str, Any]) -> None:
    subject = uuid5(owed, which)
    give_once(ledger, RecordPerformance, subject, by, {**said, "no_evidence": NO_PHOTO}, obligation=owed)
