"""An archive package (归档包) as bytes: a zip of stored, undated files with a manifest that names each of them.

    目录.xlsx, 目录.csv           the catalogue: every numbered file, from 1 on, without a gap
    说明.txt                      what it is and how it is checked
    文件/00001-整改台账….xlsx     documents; then 办理过程/, 佐证材料/, 证据包/
    manifest.json                 written last: metadata, and the SHA-256 of all the others

Nothing is packed smaller: the bytes do not depend on a library that does it, and the verifier sees that nothing is
hidden between the files.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import IO, Any, NamedTuple

from documents.bundle import MOST_EVENTS
from events import codec
from workflow.archive_errors import ArchiveTooLarge

UNDATED, UNIX, READABLE = (1980, 1, 1, 0, 0, 0), 3, 0o644 << 16
MOST_FILES, MOST_BYTES = 60_000, 2_000_000_000
"""As many as a zip takes without extensions, which the verifier refuses."""
LONGEST = 60
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+')


class Line(NamedTuple):
    """What the catalogue says of a file: number (文号), who is responsible, title, day, remark."""

    about: str
    by: str
    title: str
    on: date | None
    remark: str = ""


class Packing:
    """A package being written. What was written of it so far is in `files`, for the manifest."""

    def __init__(self, target: IO[bytes]):
        self._zip = zipfile.ZipFile(target, "w")
        self.files: list[dict[str, Any]] = []
        self.lines: list[tuple[dict[str, Any], Line]] = []
        self._size = 0

    def number(
        self, folder: str, ending: str, media_type: str, line: Line, content: Iterable[bytes], **said: Any
    ) -> None:
        """Add a file under the next number; it gets its line in the catalogue."""
        number = len(self.lines) + 1
        path = f"{folder}/{number:05d}-{safe(line.title)}{ending}"
        self.lines.append((self._add(path, media_type, content, number=number, **said), line))

    def beside(self, path: str, media_type: str, content: bytes) -> None:
        """Add a file that has no number: the catalogue itself."""
        self._add(path, media_type, [content], number=0, kind="catalogue")

    def close(self, manifest: dict[str, Any]) -> str:
        """Write the manifest and end the zip; the SHA-256 of the manifest in hex."""
        said = codec.canonical({**manifest, "files": self.files})
        with self._opened("manifest.json") as opened:
            opened.write(said)
        self._zip.close()
        return hashlib.sha256(said).hexdigest()

    def _add(self, path: str, media_type: str, content: Iterable[bytes], **said: Any) -> dict[str, Any]:
        digest, size = hashlib.sha256(), 0
        with self._opened(path) as opened:
            for piece in content:
                digest.update(piece)
                size += len(piece)
                opened.write(piece)
                self._require_room(len(piece))
        known = {"path": path, "media_type": media_type, "sha256": digest.hexdigest(), "size": size}
        file = {"original": "", "stream": "", **known, **said}
        self.files.append(file)
        return file

    def _opened(self, path: str) -> IO[bytes]:
        entry = zipfile.ZipInfo(path, UNDATED)
        entry.create_system, entry.external_attr = UNIX, READABLE
        return self._zip.open(entry, "w", force_zip64=False)

    def _require_room(self, more: int) -> None:
        self._size += more
        if self._size > MOST_BYTES or len(self.files) >= MOST_FILES:
            raise ArchiveTooLarge(events=MOST_EVENTS, files=MOST_FILES, megabytes=MOST_BYTES >> 20)


def safe(title: str) -> str:
    """A title as part of a file's name on every system."""
    return UNSAFE.sub("_", title).strip("._ ")[:LONGEST] or "_"
