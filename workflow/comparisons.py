"""A published comparison: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from events.event import Recorded, Told
from workflow import messages as m
from workflow.comparison_errors import AlreadyWithdrawn, NoSuchComparison
from workflow.errors import AlreadyExists, Words
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
SAYS = {
    "publish": Words("公布对比表", "publish a comparison"),
    "withdraw": Words("撤回对比表", "withdraw a comparison"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    version: int = 0
    title: str = ""
    basis: str = ""
    at_position: int = -1
    withdrawn: bool = False
    changed_at: datetime | None = None


NEW = Comparison()


def evolve(before: Comparison, event: m.DomainEvent) -> Comparison:
    """The comparison after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    if isinstance(event, m.ComparisonPublished):
        return replace(after, title=event.title, basis=event.basis, at_position=event.at_position)
    return replace(after, withdrawn=True)


def fold(past: Iterable[Told | Recorded]) -> Comparison:
    comparison = NEW
    for told in past:
        comparison = evolve(comparison, told.event)
    return comparison


def require_role(command: m.ComparisonCommand) -> None:
    """Whether there is such a comparison is told to those who may publish."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)


def admit(command: m.ComparisonCommand, comparison: Comparison) -> None:
    """The center may; what is to be withdrawn is there, and still published."""
    require_role(command)
    if isinstance(command, m.PublishComparison):
        if comparison.version:
            raise AlreadyExists
    elif not comparison.version:
        raise NoSuchComparison
    elif comparison.withdrawn:
        raise AlreadyWithdrawn


def decide(command: m.ComparisonCommand, comparison: Comparison) -> list[m.DomainEvent]:
    """The event that records the command."""
    admit(command, comparison)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]
