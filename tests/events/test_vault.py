"""Personal values: sealed under a key of the person's own, opened by nobody once that key is destroyed."""

import os
import stat
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from events import vault
from events.database import Database
from events.errors import KeysMissing
from events.keyring import Keyring
from events.personal import PersonalValue
from events.tables import personal_data, personal_keys
from events.verify import verify_personal

AT = datetime(2020, 3, 12, tzinfo=UTC)
NAME, OTHER = "丁四ZQX", "戊五ZQX"


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path / "own-keys")


@pytest.fixture
def database(migrated_url, ring):
    database = Database(migrated_url, ring)
    yield database
    database.close()


def kept(database, value=NAME, about="baishi 丁四"):
    one = PersonalValue.of("name", value)
    with database.writing() as connection:
        vault.keep(connection, [one], {one.ref: about}, AT)
    return one


def faults(database, *values, erased=None):
    with database.reading() as connection:
        stated = {value.ref: value.stated.commitment for value in values}
        return [(fault.table, fault.what) for fault in verify_personal(connection, stated, erased or {})]


def revealed(database, *values):
    with database.reading() as connection:
        return [vault.reveal(connection, [value.ref]).get(value.ref) for value in values]


def test_a_value_is_read_back_and_stands_open_in_no_byte(database, ring):
    one = kept(database)
    assert revealed(database, one) == [NAME]
    with database.reading() as connection:
        row = connection.execute(select(personal_data)).one()
    assert NAME.encode() not in bytes(row.sealed)
    assert one.salt not in bytes(row.sealed)
    assert faults(database, one) == []


def test_a_person_has_one_key_however_the_name_is_typed(database):
    first, again, other = kept(database), kept(database, about="baishi  丁四 "), kept(database, OTHER, "baishi 戊五")
    with database.reading() as connection:
        rows = {row.ref: row.key_id for row in connection.execute(select(personal_data))}
    assert rows[first.ref] == rows[again.ref] != rows[other.ref]


def test_keys_are_for_nobody_elses_eyes(database, ring):
    kept(database)
    files = [path for path in ring.folder.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(os.stat(path).st_mode) for path in files} == {0o600}
    assert len(files) == 2


def test_once_the_key_is_destroyed_nothing_of_the_person_is_read_and_the_log_still_holds(database, ring):
    one, other = kept(database), kept(database, OTHER, "baishi 戊五")
    with database.writing() as connection:
        key_id = vault.key_of(connection, ring.subject("baishi 丁四"))
        assert vault.erase(connection, key_id, AT)
        assert not vault.erase(connection, key_id, AT)
    assert revealed(database, one, other) == [None, OTHER]
    with database.reading() as connection:
        assert vault.to_destroy(connection) == [key_id]
    ring.destroy(key_id)
    ring.destroy(key_id)
    with database.writing() as connection:
        vault.note_destroyed(connection, key_id, AT)
        assert vault.to_destroy(connection) == []
        assert connection.scalar(select(personal_keys.c.subject).where(personal_keys.c.key_id == key_id)) is None
    assert (ring.key(key_id), ring.was_destroyed(key_id)) == (None, True)
    assert faults(database, one, other, erased={key_id: 1}) == []
    assert faults(database, one, other) == [("personal_keys", "no event says so: erased or not")]
    counted = faults(database, one, other, erased={key_id: 2})
    assert counted == [("personal_data", "1 values are under this key, 2 were")]


def test_a_value_under_a_key_that_never_was_is_named(database):
    one = kept(database)
    with database.writing() as connection:
        connection.execute(personal_data.update().values(key_id=uuid4()))
    assert faults(database, one) == [
        ("personal_data", "the value is not the one that was committed to"),
        ("personal_keys", "values are sealed under this key, and its row is missing"),
    ]


def test_who_is_named_again_after_the_erasure_has_a_new_key(database, ring):
    one = kept(database)
    with database.writing() as connection:
        vault.erase(connection, vault.key_of(connection, ring.subject("baishi 丁四")), AT)
    again = kept(database)
    assert revealed(database, one, again) == [None, NAME]


def test_a_copy_from_before_an_erasure_opens_nothing_and_is_whole(database, ring):
    one = kept(database)
    with database.reading() as connection:
        ring.destroy(connection.scalar(select(personal_keys.c.key_id)))
    assert revealed(database, one) == [None]
    assert faults(database, one) == []


def test_a_key_that_is_gone_without_a_mark_is_named(database, ring):
    one = kept(database)
    [key] = ring.folder.rglob("*.key")
    key.unlink()
    assert faults(database, one) == [("keys", "the key is not in its folder (XIAOHAO_KEYS)")]
    with pytest.raises(KeysMissing):
        kept(database)


def test_a_value_moved_to_another_reference_or_sealed_by_another_key_is_named(database):
    one, other = kept(database), kept(database, OTHER, "baishi 戊五")
    with database.writing() as connection:
        sealed = {row.ref: row for row in connection.execute(select(personal_data))}
        change = personal_data.update().where(personal_data.c.ref == one.ref)
        connection.execute(change.values(sealed=sealed[other.ref].sealed, key_id=sealed[other.ref].key_id))
    assert faults(database, one, other) == [("personal_data", "the value is not the one that was committed to")]


def test_without_a_folder_nothing_is_sealed(migrated_url):
    database = Database(migrated_url, Keyring(None))
    with pytest.raises(KeysMissing):
        kept(database)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM personal_data")) == 0
    database.close()


def test_two_who_make_the_pepper_at_once_read_the_same(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        rings = [Keyring(tmp_path / "new") for _ in range(8)]
        assert len(set(pool.map(lambda ring: ring.subject("baishi 丁四"), rings))) == 1


def test_no_key_is_made_twice(ring):
    assert len({ring.make()[1] for _ in range(20)}) == 20
    assert ring.key(uuid4()) is None
