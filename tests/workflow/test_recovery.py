"""A log that is not the one its witness file vouches for is read-only until a signed recovery answers for it."""

from dataclasses import replace
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import text

from events import note, sealer, signing
from events.checkpoint import Recovery, statement
from events.errors import NoSuchLeaves, NotConsistent
from events.reasons import said
from events.signing import Notary
from events.store import EventStore
from events.witness import Witness
from tests import examples as x
from tests.events.positions import SIGNER, STRANGER, cut, unguard
from tests.readmodels import remake
from workflow.audit import audit
from workflow.health import State, health
from workflow.log_errors import NoReason, ReadOnly
from workflow.messages.base import SYSTEM
from workflow.messages.recovery import RECOVERIES, LogRecovered, RecoverLog
from workflow.recovery import recover
from workflow.service import carry_out
from workflow.verdict import verdict

REASON = "磁盘损坏，恢复了昨夜的备份"


@pytest.fixture
def desk(office, tmp_path):
    """The office with a key and a witness file, one item assigned, signed."""
    office.ledger = replace(office.ledger, notary=Notary(SIGNER.verifier, Witness(tmp_path / "witness"), SIGNER))
    office.issue()
    office.assign()
    sign(office)
    return office


def sign(desk):
    notary = desk.ledger.notary
    return signing.sign_checkpoint(desk.ledger.database, desk.clock, notary.signer, notary.witness)


def found(desk):
    return signing.standing(desk.ledger.database, desk.ledger.notary.verifier, desk.ledger.notary.witness)


def restored(desk, *, checkpoints=True):
    """An older copy of the database is put back, before the item was assigned; the next start finds it."""
    item = {"s": f"item-{x.ITEM}"}
    one = "stream_id = :s AND version = 2"
    with desk.ledger.database.writing() as connection:
        size = signing.length(connection)
        unguard(connection, "events")
        unguard(connection, "commands")
        cut(connection, size - 1, checkpoints=checkpoints)
        for taken_back in (
            f"DELETE FROM commands WHERE command_id = (SELECT command_id FROM events WHERE {one})",
            f"DELETE FROM events WHERE {one}",
            "UPDATE streams SET version = 1, head_digest = (SELECT digest FROM events WHERE stream_id = :s) "
            "WHERE stream_id = :s",
        ):
            connection.execute(text(taken_back), item)
        remake(connection)
    assert signing.suspend(desk.ledger.database, desk.clock, found(desk))
    return size


def faults(desk):
    with desk.ledger.database.reading() as connection:
        found = map(str, audit(connection, desk.ledger.files, notary=desk.ledger.notary))
        return [fault for fault in found if "trigger" not in fault]


def test_nothing_is_written_while_the_log_is_suspended(desk):
    restored(desk)
    with pytest.raises(ReadOnly):
        desk.assign()
    with desk.ledger.database.reading() as connection:
        assert "restored from an older copy" in str(signing.suspension(connection))


def test_a_recovery_says_what_was_lost_and_why_and_work_goes_on(desk):
    size = restored(desk)
    signed = recover(desk.ledger, REASON)
    assert (signed.size, found(desk)) == (size, None)
    with desk.ledger.database.reading() as connection:
        (recorded,) = EventStore(connection).read(f"log-{RECOVERIES}").recorded
        assert signing.suspension(connection) is None
    event = recorded.event
    assert isinstance(event, LogRecovered)
    assert (event.vouched_size, event.found_size, event.reason, recorded.position) == (size, size - 1, REASON, size - 1)
    assert event.key == SIGNER.verifier.fingerprint
    assert SIGNER.verifier.verifies(event.statement.text, note.decoded(event.signature))
    desk.assign()
    assert sign(desk).size == size + 1
    assert (found(desk), faults(desk)) == (None, [])


def test_the_recovery_stands_in_the_witness_file_with_a_checkpoint_behind_it(desk):
    size = restored(desk)
    recover(desk.ledger, REASON)
    stated = [statement(note.open(one, SIGNER.verifier)) for one in desk.ledger.notary.witness.notes()]
    assert [one.claim.size for one in stated] == [size, size - 1, size]
    assert isinstance(stated[1], Recovery)
    assert (stated[1].vouched, stated[1].reason) == (stated[0].claim, REASON)


def test_after_a_recovery_the_log_that_was_lost_is_the_one_that_is_found_out(desk):
    size = restored(desk)
    recover(desk.ledger, REASON)
    with desk.ledger.database.writing() as connection:
        cut(connection, size - 1)
    assert "restored from an older copy" in str(found(desk))


def test_a_log_whose_own_notes_say_that_it_was_longer_cannot_be_gone_on_with(desk):
    size = restored(desk, checkpoints=False)
    with pytest.raises(NotConsistent) as refused:
        recover(desk.ledger, REASON)
    assert refused.value.reason.values == {"there": size - 1, "signed": size}
    with desk.ledger.database.reading() as connection:
        assert signing.suspension(connection)
        assert EventStore(connection).read(f"log-{RECOVERIES}").recorded == ()


