"""Much that is due at once: a few statements for each, a transaction for many; one that fails spoils no other."""

import logging
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

import pytest

from events import sealer
from events.store import EventStore
from tests import examples as x
from tests.faults.driver import watch
from tests.workflow.test_deadlines import rule
from tests.workflow.test_obligation_register import set_up
from workflow import raising, timers
from workflow.facts import Cause
from workflow.light_timer import due_lights
from workflow.messages import OpenNotice, UrgeItem
from workflow.messages.base import SYSTEM
from workflow.messages.policy import Policy
from workflow.ticks import Tick, once_id
from workflow.timers import fire

LATE = datetime(2020, 5, 1, 4, tzinfo=UTC)


class Counted:
    """Every call that reaches the database, by its first words."""

    def __init__(self):
        self.calls = Counter()

    def before(self, connection, what):
        self.calls[what] += 1

    def after(self, connection, what):
        pass

    def of(self, *begin):
        return sum(count for what, count in self.calls.items() if what.startswith(begin))


@pytest.fixture
def seen(office):
    return counted(office)


def counted(office):
    """What sees the calls of the connections that are opened from now on."""
    office.ledger.database.close()
    seen = Counted()
    watch(office.ledger.database, seen)
    return seen


def reading(office, seen):
    """How many lights are due, and the statements that finding it out takes."""
    seen.calls.clear()
    with office.ledger.database.reading() as connection:
        due = list(due_lights(connection, Tick(office.clock.now(), office.ledger.zone)))
    return len(due), sum(count for what, count in seen.calls.items() if what.startswith(("SELECT", "WITH")))


def issue(office, first, last):
    for number in range(first, last):
        office.issue(UUID(int=0xD00 + number), problem=f"第{number}件")


def test_looking_for_lights_takes_as_many_statements_for_ten_as_for_one(office, seen):
    issue(office, 0, 1)
    office.clock.moment = LATE
    fired, statements = reading(office, seen)
    office.clock.moment = x.NOON
    issue(office, 1, 10)
    office.clock.moment = LATE
    assert (fired, reading(office, seen)) == (1, (10, statements))


def test_what_is_due_shares_its_transactions_and_their_sealing(sqlite_office, monkeypatch):
    office = sqlite_office
    issue(office, 0, 10)
    office.clock.moment = LATE
    monkeypatch.setattr(timers, "AT_ONCE", 4)
    seen = counted(office)
    assert fire(office.ledger, [due_lights]) == 10
    assert seen.of("INSERT INTO events") == 10
    assert seen.of("BEGIN IMMEDIATE") == 2 * 3  # ten by fours, and as often what they left is sealed
    with office.ledger.database.reading() as connection:
        assert sealer.lag(connection) == 0
    assert fire(office.ledger, [due_lights]) == 0


def at(office, seen, until):
    """How much is fired at a moment, and with how many statements."""
    office.clock.moment = until
    seen.calls.clear()
    return fire(office.ledger, [timers._missed_periods]), sum(seen.calls.values())


def test_each_missed_period_costs_the_same_few_statements(sqlite_office):
    office = sqlite_office
    rule(office, Policy.RAISED_ITEM_DAYS, 365)
    set_up(office)
    seen = counted(office)
    at(office, seen, datetime(2020, 6, 2, tzinfo=UTC))
    (some, of_some), (more, of_more) = (
        at(office, seen, datetime(year, month, 2, tzinfo=UTC)) for year, month in ((2020, 10), (2021, 6))
    )
    assert (some, more) == (4, 9)
    assert of_more - of_some <= 12 * (more - some)


def test_one_that_is_refused_spoils_none_of_those_beside_it(office, caplog):
    def due(connection, tick):
        for number in range(3):
            yield OpenNotice(
                command_id=once_id(f"n{number}"), subject=UUID(int=0xF0 + number), by=SYSTEM, at=tick.at, title="通知",
                year=2021,
            )  # fmt: skip
            yield UrgeItem(command_id=once_id(f"u{number}"), subject=UUID(int=99), by=x.CENTER, at=tick.at)

    with caplog.at_level(logging.INFO, "workflow.timers"):
        assert fire(office.ledger, [due]) == 3
    assert caplog.text.count("is not carried out") == 3
    with office.ledger.database.reading() as connection:
        assert all(EventStore(connection).read(f"notice-{UUID(int=0xF0 + n)}").recorded for n in range(3))


def test_what_dies_in_the_middle_is_done_the_next_time(office, monkeypatch):
    issue(office, 0, 3)
    office.clock.moment = LATE
    carried, carry_out = [], timers.carry_out

    def die(*given):
        carried.append(given)
        if len(carried) == 2:
            raise KeyboardInterrupt
        return carry_out(*given)

    with monkeypatch.context() as patch:
        patch.setattr(timers, "carry_out", die)
        with pytest.raises(KeyboardInterrupt):
            fire(office.ledger, [due_lights])
    assert (fire(office.ledger, [due_lights]), fire(office.ledger, [due_lights])) == (3, 0)


def test_causes_are_looked_up_however_many(sqlite_office):
    causes = [Cause("test", UUID(int=1), str(number), "") for number in range(33_000)]
    with sqlite_office.ledger.database.reading() as connection:
        assert raising.raised(connection, causes) == {}
