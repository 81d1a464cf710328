"""Timers: what is due is carried out once, whoever finds it; what is refused meanwhile is left."""

import logging
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

import pytest

from events.store import EventStore
from tests import examples as x
from workflow import timers
from workflow.lookups import NAMESPACE
from workflow.messages import OpenNotice, UrgeItem
from workflow.messages.base import SYSTEM
from workflow.timers import Tick, fire, fire_now_and_then, once_id

NOTICE = UUID(int=0xF1)


def opening(at, notice=NOTICE):
    return OpenNotice(
        command_id=once_id(f"notice {notice}"), subject=notice, by=SYSTEM, at=at, title="年度通知", year=2021
    )


def yearly(connection, tick: Tick):
    return [opening(tick.at)]


def notices(office):
    with office.ledger.database.reading() as connection:
        return len(EventStore(connection).read(f"notice-{NOTICE}").recorded)


def test_what_is_due_is_carried_out_once(office):
    assert fire(office.ledger, [yearly]) == 1
    office.clock.advance(timedelta(days=1))
    fire(office.ledger, [yearly])
    assert notices(office) == 1


def test_the_same_words_make_the_same_id():
    assert once_id("a") == once_id("a") == uuid5(NAMESPACE, "timer a")
    assert once_id("a") != once_id("b")


def test_what_is_refused_is_left_and_said_and_the_rest_is_done(office, caplog):
    def refused(connection, tick):
        absent = UrgeItem(command_id=once_id("x"), subject=UUID(int=99), by=x.CENTER, at=tick.at)
        return [absent, opening(tick.at)]

    with caplog.at_level(logging.INFO, "workflow.timers"):
        assert fire(office.ledger, [refused]) == 1
    assert "urge of item-" in caplog.text
    assert notices(office) == 1


def test_timers_are_asked_in_turn_at_the_moment_it_is(office):
    asked = []

    def first(connection, tick):
        asked.append(("first", tick.at))
        return []

    def second(connection, tick):
        asked.append(("second", tick.at))
        return []

    assert fire(office.ledger, [first, second]) == 0
    assert asked == [("first", office.clock.now()), ("second", office.clock.now())]


def test_a_process_looks_now_and_then_only(office, monkeypatch):
    asked = []
    monkeypatch.setattr(timers, "TIMERS", (lambda connection, tick: asked.append(tick) or [],))
    monkeypatch.setattr(timers, "_looked", {})
    moments = iter([100.0, 101.0, 100.0 + timers.LOOK_SECONDS])
    monkeypatch.setattr(timers, "monotonic", lambda: next(moments))
    ledger = replace(office.ledger)
    assert [fire_now_and_then(ledger) for _ in range(3)] == [0, 0, 0]
    assert len(asked) == 2


def test_a_timer_that_fails_is_not_swallowed(office):
    def broken(connection, tick):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fire(office.ledger, [broken])
