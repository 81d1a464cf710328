"""The security log's head is sealed into the log once a day; what was kept long enough goes, and the log says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from events import acts
from events.acts import Act
from events.store import EventStore
from tests import examples as x
from workflow import messages as m
from workflow import security
from workflow.audit import audit
from workflow.calendar_errors import TooFewDays
from workflow.errors import NotPermitted
from workflow.log_errors import KeptTooShort
from workflow.lookups import policy_id
from workflow.messages.policy import Policy
from workflow.words import Role


def act(office, kind="login"):
    with office.ledger.database.writing() as connection:
        acts.write(connection, Act(kind, x.HANDLER.account), office.clock.now())


def told(office):
    with office.ledger.database.reading() as connection:
        return [(one.name, one.event.through) for one in EventStore(connection).read(security.STREAM).recorded]


def faults(office):
    with office.ledger.database.reading() as connection:
        return [str(fault) for fault in audit(connection, office.ledger.files)]


def test_the_head_is_sealed_once_on_a_day_with_something_new(office):
    assert security.keep(office.ledger) == 0
    act(office)
    assert security.keep(office.ledger) == 1
    act(office, "logout")
    assert security.keep(office.ledger) == 0
    office.clock.advance(timedelta(days=1))
    assert [security.keep(office.ledger) for _ in range(2)] == [1, 0]
    office.clock.advance(timedelta(days=1))
    assert security.keep(office.ledger) == 0
    assert told(office) == [("security.sealed", 1), ("security.sealed", 2)]
    assert faults(office) == []


def test_a_head_that_was_sealed_is_held_against_the_rows(office):
    act(office)
    security.keep(office.ledger)
    with office.ledger.database.writing() as connection:
        if office.ledger.database.sqlite:
            connection.execute(text("DROP TRIGGER security_log_no_delete"))
        else:
            connection.execute(text("ALTER TABLE security_log DISABLE TRIGGER ALL"))
        connection.execute(text("DELETE FROM security_log"))
        connection.execute(acts.security_head.update().values(seq=0, digest=acts.NOTHING))
    assert faults(office)[0] == "security_log 1: the row was sealed into the log, and is missing"


def test_longer_is_kept_where_the_security_administrator_says_so_and_never_less_than_half_a_year(office):
    act(office)
    office.clock.advance(timedelta(days=300))
    guard, policy = replace(x.ADMIN, role=Role.SECURITY_ADMIN), Policy.SECURITY_LOG_DAYS
    rule = {"days": 365, "since": "2020-03-12", "reason": "内部规定"}
    for by, days, refused in ((x.CENTER, 365, NotPermitted), (guard, 182, TooFewDays)):
        with pytest.raises(refused):
            office.do(m.SetPolicy, by, policy_id(policy), rule | {"days": days}, policy=policy)
    office.do(m.SetPolicy, guard, policy_id(policy), rule, policy=policy)
    with pytest.raises(KeptTooShort):
        security.trim(office.ledger, office.clock.now() - timedelta(days=290), "保存期满")
    office.clock.advance(timedelta(days=90))
    assert security.trim(office.ledger, office.clock.now() - timedelta(days=370), "保存期满") == 1


def test_half_a_year_is_kept_and_what_is_older_goes_with_an_event(office):
    act(office)
    security.keep(office.ledger)
    office.clock.advance(timedelta(days=200))
    act(office)
    now = office.clock.now()
    with pytest.raises(KeptTooShort):
        security.trim(office.ledger, now - timedelta(days=182), "保存期满")
    assert security.trim(office.ledger, now - timedelta(days=190), "保存期满") == 1
    assert security.trim(office.ledger, now - timedelta(days=190), "保存期满") == 0
    assert told(office)[-1] == ("security.trimmed", 1)
    office.clock.advance(timedelta(days=1))
    assert security.keep(office.ledger) == 1
    with office.ledger.database.reading() as connection:
        assert [row.kind for row in acts.page(connection)] == ["trimmed", "login"]
    assert faults(office) == []
