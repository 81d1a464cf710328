"""An offline reply workbook (离线答复表) that was merged: what came of the rows that a bureau filled in elsewhere.

Each row is a command of its own; this says that they came together, and from which file.
"""

from dataclasses import dataclass
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent


@event("workbook.merged")
class WorkbookMerged(DomainEvent):
    """`workbook` is the workbook's id, `issued_to` the account it was made for. `digest` is the SHA-256 (hex) of the
    file, `zip_digest` that of the zip beside it, "" where there was none. `items` are those that rows were recorded of,
    `files` how many pieces of evidence came with them; the rest counts rows that changed nothing."""

    bureau: str
    workbook: UUID
    issued_to: UUID
    digest: str
    zip_digest: str
    items: tuple[UUID, ...]
    files: int
    already: int
    stale: int
    refused: int
    untouched: int


@dataclass(frozen=True, kw_only=True)
class WorkbookCommand(Command):
    stream_kind = "workbook"


@dataclass(frozen=True, kw_only=True)
class MergeWorkbook(WorkbookCommand):
    """Nothing of it is typed: all is what came of the rows."""

    trigger = "merge"
    records = WorkbookMerged
    says = Words("并入离线答复表", "merge an offline reply workbook")
    bureau: str
    workbook: UUID
    issued_to: UUID
    digest: str
    zip_digest: str = ""
    items: tuple[UUID, ...] = ()
    files: int = 0
    already: int = 0
    stale: int = 0
    refused: int = 0
    untouched: int = 0
