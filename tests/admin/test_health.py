"""The health page, its API and its metrics say how far events have come, and what stops them."""

import re
from datetime import timedelta

from events import keyfile, sealer, signing, tables
from events.database import Database
from events.event import EMPTY, Envelope
from events.store import EventStore
from events.witness import Witness
from tests import examples as x
from workflow.following import follow
from workflow.health import State, health


def standing(office, after=timedelta()):
    with office.ledger.database.reading() as connection:
        found = health(connection, office.clock.now() + after)
    return {stage.name: stage.state for stage in found.stages}, found


def signed(office, tmp_path):
    signer = keyfile.create(tmp_path / "key", "xiaohao")
    signing.sign_checkpoint(office.ledger.database, office.clock, signer, Witness(tmp_path / "witness"))
    follow(office.ledger.database, office.clock)


def test_what_is_sealed_signed_and_followed_is_in_order(office, tmp_path):
    office.whole_life()
    signed(office, tmp_path)
    states, found = standing(office, timedelta(days=1))
    assert set(states.values()) == {State.IN_ORDER}
    assert [stage.waiting for stage in found.stages] == [0, 0, 0, 0]


def test_what_waits_is_behind_and_after_a_while_stopped(office, tmp_path):
    office.issue()
    signed(office, tmp_path)
    with office.ledger.database.writing() as connection:
        envelope = Envelope(at=office.clock.now(), actor=str(x.CENTER), command_id=x.ITEM, correlation_id=x.ITEM)
        EventStore(connection).append("item-waits", [x.issued], expected=EMPTY, envelope=envelope)
    assert standing(office)[0]["sealed"] is State.IN_ORDER
    assert standing(office, timedelta(seconds=10))[0]["sealed"] is State.BEHIND
    assert standing(office, timedelta(minutes=5))[0]["sealed"] is State.STOPPED


def test_where_nothing_is_ever_signed_that_is_behind_and_no_more(office):
    office.issue()
    assert standing(office, timedelta(minutes=2))[0]["signed"] is State.BEHIND
    assert standing(office, timedelta(days=2))[0]["signed"] is State.BEHIND


def test_a_signer_that_ended_is_stopped(office, tmp_path):
    office.issue()
    signed(office, tmp_path)
    office.assign()
    assert standing(office, timedelta(minutes=2))[0]["signed"] is State.BEHIND
    assert standing(office, timedelta(hours=1))[0]["signed"] is State.STOPPED


def test_an_empty_log_is_in_order(migrated_url):
    database = Database(migrated_url)
    with database.reading() as connection:
        assert health(connection, x.NOON).state is State.IN_ORDER
    database.close()


def test_an_event_that_cannot_be_followed_stops_the_histories(office, tmp_path):
    office.issue()
    signed(office, tmp_path)
    with office.ledger.database.writing() as connection:
        connection.execute(tables.subscriptions.update().values(error="no such thing", failed_at=office.clock.now()))
    states, found = standing(office)
    assert (states["followed"], found.state) == (State.STOPPED, State.STOPPED)


def test_a_subscription_past_the_end_of_the_log_is_stopped(office, tmp_path):
    office.issue()
    signed(office, tmp_path)
    with office.ledger.database.writing() as connection:
        connection.execute(tables.subscriptions.update().values(position=tables.subscriptions.c.position + 5))
    assert standing(office)[0]["followed"] is State.STOPPED


METRIC = re.compile(r'(xiaohao_\w+)(\{name="\w+"\})? [0-9.]+')


def test_metrics_are_in_the_format_that_is_collected(city):
    sealer.seal(city.ledger.database, city.clock)
    answer = city.browser(None).get("/api/v1/metrics", headers=city.bearer("auditor"))
    lines = answer.text.splitlines()
    assert answer.content_type == "text/plain; version=0.0.4"
    values = [line for line in lines if not line.startswith("#")]
    assert all(METRIC.fullmatch(line) for line in values)
    assert {METRIC.fullmatch(line)[1] for line in values} >= {"xiaohao_log_size", "xiaohao_subscription_lag_events"}
    refused = city.browser(None).get("/api/v1/metrics", headers=city.bearer("baishi_leader"))
    assert refused.status_code == 403
