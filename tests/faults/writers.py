"""Writers of every habit, and sealers that die: children whose doings a tailing reader must see once and in order."""

import random
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from uuid import UUID, uuid4

from events import sealer
from events.database import Database
from events.event import Envelope, Recorded
from events.store import EventStore, New
from tests import examples as x
from tests.faults.fuse import Blow, Fuse
from tests.faults.jobs import Place

THREADS = 2
Written = list[tuple[str, int]]


def envelope(cause: UUID | None = None) -> Envelope:
    command = uuid4()
    return Envelope(at=x.NOON, actor=str(x.CENTER), command_id=command, correlation_id=command, causation_id=cause)


class Writer:
    """Appends with all sorts of habits, each appended event caused by one it knows to be committed."""

    def __init__(self, database: Database, rng: random.Random):
        self._database, self._rng = database, rng
        self._cause: UUID | None = None
        self.written: Written = []
        self._mine = self._new_streams()
        alone = [self.plainly, self.plainly, self.several_at_once, self.rolled_back]
        self._habits = alone if database.sqlite else [*alone, self.late, self.late]

    def go(self, events: int) -> None:
        while len(self.written) < events:
            self._rng.choice(self._habits)()
            if self._rng.random() < 0.05:  # streams stay short, as those of items do
                self._mine = self._new_streams()

    def _new_streams(self) -> list[str]:
        return [f"item-{uuid4()}" for _ in range(3)]

    def plainly(self) -> None:
        with self._database.writing() as connection:
            recorded = self._append(EventStore(connection), self._rng.choice(self._mine))
        self._committed(recorded)

    def late(self) -> None:
        """Appends first and commits last; what others appended meanwhile is sealed before it."""
        with self._database.writing() as held:
            mine = self._append(EventStore(held), f"item-{uuid4()}")
            for _ in range(self._rng.randrange(1, 4)):
                self.plainly()
        self._committed(mine)

    def rolled_back(self) -> None:
        with self._database.engine.connect().execution_options(writing=True) as connection, connection.begin() as begun:
            self._append(EventStore(connection), self._rng.choice(self._mine))
            begun.rollback()

    def several_at_once(self) -> None:
        with self._database.writing() as connection:
            store = EventStore(connection)
            news = [New(stream=one, events=[x.assigned], expected=store.read(one).head) for one in self._mine]
            recorded = store.append_all(news, envelope=envelope(self._cause))
        self._committed(*recorded.values())

    def _append(self, store: EventStore, stream: str) -> tuple[Recorded, ...]:
        head = store.read(stream).head
        events = [x.assigned] * self._rng.choice([1, 1, 1, 3])
        return store.append(stream, events, expected=head, envelope=envelope(self._cause))

    def _committed(self, *appended: tuple[Recorded, ...]) -> None:
        self.written += [(one.stream, one.version) for recorded in appended for one in recorded]
        self._cause = appended[-1][-1].event_id


def write(place: Place, chance: int, events: int, tell: Connection) -> None:
    """Write with several threads; tell what was committed."""
    with place.open() as ledger:
        writers = [Writer(ledger.database, random.Random(chance + n)) for n in range(THREADS)]
        _all_at_once([lambda writer=writer: writer.go(events // THREADS) for writer in writers])  # type: ignore[misc]
        tell.send([one for writer in writers for one in writer.written])


def _all_at_once(calls: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def seal_until_dead(place: Place, at: int, tell: Connection) -> None:
    """Seal again and again, and die at some call to the database."""
    with place.open(Fuse(at, Blow.DIES_BEFORE)) as ledger:
        while True:
            sealer.seal(ledger.database, ledger.clock)
