"""A second life, which the product does not ship: a supervision matter (督办). It holds the engine to know no item."""

from enum import StrEnum
from pathlib import Path

from workflow.life import Life, read


class Matter(StrEnum):
    """Where a supervision matter stands."""

    OPENED = "opened"
    ACCEPTED = "accepted"
    HANDLED = "handled"
    CONCLUDED = "concluded"
    FILED = "filed"


SUPERVISION: Life[Matter] = read(Path(__file__).with_name("supervision.json").read_bytes(), Matter, {})
