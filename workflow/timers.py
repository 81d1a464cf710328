"""What the system does by itself when its time has come: each command once, however late, by whoever finds it first.

A timer tells the commands that are due. Each has an id made of what it is for, so that two processes, or a run after
another that died, carry it out once; and says when it took effect, so that after a pause it stands at the right time.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from events.errors import EventLogError
from events.store import EventStore
from workflow import missed
from workflow.errors import Refusal
from workflow.light_timer import due_lights
from workflow.messages import Command
from workflow.service import Ledger, carry_out, go_with, handle, seal_what_is_new
from workflow.ticks import Tick, once_id

Timer = Callable[[Connection, Tick], Iterable[Command]]
"""The commands that are due at a tick, oldest first; none that has been carried out."""


def _missed_periods(connection: Connection, tick: Tick) -> Iterable[Command]:
    return missed.commands(connection, tick.at, tick.zone)


TIMERS: tuple[Timer, ...] = (due_lights, _missed_periods)
__all__ = ["TIMERS", "Tick", "Timer", "fire", "fire_now_and_then", "once_id"]
LOOK_SECONDS = 30.0
AT_ONCE = 100  # others who write wait for so many at most
LOGGER = logging.getLogger(__name__)
_looked: dict[int, float] = {}


def fire(ledger: Ledger, timers: Iterable[Timer] | None = None) -> int:
    """Carry out all that is due; how many commands that was. What is refused meanwhile is left, and said in the log."""
    fired = 0
    for timer in TIMERS if timers is None else timers:
        with ledger.database.reading() as connection:
            due = list(timer(connection, Tick(ledger.clock.now(), ledger.zone)))
        for n in range(0, len(due), AT_ONCE):
            fired += _fired_together(ledger, due[n : n + AT_ONCE])
    return fired


def _fired_together(ledger: Ledger, due: Sequence[Command]) -> int:
    """In one transaction, sealed once. Where one of them cannot be carried out none is, and each is tried by itself."""
    try:
        with ledger.database.writing() as connection:
            store = EventStore(connection)
            for command in due:
                carry_out(store, ledger, command)
                go_with(store, ledger, command)
    except (Refusal, EventLogError, DBAPIError):
        return sum(_fired(ledger, command) for command in due)
    seal_what_is_new(ledger)
    return len(due)


def _fired(ledger: Ledger, command: Command) -> int:
    try:
        handle(ledger, command)
    except Refusal as refusal:
        LOGGER.info("%s of %s is not carried out: %s", command.trigger, command.stream, refusal)
        return 0
    except EventLogError:
        LOGGER.exception("%s of %s could not be carried out; it is tried again", command.trigger, command.stream)
        return 0
    return 1


def fire_now_and_then(ledger: Ledger) -> int:
    """The same, every LOOK_SECONDS at most in one process."""
    now, last = monotonic(), _looked.get(id(ledger.database))
    if last is not None and now - last < LOOK_SECONDS:
        return 0
    _looked[id(ledger.database)] = now
    return fire(ledger)
