"""What the check says of a witness file that does not hold what was signed, and of notes signed while it looks."""

from dataclasses import replace

import pytest

from events import signing
from events.checkpoint import Claim
from events.database import Database
from events.errors import NotConsistent
from events.signing import Notary
from events.verify import verify
from events.witness import TAIL, Witness
from tests.events.positions import CLOCK, SIGNER, STRANGER, found, grown, sign, sizes
from tests.events.test_columns import EVENTS, sealed

THREE = [EVENTS, EVENTS + 1, EVENTS + 2]


@pytest.fixture
def ledger(migrated_sqlite_url, witness):
    """Signed at 300, 301 and 302 events."""
    with sealed(migrated_sqlite_url, witness, more=1) as database:
        yield database


def faults(ledger, witness, signer=SIGNER, answered=None):
    with ledger.reading() as connection:
        return [str(fault) for fault in verify(connection, Notary(signer.verifier, witness), answered)]


def bytes_of(witness):
    return [one.encode() + b"\n" for one in witness.notes()]


def test_a_note_signed_while_the_check_looks_is_no_fault(ledger, witness):
    notary = Notary(SIGNER.verifier, witness).as_it_is()
    with ledger.reading() as connection:
        before = signing.length(connection)
        another = Database(ledger.url)
        grown(another, before + 9)
        sign(another, witness)
        another.close()
        assert sizes(witness) == [*THREE, before + 9]
        assert list(verify(connection, notary)) == []


@pytest.mark.parametrize("kept", [0, 1])
@pytest.mark.parametrize("behind", [b"", b"half a no", bytes(200), b"\xff\n\n" * 4000])
def test_a_file_that_lost_notes_is_named(ledger, witness, kept, behind):
    notes = bytes_of(witness)
    witness.path.write_bytes(b"".join(notes[:kept]) + behind)
    said = faults(ledger, witness)
    wanted = f"{3 - kept} notes of signed_checkpoints are missing in it, the first of size {THREE[kept]}"
    assert any(wanted in one and str(witness.path) in one for one in said), said
    assert found(ledger, witness)


def test_a_file_that_is_not_there_is_named(ledger, witness):
    witness.path.unlink()
    assert [one.startswith("witness file") for one in faults(ledger, witness)] == [True]


def test_the_newest_note_may_have_reached_the_database_alone(ledger, witness):
    witness.path.write_bytes(b"".join(bytes_of(witness)[:2]) + b"xiaohao\n30")
    assert (faults(ledger, witness), found(ledger, witness)) == ([], None)


def test_a_note_missing_in_the_middle_is_named(ledger, witness):
    notes = bytes_of(witness)
    witness.path.write_bytes(notes[0] + notes[2])
    assert ["1 notes of signed_checkpoints are missing in it" in one for one in faults(ledger, witness)] == [True]


def test_a_bad_note_does_not_hide_what_stands_behind_it(ledger, witness):
    notes = bytes_of(witness)
    lost = "signed_checkpoints size 302"
    with ledger.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER signed_checkpoints_no_delete")
        connection.exec_driver_sql("DELETE FROM signed_checkpoints WHERE size = 302")
    for bad in (b"\xff\xfe\n\n", b"no note\n\n", b"a text\n\n\xe2\x80\x94 xiaohao AAAA\n\n", b"x" * 3 * TAIL + b"\n\n"):
        witness.path.write_bytes(notes[0] + bad + notes[1] + notes[2])
        said = faults(ledger, witness)
        assert [one for one in said if lost in one], (bad[:20], said)
        assert [one for one in said if one.startswith(f"witness file {witness.path} byte ")], (bad[:20], said)


def test_what_stands_behind_the_last_note_is_named_once_it_is_longer_than_half_a_note(ledger, witness):
    whole = witness.path.read_bytes()
    witness.path.write_bytes(whole + b"x" * 4096)
    assert faults(ledger, witness) == []
    witness.path.write_bytes(whole + b"x" * 4097)
    assert ["witness file" in one for one in faults(ledger, witness)] == [True]


@pytest.mark.parametrize("rest", [b"foreign words", b"\xff" * 5000, b"y" * (TAIL + 1), b"text\n\n\xe2\x80\x94 cut"])
def test_a_note_is_put_behind_what_is_none_and_destroys_nothing(ledger, witness, rest):
    whole = witness.path.read_bytes()
    witness.path.write_bytes(whole + rest)
    witness.add("a\n\n\u2014 xiaohao AAAA\n")
    assert witness.path.read_bytes().startswith(whole + rest)
    assert witness.last() == "a\n\n\u2014 xiaohao AAAA\n"


def test_notes_of_a_key_given_up_are_held_to_the_log_alone(ledger, witness):
    """Up to what a recovery answered for; past that, the key that is believed has to have signed."""
    new = Witness(witness.path.with_name("new"))
    unsigned = faults(ledger, new, STRANGER)
    assert len([one for one in unsigned if "not signed by" in one]) == 3
    with ledger.reading() as connection:
        root = bytes(signing.newest_checkpoint(connection).root)
    assert faults(ledger, new, STRANGER, Claim(302, root)) == []
    assert len(faults(ledger, new, STRANGER, Claim(301, root))) == 2
    assert ["the log is not the one" in one for one in faults(ledger, new, STRANGER, Claim(302, bytes(32)))] == [True]


def test_more_than_one_note_that_the_file_lacks_makes_the_log_read_only(database, witness):
    for size in (5, 9, 12):
        grown(database, size)
        sign(database, witness)
    notes = bytes_of(witness)
    witness.path.write_bytes(notes[0])
    assert "ends at 5 positions; the database holds 2 later notes" in found(database, witness)
    with pytest.raises(NotConsistent, match="replaced by an older copy"):
        sign(database, witness)
    assert sizes(witness) == [5]


def test_notes_signed_between_reading_the_file_and_the_database_are_no_alarm(database, witness, monkeypatch):
    grown(database, 5)
    sign(database, witness)
    read = Witness.last

    def last(self):
        """The file is read; then another process signs twice."""
        found = read(self)
        monkeypatch.setattr(Witness, "last", read)
        for size in (7, 9):
            grown(another, size)
            sign(another, witness)
        return found

    another = Database(database.url)
    monkeypatch.setattr(Witness, "last", last)
    assert found(database, witness) is None
    another.close()


def test_who_does_not_want_to_wait_for_another_signer_is_told_so(database, witness):
    grown(database, 5)
    with witness.alone(), pytest.raises(BlockingIOError):
        signing.sign_checkpoint(database, CLOCK, SIGNER, replace(witness), wait=False)
