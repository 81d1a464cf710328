"""What the golden ledger tells of findings: clauses, two years of which one repeats the other, an item, a snapshot."""

from typing import Any
from uuid import uuid5

from workflow import evaluating
from workflow import messages as m
from workflow.lookups import CLAUSE_REGISTER, NAMESPACE

CLAUSES = [
    {"code": code, "zh": zh, "en": en, "area": area, "standard": "评价标准", "year": 2019}
    for code, zh, en, area in (
        ("A1", "系统登记与卷宗一致", "Cases agree", "information_system"),
        ("C1", "卷宗编页完整", "Numbered", "archives"),
    )
]  # fmt: skip
BEFORE, NOW, OWN, SNAPSHOT, ITEM = (uuid5(NAMESPACE, f"golden finding {n}") for n in range(5))
SAID = {"clause": "A1", "text": "登记数与办案数有出入", "concerns": "named", "units": ["baishi", "qinglan"]}
FIGURE = {"count": 2, "of": 9, "unit": "个单位"}


def tell(story: Any, notice: Any) -> None:
    """A register of clauses, what was found in two years and corrected, linked, issued, frozen and withdrawn."""
    story.do(m.PublishClauses, "center1", CLAUSE_REGISTER, {"clauses": CLAUSES})
    found = {"source": "third_party", **SAID, "figure": FIGURE, "amount": "1234.50"}
    story.do(m.EnterFinding, "evaluator", BEFORE, {**found, "year": 2018})
    story.do(m.EnterFinding, "evaluator", NOW, {**found, "year": 2019, "text": "登记数与办案数仍有出入"})
    said = {**SAID, "text": "登记数少于办案数", "reason": "复核后更正"}
    story.do(m.CorrectFinding, "evaluator", NOW, said)
    story.do(m.LinkFinding, "center1", NOW, {"repeats": str(BEFORE)})
    own = {"source": "self_reported", "year": 2019, "area": "funding", "text": "没有工作经费", "concerns": "named"}
    story.do(m.EnterFinding, "qinglan_leader", OWN, {**own, "units": ["qinglan"]})
    item = {"area": "information_system", "kind": "immediate", "due": "2020-06-30", "requirement": "逐案核对"}
    from_it = {"finding": str(NOW), "bureau": "qinglan", "problem": "登记数少于办案数", "amount": "1234.50"}
    story.do(m.IssueItem, "center1", ITEM, {"notice": str(notice), **item, **from_it})
    position, digest = evaluating.frozen(story.office.ledger, 2019)
    said = {"title": "2019年度评价", "year": 2019}
    story.do(m.TakeSnapshot, "evaluator", SNAPSHOT, said, at_position=position, digest=digest)
    story.do(m.WithdrawSnapshot, "center1", SNAPSHOT, {"reason": "另行固定"})
    story.do(m.WithdrawFinding, "qinglan_leader", OWN, {"reason": "经费已落实"})
