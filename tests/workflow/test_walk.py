"""An office at work at random: what must hold whatever happens, in whatever order, on both databases."""

import shutil

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from events.store import EventStore
from tests import examples as x
from tests.office import Office
from tests.workflow.walk_moves import BY_CHANCE
from tests.workflow.walk_office import OfficeAtWork
from workflow.item import Happened, fold
from workflow.machine import TRIGGERS

SMALL, BIG = (15, 2), (50, 40)
"""Steps of a walk, and walks."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_office_at_work(kind, request, tmp_path_factory, big):
    def open_office():
        folder = tmp_path_factory.mktemp("walk")
        if kind == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            url = f"sqlite:///{shutil.copy(template, folder / 'x.db')}"
        else:
            server = request.getfixturevalue("postgres_server")
            url = server.create(template=request.getfixturevalue("postgres_template"))
            made.append(url)
        return Office.open(url, folder / "files")

    made: list[str] = []
    machine = type("Walk", (OfficeAtWork,), {"open_office": staticmethod(open_office)})
    steps, examples = BIG if big else SMALL
    size = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(machine, settings=size)
    for url in made:
        request.getfixturevalue("postgres_server").drop(url)


def test_every_trigger_of_the_table_is_walked():
    assert {*BY_CHANCE, "issue", "verify"} == TRIGGERS.keys()


def test_folding_what_was_read_gives_what_was_decided(office):
    office.whole_life()
    with office.ledger.database.reading() as connection:
        history = EventStore(connection).read(f"item-{x.ITEM}").recorded
    assert fold(map(Happened.of, history)).state == "closed"
