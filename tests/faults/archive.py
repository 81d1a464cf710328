"""An office with a past: items at every state, a full tile, signed twice; and nothing guards its tables any more."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection

from events import acts
from events.acts import Act
from events.event import EMPTY, Envelope
from events.signing import Notary
from events.store import Answer, Beside, EventStore
from events.verify import Fault
from events.verify.beside import APPEND_ONLY
from events.witness import Witness
from tests import examples as x
from tests.events.positions import SIGNER, sign, unguard
from tests.office import Office
from workflow import erasure, persons, security
from workflow import messages as m
from workflow.answers import done_of, kept
from workflow.audit import audit
from workflow.following import follow
from workflow.lookups import organisation_id
from workflow.words import Role

SECURITY = m.Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")


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
        know_people(office)
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


def know_people(office: Office) -> None:
    """A contact who was called and one who was erased, a comparison; the security log that grew meanwhile is sealed."""
    unit = {
        "code": "baishi-01",
        "name": "城关镇工作站",
        "short": "城关",
        "what": "township_station",
        "parent": "baishi",
    }
    office.do(m.RegisterOrganisation, x.ADMIN, organisation_id("baishi-01"), unit)
    for post, name in (("liaison", "王五"), ("in_the_know", "赵六")):
        entry, person = uuid4(), {"name": name, "phone": f"0000-7{len(name):06}"}
        office.do(m.RegisterContact, x.HANDLER, entry, {"station": "baishi-01", "post": post, **person})
        office.do(m.CheckPhone, x.CENTER, entry, {"result": "normal", "checked_on": "2020-03-12"})
    erasure.erase(office.ledger, SECURITY, persons.of_unit("baishi-01", "赵六"), "本人申请")
    office.do(m.PublishComparison, x.CENTER, uuid4(), {"title": "进度对比", "basis": "推进会"})
    for account in (x.CENTER, x.AUDITOR, x.LEADER):
        with office.ledger.database.writing() as connection:
            acts.write(connection, Act("people_read", account.account, "contacts", {"entries": 2}), office.clock.now())
    office.clock.advance(timedelta(days=1))
    security.keep(office.ledger)


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
