"""What was recorded is refused to be changed by the database itself, whoever asks."""

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from events import sealer, tables
from events.event import EMPTY
from events.store import EventStore
from tests import examples as x
from tests.events.test_log import answered_with, database, envelope

__all__ = ["database"]

CHANGES = [
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO NOTHING",
]
ONLY_SQLITE = ["INSERT OR REPLACE INTO {table} SELECT * FROM {table}", "REPLACE INTO {table} SELECT * FROM {table}"]
ONLY_POSTGRES = ["TRUNCATE {table}", "SET session_replication_role = replica; DELETE FROM {table}"]


@pytest.mark.parametrize(("table", "column"), [("events", "body"), ("log", "leaf"), ("commands", "answer")])
def test_the_database_refuses_to_change_what_was_recorded(database, table, column):
    with database.writing() as connection:
        said = {"expected": EMPTY, "envelope": envelope(), "beside": answered_with(b"{}")}
        EventStore(connection).append("item-1", [x.issued], **said)
        sealer.seal_batch(connection, x.NOON)
    refusals = []
    for statement in CHANGES + (ONLY_SQLITE if database.sqlite else ONLY_POSTGRES):
        before = _content(database, table)
        try:
            with database.writing() as connection:
                for one in statement.format(table=table, column=column).split("; "):
                    connection.execute(text(one))
        except DBAPIError as error:
            refusals.append(str(error.orig))
        assert _content(database, table) == before, statement
    assert all("append-only" in refusal for refusal in refusals)
    assert len(refusals) >= 3


def _content(database, table):
    with database.reading() as connection:
        return connection.execute(text(f"SELECT * FROM {table}")).all()


def test_a_second_event_under_the_same_id_is_refused(database):
    with database.writing() as connection:
        EventStore(connection).append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
        row = connection.execute(select(tables.events)).one()._asdict()
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.execute(insert(tables.events), row | {"stream_id": "item-2"})
