"""That an import brought something in, said in the log with it, in the same transaction; see workflow.batches."""

import hashlib
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from events.store import EventStore
from workflow import service
from workflow.messages import Actor, RecordBatch


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """One run of one import. `file` is the SHA-256 of what was sent."""

    batch: UUID
    file: str

    @classmethod
    def of(cls, data: bytes, batch: UUID | None = None) -> "BatchRecord":
        return cls(batch or uuid4(), hashlib.sha256(data).hexdigest())

    def issued(
        self, store: EventStore, ledger: service.Ledger, by: Actor, notice: UUID, items: tuple[UUID, ...]
    ) -> None:
        self._record(store, ledger, RecordBatch(**self._shell(ledger, by, items), notice=notice, items=items))

    def drafted(
        self, store: EventStore, ledger: service.Ledger, by: Actor, draft: UUID, matters: tuple[UUID, ...]
    ) -> None:
        self._record(store, ledger, RecordBatch(**self._shell(ledger, by, matters), draft=draft, matters=matters))

    def _shell(self, ledger: service.Ledger, by: Actor, what: tuple[UUID, ...]):  # type: ignore[no-untyped-def]
        once = uuid5(self.batch, str(what[0]))
        at = ledger.clock.now()
        return {"command_id": once, "subject": self.batch, "by": by, "at": at, "file": self.file}

    def _record(self, store: EventStore, ledger: service.Ledger, command: RecordBatch) -> None:
        service.carry_out(store, ledger, command)