def test_a_second_recovery_is_recorded_behind_the_first(desk):
    restored(desk)
    recover(desk.ledger, REASON)
    assert signing.suspend(desk.ledger.database, desk.clock, said("by hand"))
    recover(desk.ledger, "核查完毕，没有问题")
    with desk.ledger.database.reading() as connection:
        first, second = EventStore(connection).read(f"log-{RECOVERIES}").recorded
    assert second.event.vouched_size == second.event.found_size == first.event.found_size + 1


def test_a_recovery_cut_off_before_the_witness_file_is_found_again_and_made_again(desk, monkeypatch):
    restored(desk)
    with monkeypatch.context() as patch:
        patch.setattr(Witness, "add", _die)
        with pytest.raises(KeyboardInterrupt):
            recover(desk.ledger, REASON)
    assert "not those the witness file vouches for" in str(found(desk))
    signing.suspend(desk.ledger.database, desk.clock, found(desk))
    recover(desk.ledger, REASON)
    assert (found(desk), faults(desk)) == (None, [])


def _die(*_):
    raise KeyboardInterrupt


def test_a_key_that_was_lost_is_replaced_by_a_recovery(desk):
    desk.ledger = replace(desk.ledger, notary=replace(desk.ledger.notary, verifier=STRANGER.verifier, signer=STRANGER))
    assert "cannot be trusted" in str(found(desk))
    recover(desk.ledger, "换了新的签名密钥")
    assert found(desk) is None
    assert desk.ledger.notary.verifier != SIGNER.verifier


@pytest.mark.parametrize("reason", ["", "  \n", "原" * 201])
def test_a_recovery_without_a_reason_changes_nothing(desk, reason):
    restored(desk)
    with pytest.raises(NoReason):
        recover(desk.ledger, reason)
    with desk.ledger.database.reading() as connection:
        assert signing.suspension(connection)
        assert not EventStore(connection).read(f"log-{RECOVERIES}").recorded


def test_a_log_with_a_gap_cannot_be_gone_on_with(desk):
    with desk.ledger.database.writing() as connection:
        unguard(connection, "log")
        connection.execute(text("DELETE FROM log WHERE position = 2"))
    with pytest.raises(NoSuchLeaves):
        recover(desk.ledger, REASON)


def test_a_recovery_that_our_key_did_not_sign_is_named(desk):
    restored(desk)
    recover(desk.ledger, REASON)
    with desk.ledger.database.writing() as connection:
        store = EventStore(connection)
        (recorded,) = store.read(f"log-{RECOVERIES}").recorded
        said = msgspec.to_builtins(recorded.event)
        forged = said | {"signature": note.encoded(STRANGER.signature(recorded.event.statement.text))}
        carry_out(store, desk.ledger, _by_hand(forged, desk))
    sealer.seal(desk.ledger.database, desk.clock)
    assert faults(desk) == [f"events log-{RECOVERIES} version 2: the recovery is not signed by our key"]


def _by_hand(said, desk):
    shell = {"command_id": uuid4(), "subject": RECOVERIES, "by": SYSTEM, "at": desk.clock.now()}
    return RecoverLog(**said, **shell)


@pytest.mark.parametrize("file", ["witness", "new"])
def test_after_a_change_of_keys_the_notes_of_the_old_one_are_history(desk, file):
    """And so is the recovery that the old key signed, in the same file or another."""
    restored(desk)
    recover(desk.ledger, REASON)
    witness = Witness(desk.ledger.notary.witness.path.with_name(file))
    desk.ledger = replace(desk.ledger, notary=Notary(STRANGER.verifier, witness, STRANGER))
    assert len([fault for fault in faults(desk) if "not signed by" in fault]) >= 1
    recover(desk.ledger, "换了新的签名密钥")
    desk.assign()
    sign(desk)
    assert (found(desk), faults(desk)) == (None, [])


@pytest.mark.parametrize("behind", [b"\xff" * 100_000, b"a\n\n" * 40_000, b"words"])
def test_a_witness_file_with_anything_behind_its_notes_can_be_gone_on_with(desk, behind):
    witness = desk.ledger.notary.witness
    with witness.path.open("ab") as file:
        file.write(behind)
    recover(desk.ledger, REASON)
    assert (found(desk), faults(desk)) == (None, [])
    assert behind in witness.path.read_bytes()


def test_a_suspension_lifted_by_hand_is_named_until_a_recovery_answers_for_it(desk):
    assert signing.suspend(desk.ledger.database, desk.clock, said("by hand"))
    with desk.ledger.database.writing() as connection:
        signing.lift(connection, desk.clock.now())
    (named,) = faults(desk)
    assert named.startswith("suspensions found 20")
    assert "lifted without a recovery" in named
    with desk.ledger.database.reading() as connection:
        found_so = health(connection, desk.clock.now())
    assert (found_so.state, "without a recovery" in verdict(found_so, str).en) == (State.BEHIND, True)
    recover(desk.ledger, REASON)
    assert faults(desk) == []


def test_a_lost_row_of_what_was_answered_is_named(desk):
    with desk.ledger.database.writing() as connection:
        connection.execute(text("DELETE FROM instants"))
    assert faults(desk) == ["instants the only one: there are 0 rows; the latest instant answered stands in one"]
