"""A disclosure list: a rule of a column, then one list prepared, approved, published, handed over, re-checked; one
withdrawn."""

from typing import Any
from uuid import uuid5

from workflow.disclosure_preparation import rule_id
from workflow.facts import Due
from workflow.lookups import NAMESPACE
from workflow.messages import SetDisclosureRule
from workflow.messages.disclosure_list import (
    ApproveDisclosureList,
    HandOverDisclosureList,
    PrepareDisclosureList,
    PublishDisclosureList,
    RecheckDisclosureList,
    Recipient,
    WithdrawDisclosureList,
)
from workflow.messages.disclosure_rule import ColumnRule, PublicColumn, Treatment
from workflow.public_table import made

LISTED, DROPPED = (uuid5(NAMESPACE, f"golden disclosure list {n}") for n in (1, 2))
UNIT = "白石县司法局"
ROWS = (
    Recipient(2, {"name": "吴十六", "matter": "工伤赔偿", "place": "临江镇", "protected": "否"}),
    Recipient(3, {"name": "郑十七", "matter": "抚养费", "place": "城关镇", "protected": "未成年人"}),
)
PLACE_LEFT_OUT = ColumnRule(PublicColumn.PLACE, Treatment.LEFT_OUT)


def tell(story: Any) -> None:
    """The place is left out by rule; a list goes all its way, another of the same month is withdrawn."""
    rule = {"treatment": "left_out", "since": "2020-03-01", "reason": "名单从简"}
    story.do(SetDisclosureRule, "center1", rule_id(PublicColumn.PLACE), rule, column=PublicColumn.PLACE)
    digest = _prepare(story, LISTED, ROWS)
    story.do(ApproveDisclosureList, "baishi_leader", LISTED, {"digest": digest})
    story.do(PublishDisclosureList, "baishi_handler", LISTED, {"disclosed_on": "2020-03-12", "place": "公示栏"})
    story.do(HandOverDisclosureList, "baishi_handler", LISTED, {"handed_over_on": "2020-03-12"})
    looked = {"rechecked_on": "2020-03-12", "result": "incomplete", "remark": "少一行"}
    story.do(RecheckDisclosureList, "center1", LISTED, looked)
    _prepare(story, DROPPED, ROWS[:1])
    story.do(WithdrawDisclosureList, "baishi_leader", DROPPED, {"reason": "少一人"})


def _prepare(story: Any, subject: Any, rows: tuple[Recipient, ...]) -> str:
    digest: str = made(UNIT, Due.parse("2020-02"), rows, (PLACE_LEFT_OUT,)).table.digest
    said = {"bureau": "baishi", "month": "2020-02", "hotline": "0000-7000001", "digest": digest}
    story.do(PrepareDisclosureList, "baishi_handler", subject, said, rows=rows)
    return digest
