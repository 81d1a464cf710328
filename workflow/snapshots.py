"""An evaluation snapshot: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime

from events.event import Recorded, Told
from workflow import messages as m
from workflow.errors import AlreadyExists, Words
from workflow.finding_errors import NoSuchSnapshot, SnapshotGone
from workflow.words import Role, not_permitted

MAY = (Role.EVALUATOR, Role.CITY_CENTER)
SAYS = {
    "take": Words("固定评价快照", "freeze an evaluation snapshot"),
    "withdraw": Words("撤回评价快照", "withdraw the snapshot"),
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    version: int = 0
    title: str = ""
    year: int = 0
    at_position: int = -1
    digest: str = ""
    withdrawn: bool = False
    changed_at: datetime | None = None


NEW = Snapshot()


def evolve(before: Snapshot, event: m.DomainEvent) -> Snapshot:
    """The snapshot after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    if isinstance(event, m.SnapshotTaken):
        return replace(after, title=event.title, year=event.year, at_position=event.at_position, digest=event.digest)
    return replace(after, withdrawn=True)


def fold(past: Iterable[Told | Recorded]) -> Snapshot:
    snapshot = NEW
    for told in past:
        snapshot = evolve(snapshot, told.event)
    return snapshot


def require_role(command: m.SnapshotCommand) -> None:
    """Whether there is such a snapshot is told to those who may take one."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)


def admit(command: m.SnapshotCommand, snapshot: Snapshot) -> None:
    """The evaluators and the center may; what is to be withdrawn is there, and stands."""
    require_role(command)
    if isinstance(command, m.TakeSnapshot):
        if snapshot.version:
            raise AlreadyExists
    elif not snapshot.version:
        raise NoSuchSnapshot
    elif snapshot.withdrawn:
        raise SnapshotGone


def decide(command: m.SnapshotCommand, snapshot: Snapshot) -> list[m.DomainEvent]:
    """The event that records the command."""
    admit(command, snapshot)
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]
