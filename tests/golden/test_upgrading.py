"""An upgrade of a ledger with data is one transaction: cut off anywhere, the old ledger stands and can be upgraded."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text

from events.database import Database
from migrations import configuration, is_current, upgrade
from tests.golden import shelf
from tests.golden.shelf import FOLDERS, Golden
from workflow.audit import audit
from workflow.files import FileStore

OLDER = [
    folder for folder in FOLDERS if folder.name != ScriptDirectory.from_config(configuration("")).get_current_head()
]
ROOT = Path(__file__).parent.parent.parent
SCHEMA = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"],
    "postgresql": [
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
        "WHERE table_schema = 'public'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace",
        "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    ],
}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


class CutOff(Exception):
    """The upgrade ends here."""


def everything(url: str) -> dict[str, list[str]]:
    """What the database has, seen without our tables: what it says of its schema, and every row of every table."""
    engine = create_engine(Database(url).url)
    with engine.connect() as connection:
        dialect = connection.dialect.name
        found = {asked: rows(connection, asked) for asked in SCHEMA[dialect]}
        for table in connection.scalars(text(TABLES[dialect])).all():
            found[table] = rows(connection, f'SELECT * FROM "{table}"')
    engine.dispose()
    return found


def rows(connection: Connection, query: str) -> list[str]:
    return sorted(repr(tuple(row)) for row in connection.exec_driver_sql(query))


@contextmanager
def before_each(act: Callable[[int], None]) -> Iterator[None]:
    """Call `act` with 1, 2, 3… before each statement of any database, and before the commit."""
    counted = iter(range(1, 10_000))

    def statement(*_: Any) -> None:
        act(next(counted))

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", statement)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", statement)
        event.remove(Engine, "commit", statement)


def upgrade_cut_off(url: str, at: int) -> bool:
    """Whether the upgrade got as far as its n-th statement; there it ends."""

    def cut(number: int) -> None:
        if number == at:
            raise CutOff

    try:
        with before_each(cut):
            upgrade(url)
    except CutOff:
        return True
    return False


DYING = """
import os
import sys
from migrations import upgrade
from tests.golden.test_upgrading import before_each

url, at = sys.argv[1], int(sys.argv[2])
with before_each(lambda number: os._exit(9) if number == at else None):
    upgrade(url)
"""


def upgrade_died(url: str, at: int) -> bool:
    """Whether a process of its own came to the n-th statement; there it is gone, without a word to the database."""
    ended = subprocess.run([sys.executable, "-c", DYING, url, str(at)], cwd=ROOT, capture_output=True)
    assert ended.returncode in (0, 9), ended.stderr.decode()
    return ended.returncode == 9


def statements_of_an_upgrade(url: str) -> int:
    """How many statements, with the commit, upgrading takes. The database is upgraded by it."""
    counted: list[int] = []
    with before_each(counted.append):
        upgrade(url)
    return counted[-1]


@pytest.fixture
def points(copy: Any, golden: Golden, rng: random.Random, big: bool) -> list[int]:
    """Where to cut: everywhere at full size; else first, last, the commit, and four between."""
    total = statements_of_an_upgrade(copy(golden, False))
    return list(range(1, total + 1)) if big else sorted({1, total - 1, total, *rng.sample(range(2, total - 1), 4)})


@pytest.mark.parametrize("golden", OLDER, indirect=True, ids=lambda folder: folder.name)
@pytest.mark.parametrize("ends", [upgrade_cut_off, upgrade_died])
def test_an_upgrade_that_ends_anywhere_leaves_the_old_ledger(points, old_url, golden, ends, tmp_path, big):
    before = everything(old_url)
    for at in points if big or ends is upgrade_cut_off else points[-2:]:
        assert ends(old_url, at)
        assert everything(old_url) == before, f"cut off at statement {at}"
    upgrade(old_url)
    keys = golden.keys(tmp_path / "golden keys")
    database = Database(old_url, *([keys] if keys else []))
    with database.reading() as connection:
        assert shelf.stored(connection) == golden.events
        assert list(audit(connection, FileStore(golden.files(tmp_path / "files")))) == []
    assert is_current(database)
    database.close()


def test_an_upgrade_in_two_transactions_would_be_seen(old_url):
    """The control: what is committed on the way is a difference."""
    before = everything(old_url)
    database = Database(old_url)
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE half_way (n INTEGER)")
    database.close()
    assert everything(old_url) != before
