"""Fixtures that give a test a new, empty database: sqlite_url, postgres_url, and database_url for both in turn."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.plugins.postgres import NoPostgres, some_server


class PostgresServer:
    """Makes and drops databases with names that no other run and no other worker uses."""

    def __init__(self, admin_url: str, worker: str) -> None:
        self.admin_url = admin_url
        self._names = (f"xiaohao_test_{os.getpid()}_{worker}_{n}" for n in itertools.count(1))
        self._how = self._fastest()

    def create(self, template: str | None = None) -> str:
        """The address of a new database: empty, or a copy of the one at the address `template`."""
        name = next(self._names)
        source = name_in(template) if template else "template0"
        self._execute("CREATE DATABASE {} TEMPLATE {}" + self._how, name, source)
        return urlsplit(self.admin_url)._replace(path=f"/{name}").geturl()

    def drop(self, url: str) -> None:
        """Drop it, whoever is still connected."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name_in(url))

    def _fastest(self) -> LiteralString:
        """Files are copied in a fourth of the time where the server does not wait for the disk (PostgreSQL 15)."""
        with psycopg.connect(self.admin_url) as connection:
            waits = connection.execute("SHOW fsync").fetchone() != ("off",)
            return "" if waits or connection.info.server_version < 150_000 else " STRATEGY FILE_COPY"

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def name_in(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


@pytest.fixture(scope="session")
def postgres_server(worker_id: str) -> Iterator[PostgresServer]:
    """The server of this run (one per worker when we must start it ourselves)."""
    try:
        with some_server() as url:
            yield PostgresServer(url, worker_id)
    except NoPostgres as absent:
        pytest.skip(str(absent))


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A new, empty PostgreSQL database for one test, as postgresql://..., good for SQLAlchemy and psycopg alike."""
    url = postgres_server.create()
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite database for one test, in a file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'xiaohao.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice, each time with a new, empty database."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))
