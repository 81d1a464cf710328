"""What an import brought in: what it is so far, and what follows from a command on it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from events.event import Recorded, Told
from workflow import messages as m
from workflow.batch_errors import BatchGone, BatchUnderWay, NoSuchBatch
from workflow.errors import ReasonMissing, Words
from workflow.words import Role, not_permitted

MAY = (Role.CITY_CENTER,)
SAYS = {
    "record": Words("导入清单", "import a list"),
    "withdraw": Words("整批撤回", "withdraw an import as one"),
}
NAMED = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """`by` is who imported, as the log writes an actor."""

    version: int = 0
    notice: UUID | None = None
    draft: UUID | None = None
    file: str = ""
    items: tuple[UUID, ...] = ()
    matters: tuple[UUID, ...] = ()
    by: str = ""
    imported_at: datetime | None = None
    withdrawn_at: datetime | None = None


NEW = Batch()


def evolve(before: Batch, told: Told | Recorded) -> Batch:
    """The batch after an event. Evolving never refuses."""
    after = replace(before, version=before.version + 1)
    event = told.event
    if isinstance(event, m.BatchImported):
        return replace(
            after, notice=event.notice, draft=event.draft, file=event.file, items=before.items + event.items,
            matters=before.matters + event.matters, by=before.by or told.actor, imported_at=told.recorded_at,
        )  # fmt: skip
    return replace(after, withdrawn_at=told.recorded_at)


def fold(past: Iterable[Told | Recorded]) -> Batch:
    batch = NEW
    for told in past:
        batch = evolve(batch, told)
    return batch


def admit(command: m.BatchCommand, batch: Batch) -> None:
    """The center may; what is to be withdrawn is there, and nothing is added to what was withdrawn."""
    if command.by.role not in MAY:
        raise not_permitted(command.by.role, SAYS[command.trigger], MAY)
    if isinstance(command, m.WithdrawBatch) and not batch.version:
        raise NoSuchBatch
    if batch.withdrawn_at:
        raise BatchGone


def decide(command: m.BatchCommand, batch: Batch) -> list[m.DomainEvent]:
    """The event that records the command; a batch is withdrawn before any of its items was reported, or not at all."""
    admit(command, batch)
    if isinstance(command, m.WithdrawBatch):
        if not command.reason.strip():
            raise ReasonMissing(field="reason", label=Words("撤回理由", "Reason for withdrawing"))
        if command.further:
            raise BatchUnderWay(numbers=named(command.further))
    return [command.records(**{f.name: getattr(command, f.name) for f in fields(command.records)})]  # type: ignore[arg-type]


def named(numbers: tuple[str, ...]) -> Words:
    """The first of many numbers, and how many there are."""
    shown, more = numbers[:NAMED], len(numbers) - NAMED
    zh, en = "、".join(shown), ", ".join(shown)
    return Words(f"{zh} 等 {len(numbers)} 项", f"{en} and {more} more") if more > 0 else Words(zh, en)
