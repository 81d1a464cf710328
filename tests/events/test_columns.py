"""What was changed behind the log's back is named: table and row first of all, and the column where a copy tells."""

import contextlib
import itertools
from uuid import uuid4

import pytest
from sqlalchemy import text

from events import codec, sealer, signing, tables, tree
from events.database import Database
from events.event import EMPTY, GENESIS, Envelope
from events.signing import Notary
from events.store import EventStore
from events.verify import verify
from events.verify.chains import unbroken
from events.verify.positions import Positions
from events.verify.rows import some_events, some_places
from tests import examples as x
from tests.events.positions import CLOCK, SIGNER, STRANGER, unguard

EVENTS = 300
STREAM = "item-1"
BYTES = ("body", "digest", "leaf", "seal", "hashes", "head_digest", "root")
IDS = ("event_id", "command_id", "correlation_id", "causation_id")


class Undo(Exception):
    pass


@pytest.fixture
def ledger(migrated_url, witness):
    with sealed(migrated_url, witness) as database:
        yield database


@contextlib.contextmanager
def sealed(url, witness, more=0):
    """Three hundred events in one stream and one in another, and in as many `more`: sealed and signed after each."""
    database = Database(url)
    for stream, count in ((STREAM, EVENTS), *((f"item-{2 + each}", 1) for each in range(1 + more))):
        with database.writing() as connection:
            command = uuid4()
            envelope = Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command)
            EventStore(connection).append(stream, [x.issued] * count, expected=EMPTY, envelope=envelope)
        sealer.seal(database, CLOCK)
        signing.sign_checkpoint(database, CLOCK, SIGNER, witness)
    yield database
    database.close()


@pytest.fixture
def notary(witness):
    return Notary(SIGNER.verifier, witness)


def faults_after(ledger, notary, table, statement):
    """The faults that a statement leads to, which is then taken back."""
    found = []
    with contextlib.suppress(Undo), ledger.writing() as connection:
        for guarded in ("events", "log", "signed_checkpoints"):
            unguard(connection, guarded)
        assert connection.execute(text(statement)).rowcount, statement
        found += map(str, verify(connection, notary))
        raise Undo
    return found


def other(column, sqlite):
    """An expression for another value of a column."""
    if column in BYTES:
        return "x'00'" if sqlite else f"set_byte({column}, 0, (get_byte({column}, 0) + 1) % 256)"
    if column in IDS:
        return "randomblob(16)" if sqlite else "gen_random_uuid()"
    if column.endswith("_at"):
        return f"{column} + 1" if sqlite else f"{column} + interval '1 microsecond'"
    if column in ("version", "schema_version", "position", "size", "idx", "level"):
        return f"{column} + 5000"
    return f"{column} || 'x'"


@pytest.mark.parametrize("with_notary", [True, False])
def test_an_untouched_log_has_no_fault(ledger, notary, with_notary):
    with ledger.reading() as connection:
        assert list(verify(connection, notary if with_notary else None)) == []


TOLD = (
    "stream_id", "version", "name", "schema_version", "digest", "recorded_at", "effective_at", "actor", "command_id",
    "correlation_id", "causation_id",
)  # fmt: skip


@pytest.mark.parametrize("column", [*TOLD, "event_id", "body"])
def test_a_changed_event_is_named_and_its_column_where_a_copy_tells(ledger, notary, column):
    value = other(column, ledger.sqlite)
    where = f"WHERE stream_id = '{STREAM}' AND version = 150"
    first, *_ = faults_after(ledger, notary, "events", f"UPDATE events SET {column} = {value} {where}")
    row = {"version": "item-1 version 5150", "stream_id": "item-1x version 150"}.get(column, "item-1 version 150")
    assert first.startswith(f"events {row} column {column}: " if column in TOLD else f"events {row}: "), first


@pytest.mark.parametrize(
    ("table", "column", "where", "named"),
    [
        ("log", "leaf", "position = 150", "log position 150 column leaf"),
        ("log", "seal", "position = 150", "log position 150 column seal"),
        ("log", "sealed_at", "position = 150", "log position 150 column sealed_at"),
        ("log", "version", "position = 150", "log position 150"),
        ("log", "stream_id", "position = 150", "log position 150"),
        ("log", "position", "position = 300", "log position 300: the position is missing"),
        ("streams", "version", "stream_id = 'item-1'", "streams item-1 column version"),
        ("streams", "head_digest", "stream_id = 'item-1'", "streams item-1 column head_digest"),
        ("streams", "stream_id", "stream_id = 'item-2'", "streams item-2x: the stream has no events"),
        ("tiles", "hashes", "level = 0", "tiles level 0 tile 0 column hashes"),
        ("tiles", "hashes", "level = 1", "tiles level 1 tile 0 column hashes"),
        ("tiles", "level", "level = 0", "tiles level 5000 tile 0: the log has no such tile"),
        ("tiles", "idx", "level = 1", "tiles level 1 tile 5000: the log has no such tile"),
        ("signed_checkpoints", "root", "size = 300", "signed_checkpoints size 300 column root"),
        ("signed_checkpoints", "note", "size = 300", "signed_checkpoints size 300 column note"),
        ("signed_checkpoints", "size", "size = 300", "signed_checkpoints size 5300 column size"),
        ("signed_checkpoints", "signed_at", "size = 300", "signed_checkpoints size 300 column signed_at"),
    ],
)
def test_a_change_beside_the_events_is_named(ledger, notary, table, column, where, named):
    statement = f"UPDATE {table} SET {column} = {other(column, ledger.sqlite)} WHERE {where}"
    found = faults_after(ledger, notary, table, statement)
    assert any(fault.startswith(named) for fault in found[:2]), found


