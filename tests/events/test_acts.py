"""The security log: rows are chained, what is repeated is counted, nothing can be changed or lost unseen."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from events import acts
from events.acts import Act
from events.database import Database
from events.verify import verify_acts

AT = datetime(2020, 3, 12, 1, 0, 10, tzinfo=UTC)
WHO = UUID(int=7)


@pytest.fixture
def database(migrated_url):
    database = Database(migrated_url)
    yield database
    database.close()


def written(database, *kinds, at=AT):
    with database.writing() as connection:
        for kind in kinds:
            acts.write(connection, Act(kind, WHO, "item-1", {"n": 1, "said": "甲"}), at)


def faults(database, sealed=None, trimmed=None):
    with database.reading() as connection:
        return [(fault.table, fault.row) for fault in verify_acts(connection, sealed or {}, trimmed or {})]


def links(database):
    with database.reading() as connection:
        return {row.seq: row.digest for row in acts.page(connection, size=1000)}


def test_acts_are_numbered_and_chained(database):
    written(database, "login", "exported", "logout")
    with database.reading() as connection:
        rows = acts.page(connection)
        assert [(row.seq, row.kind, row.account) for row in rows] == [
            (3, "logout", WHO), (2, "exported", WHO), (1, "login", WHO),
        ]  # fmt: skip
        assert acts.head(connection)[:2] == (3, rows[0].digest)
        assert [row.seq for row in acts.page(connection, before=3, kind="login")] == [1]
    assert faults(database) == []


def test_what_is_repeated_within_a_minute_is_written_once_and_counted(database):
    with database.writing() as connection:
        for second in range(0, 40, 4):
            acts.count(connection, Act("login_failed", WHO), AT + timedelta(seconds=second))
        acts.count(connection, Act("login_failed"), AT)
        assert acts.tell_repeats(connection, AT + timedelta(seconds=40)) == 0
        assert acts.tell_repeats(connection, AT + timedelta(seconds=60)) == 1
        assert acts.tell_repeats(connection, AT + timedelta(seconds=60)) == 0
        rows = acts.page(connection)
    assert [row.kind for row in rows] == ["repeated", "login_failed", "login_failed"]
    assert '"times":10' in rows[0].detail
    assert faults(database) == []


@pytest.mark.parametrize("statement", ["UPDATE security_log SET kind = 'x'", "DELETE FROM security_log"])
def test_a_row_is_neither_changed_nor_deleted(database, statement):
    written(database, "login")
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as connection:
        connection.execute(text(statement))


def guards_off(connection):
    if connection.dialect.name == "sqlite":
        for act in ("update", "delete", "replace"):
            connection.execute(text(f"DROP TRIGGER security_log_no_{act}"))
    else:
        connection.execute(text("ALTER TABLE security_log DISABLE TRIGGER ALL"))


TAMPERS = {
    "UPDATE security_log SET kind = 'logout' WHERE seq = 2": ("security_log", "2"),
    "UPDATE security_log SET address = '10.0.0.9' WHERE seq = 3": ("security_log", "3"),
    "UPDATE security_log SET account_id = NULL WHERE seq = 2": ("security_log", "2"),
    "UPDATE security_log SET subject = '' WHERE seq = 1": ("security_log", "1"),
    "UPDATE security_log SET detail = '{}' WHERE seq = 4": ("security_log", "4"),
    "UPDATE security_log SET detail = 'no json' WHERE seq = 4": ("security_log", "4"),
    "UPDATE security_log SET detail = ' ' || detail WHERE seq = 3": ("security_log", "3"),
    "DELETE FROM security_log WHERE seq = 2": ("security_log", "2"),
    "DELETE FROM security_log WHERE seq = 4": ("security_log", "4"),
    "DELETE FROM security_log": ("security_log", "1"),
    "UPDATE security_head SET seq = 3": ("security_log", "5"),
    "UPDATE security_head SET trimmed = 2": ("security_head", "trimmed"),
}


@pytest.mark.parametrize("statement", sorted(TAMPERS))
def test_what_is_changed_behind_the_guards_is_found(database, statement):
    written(database, "login", "exported", "refused", "logout")
    with database.writing() as connection:
        guards_off(connection)
        connection.execute(text(statement))
    assert faults(database)[0] == TAMPERS[statement]


def test_a_log_written_anew_is_found_by_the_head_that_was_sealed(database):
    written(database, "login", "exported", "logout")
    sealed = {2: links(database)[2]}
    assert faults(database, sealed) == []
    with database.writing() as connection:
        guards_off(connection)
        connection.execute(text("DELETE FROM security_log"))
        connection.execute(text("UPDATE security_head SET seq = 0, digest = digest"))
        connection.execute(acts.security_head.update().values(digest=acts.NOTHING))
    written(database, "login", "logout", "logout")
    assert faults(database) == []
    assert faults(database, sealed) == [("security_log", "2")]


def test_what_is_old_is_taken_away_and_the_rest_still_holds(database):
    written(database, "login", "logout")
    written(database, "login", "logout", at=AT + timedelta(days=200))
    kept = links(database)
    with database.writing() as connection:
        gone = acts.trim(connection, AT + timedelta(days=100))
        assert (gone.seq, gone.digest) == (2, kept[2])
        assert acts.trim(connection, AT + timedelta(days=100)) is None
    assert links(database) == {3: kept[3], 4: kept[4]}
    assert faults(database, trimmed={2: kept[2]}) == []
    assert faults(database)[0] == ("security_head", "trimmed")
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as connection:
        connection.execute(text("DELETE FROM security_log"))


def test_writers_wait_for_each_other_and_none_is_lost(database):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: written(database, "login", "logout"), range(12)))
    assert sorted(links(database)) == list(range(1, 25))
    assert faults(database) == []
