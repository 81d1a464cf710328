"""However slowly others write, whoever dies sealing: a reader with a checkpoint sees every event exactly once."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from uuid import UUID

import msgspec
import pytest

from events import sealer
from events.event import EMPTY, Recorded
from events.rows import recorded_as, rows_of
from events.store import EventStore
from events.verify import verify
from tests import examples as x
from tests.faults.jobs import PATIENCE, Place, rest, run, started
from tests.faults.writers import envelope, seal_until_dead, write
from workflow.service import Ledger

WRITERS = 3
EVENTS = {False: 1_000, True: 50_000}  # on each database


class Reader:
    """Reads by position, and complains at once of what is not as it was promised."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []
        self.complaints: list[str] = []
        self._ids: set[UUID] = set()
        self._versions: dict[str, int] = {}

    def read(self, ledger: Ledger, limit: int) -> None:
        with ledger.database.reading() as connection:
            for one in EventStore(connection).read_log(after=len(self.seen) - 1, limit=limit):
                self.see(one)

    def see(self, one: Recorded) -> None:
        self.complaints += self._wrong(one)
        self.seen.append((one.stream, one.version))
        self._ids.add(one.event_id)
        self._versions[one.stream] = one.version

    def _wrong(self, one: Recorded) -> Iterator[str]:
        if one.position != len(self.seen):
            yield f"position {one.position} came where {len(self.seen)} belongs"
        if one.version != self._versions.get(one.stream, 0) + 1:
            yield f"{one.stream} version {one.version} came out of order"
        if one.event_id in self._ids:
            yield f"{one.event_id} came twice"
        if one.causation_id and one.causation_id not in self._ids:
            yield f"{one.event_id} came before its cause"


@pytest.mark.timeout(1200)
def test_a_tailing_reader_sees_every_event_once_in_order_and_behind_its_cause(migrated_url, tmp_path, rng, big):
    place, reader, written = Place(migrated_url, tmp_path / "files", x.NOON), Reader(), []
    with ExitStack() as stack:
        ledger = stack.enter_context(place.open())
        writers = [
            stack.enter_context(started(write, place, rng.getrandbits(32), EVENTS[big] // WRITERS))
            for _ in range(WRITERS)
        ]
        done = threading.Event()
        sealing = threading.Thread(target=sealers_die, args=(place, random.Random(rng.random()), done))
        sealing.start()
        stack.callback(sealing.join)
        stack.callback(done.set)
        for child, hear in writers:
            while child.is_alive() and not hear.poll(0):
                reader.read(ledger, rng.choice([1, 7, 256, 1000]))
                time.sleep(0.005)
            written += [one for some in rest(hear) for one in some]
            child.join(PATIENCE)
            assert child.exitcode == 0
        done.set()
        sealing.join()
        sealer.seal(ledger.database, ledger.clock)
        while len(reader.seen) < len(written) and not reader.complaints:
            reader.read(ledger, 1000)
        assert reader.complaints == []
        assert sorted(reader.seen) == sorted(written)
        with ledger.database.reading() as connection:
            assert list(verify(connection)) == []


def sealers_die(place: Place, rng: random.Random, done: threading.Event) -> None:
    """One sealer after the other, each dead after a while."""
    while not done.is_set():
        run(seal_until_dead, place, rng.choice([3, 7, 20, 60, 200]) + rng.randrange(12))


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"position": 2}, "position 2 came where 1 belongs"),
        ({"version": 3}, "item-1 version 3 came out of order"),
        ({"event_id": UUID(int=1)}, "came twice"),
        ({"causation_id": UUID(int=9)}, "came before its cause"),
    ],
)
def test_the_reader_complains_of_what_was_not_promised(changed, complaint):
    rows = list(rows_of("item-1", [x.issued, x.assigned], EMPTY, envelope()))
    first, second = (recorded_as(row, None, position) for position, row in enumerate(rows))
    reader = Reader()
    reader.see(msgspec.structs.replace(first, event_id=UUID(int=1)))
    reader.see(second)
    assert reader.complaints == []
    reader = Reader()
    reader.see(msgspec.structs.replace(first, event_id=UUID(int=1)))
    reader.see(msgspec.structs.replace(second, **changed))
    assert [complaint in one for one in reader.complaints] == [True]
