"""A database is opened only where it keeps what it acknowledges."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from events.database import Database, filesystem_of
from events.driver import Driver
from events.errors import UnsafeDatabase

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/export /mnt/share nfs4 rw 0 0
//pc/office /mnt/office\\040files cifs rw 0 0
"""


@pytest.fixture
def mounts(tmp_path):
    path = tmp_path / "mounts"
    path.write_text(MOUNTS)
    return path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/xiaohao/x.db", "ext4"),
        ("/mnt/share/x.db", "nfs4"),
        ("/mnt/office files/x.db", "cifs"),
        ("/mnt/shared.db", "ext4"),
    ],
)
def test_the_file_system_of_a_path_is_that_of_its_nearest_mount(mounts, path, kind, tmp_path):
    assert filesystem_of(tmp_path.__class__(path), mounts) == kind


def test_sqlite_on_a_network_mount_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr("events.database.filesystem_of", lambda *_: "nfs4")
    with pytest.raises(UnsafeDatabase, match="network mount"):
        Database(f"sqlite:///{tmp_path / 'x.db'}")


def test_sqlite_runs_so_that_acknowledged_writes_are_on_disk(sqlite_url):
    database = Database(sqlite_url)
    with database.reading() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    database.close()


def test_a_reading_transaction_sees_one_state_throughout(migrated_url):
    database = Database(migrated_url)
    added = "INSERT INTO streams (stream_id, kind, version, head_digest) VALUES ('item-1', 'item', 1, :digest)"
    with database.reading() as reader:
        before = reader.execute(text("SELECT count(*) FROM streams")).scalar()
        with database.writing() as writer:
            writer.execute(text(added), {"digest": bytes(32)})
        assert reader.execute(text("SELECT count(*) FROM streams")).scalar() == before
    database.close()


def test_postgres_urls_of_any_spelling_mean_the_same_driver():
    for url in ("postgres://u@h/d", "postgresql://u@h/d"):
        database = Database(url)
        assert database.url.drivername == "postgresql+psycopg"
        database.close()


def test_many_threads_take_connections_for_commands_at_once(migrated_sqlite_url):
    database = Database(migrated_sqlite_url)

    def ask(number):
        with database.commanding() as connection:
            return connection.exec_driver_sql("SELECT ?", (number,)).scalar()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(400))) == list(range(400))
    database.close()


@pytest.mark.parametrize("lost_while", ["commanding", "writing"])
def test_of_all_connections_lost_at_once_only_the_first_to_be_used_costs_an_answer(migrated_postgres_url, lost_while):
    database = Database(migrated_postgres_url)
    with ExitStack() as several:
        for take in (database.commanding, database.writing, database.reading) * 3:
            several.enter_context(take()).execute(text("SELECT 1"))
    with psycopg.connect(str(migrated_postgres_url).replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                      "WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
    with pytest.raises(DBAPIError), getattr(database, lost_while)() as connection:
        Driver(connection).rows("SELECT 1")
    for take in (database.commanding, database.writing, database.reading) * 3:
        with take() as connection:
            assert Driver(connection).rows("SELECT 1") == [(1,)]
    database.close()
