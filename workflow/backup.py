"""Make a backup: database and evidence files in one archive, taken while others write.

place.unfinished/      beside the archive while it is made: the copy of the database, and the archive until it is whole
"""

import io
import os
import tarfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select, text

from events import copying, signing, tiles, tree
from events.codec import canonical
from events.projection import Progress, nothing_to_tell
from workflow.archive import Manifest, Noted, Part, member
from workflow.file_errors import FileAltered
from workflow.files import FileStore, uploads
from workflow.service import Ledger

LARGEST = Part(name=f"files/{'0' * 64}", size=10**12, sha256="0" * 64)


def backup(ledger: Ledger, archive: Path, progress: Progress = nothing_to_tell) -> Manifest:
    """Write the archive whole or not at all. Evidence that is missing is named in the manifest, not passed over.

    The tables may be those of an older release: who is about to migrate makes a backup first. CopyUnderWay if another
    run makes this archive, CopyFailed if PostgreSQL's program fails.
    """
    with copying.folder_beside(archive, "unfinished") as folder:
        copied, made = folder / "database", folder / "archive"
        seen = copying.copy(ledger.database, copied, _seen)
        wanted = seen.pop("files")
        blank = Manifest(
            created_at=ledger.clock.now().isoformat(), kind=ledger.database.url.get_backend_name(), parts=(), **seen
        )
        manifest = _write(made, copied, ledger.files, blank, wanted, progress)
        copying.put_in_place(made, archive)
    return manifest


def _write(
    archive: Path, copied: Path, files: FileStore, blank: Manifest, wanted: list[str], progress: Progress
) -> Manifest:
    """The manifest is first in the archive and is written last, in room left for the longest that it can be."""
    room = len(_bytes(replace(blank, parts=(LARGEST,) * (1 + len(wanted)))))
    with os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
            tar.addfile(member("manifest.json", room), io.BytesIO(bytes(room)))
            database = _add_database(tar, copied)
            progress(1)
            found = [(sha256, _add_file(tar, files, sha256, progress)) for sha256 in wanted]
        parts = (database, *(part for _, part in found if part))
        manifest = replace(blank, parts=parts, missing=tuple(sha256 for sha256, part in found if not part))
        file.seek(tarfile.BLOCKSIZE)
        file.write(_bytes(manifest).ljust(room))
    return manifest


def _add_database(tar: tarfile.TarFile, copied: Path) -> Part:
    size = copied.stat().st_size
    with copied.open("rb") as file:
        read = Noted(file)
        tar.addfile(member("database", size), read)
    return Part(name="database", size=size, sha256=read.sha256)


def _add_file(tar: tarfile.TarFile, files: FileStore, sha256: str, progress: Progress) -> Part | None:
    """Evidence is read once: what is written is what its digest was taken of. None if it is not as it was uploaded."""
    try:
        content = files.get(sha256)
    except FileAltered:
        return None
    finally:
        progress(1)
    part = Part(name=f"files/{sha256}", size=len(content), sha256=sha256)
    tar.addfile(member(part.name, part.size), io.BytesIO(content))
    return part


def _bytes(manifest: Manifest) -> bytes:
    return canonical(asdict(manifest))


def _seen(connection: Connection) -> dict[str, Any]:
    """What the manifest says of the database that was copied, whose tables may be older than ours."""
    size, there = signing.length(connection), inspect(connection).get_table_names()
    signed = signing.newest_checkpoint(connection) if "signed_checkpoints" in there else None
    hashes = tiles.reader(connection, trusted=None if "tiles" in there else 0)
    return {
        "revision": connection.scalar(text("SELECT version_num FROM alembic_version")), "log_size": size,
        "root": tree.root(hashes, size).hex(), "note": signed and signed.note,
        "files": connection.scalars(select(uploads.c.sha256).distinct().order_by(uploads.c.sha256)).all(),
    }  # fmt: skip
