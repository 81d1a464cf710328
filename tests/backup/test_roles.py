"""On PostgreSQL the application works under a role that can add to what was recorded, and cannot change it."""

from urllib.parse import urlsplit

import pytest
from psycopg import sql
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from events import roles, subscription
from events.database import Database
from events.rebuilding import rebuild_board, rebuild_histories
from events.subscription import Subscription
from tests import examples as x
from tests.office import Office
from workflow.following import HISTORY, follow
from workflow.projections import ITEMS, PROJECTIONS

RECORDED = ("events", "log", "commands", "signed_checkpoints")
FORBIDDEN = (
    "UPDATE {} SET {column} = {column}",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TRIGGER {table}_no_update ON {}",
    "ALTER TABLE {} ADD COLUMN more int",
    "DROP TABLE {}",
)


@pytest.fixture
def granted(migrated_postgres_url, postgres_server):
    """The address of a database under a role of its own, which was given the application's rights."""
    name = f"xiaohao_app_{urlsplit(migrated_postgres_url).path[1:]}"
    postgres_server._execute("CREATE ROLE {} LOGIN", name)
    owner = Database(migrated_postgres_url)
    with owner.writing() as connection:
        roles.grant(connection, name)
    parts = urlsplit(migrated_postgres_url)
    yield parts._replace(netloc=f"{name}@{parts.hostname}:{parts.port}").geturl()
    with owner.writing() as connection:
        raw = connection.connection.driver_connection
        raw.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
    owner.close()
    postgres_server._execute("DROP ROLE {}", name)


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


def test_what_was_recorded_cannot_be_changed_under_it(granted, tmp_path):
    with Office.open(granted, tmp_path) as office:
        office.issue()
        allowed = []
        for table in RECORDED:
            with office.ledger.database.reading() as connection:
                column = inspect(connection).get_columns(table)[0]["name"]
            for statement in FORBIDDEN:
                said = statement.format(table, table=table, column=column)
                if _carried_out(office.ledger.database, said):
                    allowed.append(said)
        assert allowed == []
        assert not _carried_out(office.ledger.database, "SET session_replication_role = replica")


def _carried_out(database, statement):
    try:
        with database.writing() as connection:
            connection.execute(text(statement))
    except DBAPIError:
        return False
    return True


def test_each_table_has_the_rights_that_are_written_down(granted, migrated_postgres_url):
    role = urlsplit(granted).username
    database = Database(migrated_postgres_url)
    with database.reading() as connection:
        found = connection.execute(
            text("SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = :role"),
            {"role": role},
        ).all()
        tables = inspect(connection).get_table_names()
    database.close()
    assert set(found) == {(table, right) for table in tables for right in roles.rights(table)}
