"""The inbox: who is told of what, from when on, and what of it is out of sight; marks of what was read."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from events.event import EVENT_TYPES, Recorded
from events.store import EventStore
from tests import examples as x
from tests.office import Office
from workflow import inbox_reports
from workflow import messages as m
from workflow.eyes import through
from workflow.following import follow
from workflow.inbox import inbox, rebuild
from workflow.inbox_errors import NoSuchMessage
from workflow.item import NEW, Happened, fold
from workflow.log_errors import HistoryBehind
from workflow.machine import Owner
from workflow.messages.base import SYSTEM
from workflow.projections import ITEMS
from workflow.tellings import TELLINGS, Matter, told
from workflow.words import Role

EVENTS = {
    "item.issued": x.issued, "item.assigned": x.assigned, "item.reported": x.reported, "item.verified": x.verified,
    "item.sent_back": x.sent_back, "item.closed": x.closed, "item.reopened": x.reopened, "item.withdrawn": x.withdrawn,
}  # fmt: skip
HANDLER = f"account {x.HANDLER.account}"
BAISHI = ["bureau_handler baishi", "bureau_leader baishi"]


def matter(name: str, *, city: bool = False) -> Matter:
    """An event of an item that is assigned."""
    issued = replace(x.issued, bureau="center", owner=Owner.CITY) if city else x.issued
    past = [Happened(event, x.CENTER, x.NOON) for event in (issued, x.assigned)]
    recorded = Recorded(
        event=EVENTS[name], event_id=UUID(int=1), stream=f"item-{x.ITEM}", version=3, name=name, schema_version=1,
        recorded_at=x.NOON, effective_at=x.NOON, actor=str(x.CENTER), command_id=UUID(int=2),
        correlation_id=UUID(int=2), causation_id=None, position=7, digest=b"",
    )  # fmt: skip
    return Matter(recorded, fold(past, NEW))


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("item.issued", BAISHI), ("item.assigned", [HANDLER]), ("item.reported", ["city_center"]),
        ("item.verified", BAISHI), ("item.sent_back", [HANDLER, "bureau_leader baishi"]), ("item.closed", BAISHI),
        ("item.reopened", [HANDLER, "bureau_leader baishi"]), ("item.withdrawn", BAISHI),
    ],
)  # fmt: skip
def test_an_event_is_told_to(name, to):
    assert told(matter(name)) == to


def test_of_the_citys_own_items_its_accounts_and_the_evaluators_are_told():
    assert told(matter("item.issued", city=True)) == ["city_center center"]
    assert told(matter("item.sent_back", city=True)) == [HANDLER, "city_center center"]
    assert told(matter("item.reported", city=True)) == ["evaluator"]


def test_only_events_that_there_are_have_a_line():
    assert TELLINGS.keys() <= EVENT_TYPES.keys()


def reader(office: Office, actor: m.Actor, *more: m.Actor) -> inbox_reports.Reader:
    with office.ledger.database.reading() as connection:
        return inbox_reports.reader_of(connection, actor.account, (actor, *more), office.ledger.zone)


def names(office: Office, actor: m.Actor, *, asked: str = "", unread: bool = False) -> list[str]:
    """What is told to an actor, oldest first."""
    follow(office.ledger.database, office.clock)
    whose, at = reader(office, actor), office.then(asked)
    with office.ledger.database.reading() as connection:
        inbox_reports.require_told(connection, at)
        page = inbox_reports.page(connection, whose, at, unread=unread)
        assert page.total == len(page.rows)
        return [one.name.removeprefix("item.") for one in reversed(page.rows)]


def positions(office: Office, actor: m.Actor) -> list[int]:
    whose = reader(office, actor)
    with office.ledger.database.reading() as connection:
        return [one.position for one in inbox_reports.page(connection, whose, office.now()).rows]


def test_a_life_as_each_was_told_of_it(office: Office):
    office.whole_life()
    assert names(office, x.LEADER) == ["issued", "verified", "closed"]
    assert names(office, x.HANDLER) == ["issued", "assigned", "verified", "closed"]
    assert names(office, x.COLLEAGUE) == ["issued", "verified", "closed"]
    assert names(office, x.CENTER) == names(office, x.SECOND) == ["reported"]
    assert names(office, x.STRANGER) == names(office, x.AUDITOR) == names(office, x.ADMIN) == []


def test_nobody_is_told_of_what_they_did_themselves(office: Office):
    office.issue()
    office.assign(handler=x.LEADER)
    assert names(office, x.LEADER) == ["issued"]


def test_what_is_out_of_sight_now_is_not_shown(office: Office):
    """An item that stands with another unit is that unit's to see, whoever was told of it before."""
    office.whole_life()
    follow(office.ledger.database, office.clock)
    with office.ledger.database.writing() as connection:
        connection.execute(ITEMS.now.update().values(bureau="shiqiao"))
    assert names(office, x.LEADER) == names(office, x.HANDLER) == []
    moved = replace(x.LEADER, org="shiqiao")
    assert names(office, moved) == []  # nor does it show what was told to the unit one came to


