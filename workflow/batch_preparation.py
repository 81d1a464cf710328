"""What a command on an import needs to know of the ledger, and which commands go with withdrawing one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, select

from events.store import EventStore
from workflow import batches, drafts
from workflow import messages as m
from workflow.batch_errors import NoSuchBatch, NoSuchMapping
from workflow.batches import Batch
from workflow.lookups import NAMESPACE
from workflow.messages.draft import DropProblem
from workflow.projections import ITEMS
from workflow.sight import in_batches
from workflow.words import State

AT_ONCE = 500
STANDS = (State.ISSUED, State.ASSIGNED)


def mapping_id(unit: str, signature: str) -> UUID:
    """The stream's id of what a unit remembers of a header."""
    return uuid5(NAMESPACE, f"mapping {unit} {signature}")


def require_sight(command: m.Command, subject: Any) -> None:
    """What the actor does not see is as what is not there: imports of others, and what other units remember."""
    match command:
        case m.WithdrawBatch() if not subject.version or not in_batches(command.by):
            raise NoSuchBatch
        case m.ForgetMapping() if not in_batches(command.by) or subject.unit not in ("", command.by.org):
            raise NoSuchMapping


def prepared(command: m.BatchCommand, batch: Batch, store: EventStore) -> m.BatchCommand:
    """A withdrawal with the numbers of what stands in its way; refused where its draft is open no more."""
    if not isinstance(command, m.WithdrawBatch):
        return command
    if batch.draft:
        store.hold(f"draft-{batch.draft}")
        drafts.require_open(drafts.fold(store.read_past(f"draft-{batch.draft}").told))
    further = [row.number for row in _items(batch, store) if row.state not in (*STANDS, State.WITHDRAWN)]
    return replace(command, further=tuple(sorted(further)))


def following(command: m.Command, store: EventStore) -> Iterator[m.Command]:
    """With an import go its items that stand, or its problems that are in the draft still."""
    if not isinstance(command, m.WithdrawBatch):
        return
    batch = batches.fold(store.read_past(command.stream).told)
    for row in _items(batch, store):
        if row.state in STANDS:
            yield m.WithdrawItem(**_given(command, row.item_id), reason=command.reason)
    if batch.draft:
        there = {one.matter for one in drafts.fold(store.read_past(f"draft-{batch.draft}").told).problems}
        for matter in batch.matters:
            if matter in there:
                yield DropProblem(**{**_given(command, matter), "subject": batch.draft}, matter=matter)


def _items(batch: Batch, store: EventStore) -> list[Row[Any]]:
    """Its items as they stand, by number."""
    table = ITEMS.now.c
    found: list[Any] = []
    for start in range(0, len(batch.items), AT_ONCE):
        some = table.item_id.in_(batch.items[start : start + AT_ONCE])
        found += store.connection.execute(select(table.item_id, table.number, table.state).where(some)).all()
    return sorted(found, key=lambda row: str(row.number))


def _given(command: m.Command, subject: UUID) -> dict[str, Any]:
    of = uuid5(command.command_id, str(subject))
    return {"command_id": of, "subject": subject, "by": command.by, "at": command.at}
