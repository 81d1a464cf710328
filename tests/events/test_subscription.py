"""A subscription has the effect of each event once and in order, whoever dies or is overtaken; what fails is shown."""

import random
import threading
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from events import sealer
from events.clock import StoppedClock
from events.database import Database
from events.errors import LeaseLost
from events.event import EMPTY, Envelope
from events.store import EventStore
from events.subscription import LEASE, LONGEST_REST, Runner, Subscription, run, standings, take
from tests import examples as x

MOMENT = timedelta(microseconds=1)


class Died(BaseException):
    """The runner is gone, without a word to the database."""


@pytest.fixture
def clock():
    return StoppedClock(x.NOON)


@pytest.fixture
def seen(database):
    """A table of what a handler was given, without a key that would hide what comes twice."""
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE seen (number INTEGER)"))
    return database


def note(connection, recorded):
    for one in recorded:
        connection.execute(text("INSERT INTO seen VALUES (:p)"), {"p": one.position})


NOTING = Subscription("noting", note, batch=4)


def append(database, clock, number):
    command = uuid4()
    envelope = Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command)
    with database.writing() as connection:
        for _ in range(number):
            EventStore(connection).append(f"item-{uuid4()}", [x.issued], expected=EMPTY, envelope=envelope)
    sealer.seal(database, clock)


def noted(database):
    with database.reading() as connection:
        return sorted(connection.scalars(text("SELECT number FROM seen")).all())


def standing(database):
    with database.reading() as connection:
        return next(one for one in standings(connection) if one.name == "noting")


def test_each_event_is_handled_once_and_in_order(seen, clock):
    append(seen, clock, 10)
    assert run(seen, clock, NOTING) == 10
    append(seen, clock, 3)
    assert run(seen, clock, NOTING) == 3
    assert run(seen, clock, NOTING) == 0
    assert noted(seen) == list(range(13))
    assert (standing(seen).position, standing(seen).behind) == (12, 0)