def test_a_moment_past_shows_what_had_been_told_by_then(office: Office):
    office.issue()
    [issued] = [r.position for r in log(office) if r.name == "item.issued"]
    office.assign()
    office.report()
    assert names(office, x.HANDLER, asked=f"@{issued}") == ["issued"]
    assert names(office, x.HANDLER, asked=f"@{issued + 1}") == ["issued", "assigned"]
    with office.ledger.database.writing() as connection:
        inbox_reports.mark_all(connection, x.HANDLER.account, issued + 1)
    assert names(office, x.HANDLER, unread=True) == []
    assert names(office, x.HANDLER, asked=f"@{issued}", unread=True) == ["issued"]
    with office.ledger.database.reading() as connection:
        counts = inbox_reports.counts(connection, reader(office, x.HANDLER), office.then(f"@{issued + 1}"))
    assert counts == (2, 0)


def log(office: Office):
    with office.ledger.database.reading() as connection:
        return EventStore(connection).read_log()


def test_inboxes_that_are_not_there_yet_are_waited_for(sqlite_office: Office):
    sqlite_office.issue()
    at = sqlite_office.then(f"@{log(sqlite_office)[-1].position}")
    with sqlite_office.ledger.database.reading() as connection, pytest.raises(HistoryBehind):
        inbox_reports.require_told(connection, at)
    inbox_reports.bring_up(sqlite_office.ledger.database, sqlite_office.clock.now())
    with sqlite_office.ledger.database.reading() as connection:
        inbox_reports.require_told(connection, at)


def test_a_mark_is_ones_own_and_is_made_once(office: Office):
    office.issue()
    office.assign()
    follow(office.ledger.database, office.clock)
    newest, oldest = positions(office, x.HANDLER)
    whose = reader(office, x.HANDLER)
    with office.ledger.database.writing() as connection:
        for _ in range(2):
            assert inbox_reports.mark(connection, whose, oldest, office.now()).name == "item.issued"
        for nothing in (newest + 1, 10**30, -1, 0):
            with pytest.raises(NoSuchMessage):
                inbox_reports.mark(connection, whose, nothing, office.now())
        with pytest.raises(NoSuchMessage):
            inbox_reports.mark(connection, reader(office, x.COLLEAGUE), newest, office.now())
    assert names(office, x.HANDLER, unread=True) == ["assigned"]
    assert names(office, x.COLLEAGUE, unread=True) == ["issued"]
    with office.ledger.database.writing() as connection:
        inbox_reports.mark_all(connection, x.HANDLER.account, 10**30)
        inbox_reports.mark_all(connection, x.HANDLER.account, newest)
    assert names(office, x.HANDLER, unread=True) == []
    office.do(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "重复下发"})
    assert names(office, x.HANDLER, unread=True) == ["withdrawn"]


def test_thrown_away_and_made_again_they_are_the_same(office: Office):
    office.whole_life()
    other = uuid4()
    office.issue(other, problem="另一个问题")
    names(office, x.HANDLER)
    with office.ledger.database.writing() as connection:
        before = connection.execute(select(inbox).order_by(inbox.c.position, inbox.c.told)).all()
        connection.execute(inbox.delete().where(inbox.c.position == before[0].position))
        row = before[-1]._asdict() | {"told": "city_center"}
        connection.execute(insert(inbox), row)
    assert rebuild(office.ledger.database, office.clock)[1] == len(before)
    with office.ledger.database.reading() as connection:
        assert connection.execute(select(inbox).order_by(inbox.c.position, inbox.c.told)).all() == before


ACCOUNT = UUID(int=0xA1)


def opened(office: Office, since: str, role: str = "bureau_leader") -> m.Actor:
    """An account with a role in a bureau since a day."""
    office.do(m.OpenAccount, SYSTEM, ACCOUNT, {"name": "周八", "reason": "到岗"})
    said = {"role": role, "org": "baishi", "since": since, "reason": "分工"}
    office.do(m.GrantRole, SYSTEM, ACCOUNT, said)
    return m.Actor(ACCOUNT, Role(role), "baishi")


def test_who_came_later_is_told_from_the_day_they_hold_the_role(office: Office):
    office.issue()
    office.clock.advance(timedelta(days=2))
    actor = opened(office, str(office.ledger.today))
    office.issue(uuid4(), problem="另一个问题")
    assert names(office, actor) == ["account.granted", "issued"]


def test_an_inbox_is_looked_at_through_its_holders_eyes(office: Office):
    actor = opened(office, str(date(2020, 3, 1)))
    office.issue()
    at = office.then(f"@{log(office)[-1].position}")
    follow(office.ledger.database, office.clock)

    def seen(reader_: m.Actor) -> list[str]:
        with office.ledger.database.reading() as connection:
            looking, eyes = through(connection, reader_, actor.account, at)
            whose = inbox_reports.through(connection, looking, eyes, office.ledger.zone, at)
            return [one.name for one in inbox_reports.page(connection, whose, at).rows]

    assert seen(x.AUDITOR) == seen(actor) == ["item.issued", "account.granted"]
    assert seen(x.CENTER) == ["item.issued"]  # what accounts hold is not for the center
