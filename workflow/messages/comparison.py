"""A comparison of the bureaus that the center publishes: then each bureau sees how many items the others have, and how
they stand, at one moment of the log. Without such a grant it sees its own alone."""

from dataclasses import dataclass

from events.event import event
from workflow.errors import Words
from workflow.messages.base import Command, DomainEvent, asked


@event("comparison.published")
class ComparisonPublished(DomainEvent):
    """The counts are those after `at_position` of the log, for ever."""

    title: str
    basis: str
    at_position: int


@event("comparison.withdrawn")
class ComparisonWithdrawn(DomainEvent):
    """From now on bureaus do not see it any more; that they could is not undone."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ComparisonCommand(Command):
    stream_kind = "comparison"


@dataclass(frozen=True, kw_only=True)
class PublishComparison(ComparisonCommand):
    """`at_position`, the log's last, is looked up for it."""

    trigger = "publish"
    records = ComparisonPublished
    title: str = asked(Words("标题", "Title"), max=100)
    basis: str = asked(Words("公布依据", "Basis"), max=200)
    at_position: int = -1


@dataclass(frozen=True, kw_only=True)
class WithdrawComparison(ComparisonCommand):
    trigger = "withdraw"
    records = ComparisonWithdrawn
    reason: str = asked(Words("撤回原因", "Reason"), max=200)
