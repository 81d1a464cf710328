"""What cannot be got round in the contact register: who holds a post, what was found, what was late, who one is."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import update

from events import vault
from events.tables import personal_keys
from identity.persons import sought
from tests import examples as x
from tests.spec import given_of, told_by
from tests.workflow.test_contacts import (
    CHECK,
    END,
    ENTRY,
    OTHER,
    REPLACE,
    SECURITY,
    TODAY,
    add,
    audit_finds,
    dead,
    furnished,
    phoned,
    registered,
    replaced,
    seen,
)
from workflow import contact_preparation, erasure, persons
from workflow import messages as m
from workflow.contact_errors import AlreadyListed, FoundByAnother, LiaisonThere, StationGone, StationMerged
from workflow.contact_register import Standing
from workflow.contacts import was_late
from workflow.lookups import organisation_id, policy_id
from workflow.messages.contact import PhoneCheck
from workflow.messages.policy import Policy
from workflow.organisation_errors import NothingChanges, SinceInFuture
from workflow.phones import is_phone, is_same_phone
from workflow.subjects import CONTACT

KNOWS = UUID(int=0xE3)
NEW_PHONE = {"phone": "13800000002", "since": "2020-03-12"}
ZHAO = {"name": "赵六", "phone": "13900000001", "since": "2020-03-12"}
BAD = {"result": "switched_off", "checked_on": "2020-03-12"}
FINE = {"result": "normal", "checked_on": "2020-03-12"}


@pytest.fixture
def register(office):
    return furnished(office)


@pytest.fixture
def judged(register):
    policy(register, 5)
    return register


def policy(office, days, since="2020-01-01"):
    said, asked = {"days": days, "since": since, "reason": "办法"}, Policy.CONTACT_CHANGE_DAYS
    office.do(m.SetPolicy, x.CENTER, policy_id(asked), said, policy=asked)


def given(*history):
    return given_of(CONTACT, *history)


def test_what_who_oversees_found_the_bureau_does_not_find_mended_by_itself():
    fine = m.ContactChecked(result=PhoneCheck.NORMAL, checked_on=TODAY, remark="", answer_by=None)
    normal = replace(CHECK, result=PhoneCheck.NORMAL, checked_on=TODAY, answer_by=None)
    for finder in (x.EVALUATOR, x.CENTER):
        found = told_by(finder, dead)
        given(registered, found).when(normal).then_refused(FoundByAnother)
        given(registered, found, told_by(x.HANDLER, dead)).when(normal).then_refused(FoundByAnother)
        given(registered, told_by(x.HANDLER, dead), found).when(normal).then_refused(FoundByAnother)
        for clears in (x.EVALUATOR, x.CENTER):
            given(registered, found).when(replace(normal, by=clears)).then(fine)
        given(registered, found).when(CHECK).then(dead)
        for change in (phoned, replaced):
            given(registered, found, change).when(normal).then(fine)
    given(registered, told_by(x.LEADER, dead)).when(normal).then(fine)
    given(registered, told_by(x.STRANGER, dead)).when(normal).then_refused(FoundByAnother, "call again")


def test_a_changed_number_leaves_the_day_on_which_the_post_was_taken():
    state = given(registered, phoned).state
    assert (state.since, state.phone_since) == (registered.since, phoned.since)
    assert given(registered, phoned, replaced).state.since == replaced.since


def test_a_change_that_was_late_stays_so_whatever_follows():
    late = replace(phoned, report_by=date(2020, 3, 11))
    timely = replace(phoned, report_by=TODAY)
    assert [was_late(one) for one in (late, timely, phoned)] == [True, False, None]
    for history, expected in (
        ((), None), ((late,), True), ((late, timely), True), ((late, phoned), True), ((timely, phoned), False),
        ((dead,), None), ((late, dead), True), ((timely, replace(replaced, report_by=date(2020, 3, 11))), True),
    ):  # fmt: skip
        assert given(registered, *history).state.late is expected
    assert given(replace(registered, report_by=date(2020, 3, 11))).state.late is True


def test_the_same_person_with_the_same_number_is_no_replacement():
    given(registered).when(replace(REPLACE, same=True)).then_refused(NothingChanges)
    ended = replace(END, since=registered.since)
    gone = m.ContactEnded(since=ended.since, reason="", reported_on=TODAY, report_by=None)
    given(registered, gone).when(replace(REPLACE, same=True)).then(replaced)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("13800000001", True), ("+86 138-0000-0001", True), ("0000-7000001 转 8", True), ("（0000）7000001", True),
        ("0000-7000001 ext. 8", True), ("０１２３４５", True), ("1234", False), ("1" * 21, False),
        ("赵六 13800000001", False),
        ("13800000001、13900000001", False), ("不详", False), ("", False), ("13800000001 转", False),
    ],
)  # fmt: skip
def test_a_phone_is_digits_with_what_stands_between_them(text, is_one):
    assert is_phone(text) is is_one


def test_a_number_is_the_same_in_whatever_way_it_is_written():
    for other in ("138 0000 0001", "138-0000-0001", "+8613800000001", "００８６ 13800000001", "8613800000001"):
        assert is_same_phone("13800000001", other)
    assert is_same_phone("0000-7000001 转 8", "00007000001-8")
    assert not is_same_phone("13800000001", "13800000002")
    assert not is_same_phone("8612345", "12345")
    assert not is_same_phone("不详", "没有")


def test_a_name_is_one_in_every_spelling():
    assert {*map(persons.plain_name, ("王五", "王 五", "王　五", " 王五\u200b", "王  五"))} == {"王五"}
    assert persons.plain_name("Ｗａｎｇ  Wu") == "Wang Wu"
    assert not persons.is_same_name("王五", "王六")
    assert persons.is_same_name("WANG wu", "Wang Wu")
    assert persons.spellings("s", "王五六") == ("s 王五六", "s 王五 六", "s 王 五六", "s 王 五 六")
    assert persons.spellings("s", "Wang Wu") == ("s Wang Wu",)
    assert len(persons.spellings("s", "一二三四五六七八")) == 2


def test_a_station_has_one_liaison_also_when_an_ended_entry_is_taken_up_again(register):
    add(register)
    register.do(m.EndContact, x.HANDLER, ENTRY, {"since": "2020-03-12", "reason": "退休"})
    add(register, OTHER, name="赵六")
    with pytest.raises(LiaisonThere):
        register.do(m.ReplaceContact, x.HANDLER, ENTRY, ZHAO)
    register.do(m.ReplaceContact, x.HANDLER, OTHER, {**ZHAO, "name": "钱七"})


def test_nobody_takes_over_who_is_listed_there_in_any_spelling(register):
    add(register, post="in_the_know")
    add(register, OTHER, post="in_the_know", name="赵六")
    for spelling in ("王五", "王 五", "王　五"):
        with pytest.raises(AlreadyListed):
            register.do(m.ReplaceContact, x.HANDLER, OTHER, {**ZHAO, "name": spelling})
        with pytest.raises(AlreadyListed):
            add(register, KNOWS, post="in_the_know", name=spelling)
    register.do(m.ReplaceContact, x.HANDLER, OTHER, ZHAO)
    with pytest.raises(NothingChanges):
        register.do(m.ReplaceContact, x.HANDLER, OTHER, {**ZHAO, "name": "赵 六", "phone": "139-0000-0001"})


def test_replacing_holds_the_station_as_registering_does(register, monkeypatch):
    add(register)
    held, hold = [], contact_preparation.EventStore.hold
    monkeypatch.setattr(contact_preparation.EventStore, "hold", lambda store, one: (held.append(one), hold(store, one)))
    register.do(m.ReplaceContact, x.HANDLER, ENTRY, ZHAO)
    assert held == [f"organisation-{organisation_id('baishi-01')}"]
    assert m.ReplaceContact.holds_others


@pytest.mark.parametrize(("into", "refusal"), [("baishi-02", StationMerged), ("", StationGone)])
def test_at_a_station_that_is_no_more_an_entry_is_only_ended(register, into, refusal):
    add(register)
    gone = {"since": "2020-03-12", "reason": "合并", **({"into": into} if into else {})}
    register.do(m.DissolveOrganisation, x.ADMIN, organisation_id("baishi-01"), gone)
    for kind, said in ((m.ReplaceContact, ZHAO), (m.ChangePhone, NEW_PHONE), (m.CheckPhone, FINE)):
        with pytest.raises(refusal) as refused:
            register.do(kind, x.HANDLER, ENTRY, said)
        assert (not into) or "东关镇工作站" in refused.value.message("zh")
    register.do(m.EndContact, x.HANDLER, ENTRY, {"since": "2020-03-12", "reason": "撤点"})


def test_a_day_far_off_is_refused_before_anything_is_added_to_it(judged):
    add(judged)
    far = {"since": "9999-12-31"}
    for kind, said in (
        (m.ReplaceContact, ZHAO | far), (m.ChangePhone, NEW_PHONE | far), (m.EndContact, {**far, "reason": "x"}),
        (m.CheckPhone, {**BAD, "checked_on": "9999-12-31"}),
    ):  # fmt: skip
        with pytest.raises(SinceInFuture):
            judged.do(kind, x.HANDLER, ENTRY, said)
    with pytest.raises(SinceInFuture):
        add(judged, OTHER, post="in_the_know", **far)


def test_calling_again_gives_no_more_time(judged):
    add(judged)
    first = date(2020, 3, 17)
    judged.do(m.CheckPhone, x.EVALUATOR, ENTRY, BAD)
    policy(judged, 300, since="2020-03-12")
    for result in ("dead_number", "mismatch"):
        judged.do(m.CheckPhone, x.HANDLER, ENTRY, {**BAD, "result": result})
        assert [one.answer_by for one in seen(judged)] == [first]
    with pytest.raises(FoundByAnother):
        judged.do(m.CheckPhone, x.HANDLER, ENTRY, FINE)
    with pytest.raises(NothingChanges):
        judged.do(m.ChangePhone, x.HANDLER, ENTRY, {**NEW_PHONE, "phone": "+86 138-0000-0001"})
    judged.do(m.CheckPhone, x.CENTER, ENTRY, FINE)
    assert [one.standing for one in seen(judged)] == [Standing.NORMAL]


def test_registering_is_judged_like_a_change_and_what_was_late_stays_late(judged):
    add(judged, since="2020-03-01")
    add(judged, OTHER, post="in_the_know", since=None)
    assert [(one.report_by, one.late) for one in seen(judged)] == [(date(2020, 3, 6), True), (None, None)]
    judged.do(m.ChangePhone, x.HANDLER, ENTRY, NEW_PHONE)
    [one, _] = seen(judged)
    assert (one.report_by, one.late, one.last_late) == (date(2020, 3, 17), True, False)
    assert (one.since, one.phone_since) == (date(2020, 3, 1), date(2020, 3, 12))
    assert audit_finds(judged) == []


def test_who_is_erased_is_found_in_every_spelling_and_at_the_stations_of_the_bureau(register):
    add(register, name="王 五")
    add(register, OTHER, station="baishi-02", name="王　五")
    add(register, UUID(int=0xE4), x.STRANGER, station="sq-01")
    sealed_before(register, "baishi-01 王五", "baishi-01 王 五")
    assert audit_finds(register) == []
    assert found(register, "baishi-01", "王五").kinds == (("name", 1), ("phone", 1))
    both = found(register, "baishi", "王五")
    assert (both.kinds, sorted(both.places)) == ((("name", 2), ("phone", 2)), ["baishi-01", "baishi-02"])
    erasure.erase(register.ledger, SECURITY, sought(register.ledger, "", "baishi", "王  五").told, "本人申请")
    assert [one.name for one in seen(register, whole=True)] == [None, None, "王五"]
    assert audit_finds(register) == []


def found(office, unit, name):
    return erasure.find(office.ledger, SECURITY, sought(office.ledger, "", unit, name).told)


def sealed_before(office, now, then):
    """As if a release had sealed it that told of `then` as of somebody else."""
    with office.ledger.database.writing() as connection:
        ring = vault.keyring_of(connection)
        key = update(personal_keys).where(personal_keys.c.subject == ring.subject(now))
        assert connection.execute(key.values(subject=ring.subject(then))).rowcount == 1
