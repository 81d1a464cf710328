"""Migrations and models say the same, from an empty database and again; a cut-off upgrade leaves nothing behind."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, event, inspect, text

from events.database import Database
from events.tables import metadata
from migrations import upgrade

APPEND_ONLY = ("events", "log", "commands", "signed_checkpoints", "security_log", "frame_rows")


@pytest.fixture
def database(migrated_url):
    database = Database(migrated_url)
    yield database
    database.close()


def test_the_migrated_tables_are_those_of_the_models(database):
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(migrated_url, database):
    def everything():
        with database.reading() as connection:
            kept = {table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables}
            return kept, MigrationContext.configure(connection).get_current_revision()

    before = everything()
    upgrade(migrated_url)
    assert everything() == before


def test_every_append_only_table_has_its_triggers(database):
    with database.reading() as connection:
        if database.sqlite:
            rows = connection.execute(text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"))
            wanted = {(t, f"{t}_no_{act}") for t in APPEND_ONLY for act in ("update", "delete", "replace")}
        else:
            always = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A'"
            rows = connection.execute(text(always))
            wanted = {(t, f"{t}_no_{act}") for t in APPEND_ONLY for act in ("update", "delete", "truncate")}
        assert {tuple(row) for row in rows} == wanted


def test_every_table_is_strict_on_sqlite(migrated_sqlite_url):
    database = Database(migrated_sqlite_url)
    with database.reading() as connection:
        tables = connection.execute(text("PRAGMA table_list")).all()
    database.close()
    loose = {t.name for t in tables if not t.strict and not t.name.startswith(("sqlite_", "alembic_"))}
    assert loose == set()


@pytest.mark.parametrize("statement", [3, 12, 25])
def test_an_upgrade_that_is_cut_off_leaves_no_table_and_can_be_run_again(database_url, statement, monkeypatch):
    class CutOff(Exception):
        pass

    ran = []

    def count(connection, cursor, sql, *rest):
        if sql.lstrip().startswith("CREATE"):
            ran.append(sql)
            if len(ran) == statement:
                raise CutOff

    original = Database.__init__

    def counting(self, url):
        original(self, url)
        event.listen(self.engine, "before_cursor_execute", count)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "__init__", counting)
        with pytest.raises(CutOff):
            upgrade(database_url)
    engine = create_engine(Database(database_url).url)
    assert [name for name in inspect(engine).get_table_names() if name != "alembic_version"] == []
    engine.dispose()
    upgrade(database_url)
