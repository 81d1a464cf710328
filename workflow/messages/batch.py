"""What one import of a list brought in: the items it issued, or the problems it added to a draft; withdrawn as one.

A long list is written some rows at a time, and each of those transactions says so here: a batch that broke off holds
what was issued.
"""

from dataclasses import dataclass
from uuid import UUID

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@event("batch.imported")
class BatchImported(DomainEvent):
    """Under a notice, or into a draft, from the file of this SHA-256. `matters` are the draft's problems."""

    notice: UUID | None
    draft: UUID | None
    file: str
    items: tuple[UUID, ...]
    matters: tuple[UUID, ...]


@event("batch.withdrawn")
class BatchWithdrawn(DomainEvent):
    """With it went all its items that still stood, none of which had been reported; or its problems, from the draft."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class BatchCommand(Command):
    stream_kind = "batch"
    holds_others = True


@dataclass(frozen=True, kw_only=True)
class RecordBatch(BatchCommand):
    """Said by the import itself, in the transaction that issues the items."""

    trigger = "record"
    records = BatchImported
    notice: UUID | None = None
    draft: UUID | None = None
    file: str = ""
    items: tuple[UUID, ...] = ()
    matters: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WithdrawBatch(BatchCommand):
    """`further` numbers the items that stand in the way; set by the service."""

    trigger = "withdraw"
    records = BatchWithdrawn
    reason: str = asked(Words("撤回理由", "Reason for withdrawing"), max=500, rows=2)
    further: tuple[str, ...] = ()