def test_each_effect_is_there_once_though_runners_die_and_are_overtaken(seen, clock, rng: random.Random, big):
    number = 400 if big else 60
    chances = [random.Random(rng.random()) for _ in range(3)]

    def writer():
        for _ in range(number // 5):
            append(seen, clock, 5)

    def runner(chance):
        def handle(connection, recorded):
            if chance.random() < 0.2:
                raise Died
            note(connection, recorded)
            if chance.random() < 0.2:
                raise Died
            if chance.random() < 0.2:
                clock.advance(LEASE + MOMENT)  # whoever looks now takes over

        while len(noted(seen)) < number:
            try:
                run(seen, clock, Subscription("noting", handle, batch=chance.randint(1, 7)))
            except Died:
                clock.advance(LEASE + MOMENT)

    threads = [threading.Thread(target=writer), *(threading.Thread(target=runner, args=(c,)) for c in chances)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert noted(seen) == list(range(number))


def test_a_lease_is_taken_over_only_when_it_has_run_out(seen, clock):
    append(seen, clock, 1)
    assert take(seen, clock, "noting") == 1
    assert take(seen, clock, "noting") is None
    assert run(seen, clock, NOTING) == 0
    clock.advance(LEASE)
    assert take(seen, clock, "noting") == 2


def test_a_lease_that_another_clock_wrote_holds_nobody_off(seen, clock):
    append(seen, clock, 1)
    clock.advance(timedelta(days=1))
    assert take(seen, clock, "noting") == 1
    clock.advance(-timedelta(days=1))
    assert run(seen, clock, NOTING) == 1


def test_a_runner_that_was_overtaken_writes_nothing(seen, clock):
    append(seen, clock, 6)
    stale = Runner(seen, clock, NOTING, take(seen, clock, "noting"))
    clock.advance(LEASE)
    fresh = Runner(seen, clock, NOTING, take(seen, clock, "noting"))
    assert fresh.handle_batch(2) == 2
    with pytest.raises(LeaseLost):
        stale.handle_batch(2)
    assert stale.run() == 0
    assert noted(seen) == [0, 1]


def test_a_runner_overtaken_in_the_middle_of_a_batch_is_rolled_back(migrated_postgres_url, clock):
    database = Database(migrated_postgres_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE seen (number INTEGER)"))
    append(database, clock, 3)

    def overtaken(connection, recorded):
        note(connection, recorded)
        clock.advance(LEASE)
        assert run(database, clock, NOTING) == 3

    assert run(database, clock, Subscription("noting", overtaken)) == 0
    assert noted(database) == [0, 1, 2]
    database.close()


def failing_at(position):
    def handle(connection, recorded):
        note(connection, recorded)
        if position in [one.position for one in recorded]:
            raise ValueError("this cannot be")

    return Subscription("noting", handle, batch=4)


def test_what_fails_is_parked_behind_all_that_goes_before_it_and_shown(seen, clock):
    append(seen, clock, 9)
    assert run(seen, clock, failing_at(6)) == 6
    assert noted(seen) == list(range(6))
    parked = standing(seen)
    assert (parked.position, parked.behind, parked.failed_at) == (5, 3, x.NOON)
    assert parked.error.startswith("position 6, item-")
    assert parked.error.endswith(" version 1, item.issued: ValueError: this cannot be")


def test_what_is_parked_is_tried_again_after_pauses_that_grow_to_a_limit(seen, clock):
    append(seen, clock, 2)
    tries = []

    def handle(connection, recorded):
        tries.append(clock.now())
        raise ValueError

    for second in [*range(1, 10), *range(10, 2000, 10)]:
        run(seen, clock, Subscription("noting", handle, batch=1))
        clock.moment = x.NOON + timedelta(seconds=second)
    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(tries)]
    assert pauses[:4] == [1, 1, 2, 4]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_REST.total_seconds()
    assert standing(seen).failed_at == x.NOON


def test_what_was_parked_is_handled_once_it_can_be(seen, clock):
    append(seen, clock, 9)
    run(seen, clock, failing_at(6))
    assert run(seen, clock, NOTING) == 0
    clock.advance(timedelta(seconds=1))
    assert run(seen, clock, NOTING) == 3
    assert noted(seen) == list(range(9))
    assert (standing(seen).error, standing(seen).failed_at) == (None, None)


def test_an_event_that_cannot_be_read_is_parked_too(seen, clock):
    append(seen, clock, 1)
    with seen.writing() as connection:
        columns = "schema_version, body, digest, recorded_at, effective_at, actor, command_id, correlation_id"
        event_id = "randomblob(16)" if seen.sqlite else "gen_random_uuid()"
        connection.execute(
            text(
                f"INSERT INTO events (stream_id, version, name, event_id, {columns}) "
                f"SELECT 'item-odd', 1, 'item.of_tomorrow', {event_id}, {columns} FROM events"
            )
        )
        connection.execute(text("INSERT INTO pending (stream_id, version) VALUES ('item-odd', 1)"))
    sealer.seal(seen, clock)
    assert run(seen, clock, NOTING) == 1
    assert "position 1, item-odd version 1, item.of_tomorrow: UnknownEventType" in standing(seen).error


def test_a_database_that_is_away_is_no_fault_of_the_event(seen, clock):
    append(seen, clock, 1)

    def handle(connection, recorded):
        raise OperationalError("", {}, Exception("away"))

    with pytest.raises(OperationalError):
        run(seen, clock, Subscription("noting", handle))
    assert standing(seen).error is None
    clock.advance(LEASE)
    assert run(seen, clock, NOTING) == 1


def test_a_run_may_be_bounded_and_gives_the_lease_back(seen, clock):
    append(seen, clock, 9)
    assert run(seen, clock, NOTING, batches=1) == 4
    assert run(seen, clock, NOTING, batches=1) == 4
    assert noted(seen) == list(range(8))
