"""When the power goes, what was acknowledged is there when it comes back; and a weaker setting is caught losing."""

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrations import upgrade
from tests import examples as x
from tests.faults.checker import Client, Outcome, check
from tests.faults.cluster import Cluster
from tests.faults.disk import Disk, disk, missing
from tests.faults.jobs import Place, rest, started
from tests.faults.workers import work
from tests.office import Office
from tests.plugins.postgres import find_binaries

ROUNDS = 12
pytestmark = [pytest.mark.big, pytest.mark.timeout(900)]


@pytest.fixture
def a_disk() -> Iterator[Disk]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    with disk(megabytes=400) as made:
        yield made


@dataclass
class Machine:
    """A database on a disk, and how it is killed and started again."""

    disk: Disk
    place: Place
    kill: Callable[[], None] = lambda: None
    start: Callable[[], None] = lambda: None


def after_each_cut(machine: Machine, rng: random.Random, weaker: bool) -> Iterator[list[str]]:
    """What the checker says when the power is back, again and again."""
    for _ in range(ROUNDS):
        client = worked_until_the_power_went(machine, rng, weaker)
        machine.disk.come_back()
        machine.start()
        with machine.place.open() as ledger:
            wrong = check(ledger, client)
        yield wrong


def worked_until_the_power_went(machine: Machine, rng: random.Random, weaker: bool) -> Client:
    client, enough = Client(), rng.randrange(10, 60)
    with started(work, machine.place, rng.getrandbits(64), weaker) as (child, hear):
        while len(client.sent) < enough:
            heard(client, hear.recv())
        while hear.poll(0):
            heard(client, hear.recv())
        machine.disk.cut()
        child.kill()
        machine.kill()
        for command, *_ in rest(hear):  # nobody hears an answer from a machine without power
            heard(client, (command,))
    return client


def heard(client: Client, said: tuple) -> None:
    """A command is told before it is sent, and again with its answer."""
    command, *done = said
    client.note(command, Outcome.OK if done else Outcome.UNKNOWN, *done)


def furnished(made: Disk, url: str) -> Place:
    """An office on the disk, synced before anything happens to it."""
    upgrade(url)
    with Office.open(url, made.folder / "files"):
        made.settle()
    return Place(url, made.folder / "files", x.NOON)


@pytest.fixture
def sqlite(a_disk: Disk) -> Machine:
    return Machine(a_disk, furnished(a_disk, f"sqlite:///{a_disk.folder / 'xiaohao.db'}"))


def test_sqlite_keeps_what_it_acknowledged(sqlite, rng):
    assert [wrong for wrong in after_each_cut(sqlite, rng, weaker=False) if wrong] == []


def test_sqlite_with_synchronous_normal_is_caught_losing(sqlite, rng):
    assert any(lost(wrong) for wrong in after_each_cut(sqlite, rng, weaker=True))


def lost(complaints: list[str]) -> bool:
    return any("was acknowledged and is not in the log" in wrong for wrong in complaints)


@pytest.fixture
def postgresql(a_disk: Disk) -> Iterator[Callable[..., Machine]]:
    """Makes a machine whose PostgreSQL runs with some settings."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no initdb is installed")
    with tempfile.TemporaryDirectory(prefix="xiaohao-pg-", dir="/tmp") as sockets, ExitStack() as stack:

        def made(*settings: str) -> Machine:
            cluster = Cluster(binaries, a_disk.folder / "postgres", Path(sockets), *settings)
            stack.callback(cluster.kill)
            cluster.make()
            cluster.start()
            return Machine(a_disk, furnished(a_disk, cluster.url), cluster.kill, cluster.start)

        yield made


def test_postgresql_keeps_what_it_acknowledged(postgresql, rng):
    assert [wrong for wrong in after_each_cut(postgresql(), rng, weaker=False) if wrong] == []


def test_postgresql_with_synchronous_commit_off_is_caught_losing(postgresql, rng):
    machine = postgresql("synchronous_commit=off", "wal_writer_delay=10s")
    assert any(lost(wrong) for wrong in after_each_cut(machine, rng, weaker=False))
