"""An evaluation snapshot (评价快照): the findings of a year as they stood after one position of the log, for ever.

`digest` is the SHA-256 (hex) of the table's bytes then: whoever opens it again can tell that it is the same.
"""

from dataclasses import dataclass

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@event("snapshot.taken")
class SnapshotTaken(DomainEvent):
    title: str
    year: int
    at_position: int
    digest: str


@event("snapshot.withdrawn")
class SnapshotWithdrawn(DomainEvent):
    """It is not to be cited any more; it can still be opened."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SnapshotCommand(Command):
    stream_kind = "snapshot"


@dataclass(frozen=True, kw_only=True)
class TakeSnapshot(SnapshotCommand):
    """`at_position` and `digest` are those of the table that was made for it."""

    trigger = "take"
    records = SnapshotTaken
    title: str = asked(Words("标题", "Title"), max=100)
    year: int = asked(Words("评价年度", "Year evaluated"), min=1949, max=9999)
    at_position: int = -1
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class WithdrawSnapshot(SnapshotCommand):
    trigger = "withdraw"
    records = SnapshotWithdrawn
    reason: str = asked(Words("撤回原因", "Reason"), max=200)
