"""The checker catches what it is there to catch: a service that is wrong in one way, at some crash point, is found."""

import random
from dataclasses import replace
from uuid import uuid4

import pytest

from tests import examples as x
from tests.faults.checker import Client, Outcome, check
from tests.faults.points import deaths
from tests.faults.scenes import Stage, publish
from tests.office import Office
from workflow import messages as m
from workflow.service import handle

CONTROLS = {
    "acknowledges_before_commit": "was acknowledged and is not in the log",
    "knows_no_command_again": "was answered in 2 ways",
    "shows_in_a_second_transaction": "areas_board",
}


@pytest.mark.parametrize("variant", CONTROLS)
def test_a_broken_service_is_caught_at_some_crash_point(office: Office, rng: random.Random, variant: str):
    complaints = deaths(Stage(office, rng), "publish", big=True, variant=variant)
    assert any(CONTROLS[variant] in wrong for some in complaints for wrong in some)


@pytest.fixture
def client(sqlite_office: Office) -> Client:
    """A client that was told the truth three times."""
    client, stage = Client(), Stage(sqlite_office, random.Random(1))
    for _ in range(3):
        command = publish(stage)
        client.note(command, Outcome.OK, handle(sqlite_office.ledger, command))
    return client


def test_what_was_told_truly_is_not_complained_of(sqlite_office, client):
    unanswered = sqlite_office.command(m.WithdrawItem, x.CENTER, uuid4(), {"reason": "重复"})
    client.note(unanswered, Outcome.UNKNOWN)
    client.note(unanswered, Outcome.REFUSED)
    assert check(sqlite_office.ledger, client) == []


def told(client: Client, number: int, outcome: Outcome, **changed) -> None:
    command, _, done = client.sent[number]
    assert done
    client.sent[number] = (command, outcome, replace(done, **changed) if outcome is Outcome.OK else None)


@pytest.mark.parametrize(
    ("outcome", "changed", "complaint"),
    [
        (Outcome.REFUSED, {}, "was refused and is in the log"),
        (Outcome.OK, {"version": 7}, "and the log says"),
    ],
)
def test_what_was_told_wrongly_is_complained_of(sqlite_office, client, outcome, changed, complaint):
    told(client, 1, outcome, **changed)
    [wrong] = check(sqlite_office.ledger, client)
    assert complaint in wrong


def test_an_event_that_nobody_was_promised_is_not_one_that_was_acknowledged(sqlite_office, client):
    command, _, done = client.sent[0]
    client.note(replace(command, command_id=uuid4()), Outcome.OK, done)
    [wrong] = check(sqlite_office.ledger, client)
    assert "was acknowledged and is not in the log" in wrong
