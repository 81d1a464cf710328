"""What was answered for an instant is the answer for ever, whatever the clock does and whoever seals at that moment."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from events import sealer
from events.clock import StoppedClock
from events.database import Database
from events.event import EMPTY
from events.instants import settle
from events.store import EventStore
from tests import examples as x
from tests.events.test_sealing import envelope


def position_at(office, asked):
    return office.then(asked).position


def test_an_answer_stands_though_the_clock_runs_back(office):
    office.issue()
    asked = (office.clock.now() + timedelta(minutes=5)).isoformat()
    office.clock.advance(timedelta(minutes=10))
    answered = position_at(office, asked)
    office.clock.advance(timedelta(hours=-2))
    office.assign()
    office.clock.advance(timedelta(hours=3))
    assert position_at(office, asked) == answered
    assert position_at(office, office.clock.now().isoformat()) == answered + 1


def test_a_clock_that_runs_back_is_noted(office, caplog):
    office.issue()
    office.clock.advance(timedelta(hours=-2))
    office.assign()
    assert "behind what was sealed" in caplog.text


def test_a_reader_waits_for_a_sealer_that_is_under_way(migrated_postgres_url):
    database, later = Database(migrated_postgres_url), x.NOON + timedelta(minutes=1)
    with database.writing() as connection:
        EventStore(connection).append("item-1", [x.issued], expected=EMPTY, envelope=envelope())
    settled = threading.Event()
    reader = threading.Thread(target=lambda: (settle(database, later), settled.set()))
    with database.writing() as sealing:
        assert sealer.seal_batch(sealing, x.NOON) == 1
        reader.start()
        assert not settled.wait(0.3)
    reader.join(timeout=10)
    assert settled.is_set()
    with database.writing() as connection:
        EventStore(connection).append("item-2", [x.issued], expected=EMPTY, envelope=envelope())
    assert sealer.seal(database, StoppedClock(x.NOON)) == 1
    with database.reading() as connection:
        assert EventStore(connection).read_log()[-1].sealed_at > later
    database.close()


def test_a_pending_row_that_is_sealed_already_only_leaves_the_queue(office):
    office.issue()
    with office.ledger.database.writing() as connection:
        connection.execute(text("INSERT INTO pending (stream_id, version) SELECT stream_id, version FROM log"))
    office.assign()
    with office.ledger.database.reading() as connection:
        assert sealer.lag(connection) == 0
        assert [r.name for r in EventStore(connection).read_log()][-1] == "item.assigned"


@pytest.mark.parametrize("asked", ["2020-03-12T12:00:10", "@3"])
def test_asking_twice_writes_at_most_once(office, asked):
    office.issue()
    office.clock.advance(timedelta(hours=1))
    first = position_at(office, asked)
    assert position_at(office, asked) == first
