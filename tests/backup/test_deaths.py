"""A backup or a restore that is killed at any step: what is there is as before, or refused; again, and it is whole."""

import signal
import time

import pytest

from config import Settings
from events import copying
from events.errors import CopyUnderWay, DamagedBackup, NotEmpty
from tests.backup import dying
from tests.backup.commands import Commands
from tests.backup.places import faults_in, opened, place_of, put_back, seals
from tests.faults.jobs import run, started
from workflow import backup
from workflow.archive import Content, read_manifest
from workflow.archive import opened as archive_opened
from workflow.log_errors import RestoreUnfinished
from wsgi import open_ledger

KILLED = -signal.SIGKILL


def address(url):
    return url.render_as_string(hide_password=False)


def steps_of(job, *args):
    """How many steps a job takes that nobody kills."""
    code, [(made, _)] = run(job, *args, dying.NEVER)
    assert code == 0
    return len(made)


def points(total, rng, big):
    """Where to kill: everywhere at full size; else first, last, in the middle, and somewhere."""
    return list(range(1, total + 1)) if big else sorted({1, total // 2, rng.randrange(2, total), total})


def standing(office, elsewhere):
    """How a place is after a death: "as before", "refused", or "whole"; nothing else may be."""
    url, files = elsewhere
    if copying.unfinished(url):
        with pytest.raises(RestoreUnfinished, match="xiaohao restore"):
            open_ledger(Settings(database_url=address(url), files=str(files.root)))
        copying.require_empty(url)
        return "refused"
    try:
        copying.require_empty(url)
    except NotEmpty:
        with opened(url) as database:
            assert seals(database) == seals(office.ledger.database)
        assert faults_in(elsewhere) == []
        return "whole"
    return "as before"


def test_a_restore_that_is_killed_at_any_step_is_never_served(office, archive, new_place, rng, big):
    url, files = new_place()
    total = steps_of(dying.put_back, archive, address(url), files.root)
    assert standing(office, (url, files)) == "whole"
    elsewhere, seen = new_place(), []
    for at in points(total, rng, big):
        if at == total or seen[-1:] == ["whole"]:
            elsewhere = new_place()
        url, files = elsewhere
        code, _ = run(dying.put_back, archive, address(url), files.root, at)
        seen.append(standing(office, elsewhere))
        assert code == KILLED or (seen[-1] == "whole" and at < total), at  # a second time there is less to do
    assert {"as before", "refused"} <= set(seen)
    if seen[-1] != "whole":
        put_back(archive, elsewhere)[0].close()
        assert standing(office, elsewhere) == "whole"
        assert not list(files.root.parent.rglob("*.restoring"))


def test_a_restore_may_be_killed_at_any_moment_too(office, archive, elsewhere, rng, big):
    url, files = elsewhere
    for _ in range(20 if big else 2):
        with started(dying.put_back, archive, address(url), files.root, dying.NEVER) as (child, _):
            time.sleep(rng.uniform(0.0, 0.5))
            child.kill()
            child.join()
        if standing(office, elsewhere) == "whole":
            return
    put_back(archive, elsewhere)[0].close()
    assert standing(office, elsewhere) == "whole"


def test_a_backup_that_is_killed_at_any_step_is_never_taken_for_a_whole_one(office, archive, rng, big, tmp_path):
    place, log = place_of(office), read_manifest(archive).log_size
    total = steps_of(dying.back_up, place, tmp_path / "counted.tar")
    archive.write_bytes(b"the one before")
    for at in points(total, rng, big):
        code, _ = run(dying.back_up, place, archive, at)
        assert code == KILLED, at
        if archive.read_bytes() != b"the one before":
            assert read_manifest(archive).log_size == log
        for left in tmp_path.glob("*.unfinished/archive"):
            assert at > total / 2 or not is_whole(left)
    backup.backup(office.ledger, archive)
    assert read_manifest(archive).log_size == log
    assert not list(tmp_path.glob("*.unfinished"))


def is_whole(archive):
    try:
        read_manifest(archive)
    except DamagedBackup:
        return False
    return True


def test_no_command_but_restore_touches_what_a_restore_left_unfinished(office, archive, elsewhere, tmp_path):
    url, files = elsewhere
    code, _ = run(dying.put_back, archive, address(url), files.root, 30)
    assert code == KILLED
    run_ = Commands(address(url), tmp_path, status=1)
    for words in (
        "serve", "worker --once", "migrate", "demo", "log sign", "log verify", "log recover --reason x", "account list",
        "projections rebuild", f"backup {tmp_path / 'second.tar'}", "health", "grant somebody",
    ):  # fmt: skip
        assert "restore_unfinished" in run_(*words.split()), words
    assert "is back, and whole" in Commands(address(url), tmp_path)("restore", str(archive))


def test_a_second_restore_into_the_same_place_does_not_disturb_the_first(office, archive, elsewhere, monkeypatch):
    monkeypatch.setattr(copying, "PATIENCE", 1)
    with (
        archive_opened(archive) as (tar, manifest),
        copying.restored(elsewhere[0], Content(tar, manifest.part("database"))),
        pytest.raises(CopyUnderWay),
    ):
        put_back(archive, elsewhere)
    assert standing(office, elsewhere) == "whole"


def test_a_second_backup_to_the_same_file_does_not_disturb_the_first(office, archive):
    with copying.folder_beside(archive, "unfinished"), pytest.raises(CopyUnderWay):
        backup.backup(office.ledger, archive)
