"""The witness file: signed notes outside the database, one behind the other, each followed by a blank line.

It is only ever added to. What a crash left half written at its end was never acknowledged: it is passed over when read,
and made whole by the next note.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from events.errors import BadNote
from events.note import DASH

SIGNATURE = DASH.encode()
TAIL = 64 * 1024  # bytes; a note has under 4 kB


class Witness:
    def __init__(self, path: Path):
        self.path = path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from adding to the file while the block lasts. The file is made if it is not there."""
        with self.path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def last(self) -> str | None:
        """The last whole note, None if there is none; BadNote if the file holds something else."""
        return self._end()[0]

    def add(self, note: str) -> None:
        """Write a note so that it outlasts a power cut. Call it inside `alone`."""
        _, half = self._end()
        whole = note.encode() + b"\n"
        with self.path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            if not whole.startswith(half):
                file.truncate(size - len(half))
                half = b""
            file.seek(0, os.SEEK_END)
            file.write(whole[len(half) :])
            file.flush()
            os.fsync(file.fileno())
        if size == len(half):
            _sync_folder(self.path.parent)

    def notes(self) -> Iterator[str]:
        """All whole notes, oldest first; BadNote where a line is no text."""
        if not self.path.exists():
            return
        block: list[bytes] = []
        text = b""
        with self.path.open("rb") as file:
            for line in file:
                if line != b"\n":
                    block.append(line)
                elif block and block[0].startswith(SIGNATURE):
                    yield _decoded(text + b"\n" + b"".join(block))
                    block, text = [], b""
                else:
                    block, text = [], text + b"\n" * bool(text) + b"".join(block)

    def _end(self) -> tuple[str | None, bytes]:
        """The last whole note, and what is half written behind it."""
        if not self.path.exists():
            return None, b""
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL))
            blocks = file.read().split(b"\n\n")
        signed = (at for at in range(len(blocks) - 2, 0, -1) if blocks[at].startswith(SIGNATURE))
        at = next(signed, None)
        if at is None:
            if size > TAIL:
                raise BadNote(f"the witness file {self.path} holds no note")
            return None, b"\n\n".join(blocks)
        return _decoded(blocks[at - 1] + b"\n\n" + blocks[at] + b"\n"), b"\n\n".join(blocks[at + 1 :])


def _decoded(note: bytes) -> str:
    try:
        return note.decode()
    except UnicodeDecodeError as error:
        raise BadNote("the witness file holds what is no text") from error


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
