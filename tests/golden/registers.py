"""Rows of typed registers: one is recorded, changed, struck."""

from typing import Any
from uuid import UUID

from workflow import schemas
from workflow.messages.payment import RecordPayment
from workflow.messages.row import StrikeRow
from workflow.row_preparation import id_of

PAID = {"bureau": "baishi", "case_no": "(2020)白援字第1号", "name": "周十五", "account_type": "law_firm",
        "amount": "1200", "paid_on": "2020-03-02", "file_passed_on": "2020-02-28"}  # fmt: skip


def tell(story: Any) -> None:
    """A payment to a law firm is put right, and struck as one that was recorded twice."""
    shell = {"command_id": UUID(int=1), "subject": UUID(int=1), "by": story.who["baishi_handler"]}
    row = id_of(schemas.load(RecordPayment, PAID, at=story.office.clock.now(), **shell))
    story.do(RecordPayment, "baishi_handler", row, PAID)
    story.do(RecordPayment, "baishi_leader", row, {**PAID, "account_type": "personal"}, again=True)
    story.do(StrikeRow, "center1", row, {"reason": "重复登记"})
