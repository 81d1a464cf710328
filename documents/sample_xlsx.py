"""The form of a sample to be filled in by hand (抽查记录表), and its results: a row for each that was drawn."""

from collections.abc import Callable, Sequence
from datetime import datetime

from documents.ledger_xlsx import Value, write_ledger
from workflow.checklist import DEFECTS, DEFECTS_OF, Defect
from workflow.errors import Words
from workflow.sampling import Row, Seen

FORM, RESULTS = Words("抽查记录表", "Form of the sample"), Words("抽查结果", "Results of the sample")
NUMBER, UNIT, VOLUME, KIND = (
    Words("序号", "No."),
    Words("单位", "Unit"),
    Words("卷宗号", "Volume"),
    Words("类别", "Kind"),
)
REMARK, CHECKED_ON = Words("备注", "Remark"), Words("检查日期", "Checked on")
CHECKED, YES = Words("已检查", "Checked"), Words("√", "x")


def write_form(seen: Seen, unit: Callable[[str], str], language: str, *, note: str, created: datetime) -> bytes:
    """The drawn rows with room for what is found; nothing is filled in."""
    kinds = DEFECTS_OF[seen.sample.drawn_from]
    rows = [[*_head(row, unit), *[""] * (len(kinds) + 2)] for row in seen.rows]
    columns = [*_columns(language), *_defects(kinds, language), REMARK.say(language), CHECKED_ON.say(language)]
    return _written(FORM, seen, columns, rows, language, note, created)


def write_results(seen: Seen, unit: Callable[[str], str], language: str, *, note: str, created: datetime) -> bytes:
    """The drawn rows with what was found; one that was not checked says nothing."""
    kinds = DEFECTS_OF[seen.sample.drawn_from]
    rows = [[*_head(row, unit), *_found(row, kinds, language)] for row in seen.rows]
    last = [*_defects(kinds, language), REMARK.say(language), CHECKED_ON.say(language)]
    return _written(RESULTS, seen, [*_columns(language), CHECKED.say(language), *last], rows, language, note, created)


def _columns(language: str) -> list[str]:
    return [words.say(language) for words in (NUMBER, UNIT, VOLUME, KIND)]


def _defects(kinds: Sequence[Defect], language: str) -> list[str]:
    return [DEFECTS[kind].say(language) for kind in kinds]


def _head(row: Row, unit: Callable[[str], str]) -> list[Value]:
    return [row.place, unit(row.unit), row.row, row.kind]


def _found(row: Row, kinds: Sequence[Defect], language: str) -> list[Value]:
    if row.check is None:
        return [""] * (len(kinds) + 3)
    yes = YES.say(language)
    marks = [yes if kind in row.check.defects else "" for kind in kinds]
    return [yes, *marks, row.check.remark, row.check.checked_on]


def _written(
    what: Words, seen: Seen, columns: list[str], rows: list[list[Value]], language: str, note: str, created: datetime
) -> bytes:
    title = f"{what.say(language)} {seen.sample.title}"
    return write_ledger(columns, rows, title=title, note=note, created=created, sheet=what.zh)
