"""Fixtures of the tests of backups: archive, elsewhere, new_place."""

from uuid import UUID

import pytest
from sqlalchemy.engine import make_url

from tests.backup.places import Elsewhere
from workflow import backup
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
def new_place(office, tmp_path, postgres_server):
    """Gives places with nothing in them, of the same kind as the office's database, and a folder for files each."""
    made = []

    def place() -> Elsewhere:
        folder = tmp_path / f"place{len(made)}"
        sqlite = office.ledger.database.sqlite
        made.append(f"sqlite:///{folder / 'new' / 'xiaohao.db'}" if sqlite else postgres_server.create())
        return make_url(made[-1]), FileStore(folder / "files")

    yield place
    for url in made:
        if not office.ledger.database.sqlite:
            postgres_server.drop(url)


@pytest.fixture
def elsewhere(new_place) -> Elsewhere:
    """One such place."""
    return new_place()
