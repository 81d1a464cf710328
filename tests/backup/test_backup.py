"""A copy taken while others write is whole; what was changed in it is found before anything is touched."""

import hashlib
import io
import tarfile
import threading
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.engine import make_url

from events import copying, keyfile, signing, tables
from events.database import Database
from events.errors import DamagedBackup, NotEmpty
from events.signing import Notary
from events.witness import Witness
from migrations import upgrade
from workflow import backup, restoring
from workflow.archive import read_manifest
from workflow.audit import audit
from workflow.files import FileStore


@pytest.fixture
def archive(office, tmp_path):
    """A backup of an office with two items, one struck off."""
    office.whole_life()
    office.issue(UUID(int=77), problem="卷宗没有编页")
    where = tmp_path / "backup.tar"
    backup.backup(office.ledger, where)
    return where


@pytest.fixture
def elsewhere(office, tmp_path, postgres_server):
    """The address of a place with nothing in it, of the same kind as the office's, and a folder for files."""
    files = FileStore(tmp_path / "elsewhere")
    if office.ledger.database.sqlite:
        yield make_url(f"sqlite:///{tmp_path / 'new' / 'xiaohao.db'}"), files
        return
    url = postgres_server.create()
    yield make_url(url), files
    postgres_server.drop(url)


def put_back(archive, elsewhere, notary=None):
    url, files = elsewhere
    back = restoring.restore(archive, url, files, upgrade, lambda _: notary)
    return Database(url.render_as_string(hide_password=False)), back


def seals(database):
    with database.reading() as connection:
        return connection.scalars(select(tables.log.c.seal).order_by(tables.log.c.position)).all()


def test_what_was_backed_up_comes_back_whole(office, archive, elsewhere):
    database, back = put_back(archive, elsewhere)
    with database.reading() as connection:
        assert (list(audit(connection, elsewhere[1])), back) == ([], (None, ()))
    assert seals(database) == seals(office.ledger.database)
    assert not copying.unfinished(database)
    database.close()


def test_a_copy_taken_while_others_write_is_a_beginning_of_their_log(office, elsewhere, tmp_path):
    stop = threading.Event()

    def write():
        for number in range(1000, 1400):
            if stop.is_set():
                return
            office.issue(UUID(int=number), problem=f"第{number}件")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            made = backup.backup(office.ledger, tmp_path / f"{number}.tar")
    finally:
        stop.set()
        writer.join()
    database, _ = put_back(tmp_path / "2.tar", elsewhere)
    copied = seals(database)
    assert len(copied) == made.log_size > 0
    assert seals(office.ledger.database)[: len(copied)] == copied
    database.close()


def test_nothing_is_put_back_over_something(archive, elsewhere):
    put_back(archive, elsewhere)[0].close()
    with pytest.raises(NotEmpty):
        put_back(archive, elsewhere)


def test_what_sqlite_left_of_another_database_is_not_read_into_the_copy(sqlite_office, tmp_path):
    sqlite_office.issue()
    backup.backup(sqlite_office.ledger, tmp_path / "backup.tar")
    url = make_url(f"sqlite:///{tmp_path / 'new.db'}")
    for ending in ("-wal", "-shm", "-journal"):
        left = Path(f"{url.database}{ending}")
        left.write_bytes(b"of another")
        with pytest.raises(NotEmpty, match=ending):
            put_back(tmp_path / "backup.tar", (url, FileStore(tmp_path / "files")))
        left.unlink()
    Path(f"{url.database}.restoring-wal").write_bytes(b"of a restore that was cut off")
    put_back(tmp_path / "backup.tar", (url, FileStore(tmp_path / "files")))[0].close()


def test_an_archive_is_for_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_evidence_that_is_gone_is_named_and_the_rest_is_kept(office, archive, elsewhere, tmp_path):
    [sha256] = [part.sha256 for part in read_manifest(archive).parts if part.name.startswith("files/")]
    office.ledger.files.path(sha256).unlink()
    made = backup.backup(office.ledger, tmp_path / "without.tar")
    assert (made.missing, len(made.parts)) == ((sha256,), 1)
    database, back = put_back(tmp_path / "without.tar", elsewhere)
    assert back == (None, (sha256,))
    assert seals(database) == seals(office.ledger.database)
    database.close()


