"""The commands that make a key, sign the log, and hold a database against what was signed."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from events import keyfile, signing
from events.database import Database
from events.tables import signed_checkpoints
from events.witness import Witness
from tests.events.positions import cut
from wsgi import cli


class Desk:
    """Commands given to one database with a key and a witness file of its own."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder
        self.key, self.witness = folder / "key", Witness(folder / "witness")

    def run(self, *words, **environment):
        env = {
            "DATABASE_URL": self.url,
            "XIAOHAO_FILES": str(self.folder / "files"),
            "XIAOHAO_SIGNING_KEY": str(self.key),
            "XIAOHAO_WITNESS_FILE": str(self.witness.path),
            **environment,
        }
        result = CliRunner().invoke(cli, [str(word) for word in words], env=env)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def suspension(self):
        database = Database(self.url)
        with database.reading() as connection:
            found = signing.suspension(connection)
        database.close()
        return str(found) if found else None

    def cut(self, to):
        database = Database(self.url)
        with database.writing() as connection:
            cut(connection, to)
        database.close()


@pytest.fixture
def desk(demo_url, tmp_path):
    desk = Desk(demo_url, tmp_path)
    assert desk.run("log", "key", desk.key, XIAOHAO_SIGNING_KEY="", XIAOHAO_WITNESS_FILE="")[0] == 0
    return desk


