"""On PostgreSQL the application works under a role that can add to what was recorded, and cannot change it."""

import contextlib
import io
from urllib.parse import urlsplit

import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from admin.cli import publish_first_areas
from admin.rights import RIGHTS
from config import Settings
from events import roles, subscription
from events.database import Database
from events.rebuilding import rebuild_board, rebuild_histories
from events.subscription import Subscription
from events.tables import metadata
from tests import examples as x
from tests.backup.commands import Commands
from tests.city import City
from tests.office import PNG, Office
from workflow.archive import read_manifest
from workflow.backup import backup
from workflow.following import HISTORY, follow
from workflow.projections import ITEMS, PROJECTIONS
from wsgi import open_ledger

CHANGING = ("UPDATE", "DELETE", "TRUNCATE")
SAID = {"UPDATE": "UPDATE {table} SET {column} = {column}", "DELETE": "DELETE FROM {table}"}
GUARDS = "SELECT tgname AS name, tgrelid::regclass AS on FROM pg_trigger WHERE NOT tgisinternal"
FORBIDDEN = (
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} ADD COLUMN more int",
    "DROP TABLE {table}",
)


@pytest.fixture
def granted(migrated_postgres_url, postgres_server):
    """The address of a database under a role of its own, which was given the application's rights."""
    name = f"xiaohao_app_{urlsplit(migrated_postgres_url).path[1:]}"
    postgres_server._execute("CREATE ROLE {} LOGIN", name)
    owner = Database(migrated_postgres_url)
    with owner.writing() as connection:
        assert roles.grant(connection, name, RIGHTS) == []
    parts = urlsplit(migrated_postgres_url)
    yield parts._replace(netloc=f"{name}@{parts.netloc.rpartition('@')[2]}").geturl()
    with owner.writing() as connection:
        raw = connection.connection.driver_connection
        raw.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
    owner.close()
    postgres_server._execute("DROP ROLE {}", name)


def test_a_day_of_work_from_the_first_account_to_a_signed_log(granted, tmp_path):
    ledger = open_ledger(Settings(database_url=granted, files=str(tmp_path / "files")))
    publish_first_areas(ledger)  # as `migrate` does, which its own role runs
    ledger.database.close()
    run = Commands(granted, tmp_path)
    assert "82 items loaded" in run("demo")
    with City.open(granted, tmp_path / "files") as city:
        handler = city.browser("baishi_handler")
        assert handler.get("/admin/").status_code == 200
        sent = {"file": (io.BytesIO(PNG), "照片.png")}
        answer = city.app.test_client().post("/api/v1/files", data=sent, headers=city.bearer("baishi_handler"))
        assert answer.status_code == 201, answer.text
        city.reach(city.items("baishi")[0], "closed")
    assert "signed" in run("worker", "--once")
    run("log", "sign")
    run("projections", "rebuild")
    run("account", "token", "auditor")
    run("log", "verify")
    run("health")


def test_an_item_is_brought_from_issue_to_close_and_looked_back_at(granted, tmp_path):
    with Office.open(granted, tmp_path) as office:
        office.whole_life()
        assert office.then(office.clock.now().isoformat()).position is not None
        with office.ledger.database.reading() as connection:
            state = connection.scalar(
                text("SELECT state FROM item_board WHERE stream_id = :s"), {"s": f"item-{x.ITEM}"}
            )
    assert state == "closed"


def test_read_models_are_made_anew_and_subscriptions_begun_under_it(granted, tmp_path):
    with Office.open(granted, tmp_path) as office:
        office.whole_life()
        database = office.ledger.database
        follow(database, office.clock)
        with database.writing() as connection:
            connection.execute(text("UPDATE item_history SET remark = 'x'"))
            connection.execute(text("UPDATE item_board SET remark = 'x'"))
        assert rebuild_board(database, ITEMS) == 1
        assert rebuild_histories(database, PROJECTIONS, HISTORY.name)["item_history"] == 5
        seen = []
        assert subscription.run(database, office.clock, Subscription("new", lambda _, recorded: seen.extend(recorded)))
        assert len(seen) > 5


def test_each_table_can_be_changed_under_it_as_is_written_down_and_not_otherwise(granted, tmp_path):
    with Office.open(granted, tmp_path) as office:
        office.whole_life()
        with office.ledger.database.reading() as connection:
            columns = {table: inspect(connection).get_columns(table)[0]["name"] for table in RIGHTS}
        may = {
            (table, word)
            for table, column in columns.items()
            for word in CHANGING
            if not refused(office.ledger.database, SAID.get(word, "TRUNCATE {table}"), table=table, column=column)
        }
    assert may == {(table, word) for table, rights in RIGHTS.items() for word in rights if word in CHANGING}


def test_nothing_that_guards_what_was_recorded_can_be_taken_away_under_it(granted, tmp_path):
    with Office.open(granted, tmp_path) as office:
        office.issue()
        database = office.ledger.database
        assert [(t, said) for t in roles.LOG for said in FORBIDDEN if not refused(database, said, table=t)] == []
        with database.reading() as connection:
            guards = connection.execute(text(GUARDS)).all()
        assert guards
        assert [guard for guard in guards if not refused(database, f"DROP TRIGGER {guard.name} ON {guard.on}")] == []
        assert refused(database, "SET session_replication_role = replica")


class Undo(Exception):
    pass


def refused(database, statement, **names):
    """Whether the role may not do this; whatever it does is undone."""
    try:
        with contextlib.suppress(Undo), database.writing() as connection:
            connection.execute(text(statement.format(**names)))
            raise Undo
    except DBAPIError as error:
        return isinstance(error.orig, InsufficientPrivilege)
    return False


def test_the_list_of_rights_names_every_table_and_no_other():
    assert set(RIGHTS) == {*metadata.tables, "alembic_version"}


def test_a_table_that_is_in_no_list_is_named_and_closed(migrated_postgres_url, granted, tmp_path):
    role, owner = urlsplit(granted).username, Database(migrated_postgres_url)
    with owner.writing() as connection:
        connection.execute(text("CREATE TABLE newcomer (n int)"))
        connection.execute(text(f"GRANT ALL ON newcomer TO {role}"))
        assert roles.grant(connection, role, RIGHTS) == ["newcomer"]
    owner.close()
    with Office.open(granted, tmp_path) as office:
        assert refused(office.ledger.database, "SELECT * FROM newcomer")


def test_each_table_has_the_rights_that_are_written_down(granted, migrated_postgres_url):
    role = urlsplit(granted).username
    database = Database(migrated_postgres_url)
    with database.reading() as connection:
        found = connection.execute(
            text("SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = :role"),
            {"role": role},
        ).all()
    database.close()
    assert set(found) == {(table, right) for table, rights in RIGHTS.items() for right in rights}


def test_a_backup_is_made_under_the_role(granted, tmp_path):
    ledger = open_ledger(Settings(database_url=granted, files=str(tmp_path / "files")))
    backup(ledger, tmp_path / "copy.tar")
    ledger.database.close()
    assert read_manifest(tmp_path / "copy.tar").kind == "postgresql"
