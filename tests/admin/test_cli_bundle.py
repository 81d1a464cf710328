"""`xiaohao bundle` and `xiaohao receipt`."""

import json
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from events import keyfile
from events.database import Database
from events.tables import events
from tests.signing import VERIFIER, verify
from workflow.projections import ITEMS
from wsgi import cli


class Desk:
    """Commands given to one database that has a key."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder
        self.signer = keyfile.create(folder / "key", "xiaohao.test")

    def run(self, *words):
        env = {
            "DATABASE_URL": self.url, "XIAOHAO_FILES": str(self.folder / "files"),
            "XIAOHAO_SIGNING_KEY": str(self.folder / "key"), "XIAOHAO_WITNESS_FILE": str(self.folder / "witness"),
        }  # fmt: skip
        result = CliRunner().invoke(cli, [str(word) for word in words], env=env)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def one(self, column):
        database = Database(self.url)
        with database.reading() as connection:
            found = connection.scalar(select(column).limit(1))
        database.close()
        return found

    def check(self, path):
        return verify(path, self.signer.verifier.fingerprint).status


@pytest.fixture
def desk(demo_url, tmp_path):
    return Desk(demo_url, tmp_path)


def test_an_item_and_a_period_are_written_and_proved(desk, tmp_path):
    number, item = desk.one(ITEMS.now.c.number), desk.one(ITEMS.now.c.item_id)
    status, said = desk.run("bundle", "item", number, tmp_path / "early.zip")
    assert (status, "not_yet_signed" in said, (tmp_path / "early.zip").exists()) == (1, True, False)
    assert desk.run("log", "sign")[0] == 0
    for words in (("item", number), ("item", item), ("period", "@3", ""), ("period", "", "@9")):
        status, said = desk.run("bundle", *words, tmp_path / "bundle.zip")
        assert status == 0, said
        assert desk.check(tmp_path / "bundle.zip") == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tmp")] == []


def test_a_receipt_is_printed_and_its_status_tells_whether_it_is_signed(desk, tmp_path):
    command = desk.one(events.c.command_id)
    status, said = desk.run("receipt", command)
    assert (status, json.loads(said)["status"]) == (2, "pending")
    desk.run("log", "sign")
    status, said = desk.run("receipt", command)
    (tmp_path / "receipt.json").write_text(said, encoding="utf-8")
    assert (status, desk.check(tmp_path / "receipt.json")) == (0, 0)


def test_what_is_not_there_is_refused_with_a_sentence(desk, tmp_path):
    desk.run("log", "sign")
    for words in (("bundle", "item", "no such", tmp_path / "x"), ("bundle", "item", uuid4(), tmp_path / "x"),
                  ("bundle", "period", "2000-01-01", "2000-01-02", tmp_path / "x"), ("receipt", uuid4()),
                  ("bundle", "period", "", "", tmp_path / "nowhere" / "x")):  # fmt: skip
        status, said = desk.run(*words)
        assert (status, said.startswith("Error: ")) == (1, True)
        assert not (tmp_path / "x").exists()


def test_the_verifier_is_written_as_it_is(desk, tmp_path):
    assert desk.run("bundle", "verifier", tmp_path / "verify.py")[0] == 0
    assert (tmp_path / "verify.py").read_bytes() == VERIFIER.read_bytes()
