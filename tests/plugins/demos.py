"""Fixtures that give a test the whole application on the demo: its accounts, its 82 items; city, sqlite_city."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from admin import demo
from admin.cli import publish_first_areas
from config import Settings
from migrations import upgrade
from tests.city import City
from tests.plugins.databases import PostgresServer
from wsgi import open_ledger


def furnish(url: str, files: Path) -> None:
    """What `xiaohao migrate` and `xiaohao demo` do."""
    settings = Settings(database_url=url, files=str(files))
    upgrade(url)
    ledger = open_ledger(settings)
    publish_first_areas(ledger)
    demo.load(settings, ledger)
    ledger.database.close()


@pytest.fixture(scope="session")
def sqlite_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    furnish(f"sqlite:///{folder / 'xiaohao.db'}", folder / "files")
    return folder / "xiaohao.db"


@pytest.fixture(scope="session")
def postgres_demo(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = postgres_server.create()
    furnish(url, tmp_path_factory.mktemp("demo"))
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_demo_url(sqlite_demo: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_demo, tmp_path / 'demo.db')}"


@pytest.fixture
def postgres_demo_url(postgres_server: PostgresServer, postgres_demo: str) -> Iterator[str]:
    url = postgres_server.create(template=postgres_demo)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def demo_url(request: pytest.FixtureRequest) -> str:
    """A database with the demo in it, of each kind in turn."""
    return str(request.getfixturevalue("sqlite_demo_url" if request.param == "sqlite" else "postgres_demo_url"))


@pytest.fixture
def sqlite_city(sqlite_demo_url: str, tmp_path: Path) -> Iterator[City]:
    """The application on SQLite."""
    with City.open(sqlite_demo_url, tmp_path / "files") as city:
        yield city


@pytest.fixture
def postgres_city(postgres_demo_url: str, tmp_path: Path) -> Iterator[City]:
    with City.open(postgres_demo_url, tmp_path / "files") as city:
        yield city


@pytest.fixture(params=["sqlite", "postgresql"])
def city(request: pytest.FixtureRequest) -> City:
    """The application on both databases in turn."""
    found: City = request.getfixturevalue("sqlite_city" if request.param == "sqlite" else "postgres_city")
    return found
