"""What a release before laid open is sealed once, on both databases, and says the same afterwards."""

import pytest
from sqlalchemy import func, select

from events import sealer, tables, vault
from tests.golden.conftest import UNSEALED
from tests.golden.shelf import Golden
from workflow.audit import audit
from workflow.open_values import seal_open_values
from workflow.service import Ledger


@pytest.fixture(params=UNSEALED, ids=lambda folder: folder.name)
def golden(request: pytest.FixtureRequest) -> Golden:
    """Each released schema of before."""
    return Golden(request.param)


def values(ledger: Ledger):
    """All that is kept, by reference; and how many values lie open, how many are sealed."""
    kept, waiting = tables.personal_data, tables.unsealed_personal_data
    with ledger.database.reading() as connection:
        refs = [*connection.scalars(select(kept.c.ref)), *connection.scalars(select(waiting.c.ref))]
        counts = [connection.scalar(select(func.count()).select_from(table)) for table in (waiting, kept)]
        return vault.reveal(connection, refs), counts


def test_open_values_are_sealed_as_they_were(ledger: Ledger):
    before, (waiting, sealed) = values(ledger)
    assert waiting == len(before) > 5
    assert sealed == 0
    assert seal_open_values(ledger) == waiting
    assert values(ledger) == (before, [0, waiting])
    assert seal_open_values(ledger) == 0
    sealer.seal(ledger.database, ledger.clock)
    with ledger.database.reading() as connection:
        assert list(audit(connection, ledger.files)) == []
        keys = connection.scalar(select(func.count()).select_from(tables.personal_keys))
    assert 1 < keys <= waiting
