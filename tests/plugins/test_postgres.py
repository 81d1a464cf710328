"""The search for PostgreSQL: in the right order, never somewhere else than told, and never left running."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.plugins.databases import PostgresServer
from tests.plugins.postgres import (
    NoPostgres,
    answers,
    find_binaries,
    find_server,
    local_urls,
    private_server,
)

LOCAL = list(local_urls("li"))


def installation(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).touch(mode=0o755)
    return folder


def test_the_server_we_are_told_of_comes_first():
    told = "postgresql://there/test"
    assert find_server({"TEST_POSTGRES_URL": told}, LOCAL, try_url=lambda url: True) == told


def test_a_server_we_are_told_of_is_never_replaced_by_another():
    with pytest.raises(NoPostgres, match="TEST_POSTGRES_URL"):
        find_server({"TEST_POSTGRES_URL": "postgresql://there/test"}, LOCAL, try_url=lambda url: "127.0.0.1" in url)


def test_a_local_server_is_asked_under_each_likely_name():
    assert [url.split("//")[1].split("@")[0] for url in LOCAL] == ["postgres", "root", "li"]
    assert find_server({}, LOCAL, try_url=lambda url: "root@" in url) == LOCAL[1]


def test_without_any_server_none_is_found():
    assert find_server({}, LOCAL, try_url=lambda url: False) is None


def test_nobody_answers_on_an_unused_port():
    assert not answers("postgresql://postgres@127.0.0.1:1/postgres")


def test_binaries_on_the_path_come_before_debians(tmp_path: Path):
    ours, debian = installation(tmp_path / "ours"), installation(tmp_path / "debian" / "15" / "bin").parent.parent
    assert find_binaries(str(ours), debian) == ours


def test_of_debians_binaries_the_newest_are_taken(tmp_path: Path):
    for version in ("9", "15", "17"):
        installation(tmp_path / version / "bin")
    assert find_binaries("", tmp_path) == tmp_path / "17" / "bin"


def test_without_binaries_none_are_found(tmp_path: Path):
    assert find_binaries("", tmp_path) is None


def test_a_private_server_serves_and_is_gone_afterwards():
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(
            "PostgreSQL's own programs are not on this machine; a server elsewhere is used (package postgresql)"
        )
    with private_server(binaries) as url:
        assert answers(url)
        home = Path(url.split("host=")[1])
        assert (os.stat(home).st_uid == 0) is False
    assert not answers(url)
    assert not home.exists()


def test_a_database_is_new_empty_and_can_be_copied(postgres_server: PostgresServer):
    first = postgres_server.create()
    with psycopg.connect(first, autocommit=True) as connection:
        connection.execute("CREATE TABLE seen (n int)")
    copy = postgres_server.create(template=first)
    with psycopg.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM seen").fetchone() == (0,)
    for url in (first, copy):
        postgres_server.drop(url)
        assert not answers(url)


def test_a_test_gets_each_kind_of_database(database_url: str):
    assert database_url.startswith(("sqlite:///", "postgresql://"))
