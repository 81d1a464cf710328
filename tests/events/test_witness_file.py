"""The witness file outlasts crashes of who writes it; the key file is its owner's alone."""

import threading

import pytest

from events import keyfile
from events.database import Database
from events.errors import BadKeyFile, NotConsistent
from events.witness import Witness
from tests.events.positions import SIGNER, STRANGER, found, grown, kept, sign, sizes


def cut_off_while_adding(monkeypatch, database, witness):
    """The signer dies after its note reached the database."""
    with monkeypatch.context() as patch:
        patch.setattr(Witness, "add", _die)
        with pytest.raises(KeyboardInterrupt):
            sign(database, witness)


def _die(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize("before", [0, 5])
def test_a_note_that_reached_the_database_alone_is_carried_over(database, witness, monkeypatch, before):
    if before:
        grown(database, before)
        sign(database, witness)
    grown(database, 20)
    cut_off_while_adding(monkeypatch, database, witness)
    assert (20 in kept(database), 20 in sizes(witness), found(database, witness)) == (True, False, None)
    assert sign(database, witness) is None
    assert sizes(witness) == kept(database) == [before, 20][not before :]


def test_a_forged_note_in_the_database_is_not_carried_over(database, witness, monkeypatch):
    grown(database, 20)
    with monkeypatch.context() as patch:
        patch.setattr(Witness, "add", _die)
        with pytest.raises(KeyboardInterrupt):
            sign(database, witness, STRANGER)
    with pytest.raises(NotConsistent, match="a note of signed_checkpoints cannot be trusted"):
        sign(database, witness)
    assert sizes(witness) == []


def test_a_note_half_written_is_passed_over_and_then_made_whole(migrated_sqlite_url, tmp_path):
    database, whole = Database(migrated_sqlite_url), Witness(tmp_path / "whole")
    grown(database, 5)
    sign(database, whole)
    first = whole.path.read_bytes()
    grown(database, 9)
    sign(database, whole)
    both = whole.path.read_bytes()
    for end in range(len(first), len(both)):
        torn = Witness(tmp_path / "torn")
        torn.path.write_bytes(both[:end])
        assert found(database, torn) is None, end
        assert sizes(torn) == [5], end
        assert sign(database, torn) is None
        assert torn.path.read_bytes() == both, end
    database.close()


def test_what_a_power_cut_left_of_a_note_is_replaced(database, witness):
    grown(database, 5)
    sign(database, witness)
    grown(database, 9)
    with witness.path.open("ab") as file:
        file.write(bytes(40))
    sign(database, witness)
    assert sizes(witness) == [5, 9]


def test_two_signers_write_each_note_once(database, witness):
    failed = []

    def run():
        try:
            for _ in range(10):
                sign(database, witness)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for size in range(1, 60, 7):
        grown(database, size)
    for thread in threads:
        thread.join()
    sign(database, witness)
    assert failed == []
    assert sizes(witness) == kept(database) == sorted(set(kept(database)))


def test_a_key_file_is_its_owners_alone_and_never_overwritten(tmp_path):
    path = tmp_path / "key"
    made = keyfile.create(path, "xiaohao")
    assert (keyfile.read(path), path.stat().st_mode & 0o777) == (made, 0o600)
    with pytest.raises(BadKeyFile, match="never overwritten"):
        keyfile.create(path, "xiaohao")
    path.chmod(0o640)
    with pytest.raises(BadKeyFile, match="chmod 600"):
        keyfile.read(path)
    assert keyfile.verifier(made.verifier.line) == made.verifier


def test_what_is_no_key_is_refused_and_not_repeated(tmp_path):
    path = tmp_path / "key"
    with pytest.raises(BadKeyFile, match="cannot be read"):
        keyfile.read(path)
    path.write_text(SIGNER.line[:-5])
    path.chmod(0o600)
    with pytest.raises(BadKeyFile, match="holds no signing key") as refused:
        keyfile.read(path)
    assert SIGNER.line[-40:-10] not in str(refused.value)
    with pytest.raises(BadKeyFile, match="no verifier line"):
        keyfile.verifier("xiaohao")
