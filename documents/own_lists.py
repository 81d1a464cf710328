"""Our own lists come back: which notice a list that went out from here is of, and the items that it states.

Such a list says so where offices write their document number: 文号：整改通知〔2020〕2号, under the notice's own title.
"""

import re
from uuid import UUID

from sqlalchemy import Connection, select

from documents.drafts import ParsedList
from workflow.facts import normalise
from workflow.projections import ITEMS, NOTICES
from workflow.words import State

PREFIX = "整改通知"
NUMBER = re.compile(rf"{PREFIX}(〔\d{{4}}〕\d{{1,5}})号")
Own = dict[tuple[str, str], tuple[UUID, str]]


def stated(number: str) -> str:
    """How a list that goes out says of which notice it is."""
    return f"文号：{PREFIX}{number}号"


def notice_of(connection: Connection, parsed: ParsedList) -> UUID | None:
    """The notice that a list names by our number and under its title; None for a list of somebody else's."""
    found = NUMBER.fullmatch(parsed.number or "")
    if found is None:
        return None
    table = NOTICES.now
    row = connection.execute(
        select(table.c.notice_id, table.c.title).where(table.c.number == found[1])
    ).one_or_none()  # fmt: skip
    return row.notice_id if row and normalise(row.title) == normalise(parsed.title) else None


def items_of(connection: Connection, notice: UUID | None) -> Own:
    """The items of a notice that stand, however they were issued, by unit and problem; none without a notice."""
    table = ITEMS.now
    rows = connection.execute(
        select(table.c.bureau, table.c.problem_key, table.c.item_id, table.c.number)
        .where(table.c.notice_id == notice, table.c.state != State.WITHDRAWN)
    )  # fmt: skip
    return {(row.bureau, row.problem_key): (row.item_id, row.number) for row in rows}
