"""Where the tests find PostgreSQL: the server they are told of, one of their own, or one on this machine.

Nothing here knows of pytest; the fixtures are in databases.py.
"""

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg


class NoPostgres(Exception):
    """No server can be had; the text says why."""


def answers(url: str) -> bool:
    """Whether a server answers there, to one who may create databases."""
    may_create = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as connection:
        row = connection.execute(may_create).fetchone()
        return bool(row and row[0])
    return False


def local_urls(me: str) -> Iterator[str]:
    """Who might be trusted by a server on this machine, likeliest first."""
    for user in dict.fromkeys(("postgres", "root", me)):
        yield f"postgresql://{user}@127.0.0.1:5432/postgres"


def find_server(
    environ: Mapping[str, str], urls: Iterable[str], try_url: Callable[[str], bool] = answers
) -> str | None:
    """The server named by TEST_POSTGRES_URL, which must answer; else the first that does; else None."""
    told = environ.get("TEST_POSTGRES_URL")
    if not told:
        return next(filter(try_url, urls), None)
    if not try_url(told):
        raise NoPostgres("TEST_POSTGRES_URL names a server that does not answer, or where no database may be created")
    return told


def find_binaries(path: str | None = None, debian: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """The folder of initdb and postgres: from the PATH, else Debian's newest; None when there is none."""
    found = shutil.which("initdb", path=path)
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(debian.glob("*/bin"), key=lambda folder: folder.parent.name.zfill(4), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def other_than_root() -> dict[str, Any]:
    """Arguments for subprocess that leave root, whom PostgreSQL refuses; nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known.get("nobody")
    uid, gid = (entry.pw_uid, entry.pw_gid) if entry else (65534, 65534)
    return {"user": uid, "group": gid, "extra_groups": []}


@contextmanager
def private_server(binaries: Path) -> Iterator[str]:
    """A server of our own on a socket in a new folder; both are gone afterwards."""
    someone = other_than_root()
    home = Path(tempfile.mkdtemp(prefix="xiaohao-pg-", dir="/tmp"))  # a socket's path must be short
    if someone:
        os.chown(home, someone["user"], someone["group"])
    try:
        with running(binaries, home, someone) as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running(binaries: Path, home: Path, someone: dict[str, Any]) -> Iterator[str]:
    """initdb, then a server until the end; it keeps to its socket and does not wait for the disk."""
    data, log = home / "data", home / "log"
    common = {"cwd": home, "env": {"PATH": os.defpath, "HOME": str(home), "TZ": "UTC"}, **someone}
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run([binaries / "initdb", "-D", data, *options], capture_output=True, text=True, **common)
    if made.returncode:
        raise NoPostgres(f"initdb failed: {made.stderr.strip()[-300:]}")
    command = [binaries / "postgres", "-D", data, "-k", home, "-c", "listen_addresses=", "-c", "fsync=off"]
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **common)
    try:
        url = f"postgresql://postgres@/postgres?host={home}"
        wait_for(url, server, log)
        yield url
    finally:
        server.send_signal(2)  # SIGINT: PostgreSQL's fast shutdown
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
        server.kill()
        server.wait()


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    """Return when the server answers; NoPostgres when it ends or is too slow."""
    end = time.monotonic() + seconds
    while not answers(url):
        if server.poll() is not None or time.monotonic() > end:
            raise NoPostgres(f"the private server did not start: {log.read_text(errors='replace')[-300:]}")
        time.sleep(0.05)


@contextmanager
def some_server() -> Iterator[str]:
    """A server's address, for one who may create databases there; NoPostgres says why there is none.

    One of our own does not wait for the disk: a database is made in a quarter of the time.
    """
    binaries = find_binaries()
    own = binaries is not None and not os.environ.get("TEST_POSTGRES_URL")
    url = None if own else find_server(os.environ, local_urls(getpass.getuser()))
    if url:
        yield url
        return
    if binaries is None:
        raise NoPostgres("no initdb is installed to start a server, and none answers on 127.0.0.1:5432")
    with private_server(binaries) as url:
        yield url
