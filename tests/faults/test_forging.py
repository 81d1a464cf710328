"""A ledger forged so that everything in it fits is told from the true one by what was signed before."""

import pytest
from sqlalchemy import delete

from events import tables
from tests.faults.archive import Archive
from tests.faults.forging import FORGERIES


@pytest.fixture
def archive(office, tmp_path) -> Archive:
    return Archive.of(office, tmp_path)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_in_which_everything_fits_is_found_by_what_was_signed(archive, rng, big, forgery):
    for _ in range(100 if big else 2):
        with archive.for_a_moment() as connection:
            done = forgery(connection, rng)
            assert archive.faults(connection), done
            connection.execute(delete(tables.signed_checkpoints))
            assert archive.faults(connection, notary=False) == [], f"{done} left a trace, so that nothing is shown"
            assert archive.faults(connection), done
    assert archive.now() == []
