"""The daily mail: made once a day for whom it is for, of what waits when it is sent; sent once, or tried again."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from events import sealer
from events.store import EventStore
from identity.accounts import whois
from tests import examples as x
from tests.office import Office
from tests.smtp import Box, closed, serving
from workflow import digest, erasure, inbox_reports, mailing, outbox, persons
from workflow import messages as m
from workflow.account_errors import NoMailAddress, NoSuchAccount
from workflow.audit import audit
from workflow.following import follow
from workflow.messages.base import SYSTEM
from workflow.outbox import PAUSES, Standing
from workflow.post import Post
from workflow.words import Role

LEADER = m.Actor(UUID(int=0xA1), Role.BUREAU_LEADER, "baishi")
HANDLER = m.Actor(UUID(int=0xA2), Role.BUREAU_HANDLER, "baishi")
SECURITY = m.Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")
ADDRESS = "zhou@office.test"
EIGHT = datetime(2020, 3, 13, 0, tzinfo=UTC)  # the hour that is set, where the office is


@pytest.fixture
def mailed(office: Office) -> Office:
    """A leader and a handler with accounts, of whom the leader has an address; one item waits to be assigned."""
    people = (LEADER, "周八"), (HANDLER, "吴九")
    for actor, name in people:
        office.do(m.OpenAccount, SYSTEM, actor.account, {"name": name, "reason": "到岗"})
        said = {"role": actor.role, "org": actor.org, "since": "2020-03-01", "reason": "分工"}
        office.do(m.GrantRole, SYSTEM, actor.account, said)
    office.do(m.SetMailAddress, LEADER, LEADER.account, {"address": ADDRESS})
    known = office.people
    office.ledger = replace(
        office.ledger,
        whois=lambda connection, account, on: whois(connection, account, on) or (*filter(None, [known.get(account)]),),
    )
    office.issue()
    follow(office.ledger.database, office.clock)
    read_all(office, LEADER.account, but="item.issued")
    return office


def read_all(office: Office, account: UUID, but: str) -> None:
    """All is read but the last event of a kind."""
    with office.ledger.database.writing() as connection:
        log = EventStore(connection).read_log()
        newest = max(one.position for one in log if one.name == but)
        inbox_reports.mark_all(connection, account, newest - 1)


def at(office: Office, moment: datetime) -> None:
    office.clock.advance(moment - office.clock.now())
    follow(office.ledger.database, office.clock)


def made(office: Office, moment: datetime = EIGHT) -> int:
    at(office, moment)
    ledger = replace(office.ledger, post=where(1))
    return mailing.make_due(ledger)


def where(port: int) -> Post:
    return Post.of(f"smtp://127.0.0.1:{port}", "xiaohao@office.test", "https://xiaohao.office.test", 8)


def delivered(office: Office, port: int) -> int:
    return mailing.deliver(replace(office.ledger, post=where(port)))


def standing(office: Office, account: UUID = LEADER.account) -> tuple[str, int, str | None]:
    with office.ledger.database.reading() as connection:
        wanted = select(outbox.outbox).where(outbox.outbox.c.account_id == account)
        row = connection.execute(wanted.order_by(outbox.outbox.c.day.desc())).first()
        return row.standing, row.attempts, row.error


def health(office: Office) -> outbox.MailHealth:
    with office.ledger.database.reading() as connection:
        return outbox.health(connection, office.clock.now())


def number(office: Office) -> str:
    with office.ledger.database.reading() as connection:
        return EventStore(connection).read(f"item-{x.ITEM}").recorded[0].event.number


def test_a_mail_says_how_much_waits_and_where_and_nothing_else(mailed: Office):
    assert made(mailed, EIGHT - timedelta(minutes=1)) == 0
    assert made(mailed) == 1
    with serving(box := Box()) as port:
        assert delivered(mailed, port) == 1
        assert delivered(mailed, port) == made(mailed) == 0
    [mail], text = box.taken, box.taken[0].get_content()
    assert box.to == [ADDRESS]
    assert mail["Subject"] == "【销号】1 项待您办理（2020年3月13日）"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (mail["From"], mail["Message-ID"]) == (
        "销号 <xiaohao@office.test>", digest.message_id(where(1), LEADER.account, EIGHT.date()),
    )  # fmt: skip
    assert f"{number(mailed)}  https://xiaohao.office.test/admin/item/{x.ITEM}" in text
    assert "下发给本单位（1）" in text
    assert not any(word in text for word in ("案件数", "逐案", "周八", "丁四", ADDRESS))
    assert standing(mailed) == (Standing.SENT, 0, None)
    assert health(mailed)[:5] == (0, None, 0, 0, None)
    assert health(mailed).last_sent == EIGHT


def test_in_english_where_that_was_asked_for(mailed: Office):
    mailed.do(m.SetMailAddress, LEADER, LEADER.account, {"address": ADDRESS, "language": "en"})
    made(mailed)
    with serving(box := Box()) as port:
        delivered(mailed, port)
    assert box.taken[0]["Subject"] == "Xiaohao: 1 waiting for you (13 Mar 2020)"
    assert "issued to your unit (1)" in box.taken[0].get_content()


def test_one_mail_a_day_as_long_as_it_is_unread(mailed: Office):
    with serving(box := Box()) as port:
        for day in range(3):
            made(mailed, EIGHT + timedelta(days=day))
            delivered(mailed, port)
            mailed.issue(uuid4(), problem=f"又一个问题{day}")
            made(mailed, EIGHT + timedelta(days=day, hours=3))
            delivered(mailed, port)
        with mailed.ledger.database.writing() as connection:
            inbox_reports.mark_all(connection, LEADER.account, 10**9)
        assert made(mailed, EIGHT + timedelta(days=3)) == 0
        assert delivered(mailed, port) == 0
    assert [mail["Subject"][4] for mail in box.taken] == ["1", "2", "3"]
    assert len({mail["Message-ID"] for mail in box.taken}) == 3
    assert standing(mailed)[0] == Standing.EMPTY


def test_who_has_no_address_or_nothing_to_read_gets_none(mailed: Office):
    mailed.do(m.SetMailAddress, HANDLER, HANDLER.account, {"address": "wu@office.test"})
    with mailed.ledger.database.writing() as connection:
        inbox_reports.mark_all(connection, HANDLER.account, 10**9)
    mailed.do(m.ClearMailAddress, LEADER, LEADER.account, {})
    assert made(mailed) == 0
    assert standing(mailed, HANDLER.account)[0] == Standing.EMPTY


@pytest.mark.parametrize("change", ["closed", "read", "cleared", "disabled"])
def test_what_is_over_when_it_is_sent_is_left_out(mailed: Office, change: str):
    """Nothing is left, so no mail is sent."""
    made(mailed)
    match change:
        case "closed":
            mailed.do(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "重复下发"})
        case "read":
            with mailed.ledger.database.writing() as connection:
                inbox_reports.mark_all(connection, LEADER.account, 10**9)
        case "cleared":
            mailed.do(m.ClearMailAddress, LEADER, LEADER.account, {})
        case "disabled":
            mailed.do(m.OpenAccount, SYSTEM, UUID(int=0xA3), {"name": "郑十", "reason": "接任"})
            said = {"role": "bureau_leader", "org": "baishi", "reason": "接任"}
            mailed.do(m.GrantRole, SYSTEM, UUID(int=0xA3), said)
            mailed.do(m.DisableAccount, SYSTEM, LEADER.account, {"reason": "调离"})
    with serving(box := Box()) as port:
        assert delivered(mailed, port) == 0
    assert (box.taken, standing(mailed)[0]) == ([], Standing.DROPPED)


def test_of_two_items_the_one_closed_meanwhile_is_left_out(mailed: Office):
    other = uuid4()
    mailed.issue(other, problem="另一个问题")
    made(mailed)
    mailed.do(m.WithdrawItem, x.CENTER, x.ITEM, {"reason": "重复下发"})
    mailed.issue(uuid4(), problem="做信之后下发")
    follow(mailed.ledger.database, mailed.clock)
    with serving(box := Box()) as port:
        delivered(mailed, port)
    text = box.taken[0].get_content()
    assert str(other) in text
    assert text.count("/admin/item/") == 1


def test_it_goes_to_the_address_as_it_is_when_it_is_sent(mailed: Office):
    made(mailed)
    mailed.do(m.SetMailAddress, LEADER, LEADER.account, {"address": "new@office.test"})
    with serving(box := Box()) as port:
        delivered(mailed, port)
    assert box.to == ["new@office.test"]


def test_what_is_put_off_is_tried_again_after_growing_pauses_then_given_up(mailed: Office):
    made(mailed)
    with serving(Box(to_address="451 4.7.1 later")) as port:
        for tried, pause in enumerate(PAUSES, start=1):
            assert delivered(mailed, port) == 0
            assert standing(mailed) == (Standing.WAITING, tried, "451 4.7.1")
            assert (health(mailed).waiting, health(mailed).failing) == (1, 1)
            mailed.clock.advance(pause - timedelta(seconds=1))
            assert delivered(mailed, port) == 0
            assert standing(mailed)[1] == tried
            mailed.clock.advance(timedelta(seconds=1))
        delivered(mailed, port)
    assert standing(mailed) == (Standing.GIVEN_UP, len(PAUSES), "451 4.7.1")
    assert health(mailed)[2:5] == (0, 1, "451 4.7.1")


def test_what_is_refused_for_good_is_given_up_at_once_and_made_again_the_next_day(mailed: Office):
    made(mailed)
    with serving(Box(to_address=f"550 5.1.1 {ADDRESS} unknown")) as port:
        delivered(mailed, port)
    assert standing(mailed) == (Standing.GIVEN_UP, 0, "550 5.1.1")
    made(mailed, EIGHT + timedelta(days=1))
    with serving(box := Box()) as port:
        assert delivered(mailed, port) == 1
    assert len(box.taken) == 1


def test_a_mail_of_a_day_that_is_over_is_not_sent_beside_the_next(mailed: Office):
    made(mailed)
    delivered(mailed, closed())
    made(mailed, EIGHT + timedelta(days=1))
    with serving(box := Box()) as port:
        assert delivered(mailed, port) == 1
    assert len(box.taken) == 1
    assert health(mailed).given_up == 1


def test_who_dies_between_sending_and_noting_it_sends_again_under_the_same_id(mailed: Office, monkeypatch):
    made(mailed)
    with serving(box := Box()) as port:
        with monkeypatch.context() as broken:
            broken.setattr(outbox, "end", lambda *_: (_ for _ in ()).throw(SystemExit))
            with pytest.raises(SystemExit):
                delivered(mailed, port)
        assert delivered(mailed, port) == 0  # the lease is still held
        mailed.clock.advance(outbox.LEASE)
        assert delivered(mailed, port) == 1
    assert len(box.taken) == 2
    assert len({mail["Message-ID"] for mail in box.taken}) == 1


def test_a_server_that_breaks_off_after_the_text_gets_the_same_mail_again(mailed: Office):
    made(mailed)
    with serving(box := Box(dies=True)) as port:
        assert delivered(mailed, port) == 0
        box.dies = False
        mailed.clock.advance(PAUSES[0])
        assert delivered(mailed, port) == 1
    assert len({mail["Message-ID"] for mail in box.taken}) == 1


def test_two_workers_send_one_mail(mailed: Office):
    made(mailed)
    begin, counts = threading.Barrier(2), []

    def work(port: int) -> None:
        begin.wait()
        counts.append(delivered(mailed, port))

    with serving(box := Box()) as port:
        workers = [threading.Thread(target=work, args=[port]) for _ in range(2)]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
    assert (sorted(counts), len(box.taken)) == ([0, 1], 1)


def test_two_workers_make_one_mail(mailed: Office):
    at(mailed, EIGHT)
    ledger, day = replace(mailed.ledger, post=where(1)), EIGHT.date()
    assert [mailing._made(ledger, LEADER.account, day) for _ in range(2)] == [1, 0]


def test_a_lease_that_went_to_another_notes_nothing(mailed: Office):
    made(mailed)
    database = mailed.ledger.database
    first = outbox.take(database, LEADER.account, EIGHT.date(), mailed.clock.now())
    mailed.clock.advance(outbox.LEASE)
    assert outbox.take(database, LEADER.account, EIGHT.date(), mailed.clock.now())
    assert not outbox.end(database, first, Standing.SENT, mailed.clock.now())


def test_an_address_is_set_and_taken_out_by_its_holder_alone(mailed: Office):
    for other in (HANDLER, SECURITY, SYSTEM):
        with pytest.raises(NoSuchAccount):
            mailed.do(m.SetMailAddress, other, LEADER.account, {"address": "x@office.test"})
    mailed.do(m.ClearMailAddress, LEADER, LEADER.account, {})
    with pytest.raises(NoMailAddress):
        mailed.do(m.ClearMailAddress, LEADER, LEADER.account, {})


def test_an_address_stands_in_no_event_and_is_erased_with_the_person(mailed: Office):
    made(mailed)
    with mailed.ledger.database.reading() as connection:
        recorded = EventStore(connection).read(f"account-{LEADER.account}").recorded
        assert ADDRESS not in str([one.event for one in recorded])
        assert recorded[-1].event.address.commitment
    mailed.do(m.OpenAccount, SYSTEM, UUID(int=0xA3), {"name": "郑十", "reason": "接任"})
    mailed.do(m.GrantRole, SYSTEM, UUID(int=0xA3), {"role": "bureau_leader", "org": "baishi", "reason": "接任"})
    mailed.do(m.DisableAccount, SYSTEM, LEADER.account, {"reason": "调离"})
    erasure.erase(mailed.ledger, SECURITY, persons.of_account(LEADER.account), "本人申请", LEADER.account)
    mailed.do(m.EnableAccount, SYSTEM, LEADER.account, {"reason": "返岗"})
    with serving(box := Box()) as port:
        delivered(mailed, port)
    assert (box.taken, standing(mailed)[0]) == ([], Standing.DROPPED)
    sealer.seal(mailed.ledger.database, mailed.clock)
    follow(mailed.ledger.database, mailed.clock)
    with mailed.ledger.database.reading() as connection:
        assert list(audit(connection, mailed.ledger.files)) == []


def test_without_a_mail_server_nothing_is_made(mailed: Office):
    at(mailed, EIGHT)
    assert mailing.make_due(mailed.ledger) == mailing.deliver(mailed.ledger) == 0
