"""A database without people, and a witness file beside it."""

import pytest

from events.database import Database
from events.witness import Witness


@pytest.fixture
def database(migrated_url):
    database = Database(migrated_url)
    yield database
    database.close()


@pytest.fixture
def witness(tmp_path):
    return Witness(tmp_path / "witness")
