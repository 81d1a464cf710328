"""A PostgreSQL of our own on a disk of our own, which dies with everything it has started."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.plugins.postgres import NoPostgres, other_than_root, wait_for


class Cluster:
    """`home` lies on the disk; the socket lies in `sockets`, whose path is short."""

    def __init__(self, binaries: Path, home: Path, sockets: Path, *settings: str):
        self._binaries, self._home, self._sockets, self._settings = binaries, home, sockets, settings
        self._server: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://postgres@/postgres?host={sockets}"
        self._someone = other_than_root()
        self._said = {"cwd": "/", "env": {"PATH": os.defpath, "HOME": "/", "TZ": "UTC"}, **self._someone}

    def make(self) -> None:
        """initdb, with every file synced as it is by default."""
        for folder in (self._home, self._sockets):
            folder.mkdir(exist_ok=True)
            os.chown(folder, self._someone.get("user", -1), self._someone.get("group", -1))
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        command = [self._binaries / "initdb", "-D", self._home / "data", *options]
        made = subprocess.run(command, capture_output=True, text=True, **self._said)
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()[-300:]}")

    def start(self) -> None:
        settings = [part for setting in ("listen_addresses=", *self._settings) for part in ("-c", setting)]
        command = [self._binaries / "postgres", "-D", self._home / "data", "-k", self._sockets, *settings]
        log = self._sockets / "log"
        with log.open("ab") as out:
            self._server = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **self._said)
        wait_for(self.url, self._server, log)

    def kill(self) -> None:
        """Nobody gets to write another word."""
        if self._server is None:
            return
        children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children").read_text().split()
        for pid in (self._server.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()
        self._server = None
