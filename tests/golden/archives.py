"""An archive package of a year is recorded: what making it came to stands in its event."""

from typing import Any
from uuid import uuid5

from workflow.lookups import NAMESPACE
from workflow.messages import PackArchive

MADE = {
    "at_position": 200, "size": 201, "manifest": "ab" * 32, "files": 31, "absent": 1, "items": 12, "open_items": 3,
    "withheld": 0, "release": "0.1.0", "schema": "0026",
}  # fmt: skip


def tell(story: Any) -> None:
    """The center packs the year, as far as it is signed."""
    story.do(PackArchive, "center1", uuid5(NAMESPACE, "golden archive"), {"year": "2020"}, **MADE)
