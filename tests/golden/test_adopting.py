"""Accounts of before there were events of them are recorded once, and are who they were."""

import pytest
from sqlalchemy import func, select, update

from events import sealer, signing
from events.reasons import said
from identity import accounts
from identity.accounts import unrecorded
from identity.adopting import adopt
from tests.golden.conftest import UNSEALED
from tests.golden.shelf import Golden
from workflow import membership
from workflow.audit import audit
from workflow.log_errors import ReadOnly
from workflow.service import Ledger


@pytest.fixture(params=UNSEALED, ids=lambda folder: folder.name)
def golden(request: pytest.FixtureRequest) -> Golden:
    """Each released schema of before."""
    return Golden(request.param)


def everyone(ledger: Ledger):
    with ledger.database.reading() as connection:
        found = {one.login: (one.name, one.hats) for one in accounts.listed(connection, ledger.today)}
        return found, connection.scalar(select(func.count()).select_from(unrecorded))


def test_who_was_there_is_recorded_as_they_were(ledger: Ledger):
    before, waiting = everyone(ledger)
    assert waiting == len(before) > 20
    assert adopt(ledger) == waiting
    assert everyone(ledger) == (before, 0)
    assert adopt(ledger) == 0
    with ledger.database.reading() as connection:
        members = membership.members(connection).values()
        assert {(one.existed, one.disabled, len(one.grants)) for one in members} == {(True, False, 1)}


def test_the_log_is_whole_afterwards(ledger: Ledger):
    adopt(ledger)
    sealer.seal(ledger.database, ledger.clock)
    with ledger.database.reading() as connection:
        assert list(audit(connection, ledger.files)) == []


def test_who_was_inactive_is_recorded_as_disabled(ledger: Ledger):
    with ledger.database.writing() as connection:
        chosen = connection.scalar(select(accounts.accounts.c.account_id).where(accounts.accounts.c.login == "center2"))
        connection.execute(update(unrecorded).where(unrecorded.c.account_id == chosen).values(active=False))
    adopt(ledger)
    with ledger.database.reading() as connection:
        member = membership.member(connection, chosen)
        assert accounts.whois(connection, chosen, ledger.today) == ()
    assert (member.existed, member.disabled, member.grants) == (True, True, ())


def test_while_the_log_is_read_only_they_go_on_as_they_are(ledger: Ledger):
    before, waiting = everyone(ledger)
    signing.suspend(ledger.database, ledger.clock, said("an older copy"))
    with pytest.raises(ReadOnly):
        adopt(ledger)
    assert everyone(ledger) == (before, waiting)
