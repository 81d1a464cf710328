"""What merging a reply workbook came to, row by row. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from documents.drafts import Note
from documents.reply_identity import Issue
from documents.reply_read import ReplyRow, ReplySheet
from workflow.errors import Words
from workflow.history import Step
from workflow.item import Item
from workflow.messages import Actor


class Came(StrEnum):
    """What became of a row. STALE: its item moved on meanwhile, and somebody has to say whether it still holds."""

    RECORDED = "recorded"
    ALREADY = "already"
    STALE = "stale"
    ASKED = "asked"
    REFUSED = "refused"
    UNTOUCHED = "untouched"


CAME = {
    Came.RECORDED: Words("记录", "recorded"),
    Came.ALREADY: Words("已经记录过", "recorded already"),
    Came.STALE: Words("表格下载后有变动", "moved on meanwhile"),
    Came.ASKED: Words("待确认", "asked about"),
    Came.REFUSED: Words("未采用", "refused"),
    Came.UNTOUCHED: Words("没有填写", "left empty"),
}
LEFT = (Came.STALE, Came.ASKED, Came.REFUSED)


@dataclass(frozen=True, slots=True)
class Versions:
    """An item as the workbook had it and as it is now, and what happened in between, as far as the reader is told.
    `then` is None where the workbook's version cannot be found."""

    then: Item | None
    now: Item
    since: Sequence[Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row with what came of it. `at` and `by` say when and by whom it was recorded already; `confirmable` whether it
    is carried out if somebody says so, `seen` the version that this is said of; `files` are the digests of its new
    evidence."""

    read: ReplyRow
    came: Came
    trigger: str = ""
    item: UUID | None = None
    number: str = ""
    notes: tuple[Note, ...] = ()
    versions: Versions | None = None
    at: datetime | None = None
    by: Actor | None = None
    confirmable: bool = False
    seen: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReport:
    """`hints` are said of the workbook as a whole, `unused` are the files of the zip that no row names. `written` says
    that something was recorded, under `merge_id`."""

    parsed: ReplySheet
    issue: Issue | None
    rows: tuple[Row, ...]
    merge_id: UUID
    written: bool
    hints: tuple[Words, ...] = ()
    unused: tuple[str, ...] = ()

    def count(self, came: Came) -> int:
        return sum(1 for row in self.rows if row.came is came)

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that still need an answer or a correction."""
        return tuple(row for row in self.rows if row.came in LEFT)

    @property
    def kept(self) -> dict[UUID, Mapping[str, str]]:
        """What was typed and is not recorded yet, by item: a new workbook begins with it."""
        return {row.item: row.read.typed for row in self.left if row.item}
