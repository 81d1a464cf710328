"""What follows each append, done in the background: sealing, by any process that serves, and by `xiaohao worker`."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from events import sealer
from workflow.service import Ledger

LOOK_SECONDS = 1.0
POLL_SECONDS = 0.02
LOGGER = logging.getLogger(__name__)

Step = Callable[[Ledger], int]


def seal_waiting(ledger: Ledger) -> int:
    """Look without a lock; seal only if something waits. How many events were sealed."""
    with ledger.database.reading() as connection:
        waiting = sealer.lag(connection)
    return sealer.seal(ledger.database, ledger.clock) if waiting else 0


STEPS: tuple[tuple[str, Step], ...] = (("sealed", seal_waiting),)


def once(ledger: Ledger) -> dict[str, int]:
    """Do what waits; how much was done, by step. One that fails is logged, and done when it can be."""
    done = {}
    for name, step in STEPS:
        try:
            done[name] = step(ledger)
        except SQLAlchemyError:  # the database is away, or busy
            LOGGER.warning("%s: failed, and is tried again", name, exc_info=True)
    return done


def keep_up(ledger: Ledger) -> Ledger:
    """The ledger with a thread behind it that is woken by every append, and looks now and then by itself."""
    woken = threading.Event()

    def run() -> None:
        while True:
            woken.wait(LOOK_SECONDS)
            woken.clear()
            once(ledger)

    threading.Thread(target=run, name="upkeep", daemon=True).start()
    return replace(ledger, wake=woken)


def run_for_ever(ledger: Ledger, say: Callable[[str], None]) -> None:
    """The same in the foreground, for what other processes appended and could not finish."""
    while True:
        for name, count in once(ledger).items():
            if count:
                say(f"{name} {count}")
        time.sleep(POLL_SECONDS)
