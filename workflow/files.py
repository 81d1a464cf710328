"""Evidence files: kept under their SHA-256, written and synced before any event names them, checked when read back.

<root>/ab/abcdef…      the bytes, mode 0440
uploads                who brought which file under which name; a name may name a person, so it stays off the log
"""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Connection, Text, insert, select

from events.driver import Driver
from events.tables import Count, Id, Timestamp, table
from workflow.file_errors import EmptyFile, FileAltered, FileTooLarge, NoRoom, UnknownFile
from workflow.messages import Actor, Evidence

MAX_BYTES = 20 * 1024 * 1024
NAME_LENGTH = 200

uploads = table(
    "uploads",
    Column("sha256", Text, primary_key=True),
    Column("org", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Count, nullable=False),
    Column("account", Id, nullable=False),
    Column("uploaded_at", Timestamp, nullable=False),
)


class FileStore:
    """A folder of files by digest. A file is never changed, only added; adding it twice keeps one."""

    def __init__(self, root: Path):
        self.root = root

    def put(self, content: bytes, name: str = "") -> str:
        """Keep `content` on disk, synced; its hex SHA-256. EmptyFile and FileTooLarge refuse it under its name."""
        if not content:
            raise EmptyFile(field="evidence", name=name)
        if len(content) > MAX_BYTES:
            raise FileTooLarge(field="evidence", limit=MAX_BYTES // 1024 // 1024)
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists() or path.read_bytes() != content:
            _write_synced(path, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes kept under a digest; FileAltered if they are gone or are not those any more."""
        path = self.path(sha256)
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileAltered(sha256=sha256)
        return content

    def holds(self, sha256: str) -> bool:
        """Whether the bytes kept under a digest are there, and are those. They are read, and not all in memory."""
        path = self.path(sha256)
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def path(self, sha256: str) -> Path:
        if not is_digest(sha256):
            raise UnknownFile(sha256=sha256[:64])
        return self.root / sha256[:2] / sha256


def is_digest(text: str) -> bool:
    """Whether it is a SHA-256 in hex as we write it."""
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def _write_synced(path: Path, content: bytes) -> None:
    """Write the file beside its place, sync it, put it there, sync the folder; NoRoom leaves nothing behind."""
    written: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            written = file.name
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(written, 0o440)
        os.replace(written, path)
        _sync_folder(path.parent)
    except OSError as error:
        if written is not None:
            Path(written).unlink(missing_ok=True)
        raise NoRoom(field="evidence") from error


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def register(
    connection: Connection, sha256: str, name: str, media_type: str, size: int, by: Actor, at: datetime
) -> None:
    """Note that `by` brought this file. The first name a unit gives it stays."""
    if find(connection, sha256, by.org) is None:
        row = {"sha256": sha256, "org": by.org, "name": name[:NAME_LENGTH], "media_type": media_type, "size": size}
        connection.execute(insert(uploads), {**row, "account": by.account, "uploaded_at": at})


def find(connection: Connection, sha256: str, org: str) -> Evidence | None:
    """The file as evidence, if this unit brought it."""
    if not is_digest(sha256):
        return None
    found = Driver(connection).rows(
        "SELECT size, media_type FROM uploads WHERE sha256 = %s AND org = %s", (sha256, org)
    )
    return Evidence(sha256, *found[0]) if found else None


def names(connection: Connection, org: str, wanted: list[str]) -> dict[str, str]:
    """The file names a unit gave, by digest."""
    digests = [sha256 for sha256 in wanted if is_digest(sha256)]
    rows = connection.execute(select(uploads).where(uploads.c.org == org, uploads.c.sha256.in_(digests)))
    return {row.sha256: row.name for row in rows}
