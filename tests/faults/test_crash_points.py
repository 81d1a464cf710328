"""Wherever a process dies or loses its connection: the retry gets the same answer, nothing is lost or doubled."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import DBAPIError

from tests.faults.checker import Client, Outcome, check
from tests.faults.fuse import HEALED, LOSSES, Fuse
from tests.faults.points import calls_of, deaths
from tests.faults.scenes import SCENES, Stage, sample
from tests.office import Office
from workflow import messages as m
from workflow.following import follow
from workflow.service import Ledger, handle


@pytest.fixture
def stage(office: Office, rng: random.Random) -> Stage:
    return Stage(office, rng)


@pytest.mark.parametrize("scene", SCENES)
def test_a_process_may_die_at_any_call_to_the_database(stage, scene, big):
    assert [wrong for wrong in deaths(stage, scene, big) if wrong] == []


@pytest.fixture
def postgres_stage(migrated_postgres_url, tmp_path, rng) -> Iterator[Stage]:
    with Office.open(migrated_postgres_url, tmp_path / "files") as office:
        yield Stage(office, rng)


@pytest.mark.parametrize("scene", SCENES)
def test_the_connection_may_be_lost_at_any_call_to_the_database(postgres_stage, scene, big):
    """The process lives on, and its next command finds a connection that works."""
    stage = postgres_stage
    points = [(at, blow) for at in range(1, calls_of(stage, scene) + 1) for blow in LOSSES]
    for at, blow in sample(points, stage.rng, big):
        command, client, fuse = SCENES[scene](stage), Client(), Fuse(at, blow)
        with stage.place().open(fuse) as ledger:
            for _ in range(HEALED + 1):
                lost_on_the_way(ledger, command, client)
        assert fuse.blown, (at, blow)
        assert client.sent[-1][1] is Outcome.OK, (at, blow)
        assert check(stage.office.ledger, client) == [], (at, blow)


def lost_on_the_way(ledger: Ledger, command: m.Command, client: Client) -> None:
    try:
        client.note(command, Outcome.OK, handle(ledger, command))
        follow(ledger.database, ledger.clock)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        client.note(command, Outcome.UNKNOWN)
