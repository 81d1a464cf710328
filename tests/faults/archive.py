"""An office with a past: items at every state, a full tile, signed twice; and nothing guards its tables any more."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from events.event import EMPTY, Envelope
from events.signing import Notary
from events.store import Answer, Beside, EventStore
from events.verify import Fault
from events.verify.beside import APPEND_ONLY
from events.witness import Witness
from tests import examples as x
from tests.events.positions import SIGNER, sign, unguard
from tests.office import Office
from workflow.answers import done_of, kept
from workflow.audit import audit
from workflow.following import follow


@dataclass
class Archive:
    office: Office
    notary: Notary

    @classmethod
    def of(cls, office: Office, folder: Path) -> "Archive":
        witness = Witness(folder / "witness")
        archive = cls(office, Notary(verifier=SIGNER.verifier, witness=witness))
        with office.ledger.database.writing() as connection:
            fill_a_tile(connection)
        for steps in range(1, 6):
            live(office, steps)
            if steps in (3, 5):
                sign(office.ledger.database, witness)
        follow(office.ledger.database, office.clock)
        with office.ledger.database.writing() as connection:
            for table in APPEND_ONLY:
                unguard(connection, table)
        return archive

    def faults(self, connection: Connection, notary: bool = True) -> list[Fault]:
        """What the audit says, but for the guards that are off."""
        found = audit(connection, self.office.ledger.files, notary=self.notary if notary else None)
        return [fault for fault in found if not fault.row.startswith("trigger ")]

    def now(self) -> list[Fault]:
        with self.office.ledger.database.reading() as connection:
            return self.faults(connection)

    @contextlib.contextmanager
    def for_a_moment(self) -> Iterator[Connection]:
        """A transaction that is never committed."""
        with contextlib.suppress(Undo), self.office.ledger.database.writing() as connection:
            yield connection
            raise Undo


class Undo(Exception):
    pass


def live(office: Office, steps: int) -> None:
    """One more item, so many steps of its life."""
    item = uuid4()
    office.issue(item, problem=str(item))
    for step in (office.assign, office.report, office.verify, office.close)[: steps - 1]:
        step(item)


def fill_a_tile(connection: Connection) -> None:
    """One command with as many events as a tile has leaves."""
    command = uuid4()
    envelope = Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command)
    EventStore(connection).append(
        f"thing-{command}", [x.assigned] * 256, expected=EMPTY, envelope=envelope,
        beside=lambda recorded: Beside(answer=Answer(request_digest=bytes(32), answer=kept(done_of(recorded)))),
    )  # fmt: skip
