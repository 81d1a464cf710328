"""What looks like personal data in a cell that is not for it is asked about: it would stand in the log for ever."""

from collections.abc import Iterator, Mapping

from documents.headers import Column
from workflow.errors import Words
from workflow.patterns import found, named

FREE = (
    Column.SOURCE, Column.CLAUSE, Column.PROBLEM, Column.FIGURE, Column.REQUIREMENT, Column.LEAD, Column.REMARK,
)  # fmt: skip
LOOKS = Words(
    "疑似有{what}，写进台账后不能删除；请改写，或者确认保留。",
    "It looks to hold {what}, which could not be taken out again. Rewrite it, or confirm the row.",
)


def looks_personal(typed: Mapping[Column, str]) -> Iterator[tuple[Column, Words]]:
    """The columns that do, and the words to ask with."""
    for column, text in typed.items():
        if held := found(text):
            what = named(held)
            yield column, Words(LOOKS.zh.format(what=what.zh), LOOKS.en.format(what=what.en))
