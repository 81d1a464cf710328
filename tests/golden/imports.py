"""Two imports, one into a notice and one into a draft, each withdrawn as one; and columns remembered and forgotten."""

from typing import Any
from uuid import uuid5

from workflow import messages as m
from workflow.batch_preparation import mapping_id
from workflow.lookups import NAMESPACE
from workflow.messages import draft as d
from workflow.messages.mapping import MappedColumn

NOTICE, DRAFT, ISSUED, DRAFTED = (uuid5(NAMESPACE, f"golden import {n}") for n in range(4))
ITEMS = tuple(uuid5(NOTICE, f"item {n}") for n in range(2))
FILE, HEADER = "ab" * 32, "cd" * 32
SAID = {"area": "archives", "kind": "immediate", "due": "2022-06-30", "requirement": "补齐"}
PLACES = (("area", 3), ("problem", 2), ("bureau", 1), ("requirement", 4), ("due", 7))
COLUMNS = tuple(MappedColumn(column, place) for column, place in PLACES)


def tell(story: Any) -> None:
    """To a story, of which `do` gives a command as somebody."""
    story.do(m.OpenNotice, "center1", NOTICE, {"title": "补充清单", "year": 2020})
    for n, item in enumerate(ITEMS):
        said = {**SAID, "bureau": "baishi", "problem": f"卷宗缺第{n + 1}页"}
        story.do(m.IssueItem, "center1", item, {"notice": str(NOTICE), **said})
        story.do(m.RecordBatch, "center1", ISSUED, {}, notice=NOTICE, file=FILE, items=(item,))
    story.do(m.WithdrawBatch, "center2", ISSUED, {"reason": "清单发错了版本"})
    story.do(d.DraftNotice, "center1", DRAFT, {"title": "另一份补充清单", "year": 2020})
    problem = {**SAID, "bureaus": ["baishi"], "problem": "目录缺页"}
    story.do(d.AddProblem, "center1", DRAFT, problem, command_id=uuid5(DRAFT, "row 1"))
    matter = uuid5(uuid5(DRAFT, "row 1"), "problem")
    story.do(m.RecordBatch, "center1", DRAFTED, {}, draft=DRAFT, file=FILE, matters=(matter,))
    story.do(m.WithdrawBatch, "center1", DRAFTED, {"reason": "并入下一份"})
    story.do(d.DiscardDraft, "center1", DRAFT, {"reason": "不再下发"})
    remembered = mapping_id(story.who["center1"].org, HEADER)
    story.do(m.RememberMapping, "center1", remembered, {"signature": HEADER}, columns=COLUMNS)
    story.do(m.ForgetMapping, "center2", remembered, {})
