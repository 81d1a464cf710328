"""Which rows of a list are to be taken: all that can be, those of some units, or some by number.

rows_of("4-20,25")      frozenset({4, 5, …, 20, 25})
"""

import re
from dataclasses import dataclass

from documents.drafts import ParsedRow
from documents.sheet_xml import MAX_ROWS
from workflow.batch_errors import NoRowNumbers

SPAN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


@dataclass(frozen=True, slots=True)
class RowChoice:
    """None is no choice. A row that names several units is one of some units if all of its own are among them."""

    rows: frozenset[int] | None = None
    units: frozenset[str] | None = None

    def takes(self, read: ParsedRow) -> bool:
        if self.rows is not None and read.row not in self.rows:
            return False
        if self.units is None:
            return True
        return bool(read.drafts) and self.units.issuperset(draft.bureau for draft in read.drafts)


EVERY_ROW = RowChoice()


def rows_of(text: str) -> frozenset[int]:
    """The rows of `4-20,25`; NoRowNumbers for anything else."""
    found: set[int] = set()
    for part in filter(None, re.split(r"[\s,，、;]+", text)):
        span = SPAN.fullmatch(part)
        if span is None or not part.isascii():
            raise NoRowNumbers(given=part[:40])
        first = int(span[1])
        last = min(int(span[2] or first), MAX_ROWS)
        found.update(range(first, last + 1))
    return frozenset(found)
