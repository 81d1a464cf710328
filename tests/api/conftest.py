"""Fixtures of the API's tests: desk on both databases in turn, sqlite_desk on SQLite alone."""

import pytest

from tests.api.program import Desk, application
from tests.office import Office


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(application(office), office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Desk:
    return Desk(application(sqlite_office), sqlite_office)
