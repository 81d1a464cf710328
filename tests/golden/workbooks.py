"""A reply workbook was merged: what the event says of its rows."""

from typing import Any
from uuid import uuid5

from workflow.lookups import NAMESPACE
from workflow.messages import MergeWorkbook

MERGE, WORKBOOK = (uuid5(NAMESPACE, f"golden workbook {n}") for n in (1, 2))


def tell(story: Any) -> None:
    """One row was recorded, with a file; one had moved on, one was left empty."""
    leader = story.who["baishi_leader"]
    said = {"bureau": "baishi", "workbook": WORKBOOK, "issued_to": leader.account, "digest": "ab" * 32}
    came = {
        "zip_digest": "cd" * 32,
        "items": (uuid5(NAMESPACE, "golden item 1"),),
        "files": 1,
        "stale": 1,
        "untouched": 1,
    }
    story.do(MergeWorkbook, "baishi_leader", MERGE, {}, **said, **came)
