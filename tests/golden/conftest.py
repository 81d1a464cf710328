"""Fixtures that give a test a golden ledger, unpacked by the code of today: golden, old_url, ledger."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import identity
from events.clock import StoppedClock
from events.database import Database
from migrations import upgrade
from tests.city import LATER
from tests.golden.shelf import FOLDERS, Golden
from tests.plugins.databases import PostgresServer
from workflow.files import FileStore
from workflow.service import Ledger

Unpack = Callable[[Golden, bool], str]


@pytest.fixture(scope="session")
def sqlite_unpack(tmp_path_factory: pytest.TempPathFactory) -> Unpack:
    """Gives the address of a golden ledger, upgraded or as it was released; made once, to be copied."""

    @cache
    def unpack(golden: Golden, upgraded: bool) -> str:
        url = golden.sqlite(tmp_path_factory.mktemp("golden") / "xiaohao.db")
        if upgraded:
            upgrade(url)
        return url

    return unpack


@pytest.fixture(scope="session")
def postgres_unpack(postgres_server: PostgresServer) -> Iterator[Unpack]:
    made: list[str] = []

    @cache
    def unpack(golden: Golden, upgraded: bool) -> str:
        made.append(postgres_server.create())
        golden.postgres(url := made[-1])
        if upgraded:
            upgrade(url)
        return url

    yield unpack
    for url in made:
        postgres_server.drop(url)


@pytest.fixture
def sqlite_copy(sqlite_unpack: Unpack, tmp_path: Path) -> Unpack:
    """Gives the address of a copy for this test alone."""
    numbers = count(1)

    def copy(golden: Golden, upgraded: bool) -> str:
        source = sqlite_unpack(golden, upgraded).removeprefix("sqlite:///")
        return f"sqlite:///{shutil.copy(source, tmp_path / f'{next(numbers)}.db')}"

    return copy


@pytest.fixture
def postgres_copy(postgres_unpack: Unpack, postgres_server: PostgresServer) -> Iterator[Unpack]:
    made: list[str] = []

    def copy(golden: Golden, upgraded: bool) -> str:
        made.append(postgres_server.create(template=postgres_unpack(golden, upgraded)))
        return made[-1]

    yield copy
    for url in made:
        postgres_server.drop(url)


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def golden(request: pytest.FixtureRequest) -> Golden:
    """Each released schema in turn."""
    return Golden(request.param)


UNSEALED = [folder for folder in FOLDERS if folder.name < "0006"]
"""Released before accounts were recorded and personal values sealed."""


@pytest.fixture(params=["sqlite", "postgresql"])
def copy(request: pytest.FixtureRequest) -> Unpack:
    """On each database in turn."""
    found: Unpack = request.getfixturevalue("sqlite_copy" if request.param == "sqlite" else "postgres_copy")
    return found


@pytest.fixture
def old_url(copy: Unpack, golden: Golden) -> str:
    """The golden ledger as it was released."""
    return copy(golden, False)


@pytest.fixture
def ledger(copy: Unpack, golden: Golden, tmp_path: Path) -> Iterator[Ledger]:
    """The golden ledger brought to the tables of today, ten years on."""
    keys = golden.keys(tmp_path / "golden keys")
    database = Database(copy(golden, True), *([keys] if keys else []))
    files = FileStore(golden.files(tmp_path / "files"))
    yield Ledger(database, StoppedClock(LATER), ZoneInfo("Asia/Shanghai"), files, identity.whois)
    database.close()
