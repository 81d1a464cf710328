"""How far a document is that is being written: a small file beside the evidence, which every process of a server sees.

<files>/progress/<id>      "1500 20000": rows written, rows in all

It is a comfort: where it cannot be written nothing is said, and the document is made all the same. The id is made of
the account and what its page chose, so nobody reads another's.
"""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

from workflow.files import FileStore

FOLDER = "progress"
PAUSE = 0.3  # seconds between two notes
KEPT = 3600  # seconds


class Far(NamedTuple):
    """Rows written, of how many."""

    done: int
    of: int


class Progress:
    """Notes how far it is, at most some times a second, and the last row always."""

    def __init__(self, files: FileStore, account: UUID, chosen: UUID):
        self._path, self._noted = _path(files, account, chosen), -PAUSE
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _clear(self._path.parent)

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if done < of and now - self._noted < PAUSE:
            return
        self._noted = now
        beside = self._path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            beside.write_text(f"{done} {of}")
            os.replace(beside, self._path)


def far(files: FileStore, account: UUID, chosen: UUID) -> Far | None:
    """How far it is; None where nothing was said yet."""
    try:
        done, of = _path(files, account, chosen).read_text().split()
        return Far(int(done), int(of))
    except (OSError, ValueError):
        return None


def _path(files: FileStore, account: UUID, chosen: UUID) -> Path:
    return files.root / FOLDER / uuid5(account, str(chosen)).hex


def _clear(folder: Path) -> None:
    """Forget what was said long ago."""
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > KEPT:
            path.unlink(missing_ok=True)
