"""`verify` names the row when anything of any event is changed behind its back, and finds nothing where nothing was."""

import contextlib
import random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from events.verify import verify, verify_personal
from tests import examples as x
from tests.office import ITEM_FACTS, Office
from workflow.audit import audit

COLUMNS = (
    "stream_id", "version", "event_id", "name", "schema_version", "body", "digest", "recorded_at", "effective_at",
    "actor", "command_id", "correlation_id", "causation_id",
)  # fmt: skip


def found(office):
    with office.ledger.database.reading() as connection:
        return [str(fault) for fault in audit(connection, office.ledger.files)]


def unguard(connection, table):
    """What someone with the database in hand would do first."""
    if connection.dialect.name == "sqlite":
        for act in ("update", "delete", "replace"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{act}")
    else:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def behind_its_back(office, statement, table="events", **values):
    with office.ledger.database.writing() as connection:
        unguard(connection, table)
        connection.execute(text(statement), values)


def test_an_untouched_ledger_has_no_fault(office):
    office.whole_life()
    assert found(office) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_to_any_column_of_an_event_is_named(office, column, rng: random.Random):
    office.whole_life()
    version = rng.randint(1, 5)
    for value in _other_values(column, office.ledger.database.sqlite):
        with contextlib.suppress(Undo), office.ledger.database.writing() as connection:
            unguard(connection, "events")
            changed = _try(connection, column, value, version)
            faults = [str(fault) for fault in verify(connection)]
            assert not changed or faults[0].startswith("events "), (column, value, version)
            raise Undo


class Undo(Exception):
    pass


def _try(connection, column, value, version):
    where = "WHERE stream_id = :stream AND version = :version"
    values = {"stream": f"item-{x.ITEM}", "version": version}
    try:
        with connection.begin_nested():
            where += f" AND {column} IS DISTINCT FROM {value}"
            return connection.execute(text(f"UPDATE events SET {column} = {value} {where}"), values).rowcount > 0
    except DBAPIError:
        return False  # the database itself will not take the value


def _other_values(column, sqlite):
    if column in ("version", "schema_version"):
        return [f"{column} + 1", f"{column} + 100", "-1"]
    if column in ("recorded_at", "effective_at"):
        return [f"{column} + 1", "4611686018427387904", "0"] if sqlite else [f"{column} + interval '1 microsecond'"]
    if column in ("body", "digest") and not sqlite:
        return [f"set_byte({column}, {n}, (get_byte({column}, {n}) + 1) % 256)" for n in (0, 7, 31)] + ["''::bytea"]
    if column in ("body", "digest", "event_id", "command_id", "correlation_id", "causation_id") and sqlite:
        return ["zeroblob(16)", "x'00'", "x''", f"substr({column}, 2)", f"CAST({column} || x'00' AS BLOB)"]
    if column in ("event_id", "command_id", "correlation_id", "causation_id"):
        return ["'00000000-0000-0000-0000-000000000000'::uuid"]
    odd = ["CAST(x'ff' AS TEXT)", f"{column} || char(0)"] if sqlite else []
    return [f"upper({column}) || ' '", f"{column} || 'x'", "'item-0'", *odd]


def test_every_single_byte_of_a_body_counts(sqlite_office):
    office = sqlite_office
    office.issue()
    with office.ledger.database.reading() as connection:
        body = connection.execute(text("SELECT body FROM events WHERE stream_id LIKE 'item-%'")).scalar_one()
    for place in range(len(body)):
        other = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        with contextlib.suppress(Undo), office.ledger.database.writing() as connection:
            unguard(connection, "events")
            connection.execute(text("UPDATE events SET body = :b WHERE stream_id LIKE 'item-%'"), {"b": other})
            assert [f.table for f in verify(connection)][:1] == ["events"], place
            raise Undo


def test_a_deleted_event_is_named(office):
    office.whole_life()
    behind_its_back(office, "DELETE FROM events WHERE stream_id = :s AND version = 5", s=f"item-{x.ITEM}")
    assert f"events item-{x.ITEM} version 4: the stream's row says version 5" in found(office)[0]


def test_a_stream_deleted_whole_is_named_by_its_positions(office):
    office.whole_life()
    with office.ledger.database.writing() as connection:
        unguard(connection, "events")
        for table in ("events", "streams"):
            connection.execute(text(f"DELETE FROM {table} WHERE stream_id = :s"), {"s": f"item-{x.ITEM}"})
    assert any("its event in item-" in fault for fault in found(office))


def test_a_deleted_position_is_named(office):
    office.whole_life()
    behind_its_back(office, "DELETE FROM log WHERE position = 3", table="log")
    assert "log position 3: the position is missing" in found(office)


def test_an_event_put_in_by_hand_is_named(office):
    office.whole_life()
    columns = ", ".join(c for c in COLUMNS if c not in ("version", "event_id"))
    other_id = "zeroblob(16)" if office.ledger.database.sqlite else "gen_random_uuid()"
    behind_its_back(
        office,
        f"INSERT INTO events (version, event_id, {columns}) SELECT 6, {other_id}, {columns} FROM events "
        "WHERE stream_id = :s AND version = 5",
        s=f"item-{x.ITEM}",
    )
    assert any("version 6" in fault for fault in found(office))


@pytest.mark.parametrize(
    ("table", "statement", "what"),
    [
        ("log", "UPDATE log SET sealed_at = {later} WHERE position = 7", "log position 7: the position"),
        ("streams", "UPDATE streams SET closed = 1 WHERE kind = 'item'", "streams item-"),
        ("streams", "UPDATE streams SET definition = 'other' WHERE kind = 'item'", "streams item-"),
        ("commands", "UPDATE commands SET answer = {bytes}", "the answer is not the one"),
        ("commands", "DELETE FROM commands", "the answer is missing"),
        ("personal_data", "DELETE FROM personal_data", "the value is missing"),
    ],
)
def test_what_stands_beside_the_events_is_checked_too(office, table, statement, what):
    office.whole_life()
    sqlite = office.ledger.database.sqlite
    later = "sealed_at + 864000000000" if sqlite else "sealed_at + interval '10 days'"
    with office.ledger.database.writing() as connection:
        if table in ("log", "commands"):
            unguard(connection, table)
        connection.execute(text(statement.format(later=later, bytes="x'7b7d'" if sqlite else "'{}'::bytea")))
    assert any(what in fault for fault in found(office)), found(office)


def test_a_missing_guard_is_named(office):
    with office.ledger.database.writing() as connection:
        unguard(connection, "events")
    assert [fault for fault in found(office) if "trigger events_no_update" in fault]


def test_a_changed_read_model_is_named(office):
    office.issue()
    with office.ledger.database.writing() as connection:
        connection.execute(text("UPDATE item_board SET state = 'closed'"))
    assert found(office) == [f"item_board item-{x.ITEM}: differs from the log in state"]


def test_a_changed_personal_value_is_named(office):
    office.issue()
    sealed = "x'00ff'" if office.ledger.database.sqlite else "'\\x00ff'::bytea"
    with office.ledger.database.writing() as connection:
        connection.execute(text(f"UPDATE personal_data SET sealed = {sealed} WHERE kind = 'phone'"))
        unknown = [fault.what for fault in verify_personal(connection, {}) if fault.table == "personal_data"]
        assert unknown == ["no event refers to this value"] * 2
    assert [fault.split(": ")[1] for fault in found(office)] == ["the value is not the one that was committed to"]


def test_a_changed_file_is_named(office):
    office.whole_life()
    sha256 = office.upload(x.HANDLER)
    path = office.ledger.files.path(sha256)
    path.unlink()
    path.write_bytes(b"other")
    assert found(office) == [f"files {sha256}: the file is missing or is not the one that was uploaded"]


def test_no_personal_value_stands_in_the_log(office):
    office.issue()
    with office.ledger.database.reading() as connection:
        for body in connection.execute(text("SELECT body FROM events")).scalars():
            assert ITEM_FACTS["contact"].encode() not in bytes(body)
            assert ITEM_FACTS["phone"].encode() not in bytes(body)


ODD = [
    ("events", "recorded_at", "'infinity'"),
    ("events", "effective_at", "'20000-01-01'"),
    ("log", "sealed_at", "'4000-01-01 BC'"),
]
ODD_SQLITE = [
    ("log", "sealed_at", "1152921504606846976"),
    ("events", "stream_id", "cast(x'69ff41' as text)"),
    ("log", "stream_id", "cast(x'69ff41' as text)"),
    ("personal_data", "kind", "cast(x'ff' as text)"),
    ("item_board", "problem", "cast(x'ff' as text)"),
    ("item_board", "due_last", "'nope'"),
]


@pytest.mark.parametrize(("table", "column", "value"), [*ODD, ("item_board", "due_last", "'infinity'")])
def test_a_value_python_has_no_name_for_is_named_as_a_row(migrated_postgres_url, tmp_path, table, column, value):
    with Office.open(migrated_postgres_url, tmp_path) as office:
        assert found_when_odd(office, table, column, value)


@pytest.mark.parametrize(("table", "column", "value"), ODD_SQLITE)
def test_bytes_that_are_no_text_are_named_as_a_row(sqlite_office, table, column, value):
    assert found_when_odd(sqlite_office, table, column, value)


def found_when_odd(office, table, column, value):
    """The faults of the table, printable, after a row was changed to what no append could have written."""
    office.whole_life()
    with office.ledger.database.writing() as connection:
        if table in ("events", "log"):
            unguard(connection, table)
        key = {"log": "position = 7", "events": "version = 3"}.get(table, "true")
        connection.execute(text(f"UPDATE {table} SET {column} = {value} WHERE {key}"))
    return [fault for fault in found(office) if fault.startswith(f"{table} ") and fault.encode("utf-8")]


def test_versions_exchanged_in_the_log_are_named(office):
    office.whole_life()
    with office.ledger.database.writing() as connection:
        unguard(connection, "log")
        stream = f"item-{x.ITEM}"
        for version, other in ((1, 91), (3, 1), (91, 3)):
            changed = text("UPDATE log SET version = :other WHERE stream_id = :s AND version = :version")
            connection.execute(changed, {"s": stream, "version": version, "other": other})
    assert any("log position" in fault for fault in found(office))