def test_an_older_copy_than_the_witness_knows_is_put_back_read_only(office, archive, elsewhere, tmp_path):
    signer = keyfile.create(tmp_path / "key", "xiaohao")
    witness = Witness(tmp_path / "witness")
    office.issue(UUID(int=78), problem="一份新的问题")
    signing.sign_checkpoint(office.ledger.database, office.clock, signer, witness)
    database, back = put_back(archive, elsewhere, Notary(signer.verifier, witness, None))
    with database.reading() as connection:
        assert back.read_only
        assert signing.suspension(connection) == back.read_only
    database.close()


def rewritten(archive: Path, change) -> Path:
    """The archive with its members as `change` leaves them, given and returned as [(name, content)]."""
    with tarfile.open(archive) as tar:
        members = [(member.name, tar.extractfile(member).read()) for member in tar.getmembers()]
    changed = archive.with_name("changed.tar")
    with tarfile.open(changed, "w") as tar:
        for name, content in change(members):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return changed


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


TAMPERS = {
    "a file is altered": lambda m: [*m[:-1], (m[-1][0], flipped(m[-1][1]))],
    "the database is altered": lambda m: [m[0], (m[1][0], flipped(m[1][1])), *m[2:]],
    "a file is left out": lambda m: m[:-1],
    "a file is added": lambda m: [*m, ("files/" + hashlib.sha256(b"x").hexdigest(), b"x")],
    "a path leads out": lambda m: [*m, ("../../evil", b"x")],
    "the manifest is no JSON": lambda m: [(m[0][0], m[0][1][:-1]), *m[1:]],
    "the manifest comes last": lambda m: [*m[1:], m[0]],
    "the manifest names another place": lambda m: [(m[0][0], m[0][1].replace(b"files/", b"/etc//")), *m[1:]],
    "it is of another format": lambda m: [(m[0][0], m[0][1].replace(b"backup/1", b"backup/9")), *m[1:]],
    "nothing is in it": lambda m: [],
}


def test_an_archive_that_was_changed_is_refused_before_anything_is_touched(archive, elsewhere):
    for tamper in TAMPERS.values():
        changed = rewritten(archive, tamper)
        with pytest.raises(DamagedBackup):
            put_back(changed, elsewhere)
    copying.require_empty(elsewhere[0])
    assert not elsewhere[1].root.exists()


def test_an_archive_that_is_cut_short_is_refused(archive, elsewhere):
    whole = archive.read_bytes()
    for length in (0, 100, 700, len(whole) // 2, len(whole) - 10_300):
        archive.write_bytes(whole[:length])
        with pytest.raises(DamagedBackup):
            put_back(archive, elsewhere)
    copying.require_empty(elsewhere[0])


def test_a_copy_whose_log_is_not_whole_is_not_served(office, elsewhere, tmp_path):
    office.whole_life()
    office.ledger.files.path(hashlib.sha256(b"").hexdigest())
    with office.ledger.database.writing() as connection:
        connection.execute(text("UPDATE item_board SET state = 'issued'"))
    backup.backup(office.ledger, tmp_path / "wrong.tar")
    with pytest.raises(restoring.RestoredWithFaults, match="item_board"):
        put_back(tmp_path / "wrong.tar", elsewhere)
    url, _ = elsewhere
    if url.get_backend_name() == "sqlite":
        copying.require_empty(url)
    else:
        database = Database(url.render_as_string(hide_password=False))
        assert copying.unfinished(database)
        database.close()


class CutOff(Exception):
    pass


@pytest.mark.parametrize("where", ["upgrade", "audit"])
def test_a_restore_that_is_cut_off_leaves_nothing_that_is_served(archive, elsewhere, monkeypatch, where):
    def cut_off(*_):
        raise CutOff

    url, files = elsewhere
    if where == "audit":
        monkeypatch.setattr(restoring, "audit", cut_off)
    with pytest.raises(CutOff):
        restoring.restore(archive, url, files, cut_off if where == "upgrade" else upgrade, lambda _: None)
    database = Database(url.render_as_string(hide_password=False))
    with database.reading() as connection:
        assert copying.unfinished(database) or inspect(connection).get_table_names() == []
    database.close()


def test_the_manifest_says_what_the_copy_holds(office, archive):
    manifest = read_manifest(archive)
    assert manifest.log_size == len(seals(office.ledger.database))
    assert [part.name.partition("/")[0] for part in manifest.parts] == ["database", "files"]
