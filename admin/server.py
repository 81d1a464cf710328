"""The server: gunicorn with threads, one process on SQLite; what was left unsealed is sealed in the background."""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import SQLAlchemyError

import identity
from admin import demo
from config import Settings, UnsafeSettings
from events import sealer
from events.database import Database
from migrations import is_current
from workflow.service import Ledger

SEAL_SECONDS = 1.0
LOGGER = logging.getLogger(__name__)


def serve(settings: Settings, create_app: Callable[..., Any], *, workers: int | None, threads: int) -> None:
    """Serve until stopped. SQLite takes one process: its write lock and our clock live there."""
    database = Database(settings.database_url)
    try:
        if not is_current(database):
            raise UnsafeSettings("the database has not the tables of this release; run `xiaohao migrate` first")
        accounts = [] if settings.production else demo.listing(database)
    finally:
        database.close()
    if not database.sqlite:
        Server(settings, create_app, accounts, workers or 2, threads).run()
    elif (workers or 1) > 1:
        raise UnsafeSettings("SQLite takes one server process with threads; for more processes use PostgreSQL")
    else:
        with only_server_of(Path(str(database.url.database))):
            Server(settings, create_app, accounts, 1, threads).run()


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

    def __init__(
        self, settings: Settings, create_app: Callable[..., Any], accounts: list[str], workers: int, threads: int
    ):
        self.settings, self.create_app, self.accounts = settings, create_app, accounts
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
        app = self.create_app(self.settings)
        with app.app_context():
            keep_sealing(identity.current_ledger())
        return app

    def announce(self, _: Any) -> None:
        click.echo(f"http://127.0.0.1:{self.settings.port}/")
        for line in self.accounts:
            click.echo(line)


def seal_waiting(ledger: Ledger) -> None:
    """Look without a lock; seal only if something waits."""
    with ledger.database.reading() as connection:
        waiting = sealer.lag(connection)
    if waiting:
        sealer.seal(ledger.database, ledger.clock)


def keep_sealing(ledger: Ledger) -> threading.Thread:
    """A thread that seals what was appended and could not be sealed at once."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(SEAL_SECONDS):
            try:
                seal_waiting(ledger)
            except SQLAlchemyError:  # the database is away, or busy: what waits is sealed when it is back
                LOGGER.warning("sealing failed, and is tried again", exc_info=True)

    thread = threading.Thread(target=run, name="sealer", daemon=True)
    thread.start()
    return thread
