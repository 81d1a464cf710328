"""The server: gunicorn with threads, one process on SQLite; what was left unsealed is sealed in the background."""

import fcntl
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click
from gunicorn.app.base import BaseApplication

from admin import demo, upkeep
from config import Settings, UnsafeSettings
from migrations import is_current
from workflow.service import Ledger


class Composition(NamedTuple):
    """How the composition root makes the application, and the ledger behind it."""

    create_app: Callable[..., Any]
    open_ledger: Callable[[Settings], Ledger]


def serve(settings: Settings, made_by: Composition, *, workers: int | None, threads: int) -> None:
    """Serve until stopped. SQLite takes one process: its write lock and our clock live there."""
    ledger = made_by.open_ledger(settings)
    database = ledger.database
    try:
        if not is_current(database):
            raise UnsafeSettings("the database has not the tables of this release; run `xiaohao migrate` first")
        accounts = [] if settings.production else demo.listing(ledger)
        upkeep.hold_to_witness(ledger)
    finally:
        database.close()
    if not database.sqlite:
        Server(settings, made_by, accounts, workers or 2, threads).run()
    elif (workers or 1) > 1:
        raise UnsafeSettings("SQLite takes one server process with threads; for more processes use PostgreSQL")
    else:
        with only_server_of(Path(str(database.url.database))):
            Server(settings, made_by, accounts, 1, threads).run()


@contextmanager
def only_server_of(database: Path) -> Iterator[None]:
    """Hold the right to serve a SQLite database; UnsafeSettings if another server has it."""
    with open(f"{database}.server", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise UnsafeSettings(f"another server is running on {database}; SQLite takes one") from held
        yield


class Server(BaseApplication):
    """Gunicorn, told what to do by the settings instead of files."""

    def __init__(self, settings: Settings, made_by: Composition, accounts: list[str], workers: int, threads: int):
        self.settings, self.accounts = settings, accounts
        self.create_app, self.open_ledger = made_by
        self.workers, self.threads = workers, threads
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{self.settings.port}", "workers": self.workers, "threads": self.threads,
            "worker_class": "gthread", "control_socket_disable": True, "when_ready": self.announce, "timeout": 60,
            "graceful_timeout": 10, "keepalive": 5, "limit_request_line": 8190, "loglevel": "warning",
        }.items():  # fmt: skip
            self.cfg.set(name, value)

    def load(self) -> Any:
        app = self.create_app(self.settings, upkeep.keep_up(self.open_ledger(self.settings)))
        gc.freeze()  # what start-up made stays; it need not be looked through again and again
        return app

    def announce(self, _: Any) -> None:
        click.echo(f"http://127.0.0.1:{self.settings.port}/")
        for line in self.accounts:
            click.echo(line)
