"""A ledger with an older release's tables is backed up by the release that is about to upgrade it, and restored."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from sqlalchemy.engine import make_url

import identity
from admin.cli_backup import MIGRATIONS
from events.clock import StoppedClock
from events.database import Database
from migrations import is_current
from tests.city import LATER
from tests.golden import shelf
from tests.golden.shelf import Golden
from tests.plugins.databases import PostgresServer
from workflow import backup, restoring
from workflow.audit import audit
from workflow.files import FileStore
from workflow.service import Ledger
from wsgi import cli


def opened(url: str, golden: Golden, folder: Path) -> Database:
    """With the keys it was sealed with: no backup holds them."""
    keys = golden.keys(folder)
    return Database(url, keys) if keys else Database(url)


@pytest.fixture
def old(old_url: str, golden: Golden, tmp_path: Path) -> Iterator[Ledger]:
    """The golden ledger as it was released, under the code of today."""
    database, files = opened(old_url, golden, tmp_path / "keys of old"), FileStore(golden.files(tmp_path / "files"))
    yield Ledger(database, StoppedClock(LATER), ZoneInfo("Asia/Shanghai"), files, identity.whois)
    database.close()


@pytest.fixture
def new_url(old: Ledger, tmp_path: Path, postgres_server: PostgresServer) -> Iterator[str]:
    if old.database.sqlite:
        yield f"sqlite:///{tmp_path / 'new' / 'xiaohao.db'}"
        return
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


def test_a_backup_made_before_an_upgrade_is_restored_and_upgraded(old, new_url, golden, tmp_path):
    made = backup.backup(old, tmp_path / "backup.tar")
    assert (made.revision, made.root) == (golden.folder.name, golden.expected["root"])
    files = FileStore(tmp_path / "elsewhere")
    back = restoring.restore(tmp_path / "backup.tar", make_url(new_url), files, MIGRATIONS, lambda _: None)
    database = opened(new_url, golden, tmp_path / "keys")
    with database.reading() as connection:
        assert (list(audit(connection, files)), back) == ([], (None, (), False))
        assert shelf.stored(connection) == golden.events
    assert is_current(database)
    database.close()


def test_the_command_makes_it_too(old, golden, tmp_path):
    url = old.database.url.render_as_string(hide_password=False)
    where = {"DATABASE_URL": url, "XIAOHAO_FILES": str(old.files.root)}
    ended = CliRunner().invoke(cli, ["backup", str(tmp_path / "backup.tar")], env=where)
    assert ended.exit_code == 0, ended.output
    assert is_current(old.database) == (golden.folder.name == max(MIGRATIONS.revisions))
