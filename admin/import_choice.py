"""What the form under a preview says: which rows are to be taken, and which of those asked about are answered for."""

from flask import request

from documents.drafts import Outcome
from documents.row_choice import EVERY_ROW, RowChoice, rows_of
from workflow.errors import Words

MOST = 20_000
OUTCOMES = {
    Outcome.ACCEPTED: Words("接受", "accepted"),
    Outcome.MENDED: Words("已改正", "mended"),
    Outcome.ASKED: Words("待确认", "asked about"),
    Outcome.REFUSED: Words("不收", "refused"),
    Outcome.SKIPPED: Words("跳过", "skipped"),
}


def rows_ticked(name: str = "confirm") -> frozenset[int]:
    """The rows that somebody ticked."""
    said = request.form.getlist(name)[:MOST]
    return frozenset(int(row) for row in said if row.isascii() and row.isdecimal() and len(row) < 8)


def choice_of() -> RowChoice:
    """Which rows the form asks for: all, those of some units, or those ticked and named by number.

    NoRowNumbers refuses what is no number. Rows that are answered for are taken with the ticked ones.
    """
    match request.form.get("choose", "all"):
        case "units":
            return RowChoice(units=frozenset(request.form.getlist("unit")[:MOST]))
        case "rows":
            return RowChoice(rows=rows_ticked("row") | rows_ticked() | rows_of(request.form.get("rows", "")[:2000]))
        case _:
            return EVERY_ROW
