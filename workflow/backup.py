"""Make a backup: database and evidence files in one archive, taken while others write."""

import hashlib
import io
import os
import tarfile
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from events import copying, signing, tiles
from events.codec import canonical
from events.projection import Progress, nothing_to_tell
from workflow.archive import Manifest, Part, member
from workflow.file_errors import FileAltered
from workflow.files import FileStore, uploads
from workflow.service import Ledger


def backup(ledger: Ledger, archive: Path, progress: Progress = nothing_to_tell) -> Manifest:
    """Write the archive whole or not at all. Evidence that is missing is named in the manifest, not passed over."""
    beside = archive.with_name(f"{archive.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
            manifest = _write(ledger, Path(folder) / "database", beside, progress)
        os.replace(beside, archive)
        copying.sync(archive.resolve().parent)
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def _write(ledger: Ledger, copied: Path, archive: Path, progress: Progress) -> Manifest:
    seen = copying.copy(ledger.database, copied, _seen)
    files, missing = _kept(ledger.files, seen.pop("files"))
    sources = {"database": copied, **{f"files/{sha256}": ledger.files.path(sha256) for sha256 in files}}
    manifest = Manifest(
        created_at=ledger.clock.now().isoformat(), kind=ledger.database.url.get_backend_name(), missing=tuple(missing),
        parts=tuple(_part(name, path) for name, path in sources.items()), **seen,
    )  # fmt: skip
    archive.unlink(missing_ok=True)
    with (
        os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        said = canonical(asdict(manifest))
        tar.addfile(member("manifest.json", len(said)), io.BytesIO(said))
        for part in manifest.parts:
            with sources[part.name].open("rb") as content:
                tar.addfile(member(part.name, part.size), content)
            progress(1)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _seen(connection: Connection) -> dict[str, Any]:
    """What the manifest says of the database that was copied."""
    size, signed = signing.length(connection), signing.newest_checkpoint(connection)
    return {
        "revision": connection.scalar(text("SELECT version_num FROM alembic_version")), "log_size": size,
        "root": tiles.root(connection, size).hex(), "note": signed and signed.note,
        "files": connection.scalars(select(uploads.c.sha256).distinct().order_by(uploads.c.sha256)).all(),
    }  # fmt: skip


def _kept(files: FileStore, wanted: list[str]) -> tuple[list[str], list[str]]:
    """Those that are as they were uploaded, and those that are not."""
    kept: list[str] = []
    missing: list[str] = []
    for sha256 in wanted:
        try:
            files.get(sha256)
            kept.append(sha256)
        except FileAltered:
            missing.append(sha256)
    return kept, missing


def _part(name: str, path: Path) -> Part:
    with path.open("rb") as file:
        return Part(name=name, size=path.stat().st_size, sha256=hashlib.file_digest(file, "sha256").hexdigest())
