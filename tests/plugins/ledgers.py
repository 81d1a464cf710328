"""Fixtures that give a test a migrated database, and an office at work on it: migrated_url, office."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrations import upgrade
from tests.office import Office
from tests.plugins.databases import PostgresServer


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "xiaohao.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated database, to be copied."""
    url = postgres_server.create()
    upgrade(url)
    yield url
    postgres_server.drop(url)


@pytest.fixture
def migrated_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "xiaohao.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    url = postgres_server.create(template=postgres_template)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice, each time with a new database that holds the tables and nothing else."""
    wanted = "migrated_sqlite_url" if request.param == "sqlite" else "migrated_postgres_url"
    return str(request.getfixturevalue(wanted))


@pytest.fixture
def office(migrated_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office at work, on both databases in turn: units, areas and one notice are there, no items."""
    with Office.open(migrated_url, tmp_path / "files") as office:
        yield office


@pytest.fixture
def sqlite_office(migrated_sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    with Office.open(migrated_sqlite_url, tmp_path / "files") as office:
        yield office
