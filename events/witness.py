"""The witness file: signed notes outside the database, one behind the other, each followed by a blank line.

It is only ever added to. What a crash left half written at its end was never acknowledged: it is passed over when read,
and made whole by the next note. What is too long to be half a note stays, and the next note is put behind it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from events.errors import BadNote
from events.note import DASH

SIGNATURE = DASH.encode()
TAIL = 64 * 1024  # bytes
LONGEST = 4096  # bytes; a note has fewer


@dataclass(frozen=True, slots=True)
class Witness:
    """`extent` is how many bytes of the file there were at some moment, None if nobody looked."""

    path: Path
    extent: int | None = None

    def as_it_is(self) -> "Witness":
        """The same file, and how long it is now: for who then reads a database that goes on being signed."""
        return Witness(self.path, self.path.stat().st_size if self.path.exists() else 0)

    @contextmanager
    def alone(self, *, wait: bool = True) -> Iterator[None]:
        """Keep other processes from adding to the file while the block lasts. The file is made if it is not there.

        BlockingIOError, at once, if another process is at it and this one does not want to `wait`.
        """
        with self.path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield

    def last(self) -> str | None:
        """The last whole note, None if there is none; BadNote if the file holds something else."""
        size, tail = self._tail()
        note, _ = _cut(tail)
        if note is None and size > TAIL:
            raise BadNote(f"the witness file {self.path} holds no note")
        return None if note is None else _text(note)

    def tells(self, note: str) -> bool:
        """Whether this note is among the last ones, whole."""
        return note.encode() + b"\n" in self._tail()[1]

    def add(self, note: str) -> None:
        """Write a note so that it outlasts a power cut. Call it inside `alone`."""
        whole = note.encode() + b"\n"
        with self.path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            _, behind = _cut(self._tail()[1])
            begun = behind.rstrip(b"\0")
            if whole.startswith(begun):
                file.truncate(size - len(behind) + len(begun))
                whole = whole[len(begun) :]
            else:
                whole = b"\n\n" + whole
            file.seek(0, os.SEEK_END)
            file.write(whole)
            file.flush()
            os.fsync(file.fileno())
        if size == len(behind):
            _sync_folder(self.path.parent)

    def notes(self) -> Iterator[str]:
        """All that stands in the file, oldest first, cut where notes begin and end: whole notes, and what is none.

        Bytes that are no UTF-8 are replaced: whoever opens such a note finds it forged.
        """
        return (one for _, one in self.blocks())

    def blocks(self) -> Iterator[tuple[int, str]]:
        """The same, each with how many bytes of the file there are up to its end."""
        end = 0
        before: list[bytes] = []  # what is no note, and what may be the text of one
        for stop, block, ended in self._paragraphs():
            if before and ended and block.startswith(SIGNATURE):
                if len(before) > 1:
                    yield end, _text(before[0])
                yield stop, _text(before[-1] + b"\n" + block)
                before = []
            else:
                before = [b"\n".join(before)[:TAIL], block] if before else [block]
            end = stop
        if len(behind := b"\n".join(before)) > LONGEST:
            yield end, _text(behind)

    def _paragraphs(self) -> Iterator[tuple[int, bytes, bool]]:
        """The file cut at blank lines: where a part ends, its first TAIL bytes, whether a blank line ends it."""
        if not self.path.exists():
            return
        block, fresh = b"", True
        with self.path.open("rb") as file:
            while line := file.readline(TAIL):
                if line == b"\n" and fresh:
                    if block:
                        yield file.tell(), block, True
                    block = b""
                elif len(block) < TAIL:
                    block += line
                fresh = line.endswith(b"\n")
            if block:
                yield file.tell(), block, False

    def _tail(self) -> tuple[int, bytes]:
        """How long the file is, and its last bytes."""
        if not self.path.exists():
            return 0, b""
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL))
            return size, file.read()


def _cut(tail: bytes) -> tuple[bytes | None, bytes]:
    """The last whole note, None if there is none, and what stands behind it."""
    blocks = tail.split(b"\n\n")
    for at in range(len(blocks) - 2, 0, -1):
        if blocks[at].startswith(SIGNATURE):
            return blocks[at - 1] + b"\n\n" + blocks[at] + b"\n", b"\n\n".join(blocks[at + 1 :])
    return None, tail


def _text(block: bytes) -> str:
    return block.decode(errors="replace")


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
