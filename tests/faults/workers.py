"""Children that go on until they are killed."""

import random
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import event

from tests.faults.driver import engines
from tests.faults.jobs import Place
from tests.faults.scenes import SCENES, Stage
from tests.office import Office
from workflow.service import Ledger, handle


def work(place: Place, chance: int, weaker: bool, tell: Connection) -> None:
    """Give one command after the other; tell each before it is sent, and again with its answer."""
    with place.open() as ledger:
        if weaker:
            weaken(ledger)
        stage = Stage(Office(ledger, ledger.clock), random.Random(chance))  # type: ignore[arg-type]
        while True:
            command = stage.rng.choice(list(SCENES.values()))(stage)
            tell.send((command,))
            tell.send((command, handle(ledger, command)))


def weaken(ledger: Ledger) -> None:
    """What must never be: SQLite that answers before the disk has."""

    def relax(raw: Any, _: object) -> None:
        raw.execute("PRAGMA synchronous=NORMAL")

    for engine in engines(ledger.database):
        engine.dispose()
        event.listen(engine, "connect", relax)
