"""What importing a list came to: each row as read, its outcome, and the items it led to. Values only."""

from dataclasses import dataclass, field
from uuid import UUID

from documents.drafts import Note, Outcome, ParsedList, ParsedRow


@dataclass(frozen=True, slots=True)
class Issued:
    """An item a row led to, or would lead to; or that was there already from the same list."""

    item_id: UUID
    number: str
    there_already: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read, with what came of issuing it."""

    read: ParsedRow
    outcome: Outcome
    notes: tuple[Note, ...]
    items: tuple[Issued, ...] = ()

    @property
    def confirmable(self) -> bool:
        """Whether it is asked about, and can be issued on somebody's word."""
        return self.outcome is Outcome.ASKED and may_confirm(self.read)


def may_confirm(read: ParsedRow) -> bool:
    """Whether somebody's word is all that the row needs: it says enough, and repeats no other row of its list."""
    return read.outcome is not Outcome.REFUSED and bool(read.drafts) and not read.repeats


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to. `issued` counts new items, `there_already` those of an earlier import of this list.

    `batch` is what was issued now, to be withdrawn as one.
    """

    parsed: ParsedList
    notice: UUID
    notice_number: str
    rows: tuple[Row, ...]
    written: bool
    batch: UUID | None = field(default=None, compare=False)

    @property
    def issued(self) -> int:
        return sum(1 for row in self.rows for item in row.items if not item.there_already)

    @property
    def there_already(self) -> int:
        return sum(1 for row in self.rows for item in row.items if item.there_already)

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that still need an answer or a correction."""
        return tuple(row for row in self.rows if row.outcome in (Outcome.ASKED, Outcome.REFUSED))

    @property
    def passed_over(self) -> bool:
        """Whether rows that can be issued were not, because they were not chosen."""
        taken = (Outcome.ACCEPTED, Outcome.MENDED)
        return any(row.outcome in taken and row.read.drafts and not row.items for row in self.rows)

    def count(self, outcome: Outcome) -> int:
        return sum(1 for row in self.rows if row.outcome is outcome)
