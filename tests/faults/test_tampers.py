"""Whatever is changed behind the triggers is found, and its row named; what was not changed is never complained of."""

import random
from collections import Counter
from pathlib import Path

import pytest

from events.verify import Fault
from tests.faults.archive import Archive
from tests.faults.tampers import KEPT, READ_MODELS, Tamper, delete, insert, rows_of, tamper

COUNT = {False: 75, True: 5000}  # on each database


@pytest.fixture
def archive(office, tmp_path) -> Archive:
    return Archive.of(office, tmp_path)


ALWAYS = {  # columns whose value stands, or is made, a second time whatever else is there
    "log": {"leaf"},
    "streams": {"version", "head_digest", "kind", "definition", "closed"},
    "commands": {"answer"},
    "tiles": {"hashes"},
    "signed_checkpoints": {"root", "signed_at"},
}
MOSTLY = {"events": {"actor", "command_id", "correlation_id", "digest", "effective_at", "name", "recorded_at"}}


def row_named(done: Tamper, faults: list[Fault]) -> bool:
    """Whether the row is named, or at least its stream."""
    return any(name == fault.row or ("-" in name and name in str(fault)) for name in done.names for fault in faults)


def column_named(done: Tamper, faults: list[Fault]) -> bool:
    if done.table.endswith("_board"):
        return any(fault.what == f"differs from the log in {done.column}" for fault in faults)
    return any((fault.table, fault.column) == (done.table, done.column) for fault in faults)


def told_apart(done: Tamper) -> bool:
    return done.column in ALWAYS.get(done.table, ()) or (done.table.endswith("_board") and done.column != "stream_id")


@pytest.mark.timeout(3000)
def test_every_tamper_is_found_and_its_row_named(archive, rng, big):
    assert archive.now() == []
    mostly = Counter[bool]()
    for _ in range(COUNT[big]):
        with archive.for_a_moment() as connection:
            done = tamper(connection, rng, (*KEPT, *READ_MODELS))
            faults = archive.faults(connection)
            assert row_named(done, faults), (done, faults[:5])
            if done.column and told_apart(done):
                assert column_named(done, faults), (done, faults[:5])
            if done.column in MOSTLY.get(done.table, ()):
                mostly[column_named(done, faults)] += 1
    assert archive.now() == []
    assert mostly[True] >= 4 * mostly[False]


def test_a_tamper_that_is_undone_leaves_nothing_to_find(archive, rng, big):
    for table in KEPT * (20 if big else 1):
        with archive.office.ledger.database.writing() as connection:
            before = rows_of(connection, table)
            done = tamper(connection, rng, [table])
        assert archive.now(), done
        with archive.office.ledger.database.writing() as connection:
            for row in rows_of(connection, table):
                delete(connection, table, row)
            for row in before:
                insert(connection, table, row)
        assert archive.now() == [], done


def other_content(path: Path, rng: random.Random) -> bytes:
    content = path.read_bytes()
    at = rng.randrange(len(content))
    flipped = content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
    return rng.choice([flipped, content[:at], content + b"0", b""])


def test_a_changed_file_is_named_and_one_that_is_put_back_is_not(archive, rng, big):
    files = [path for path in archive.office.ledger.files.root.rglob("*") if path.is_file()]
    for _ in range(500 if big else 5):
        path = rng.choice(files)
        content, changed = path.read_bytes(), other_content(path, rng)
        for put, expected in ((changed, [path.name]), (None, [path.name]), (content, [])):
            path.unlink(missing_ok=True)
            if put is not None:
                path.write_bytes(put)
            assert [fault.row for fault in archive.now()] == expected
