"""The programs that come with PostgreSQL, found and run; nothing of what they do is known here."""

import os
import re
import shutil
import subprocess  # nosec B404 - two programs of PostgreSQL, found on this machine
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import URL

from events.errors import CopyFailed


class Readable(Protocol):
    """What bytes come out of, from their beginning."""

    def read(self, size: int = -1, /) -> bytes: ...


def run(program: str, url: URL, *options: str, given: Readable | None = None) -> None:
    """Run a program on a database; the password is not among its arguments. CopyFailed says why not.

    `given` is what it reads. If we die while it reads, it comes to an unexpected end, and fails.
    """
    where = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    command = [_found(program), f"--dbname={where.render_as_string()}", "--no-password", *options]
    environment = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    into = subprocess.PIPE if given else subprocess.DEVNULL
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, env=environment, stdin=into, stdout=said, stderr=said) as child:  # nosec B603
            if given and child.stdin:
                with suppress(BrokenPipeError), child.stdin as taking:  # it says itself why it reads no more
                    shutil.copyfileobj(given, taking)
        if child.returncode:
            said.seek(0)
            why = said.read().decode(errors="replace").strip()[-500:]
            raise CopyFailed(f"{program} ended with status {child.returncode}: {why}")


def _version(program: Path) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", program.parts[-3])]


def _found(program: str) -> str:
    """The program on the path, or the newest where Debian keeps them."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{program}"), key=_version)
    found = str(versions[-1]) if versions else shutil.which(program)
    if found is None:
        raise CopyFailed(f"{program} is not on this machine; install PostgreSQL's client programs (postgresql-client)")
    return found
