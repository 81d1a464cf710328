"""A copy taken while others write is whole; what was changed in it is found before anything is touched."""

import hashlib
import io
import tarfile
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from events import copying, keyfile, signing
from events.errors import DamagedBackup, NotEmpty
from events.signing import Notary
from events.witness import Witness
from tests.backup.dying import NEVER, back_up, bring
from tests.backup.dying import put_back as dying_put_back
from tests.backup.places import MIGRATIONS, place_of, put_back, seals
from tests.faults.jobs import run, started
from workflow import backup, restoring
from workflow.archive import read_manifest
from workflow.audit import audit
from workflow.files import FileStore, uploads


def test_what_was_backed_up_comes_back_whole(office, archive, elsewhere):
    database, back = put_back(archive, elsewhere)
    with database.reading() as connection:
        assert (list(audit(connection, elsewhere[1])), back) == ([], (None, (), False))
    assert seals(database) == seals(office.ledger.database)
    assert not copying.unfinished(elsewhere[0])
    database.close()


def test_a_copy_taken_while_several_processes_upload_and_report_is_whole(office, new_place, tmp_path, rng, big):
    """Its log is a beginning of theirs, and every file that it speaks of is in it."""
    sizes, jobs = [], [(bring, place_of(office), rng.getrandbits(32)) for _ in range(2)]
    with started(*jobs[0]) as (_, one), started(*jobs[1]) as (_, two):
        for number in range(20 if big else 2):
            assert one.recv()
            assert two.recv()
            made = backup.backup(office.ledger, tmp_path / f"{number}.tar")
            sizes.append(made.log_size)
    assert sizes == sorted(set(sizes))
    whole = seals(office.ledger.database)
    for number in range(len(sizes)) if big else [len(sizes) - 1]:
        elsewhere = new_place()
        database, back = put_back(tmp_path / f"{number}.tar", elsewhere)
        with database.reading() as connection:
            uploaded = connection.scalars(select(uploads.c.sha256)).all()
            assert (list(audit(connection, elsewhere[1])), back) == ([], (None, (), False))
        assert len(uploaded) >= 4
        assert all(elsewhere[1].holds(sha256) for sha256 in uploaded)
        assert seals(database) == whole[: sizes[number]]
        database.close()


def test_evidence_is_read_once_to_be_copied_and_once_to_see_what_was_written(office, archive, elsewhere, tmp_path):
    url, files = elsewhere
    _, [(_, read)] = run(back_up, place_of(office), tmp_path / "read.tar", NEVER)
    assert opened_in(office.ledger.files.root, read) == 1
    _, [(_, read)] = run(dying_put_back, archive, url.render_as_string(hide_password=False), files.root, NEVER)
    assert opened_in(files.root, read) == 1
    assert read.count(str(archive)) == 1


def opened_in(root, read):
    """How often a file of evidence was opened to be read; a folder is opened to be synced."""
    return len([path for path in read if Path(path).is_relative_to(root) and Path(path).is_file()])


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
    Path(f"{url.database}.restoring").mkdir()
    Path(f"{url.database}.restoring", "new.db-wal").write_bytes(b"of a restore that was cut off")
    put_back(tmp_path / "backup.tar", (url, FileStore(tmp_path / "files")))[0].close()


def test_an_archive_is_for_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_evidence_that_is_gone_is_named_and_the_rest_is_kept(office, archive, elsewhere, tmp_path):
    [sha256] = [part.sha256 for part in read_manifest(archive).parts if part.name.startswith("files/")]
    office.ledger.files.path(sha256).unlink()
    made = backup.backup(office.ledger, tmp_path / "without.tar")
    assert (made.missing, len(made.parts)) == ((sha256,), 1)
    database, back = put_back(tmp_path / "without.tar", elsewhere)
    assert back == (None, (sha256,), False)
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
    "the manifest is no JSON": lambda m: [(m[0][0], m[0][1].rstrip()[:-1]), *m[1:]],
    "the manifest is not written yet": lambda m: [(m[0][0], bytes(len(m[0][1]))), *m[1:]],
    "the database is left out": lambda m: [(m[0][0], m[0][1].replace(b'"database"', b'"files/ab"')), *m[1:]],
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
    with tarfile.open(archive) as tar:
        last = tar.getmembers()[-1]
    for length in (0, 100, 700, len(whole) // 2, last.offset_data + last.size - 1):
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
    assert copying.unfinished(elsewhere[0]) != office.ledger.database.sqlite


class CutOff(Exception):
    pass


@pytest.mark.parametrize("where", ["upgrade", "audit"])
def test_a_restore_that_is_cut_off_leaves_nothing_that_is_served(archive, elsewhere, monkeypatch, where):
    def cut_off(*_, **__):
        raise CutOff

    url, files = elsewhere
    if where == "audit":
        monkeypatch.setattr(restoring, "audit", cut_off)
    migrations = MIGRATIONS._replace(upgrade=cut_off) if where == "upgrade" else MIGRATIONS
    with pytest.raises(CutOff):
        restoring.restore(archive, url, files, migrations, lambda _: None)
    copying.require_empty(url)
    assert copying.unfinished(url) == (url.get_backend_name() != "sqlite")
    monkeypatch.undo()
    put_back(archive, elsewhere)[0].close()


def test_a_backup_of_a_newer_release_is_refused_before_anything_is_touched(archive, elsewhere):
    newest = read_manifest(archive).revision.encode()
    newer = rewritten(
        archive, lambda m: [(m[0][0], m[0][1].replace(b'"revision":"' + newest, b'"revision":"9999')), *m[1:]]
    )
    with pytest.raises(DamagedBackup, match=r"revision 9999.*the release that made it"):
        put_back(newer, elsewhere)
    copying.require_empty(elsewhere[0])
    assert not elsewhere[1].root.exists()


def test_the_manifest_says_what_the_copy_holds(office, archive):
    manifest = read_manifest(archive)
    assert manifest.log_size == len(seals(office.ledger.database))
    assert [part.name.partition("/")[0] for part in manifest.parts] == ["database", "files"]
