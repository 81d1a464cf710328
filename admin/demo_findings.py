"""The demonstration's clauses and findings: an invented standard, two years, what recurs, and a county's difficulty."""

from typing import Any
from uuid import UUID, uuid5

from admin.demo_contacts import give_once
from identity import accounts
from workflow.first_areas import FIRST_AREAS
from workflow.lookups import CLAUSE_REGISTER, NAMESPACE
from workflow.messages import Actor, EnterFinding, PublishClauses
from workflow.service import Ledger

STANDARD = "法律援助项目绩效评价标准（演示）"
CLAUSES = (
    ("A1", "系统登记的案件与卷宗一致", "Cases in the system agree with the files", "information_system"),
    ("B1", "每季度开展一次宣传咨询", "Each station holds an event every quarter", "stations"),
    ("B2", "联络员、明白人电话可以接通", "Contacts can be reached by phone", "stations"),
    ("C1", "卷宗编页、装订完整", "Files are numbered and bound", "archives"),
    ("D1", "受援人信息按月公示", "Recipients are disclosed each month", "disclosure"),
    ("E1", "补贴月均发放一次", "Subsidies are paid once a month on average", "finance"),
    ("E2", "补贴发放至承办人本人", "Subsidies go to the handler's own account", "finance"),
    ("F1", "信息被采用的数量", "Briefs adopted", "publicity"),
)
SIX = ["baishi", "dongping", "meiling", "nanyu", "qinglan", "songkou"]
FOUND: tuple[tuple[str, dict[str, Any]], ...] = (
    ("evaluator", {"source": "third_party", "year": 2018, "clause": "A1", "concerns": "named", "units": SIX[:3],
                   "text": "系统登记数与实际办案数有出入", "figure": {"count": 3, "of": 9, "unit": "个单位"}}),
    ("evaluator", {"source": "third_party", "year": 2018, "clause": "C1", "concerns": "all",
                   "text": "卷宗编页普遍不规范", "figure": {"of": 15, "unit": "份", "quantifier": "普遍"}}),
    ("evaluator", {"source": "third_party", "year": 2019, "clause": "A1", "concerns": "named", "units": SIX,
                   "text": "系统登记数与实际办案数仍有出入", "figure": {"count": 6, "of": 9, "unit": "个单位"}}),
    ("evaluator", {"source": "province", "year": 2019, "clause": "B1", "concerns": "unknown",
                   "text": "有的工作站一个季度没有活动", "figure": {"quantifier": "个别", "unit": "工作站"}}),
    ("center1", {"source": "center", "year": 2019, "clause": "E2", "concerns": "named", "units": ["shiqiao"],
                 "text": "补贴付到了律所账户", "figure": {"count": 1, "of": 9, "unit": "个单位"},
                 "amount": "128600.00"}),
    ("zhuwu_leader", {"source": "self_reported", "year": 2019, "area": "staffing", "concerns": "named",
                      "units": ["zhuwu"], "text": "机构改革后中心只有一名专职人员"}),
)  # fmt: skip


def finding_id(number: int) -> UUID:
    return uuid5(NAMESPACE, f"demo finding {number}")


def load_findings(ledger: Ledger, by: Actor) -> int:
    """The register of clauses, then the findings of two years, each by who found it. How many findings."""
    known = {area.code for area in FIRST_AREAS}
    clauses = [
        {"code": code, "zh": zh, "en": en, "area": area, "standard": STANDARD, "year": 2019}
        for code, zh, en, area in CLAUSES if area in known
    ]  # fmt: skip
    give_once(ledger, PublishClauses, CLAUSE_REGISTER, by, {"clauses": clauses})
    for number, (login, said) in enumerate(FOUND, start=1):
        actor = accounts.by_login(ledger, login)
        assert actor is not None
        give_once(ledger, EnterFinding, finding_id(number), actor, said)
    return len(FOUND)
