"""Put a backup back into an empty place: checked before anything is touched, and again before it is served."""

import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url

from events import copying, signing, tiles
from events.clock import Clock
from events.database import Database
from events.errors import DamagedBackup
from events.keyring import NO_KEYS, Keyring
from events.projection import Progress, nothing_to_tell
from events.reasons import Reason
from events.signing import Notary
from events.verify import Fault
from workflow.archive import Content, Manifest, opened
from workflow.audit import audit
from workflow.files import FileStore
from workflow.log_errors import RestoreUnfinished


class Migrations(NamedTuple):
    """What brings a database at an address to the newest tables, and the revisions it can begin at."""

    upgrade: Callable[[str], None]
    revisions: frozenset[str]


class Restored(NamedTuple):
    """What to know of a copy that is back: why it is read-only, if it is; what evidence it had already lost; whether
    there was a witness file to hold it to."""

    read_only: Reason | None
    missing: tuple[str, ...]
    witnessed: bool


class RestoredWithFaults(Exception):
    """The copy is not as its manifest or its own log says; it is not served."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} fault(s), the first: {faults[0]}")
        self.faults = faults


def restore(
    archive: Path,
    url: URL,
    files: FileStore,
    migrations: Migrations,
    notary_of: Callable[[Database], Notary | None],
    progress: Progress = nothing_to_tell,
    keys: Keyring = NO_KEYS,
) -> Restored:
    """Put a backup back, brought to the newest tables; read-only if the witness file knows of a later log.

    DamagedBackup, NotEmpty, CopyUnderWay, CopyFailed and RestoredWithFaults leave nothing that would be served, and so
    does a death at any step: the next one begins anew. Evidence that was put back stays, it is kept by digest; what the
    manifest says was missing is missing still, and no reason to keep the rest back.
    """
    with opened(archive) as (tar, manifest):
        _require_fit(manifest, url, migrations.revisions)
        copying.require_empty(url)
        _put_files(tar, manifest, written := _ReadBack(files.root), progress)
        with copying.restored(url, Content(tar, manifest.part("database"))) as database:
            progress(1)
            database.carry(keys)
            migrations.upgrade(database.url.render_as_string(hide_password=False))
            notary = notary_of(database)
            _require_whole(manifest, database, written, notary)
            if reason := _older_than_witness(database, notary):
                signing.suspend(database, Clock(), reason)
    return Restored(reason, manifest.missing, bool(notary and notary.witness))


def require_finished(url: str) -> None:
    """RestoreUnfinished if what is at this address is half a restore: nothing may be read or written there."""
    if copying.unfinished(make_url(url)):
        raise RestoreUnfinished(place=make_url(url).render_as_string())


def _require_fit(manifest: Manifest, url: URL, revisions: frozenset[str]) -> None:
    """DamagedBackup for a backup that this database, or this release, cannot take."""
    if manifest.kind != url.get_backend_name():
        raise DamagedBackup(f"the backup is of {manifest.kind}, DATABASE_URL of {url.get_backend_name()}")
    if manifest.revision not in revisions:
        raise DamagedBackup(
            f"the backup has the tables of revision {manifest.revision}, which this release does not know; "
            "restore it with the release that made it, or a newer one"
        )


class _ReadBack(FileStore):
    """Remembers what was read back whole since it was written, so that nobody reads it a second time."""

    def __init__(self, root: Path):
        super().__init__(root)
        self._whole: set[str] = set()

    def holds(self, sha256: str) -> bool:
        if sha256 not in self._whole and super().holds(sha256):
            self._whole.add(sha256)
        return sha256 in self._whole


def _put_files(tar: tarfile.TarFile, manifest: Manifest, files: FileStore, progress: Progress) -> None:
    for part in manifest.evidence:
        files.put(Content(tar, part).read())
        progress(1)


def _require_whole(manifest: Manifest, database: Database, files: FileStore, notary: Notary | None) -> None:
    """RestoredWithFaults names everything that is not as it was backed up, and notes that our key did not sign.

    What the witness file says is asked afterwards: a copy that is older than the file is whole, and read-only.
    """
    if faults := list(_faults(manifest, database, files, notary and Notary(notary.verifier))):
        raise RestoredWithFaults(faults)


def _faults(manifest: Manifest, database: Database, files: FileStore, notary: Notary | None) -> Iterator[Fault]:
    """All that is not as the manifest and the log say, but for evidence that the manifest says was missing.

    Keys are no part of a backup: without them the log is whole all the same, and `xiaohao log verify` names them.
    """
    for part in manifest.evidence:
        if not files.holds(part.sha256):
            yield Fault("files", part.sha256, "the file is not as it was written a moment ago")
    known = {("files", sha256) for sha256 in manifest.missing}
    with database.reading() as connection:
        yield from _against(manifest, connection)
        found = audit(connection, files, notary=notary)
        yield from (one for one in found if (one.table, one.row) not in known and one.table != "keys")


def _older_than_witness(database: Database, notary: Notary | None) -> Reason | None:
    """Why this cannot be the database that the witness file vouches for; None if it can, or nobody vouches."""
    if notary is None or notary.witness is None:
        return None
    return signing.standing(database, notary.verifier, notary.witness)


def _against(manifest: Manifest, connection: Connection) -> Iterator[Fault]:
    """The log that was put back, against what the manifest says of it."""
    size, newest = signing.length(connection), signing.newest_checkpoint(connection)
    if (newest and newest.note) != manifest.note:
        yield Fault("signed_checkpoints", "the newest", "it is not the one in the manifest", "note")
    if size != manifest.log_size:
        yield Fault("log", f"position {manifest.log_size - 1}", f"the manifest says {manifest.log_size} positions")
    elif tiles.root(connection, size).hex() != manifest.root:
        yield Fault("log", "", "the root is not the one in the manifest")