@pytest.mark.parametrize(
    ("table", "where", "named"),
    [
        ("events", "version = 300", "the stream's row says version 300"),
        ("events", "version = 150", "events item-1 version 151: the event before it is missing"),
        ("events", "stream_id = 'item-2'", "streams item-2: the stream has no events"),
        ("log", "position = 150", "log position 150: the position is missing"),
        ("log", "position = 300", "log position 300: missing: 301 positions were signed"),
        ("streams", "stream_id = 'item-2'", "streams item-2: the stream's row is missing"),
        ("tiles", "level = 0", "tiles level 0 tile 0: the tile is missing"),
        ("tiles", "level = 1", "tiles level 1 tile 0: the tile is missing"),
        ("signed_checkpoints", "size = 300", "signed_checkpoints size 300: the witness file has a note"),
        ("signed_checkpoints", "size > 0", "signed_checkpoints size 300: the witness file has a note"),
    ],
)
def test_a_deleted_row_is_named(ledger, notary, table, where, named):
    found = faults_after(ledger, notary, table, f"DELETE FROM {table} WHERE {where}")
    assert any(named in fault for fault in found), found


def test_an_event_rewritten_with_its_digest_and_guard_row_is_told_by_its_leaf(ledger, notary):
    with contextlib.suppress(Undo), ledger.writing() as connection:
        unguard(connection, "events")
        rewrite(connection, "item-2")
        found = [str(fault) for fault in verify(connection, notary)]
        assert found == ["events item-2 version 1: the event and its digest are not the ones that were sealed"]
        raise Undo


def rewrite(connection, stream):
    """Change the only event of a stream, and its digest and guard row to match."""
    row = list(some_events(connection, "WHERE e.stream_id = %s", stream)[0])
    row[5] = b'{"forged":true}'
    row[6] = codec.chained(GENESIS, codec.enveloped(*row[:13]))
    connection.execute(
        tables.events.update().where(tables.events.c.stream_id == stream).values(body=row[5], digest=row[6])
    )
    connection.execute(tables.streams.update().where(tables.streams.c.stream_id == stream).values(head_digest=row[6]))
    return row


def test_a_log_rewritten_whole_is_told_by_what_was_signed(ledger, notary):
    """Events, leaf, seals and tiles all made anew: inside the database everything agrees."""
    with contextlib.suppress(Undo), ledger.writing() as connection:
        unguard(connection, "events")
        unguard(connection, "log")
        leaf = codec.leaf(codec.enveloped(*rewrite(connection, "item-2")[:13]))
        before, place = some_places(connection, "WHERE l.position IN (299, 300) ORDER BY l.position")
        seal = codec.sealed(before[4], 300, leaf, place[5])
        connection.execute(tables.log.update().where(tables.log.c.position == 300).values(leaf=leaf, seal=seal))
        found = [str(fault) for fault in verify(connection, notary)]
        assert found == ["signed_checkpoints size 301: the log is not the one that was signed at this size"]
        connection.execute(text("DELETE FROM tiles"))
        raise Undo


def test_notes_of_a_stranger_are_named_with_a_key_and_taken_without(ledger, notary):
    strange = Notary(STRANGER.verifier)
    with ledger.reading() as connection:
        found = list(verify(connection, strange))
    assert [(fault.table, fault.row, fault.column) for fault in found] == [
        ("signed_checkpoints", "size 300", "note"),
        ("signed_checkpoints", "size 301", "note"),
    ]


def test_a_witness_file_that_was_changed_is_named(ledger, notary, witness):
    witness.path.write_text(witness.path.read_text().replace("\n300\n", "\n299\n"))
    with ledger.reading() as connection:
        assert {fault.table for fault in verify(connection, notary)} == {"witness file"}


def test_the_tree_walked_by_the_check_is_the_tree(ledger):
    with ledger.reading() as connection:
        positions = Positions(connection)
        assert list(positions.faults(placed=301)) == []
        leaves = connection.execute(text("SELECT leaf FROM log ORDER BY position")).scalars().all()
    assert positions.roots == {300: tree.over(leaves[:300]), 301: tree.over(leaves)}


def test_the_chains_alone_are_counted_and_the_first_that_is_broken_is_named(ledger):
    with contextlib.suppress(Undo), ledger.writing() as connection:
        assert unbroken(connection) == EVENTS + 1
        unguard(connection, "events")
        connection.execute(text("UPDATE events SET actor = 'x' WHERE version = 150"))
        with pytest.raises(ValueError, match="item-1 version 150"):
            unbroken(connection)
        raise Undo


def test_text_that_is_none_is_named_in_any_row_of_a_stream(migrated_sqlite_url, witness):
    with sealed(migrated_sqlite_url, witness) as ledger:
        for table, version in itertools.product(("events", "log"), (1, 2, 150, 300)):
            statement = f"UPDATE {table} SET stream_id = CAST(x'ff' AS TEXT) WHERE version = {version}"
            first, *_ = faults_after(ledger, None, table, f"{statement} AND stream_id = 'item-1'")
            assert first.startswith(("events ", "log ")), (table, version)
        statement = "UPDATE streams SET stream_id = CAST(x'ff' AS TEXT) WHERE stream_id = 'item-2'"
        first, *_ = faults_after(ledger, None, "streams", statement)
        assert first.startswith("streams ")
