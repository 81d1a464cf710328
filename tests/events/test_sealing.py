"""Readers of the log miss nothing: whoever commits late gets a later place, whoever seals at once is alone."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import select

from events import sealer, tables
from events.clock import StoppedClock
from events.database import Database
from events.event import EMPTY, Envelope
from events.store import EventStore
from events.verify import verify
from tests import examples as x


def envelope():
    command = uuid4()
    return Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command)


@pytest.fixture
def postgres(migrated_postgres_url):
    database = Database(migrated_postgres_url)
    yield database
    database.close()


def test_a_writer_that_commits_late_is_placed_after_what_was_sealed_meanwhile(postgres):
    with postgres.writing() as late:
        EventStore(late).append("item-late", [x.issued], expected=EMPTY, envelope=envelope())
        with postgres.writing() as quick:
            EventStore(quick).append("item-quick", [x.issued], expected=EMPTY, envelope=envelope())
        assert sealer.seal(postgres, StoppedClock(x.NOON)) == 1
    assert sealer.seal(postgres, StoppedClock(x.NOON)) == 1
    with postgres.reading() as connection:
        assert [r.stream for r in EventStore(connection).read_log()] == ["item-quick", "item-late"]


def test_writers_of_different_items_do_not_wait_for_each_other(postgres):
    with postgres.writing() as slow:
        EventStore(slow).append("item-slow", [x.issued], expected=EMPTY, envelope=envelope())
        with postgres.writing() as other:  # would hang here if there were a lock for all
            EventStore(other).append("item-other", [x.issued], expected=EMPTY, envelope=envelope())


def test_many_writers_and_sealers_leave_a_log_without_gaps(postgres, big):
    rounds, writers, sealers = (200, 6, 3) if big else (15, 4, 2)
    done, clock = threading.Event(), StoppedClock(x.NOON)

    def write(number):
        for n in range(rounds):
            stream = f"item-{number}-{n}"
            for event in (x.issued, x.assigned):
                with postgres.writing() as connection:
                    store = EventStore(connection)
                    store.append(stream, [event], expected=store.read(stream).head, envelope=envelope())

    def seal():
        while not done.is_set():
            sealer.seal(postgres, clock)

    seen = []

    def tail():
        """A reader with a checkpoint, who must see every event exactly once."""
        after = -1
        while len(seen) < rounds * writers * 2:
            with postgres.reading() as connection:
                for recorded in EventStore(connection).read_log(after=after, limit=50):
                    seen.append((recorded.stream, recorded.version))
                    after = recorded.position

    background = [threading.Thread(target=seal) for _ in range(sealers)] + [threading.Thread(target=tail)]
    foreground = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in background + foreground:
        thread.start()
    for thread in foreground:
        thread.join()
    background[-1].join(timeout=60)
    done.set()
    for thread in background:
        thread.join()
    assert len(seen) == len(set(seen)) == rounds * writers * 2
    with postgres.reading() as connection:
        assert list(verify(connection)) == []


def test_the_sealer_keeps_each_tile_that_becomes_full(migrated_url):
    database = Database(migrated_url)
    for number in range(3):
        with database.writing() as connection:
            EventStore(connection).append(f"item-{number}", [x.assigned] * 200, expected=EMPTY, envelope=envelope())
        sealer.seal(database, StoppedClock(x.NOON))
    with database.reading() as connection:
        rows = connection.execute(select(tables.tiles.c.level, tables.tiles.c.idx, tables.tiles.c.hashes)).all()
        leaves = connection.scalars(select(tables.log.c.leaf).order_by(tables.log.c.position)).all()
    kept = {(level, idx): hashes for level, idx, hashes in rows}
    assert kept[0, 1] == b"".join(leaves[256:512])
    assert (sorted(kept), len(kept[1, 0])) == ([(0, 0), (0, 1), (1, 0)], 64)
    database.close()


def test_a_sealer_that_is_interrupted_places_nothing(migrated_url, monkeypatch):
    database = Database(migrated_url)
    with database.writing() as connection:
        EventStore(connection).append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
    with monkeypatch.context() as patch:
        patch.setattr("events.sealer._leave_the_queue", _die)
        with pytest.raises(KeyboardInterrupt):
            sealer.seal(database, StoppedClock(x.NOON))
    with database.reading() as connection:
        assert (EventStore(connection).read_log(), sealer.lag(connection)) == ([], 1)
    assert sealer.seal(database, StoppedClock(x.NOON)) == 1
    database.close()


def _die(*_):
    raise KeyboardInterrupt
