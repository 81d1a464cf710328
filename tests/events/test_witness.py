"""What was signed is found again when the database is restored, cut off or rewritten; and only then."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from events import note, signing, tables, tree
from events.checkpoint import Checkpoint
from events.database import Database
from events.errors import NotConsistent
from events.reasons import said
from events.witness import Witness
from tests import examples as x
from tests.events.positions import CLOCK, SIGNER, STRANGER, cut, found, grow, grown, kept, leaf, sign, sizes, unguard


def behind_its_back(database, *statements, table="log"):
    with database.writing() as connection:
        unguard(connection, table)
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_nothing_is_signed_of_an_empty_log(database, witness):
    assert sign(database, witness) is None
    assert (sizes(witness), found(database, witness)) == ([], None)


def test_the_log_is_signed_as_far_as_it_is_and_only_when_it_has_grown(database, witness):
    for size in (1, 255, 700):
        grown(database, size)
        assert sign(database, witness).size == size
        assert sign(database, witness) is None
    assert sizes(witness) == kept(database) == [1, 255, 700]
    assert found(database, witness) is None


def test_the_note_in_the_database_is_the_one_in_the_file(database, witness):
    grown(database, 3)
    checkpoint = sign(database, witness)
    with database.reading() as connection:
        row = connection.execute(select(tables.signed_checkpoints)).one()
    assert [row.note] == list(witness.notes())
    assert Checkpoint.parse(note.open(row.note, SIGNER.verifier)) == checkpoint
    assert (row.size, row.root, row.signed_at) == (3, checkpoint.root, x.NOON)


def test_no_alarm_while_a_log_grows(database, witness, rng):
    size = 0
    for _ in range(12):
        size += rng.choice([1, 7, 255, 256, 300])
        grown(database, size)
        assert found(database, witness) is None
        if rng.random() < 0.6:
            sign(database, witness)
            assert found(database, witness) is None


@pytest.mark.parametrize("size", [1, 255, 256, 600, 699])
def test_a_database_that_was_cut_off_or_restored_is_found(database, witness, size):
    grown(database, 700)
    sign(database, witness)
    with database.writing() as connection:
        cut(connection, size)
    assert f"has {size} positions, the witness file vouches for 700" in found(database, witness)
    with pytest.raises(NotConsistent, match="restored from an older copy"):
        sign(database, witness)
    assert sizes(witness) == [700]


def test_an_older_copy_that_went_on_on_its_own_is_found(database, witness):
    grown(database, 700)
    sign(database, witness)
    with database.writing() as connection:
        cut(connection, 690)
        grow(connection, 900, salt="another")
    assert "first 700 positions are not those" in found(database, witness)
    with pytest.raises(NotConsistent, match="rewritten"):
        sign(database, witness)


@pytest.mark.parametrize("position", [0, 255, 256, 511, 600, 699])
def test_a_rewritten_leaf_is_found_once_its_tiles_are_rewritten_too(database, witness, position):
    grown(database, 700)
    sign(database, witness)
    with database.writing() as connection:
        unguard(connection, "log")
        connection.execute(tables.log.update().where(tables.log.c.position == position).values(leaf=leaf(0, "other")))
        connection.execute(tables.tiles.delete())
    assert "rewritten" in found(database, witness)


def test_a_leaf_past_the_last_note_is_signed_as_it_stands_whatever_a_tile_says(database, witness):
    grown(database, 100)
    sign(database, witness)
    grown(database, 600)
    with database.writing() as connection:
        connection.execute(tables.tiles.update().where(tables.tiles.c.level == 1).values(hashes=bytes(64)))
    assert sign(database, witness).root == tree.over([leaf(position) for position in range(600)])


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM log WHERE position = 699", "has 699 positions"),
        ("DELETE FROM log WHERE position = 600", "no leaf of 32 bytes"),
        ("UPDATE log SET seal = leaf WHERE position = 699", "seal of position 699"),
    ],
)
def test_a_change_to_the_newest_positions_is_found(database, witness, statement, what):
    grown(database, 700)
    sign(database, witness)
    behind_its_back(database, statement)
    assert what in found(database, witness)


def test_a_note_of_another_key_or_another_log_is_not_believed(database, witness):
    grown(database, 5)
    sign(database, witness, STRANGER)
    assert "cannot be trusted" in found(database, witness)
    with pytest.raises(NotConsistent, match="not signed by"):
        sign(database, witness)
    elsewhere = Checkpoint("elsewhere", 5, bytes(32), bytes(32), x.NOON)
    with witness.alone():
        witness.add(SIGNER.sign(elsewhere.text))
    assert "that of the log 'elsewhere'" in found(database, witness)


def test_a_witness_file_that_is_gone_is_missed(database, witness):
    for size in (5, 9):
        grown(database, size)
        sign(database, witness)
    witness.path.unlink()
    assert "has no note; the database holds 2 signed ones" in found(database, witness)
    with pytest.raises(NotConsistent):
        sign(database, witness)


def test_a_file_of_something_else_is_not_taken_for_a_witness(database, witness):
    grown(database, 5)
    witness.path.write_text("a text\n\nand another\n" * 9000)
    assert "holds no note" in found(database, witness)


def test_a_suspension_is_written_once(database):
    assert signing.suspend(database, CLOCK, said("cut off"))
    assert not signing.suspend(database, CLOCK, said("again"))
    with database.writing() as connection:
        connection.execute(tables.suspensions.update().values(lifted_at=x.NOON))
    assert signing.suspend(database, CLOCK, said("a second time, at the same moment"))
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.suspensions)) == 2


def test_a_restored_copy_of_the_database_file_is_found(migrated_sqlite_url, tmp_path):
    path, witness = Path(migrated_sqlite_url.removeprefix("sqlite:///")), Witness(tmp_path / "witness")
    database = Database(migrated_sqlite_url)
    grown(database, 300)
    sign(database, witness)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, tmp_path / "copy.db")
    grown(database, 700)
    sign(database, witness)
    database.close()
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    assert "has 300 positions, the witness file vouches for 700" in found(copy, witness)
    copy.close()