def test_a_key_is_made_once_and_only_its_public_half_is_printed(tmp_path):
    desk = Desk(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    unset = {"XIAOHAO_SIGNING_KEY": "", "XIAOHAO_WITNESS_FILE": "", "XIAOHAO_LOG_NAME": "anjian.example"}
    status, said = desk.run("log", "key", desk.key, **unset)
    made = keyfile.read(desk.key)
    wanted = f"XIAOHAO_VERIFY_KEY={made.verifier.line}\nfingerprint {made.verifier.fingerprint}\n"
    assert (status, said, made.name) == (0, wanted, "anjian.example")
    status, said = desk.run("log", "key", desk.key, **unset)
    assert (status, "never overwritten" in said, keyfile.read(desk.key)) == (1, True, made)


def test_the_log_is_signed_and_not_signed_again_before_it_grows(desk):
    status, said = desk.run("log", "sign")
    assert (status, said.startswith("signed ")) == (0, True)
    assert desk.run("log", "sign")[1].startswith("nothing new since ")
    assert len(list(desk.witness.notes())) == 1


def test_the_worker_signs_too(desk):
    status, said = desk.run("worker", "--once")
    assert (status, "signed 0" in said) == (0, False)
    assert len(list(desk.witness.notes())) == 1


def test_signing_without_key_or_witness_is_refused(desk):
    status, said = desk.run("log", "sign", XIAOHAO_WITNESS_FILE="")
    assert (status, "XIAOHAO_WITNESS_FILE" in said) == (1, True)
    status, said = desk.run("log", "sign", XIAOHAO_SIGNING_KEY="")
    assert (status, "XIAOHAO_VERIFY_KEY" in said) == (1, True)
    other = keyfile.create(desk.folder / "other", "xiaohao").verifier.line
    status, said = desk.run("log", "sign", XIAOHAO_VERIFY_KEY=other)
    assert (status, "is not the verifier line" in said) == (1, True)


def test_a_database_that_was_cut_off_is_read_only_from_the_next_start_on(desk, caplog):
    desk.run("log", "sign")
    assert desk.run("worker", "--once")[0] == 0
    assert desk.suspension() is None
    desk.cut(40)
    verify = keyfile.read(desk.key).verifier.line
    status, _ = desk.run("worker", "--once", XIAOHAO_SIGNING_KEY="", XIAOHAO_VERIFY_KEY=verify)  # checks, signs not
    assert (status, "restored from an older copy" in (desk.suspension() or "")) == (0, True)
    assert "The log is read-only" in caplog.text
    status, said = desk.run("organisation", "add", "yunxi", "云溪县司法局", "--short", "云溪", "--kind", "county")
    assert (status, "[read_only]" in said) == (1, True)


def test_a_recovery_says_why_and_the_log_can_be_written_again(desk):
    desk.run("log", "sign")
    desk.cut(40)
    desk.run("worker", "--once")
    unit = ("organisation", "add", "yunxi", "云溪县司法局", "--short", "云溪", "--kind", "county")
    assert desk.run(*unit)[0] == 1
    assert desk.run("log", "recover")[0] == 2
    status, said = desk.run("log", "recover", "--reason", " ")
    assert (status, "[no_reason]" in said, bool(desk.suspension())) == (1, True, True)
    status, said = desk.run("log", "recover", "--reason", "恢复了昨夜的备份", XIAOHAO_WITNESS_FILE="")
    assert (status, "XIAOHAO_WITNESS_FILE" in said) == (1, True)
    status, said = desk.run("log", "recover", "--reason", "恢复了昨夜的备份")
    assert (status, said.startswith("recovered; signed 41 "), desk.suspension()) == (0, True, None)
    assert desk.run(*unit)[0] == 0
    assert desk.run("log", "sign")[1].startswith("signed 42 ")


def test_signing_over_a_database_that_was_cut_off_is_refused(desk):
    desk.run("log", "sign")
    desk.cut(40)
    status, said = desk.run("log", "sign")
    assert (status, "restored from an older copy" in said, bool(desk.suspension())) == (1, True, True)


def test_a_demo_makes_its_own_key_and_another_demo_another(migrated_sqlite_url, tmp_path):
    plain = {"XIAOHAO_SIGNING_KEY": "", "XIAOHAO_WITNESS_FILE": ""}
    first = Desk(migrated_sqlite_url, tmp_path)
    for command in ("migrate", "demo"):
        assert first.run(command, **plain)[0] == 0
    assert re.search(r"^signed [1-9]\d+$", first.run("worker", "--once", **plain)[1], re.MULTILINE)
    (key,), (witness,) = tmp_path.glob("demo-*.key"), tmp_path.glob("demo-*.witness")
    assert (key.stem, len(list(Witness(witness).notes()))) == (witness.stem, 1)
    for file in Path(migrated_sqlite_url.removeprefix("sqlite:///")).parent.glob("xiaohao.db*"):
        shutil.move(file, tmp_path / f"old-{file.name}")
    for command in ("migrate", "demo", "worker --once"):
        assert first.run(*command.split(), **plain)[0] == 0
    assert (first.suspension(), len(list(tmp_path.glob("demo-*.key")))) == (None, 2)


def test_production_makes_no_key_of_its_own(demo_url, tmp_path):
    unset = {"XIAOHAO_SIGNING_KEY": "", "XIAOHAO_WITNESS_FILE": ""}
    desk = Desk(demo_url, tmp_path)
    assert desk.run("demo", **unset)[0] == 0
    assert len(list(tmp_path.glob("demo-*.key"))) == 1
    status, said = desk.run("log", "sign", XIAOHAO_ENV="production", XIAOHAO_SECRET_KEY="s" * 40, **unset)
    assert (status, "signing needs" in said) == (1, True)
    database = Database(demo_url)
    with database.reading() as connection:
        assert connection.execute(select(signed_checkpoints)).all() == []
    database.close()


@pytest.mark.parametrize("witness", ["", "no-such-folder/witness"])
def test_a_witness_file_that_can_be_none_is_refused_whatever_is_asked(desk, witness):
    for words in ("health",), ("log", "verify"), ("log", "sign"), ("worker", "--once"):
        status, said = desk.run(*words, XIAOHAO_WITNESS_FILE=str(desk.folder / witness))
        assert (status, "it has to be a file in a folder that is there" in said) == (1, True), words


@pytest.mark.parametrize("words", ["log key", "bundle verifier"])
def test_a_file_in_a_folder_that_is_missing_is_a_sentence(desk, words):
    path = desk.folder / "none" / "file"
    status, said = desk.run(*words.split(), path)
    assert (status, str(path.parent) in said, "Traceback" in said) == (1, True, False), said


def test_a_server_that_is_away_is_no_reason_to_migrate(desk):
    status, said = desk.run("health", DATABASE_URL="postgresql+psycopg://postgres@127.0.0.1:9/none")
    assert (status, "the database cannot be used" in said, "migrate" in said) == (1, True, False), said
    status, said = desk.run("health", DATABASE_URL=f"sqlite:///{desk.folder / 'empty.db'}")
    assert (status, "(run `xiaohao migrate`?)" in said) == (1, True), said
