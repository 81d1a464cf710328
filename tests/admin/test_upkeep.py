"""What runs in the background goes on whatever one of its steps meets."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from admin import upkeep
from events.errors import NoSuchLeaves
from events.signing import Notary
from events.witness import Witness
from tests.events.positions import SIGNER
from tests.office import Office


def test_a_log_with_a_gap_stops_one_step_and_not_the_others(sqlite_office: Office, monkeypatch, caplog) -> None:
    def gap(_: object) -> int:
        raise NoSuchLeaves(0, 256)

    steps = tuple((name, gap if name == "sealed" else step) for name, step in upkeep.STEPS)
    monkeypatch.setattr(upkeep, "STEPS", steps)
    done = upkeep.once(sqlite_office.ledger)
    assert "sealed" not in done
    assert "followed" in done
    assert "xiaohao log verify" in caplog.text


@pytest.fixture
def signing_office(sqlite_office: Office, tmp_path: Path) -> Office:
    witness = Witness(tmp_path / "witness")
    sqlite_office.ledger = replace(sqlite_office.ledger, notary=Notary(SIGNER.verifier, witness, SIGNER))
    sqlite_office.issue()
    return sqlite_office


def test_a_note_that_reached_the_database_alone_is_carried_over_while_nothing_new_happens(signing_office, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Witness, "add", full)
        upkeep.once(signing_office.ledger)
    witness = signing_office.ledger.notary.witness
    assert list(witness.notes()) == []
    upkeep.once(signing_office.ledger)
    assert len(list(witness.notes())) == 1
    monkeypatch.setattr(Witness, "add", full)  # nothing is left to be carried over
    upkeep.once(signing_office.ledger)


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_witness_file_that_another_process_holds_keeps_nothing_else_waiting(signing_office):
    with signing_office.ledger.notary.witness.alone():
        done = upkeep.once(signing_office.ledger)
        assert (done["followed"] > 0, done["signed"]) == (True, 0)
    assert upkeep.once(signing_office.ledger)["signed"] > 0
