"""What a check finds."""

from typing import NamedTuple

from events.tolerance import printable


class Fault(NamedTuple):
    """One thing that is not as it was recorded. `column` is named where a second copy of its value tells."""

    table: str
    row: str
    what: str
    column: str | None = None

    def __str__(self) -> str:
        column = f" column {self.column}" if self.column else ""
        return printable(f"{self.table} {self.row}{column}: {self.what}")
