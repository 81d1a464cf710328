"""Whatever is changed behind the triggers is found, and its row named; what was not changed is never complained of."""

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from events import signing
from events.errors import NotConsistent
from events.event import EMPTY, Envelope
from events.store import Answer, Beside, EventStore
from events.verify import APPEND_ONLY
from events.witness import Witness
from tests import examples as x
from tests.events.positions import SIGNER, sign, unguard
from tests.faults.forging import FORGERIES
from tests.faults.tampers import KEPT, READ_MODELS, Tamper, delete, insert, rows_of, tamper
from tests.office import Office
from workflow.answers import done_of, kept
from workflow.audit import audit

COUNT = {False: 75, True: 5000}  # on each database


@pytest.fixture
def worked(office: Office) -> Office:
    """An office with items at every state, a tile full of events, and nothing that guards its tables."""
    with office.ledger.database.writing() as connection:
        fill_a_tile(connection)
    lives = [office.issue, office.assign, office.report, office.verify, office.close]
    for steps in range(1, len(lives) + 1):
        item = uuid4()
        office.issue(item, problem=str(item))
        for step in lives[1:steps]:
            step(item)
    with office.ledger.database.writing() as connection:
        for table in APPEND_ONLY:
            unguard(connection, table)
    return office


def fill_a_tile(connection: Connection) -> None:
    command = uuid4()
    envelope = Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command)
    EventStore(connection).append(
        f"thing-{command}", [x.assigned] * 256, expected=EMPTY, envelope=envelope,
        beside=lambda recorded: Beside(answer=Answer(request_digest=bytes(32), answer=kept(done_of(recorded)))),
    )  # fmt: skip


def faults(connection: Connection, office: Office) -> list[str]:
    """What the audit says, but for the guards that are off."""
    found = audit(connection, office.ledger.files)
    return [str(fault) for fault in found if not fault.row.startswith("trigger ")]


@pytest.fixture
def signed(worked: Office, tmp_path: Path) -> Witness:
    """The witness file, after the office's log was signed as far as it is."""
    witness = Witness(tmp_path / "witness")
    sign(worked.ledger.database, witness)
    return witness


class Undo(Exception):
    pass


def unfound(office: Office, rng: random.Random) -> list[object]:
    """Tamper once; whether that was not found, or not named."""
    done: Tamper | None = None
    said: list[str] = []
    try:
        with office.ledger.database.writing() as connection:
            done = tamper(connection, rng, (*KEPT, *READ_MODELS))
            said = faults(connection, office)
            raise Undo
    except Undo:
        assert done
    named = any(name in one for name in done.names for one in said)
    if done.table.endswith("_board") and done.column and "stream_id" not in done.column:
        named = named and any(one.endswith(f"differs from the log in {done.column}") for one in said)
    return [] if named else [(done, said[:5])]


def forged(office: Office, rng: random.Random, witness: Witness, forgery: Callable[..., str]) -> None:
    verifier = SIGNER.verifier
    with contextlib.suppress(Undo), office.ledger.database.writing() as connection:
        done = forgery(connection, rng)
        assert faults(connection, office) == [], f"{done} left a trace, so that nothing is shown"
        with pytest.raises(NotConsistent):
            signing.vouched(connection, verifier, witness)
        raise Undo
    assert signing.standing(office.ledger.database, verifier, witness) is None


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_in_which_everything_fits_is_found_by_what_was_signed(worked, rng, big, signed, forgery):
    for _ in range(100 if big else 2):
        forged(worked, rng, signed, forgery)


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.name)
def test_a_tamper_that_is_undone_leaves_nothing_to_find(worked, rng, big, signed, table):
    for _ in range(20 if big else 1):
        with worked.ledger.database.writing() as connection:
            before = rows_of(connection, table)
            tamper(connection, rng, [table])
        with worked.ledger.database.writing() as connection:
            assert faults(connection, worked)
            for row in rows_of(connection, table):
                delete(connection, table, row)
            for row in before:
                insert(connection, table, row)
        with worked.ledger.database.reading() as connection:
            assert faults(connection, worked) == []


def other_content(path: Path, rng: random.Random) -> bytes:
    content = path.read_bytes()
    at = rng.randrange(len(content))
    flipped = content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
    return rng.choice([flipped, content[:at], content + b"0", b""])


def test_a_changed_file_is_named_and_one_that_is_put_back_is_not(worked, rng, big):
    files = [path for path in worked.ledger.files.root.rglob("*") if path.is_file()]
    for _ in range(500 if big else 5):
        path = rng.choice(files)
        content, changed = path.read_bytes(), other_content(path, rng)
        for put, expected in ((changed, [path.name]), (None, [path.name]), (content, [])):
            path.unlink(missing_ok=True)
            if put is not None:
                path.write_bytes(put)
            with worked.ledger.database.reading() as connection:
                named = [fault.split(" ")[1].rstrip(":") for fault in faults(connection, worked)]
            assert named == expected


def test_every_tamper_is_found_and_its_row_named(worked, rng, big, signed):
    with worked.ledger.database.reading() as connection:
        assert faults(connection, worked) == []
    missed = [found for _ in range(COUNT[big]) for found in unfound(worked, rng)]
    assert missed == []
    with worked.ledger.database.reading() as connection:
        assert faults(connection, worked) == []
