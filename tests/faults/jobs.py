"""What a child process does for the fault tests, and how it is started: from a warm server, in a few milliseconds.

A job gets `tell`, the writing end of a pipe; what it told before it died is what a client would have heard.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from events import sealer
from events.clock import StoppedClock
from events.database import Database
from events.keyring import Keyring
from tests import examples as x
from tests.faults import broken
from tests.faults.driver import engines, watch
from tests.faults.fuse import Fuse
from tests.plugins.keys import keys_of_this_run
from workflow.files import FileStore
from workflow.messages import Command
from workflow.service import Ledger

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.jobs", "tests.faults.workers", "tests.backup.dying"])
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Place:
    """Where the work is done: an address and a folder, from which every process opens a ledger of its own."""

    url: str
    folder: Path
    now: datetime

    @contextmanager
    def open(self, fuse: Fuse | None = None) -> Iterator[Ledger]:
        """A ledger with its connections open, all of whose further calls `fuse` sees; it is lit when this returns."""
        people = {actor.account: actor for actor in x.EVERYONE}
        database = Database(self.url, Keyring(keys_of_this_run()))
        if fuse:
            watch(database, fuse)
        for engine in engines(database):  # what is asked once per process is asked before the fuse is lit
            engine.connect().close()
        clock = StoppedClock(self.now)
        zone, files = ZoneInfo("Asia/Shanghai"), FileStore(self.folder)
        if fuse:
            fuse.light()
        yield Ledger(database, clock, zone, files, lambda _, account, on: tuple(filter(None, [people.get(account)])))
        database.close()


def carry_out(place: Place, fuse: Fuse, command: Command, variant: str, tell: Connection) -> None:
    """Carry one command out, sealing included; tell the answer as soon as there is one."""
    with place.open(fuse) as ledger:
        broken.VARIANTS[variant](ledger, command, tell.send)
        tell.send(fuse.calls)


def seal(place: Place, fuse: Fuse, tell: Connection) -> None:
    with place.open(fuse) as ledger:
        sealer.seal(ledger.database, ledger.clock)
        tell.send(fuse.calls)


@contextmanager
def started(job: Callable[..., None], *args: Any) -> Iterator[tuple[Any, Connection]]:
    """A job under way in a child, and where it is heard; it is killed if it is still at work when the block ends."""
    hear, tell = CONTEXT.Pipe(duplex=False)
    child = CONTEXT.Process(target=job, args=(*args, tell), daemon=True)
    child.start()
    tell.close()
    try:
        yield child, hear
    finally:
        child.kill()
        child.join(PATIENCE)
        hear.close()


def rest(hear: Connection) -> Iterator[Any]:
    """What a child still says until it ends."""
    try:
        while hear.poll(PATIENCE):
            yield hear.recv()
    except EOFError:
        pass


def run(job: Callable[..., None], *args: Any) -> tuple[int, list[Any]]:
    """Do a job in a child; how the child ended, and what it told until then."""
    with started(job, *args) as (child, hear):
        heard = list(rest(hear))
        child.join(PATIENCE)
        assert child.exitcode is not None, "the child neither ended nor told anything"
        return child.exitcode, heard
