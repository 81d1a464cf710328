"""Backups and restores in children that die at a step: killed, so that nothing is cleaned up behind them. And children
that write meanwhile.

A step is what changes something outside the process: a statement to a database or its commit, a file opened to be
written, moved or removed, a folder made, a program started, a lock taken.
"""

import os
import random
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from events import sealer
from events.keyring import Keyring
from tests import examples as x
from tests.backup.places import MIGRATIONS
from tests.faults.jobs import Place
from tests.faults.scenes import Stage
from tests.office import Office
from tests.plugins.keys import keys_of_this_run
from workflow import backup, restoring
from workflow import messages as m
from workflow.files import FileStore

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STEPS = {
    "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "fcntl.flock", "subprocess.Popen", "sqlite3.connect",
}  # fmt: skip
NEVER = 0
Seen = tuple[list[str], list[str]]


def is_step(what: str, args: tuple[Any, ...]) -> bool:
    if args and "__pycache__" in str(args[0]):
        return False
    return what in STEPS or (what == "open" and bool(int(args[2] or 0) & WRITING))


@contextmanager
def dying(at: int) -> Iterator[Seen]:
    """Be killed before the n-th step; the steps made, and what was opened to be read. It stays in force."""
    made, read = list[str](), list[str]()

    def step(what: str) -> None:
        made.append(what)
        if len(made) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def happened(what: str, args: tuple[Any, ...]) -> None:
        if is_step(what, args):
            step(what)
        elif what == "open":
            read.append(str(args[0]))

    def statement(_: Any, __: Any, said: str, *___: Any) -> None:
        step(said)

    sys.addaudithook(happened)
    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", lambda _: step("COMMIT"))
    yield made, read


def back_up(place: Place, archive: Path, at: int, tell: Connection) -> None:
    with place.open() as ledger, dying(at) as seen:
        backup.backup(ledger, archive)
        tell.send(seen)


def put_back(archive: Path, url: str, files: Path, at: int, tell: Connection) -> None:
    keys = Keyring(keys_of_this_run())
    with dying(at) as seen:
        restoring.restore(archive, make_url(url), FileStore(files), MIGRATIONS, lambda _: None, keys=keys)
        tell.send(seen)


def bring(place: Place, chance: int, tell: Connection) -> None:
    """Report item after item, each with files of its own that were uploaded just before; tell after each."""
    with place.open() as ledger:
        rng = random.Random(chance)
        stage = Stage(Office(ledger, ledger.clock), rng)  # type: ignore[arg-type]
        while True:
            item = stage.issued()
            stage.office.assign(item)
            evidence = [stage.office.upload(x.HANDLER, rng.randbytes(rng.randrange(1, 200_000))) for _ in range(2)]
            said = {"measures": "甲", "result": "乙", "evidence": evidence}
            stage.office.do(m.ReportItem, x.HANDLER, item, said)
            sealer.seal(ledger.database, ledger.clock)
            tell.send(item)
