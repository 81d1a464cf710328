"""Put a backup back into an empty place: checked before anything is touched, and again before it is served."""

import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from events import copying, signing, tiles
from events.clock import Clock
from events.database import Database
from events.errors import DamagedBackup
from events.projection import Progress, nothing_to_tell
from events.reasons import Reason
from events.signing import Notary
from events.verify import Fault
from workflow.archive import Manifest, content, read_manifest
from workflow.audit import audit
from workflow.files import FileStore

Upgrade = Callable[[str], None]


class Restored(NamedTuple):
    """What to know of a copy that is back: why it is read-only, if it is; what evidence it had already lost."""

    read_only: Reason | None
    missing: tuple[str, ...]


class RestoredWithFaults(Exception):
    """The copy is not as its manifest or its own log says; it is not served."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} fault(s), the first: {faults[0]}")
        self.faults = faults


def restore(
    archive: Path,
    url: URL,
    files: FileStore,
    upgrade: Upgrade,
    notary_of: Callable[[Database], Notary | None],
    progress: Progress = nothing_to_tell,
) -> Restored:
    """Put a backup back; it is read-only if the witness file knows of a later log.

    Evidence that its manifest says was missing is missing still, and no reason to keep the rest back.
    DamagedBackup, NotEmpty, CopyFailed and RestoredWithFaults leave nothing that would be served. Evidence files that
    were put back stay: they are kept by digest, and harm nothing.
    """
    manifest = read_manifest(archive)
    if manifest.kind != url.get_backend_name():
        raise DamagedBackup(f"the backup is of {manifest.kind}, DATABASE_URL of {url.get_backend_name()}")
    copying.require_empty(url)
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "database"
        _unpack(archive, manifest, files, copied, progress)
        with copying.restored(url, copied) as database:
            upgrade(database.url.render_as_string(hide_password=False))
            with database.reading() as connection:
                faults = [*_against(manifest, connection), *audit(connection, files)]
            known = {("files", sha256) for sha256 in manifest.missing}
            if unknown := [fault for fault in faults if (fault.table, fault.row) not in known]:
                raise RestoredWithFaults(unknown)
            reason = _older_than_witness(database, notary_of(database))
            if reason:
                signing.suspend(database, Clock(), reason)
    return Restored(reason, manifest.missing)


def _older_than_witness(database: Database, notary: Notary | None) -> Reason | None:
    """Why this cannot be the database that the witness file vouches for; None if it can, or nobody vouches."""
    if notary is None or notary.witness is None:
        return None
    return signing.standing(database, notary.verifier, notary.witness)


def _unpack(archive: Path, manifest: Manifest, files: FileStore, copied: Path, progress: Progress) -> None:
    with tarfile.open(archive, mode="r:") as tar:
        for part in manifest.parts:
            if part.name == "database":
                with copied.open("wb") as target:
                    shutil.copyfileobj(content(tar, tar.getmember(part.name)), target)
            else:
                files.put(content(tar, tar.getmember(part.name)).read())
            progress(1)


def _against(manifest: Manifest, connection: Connection) -> Iterator[Fault]:
    """The log that was put back, against what the manifest says of it."""
    size = signing.length(connection)
    if size != manifest.log_size:
        yield Fault("log", f"position {manifest.log_size - 1}", f"the manifest says {manifest.log_size} positions")
    elif tiles.root(connection, size).hex() != manifest.root:
        yield Fault("log", "", "the root is not the one in the manifest")
