"""Sight over time: what an account saw at a moment is what it could act as then; looking through it shows no more."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.city import City
from tests.people import newest, seen, tell
from workflow import messages as m
from workflow import schemas
from workflow.account_errors import NoSuchAccount, SightNotRecorded
from workflow.eyes import through
from workflow.history import reading_at
from workflow.messages.base import SYSTEM
from workflow.projections import NOTICES
from workflow.reports import Filter, ledger
from workflow.service import handle
from workflow.sight import NOTHING, Sight


def test_who_moves_saw_then_what_was_theirs_then(sqlite_city: City):
    city = sqlite_city
    account, before = city.actor("baishi_handler").account, newest(city)
    tell(city, m.RevokeRole, account, grant=1, reason="轮岗")
    between = newest(city)
    tell(city, m.GrantRole, account, role="bureau_handler", org="shiqiao", reason="轮岗")
    assert [seen(city, account, at) for at in (before, between, newest(city), "")] == [
        Sight(frozenset({"baishi"})), NOTHING, Sight(frozenset({"shiqiao"})), Sight(frozenset({"shiqiao"})),
    ]  # fmt: skip
    assert seen(city, account, "@3") == NOTHING  # it was not opened yet


def test_a_reader_through_other_eyes_sees_no_more_and_is_told_how_much_is_withheld(sqlite_city: City):
    city = sqlite_city
    account, auditor = city.actor("baishi_handler").account, city.actor("auditor")
    with reading_at(city.ledger.database, newest(city), city.clock.now(), city.ledger.zone) as (connection, at):
        narrowed, looked = through(connection, auditor, account, at)
        mine, theirs = (ledger(connection, one, at, Filter(), size=10_000) for one in (auditor, narrowed))
    assert {row.bureau for row in theirs.rows} == {"baishi"}
    assert looked.withheld == mine.total - theirs.total > 0
    assert (looked.hats, looked.sight) == ((city.actor("baishi_handler"),), Sight(frozenset({"baishi"})))
    assert str(narrowed) == str(auditor)


def test_what_is_withheld_is_counted_as_of_then(sqlite_city: City):
    city = sqlite_city
    auditor, account = city.actor("auditor"), city.actor("secadmin").account
    then = newest(city)
    with city.ledger.database.reading() as connection:
        notice = connection.scalar(select(NOTICES.now.c.notice_id).limit(1))
    said = {"bureau": "baishi", "area": "archives", "kind": "immediate", "problem": "新的问题", "due": "2030-06-30"}
    city.do("issue", "center1", uuid4(), notice=str(notice), **said)
    for asked, whole in ((then, 82), (newest(city), 83)):
        with reading_at(city.ledger.database, asked, city.clock.now(), city.ledger.zone) as (connection, at):
            assert through(connection, auditor, account, at)[1].withheld == whole


@pytest.mark.parametrize("login", ["baishi_leader", "evaluator", "sysadmin", "secadmin"])
def test_others_look_through_their_own_eyes_alone(sqlite_city: City, login: str):
    city = sqlite_city
    me, other = city.actor(login), city.actor("shiqiao_handler").account
    with reading_at(city.ledger.database, newest(city), city.clock.now(), city.ledger.zone) as (connection, at):
        assert through(connection, me, me.account, at)[1].account == me.account
        for account in (other, uuid4()):
            with pytest.raises(NoSuchAccount):
                through(connection, me, account, at)


def test_what_was_not_recorded_is_said_and_not_guessed(sqlite_city: City):
    city, account = sqlite_city, uuid4()
    before = newest(city)
    shell = {"command_id": uuid4(), "subject": account, "by": SYSTEM, "at": city.clock.now()}
    handle(city.ledger, schemas.load(m.OpenAccount, {"name": "老张", "reason": "原有"}, existed=True, **shell))
    with pytest.raises(SightNotRecorded):
        seen(city, account, before)
    assert seen(city, account, newest(city)) == NOTHING
