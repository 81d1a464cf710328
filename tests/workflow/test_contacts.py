"""The contact register: who holds a post at a station, since when, and what came of calling them."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from events.personal import PersonalRef
from tests import examples as x
from tests.spec import given_of
from workflow import contact_register, erasure, persons
from workflow import messages as m
from workflow.audit import audit
from workflow.contact_errors import (
    AlreadyListed,
    ContactGone,
    LiaisonThere,
    NoSuchContact,
    NoSuchStation,
    PersonErased,
)
from workflow.contact_register import Standing
from workflow.contacts import MAY
from workflow.errors import AlreadyExists, NotPermitted, StaleVersion
from workflow.lookups import in_force, organisation_id, policy_id
from workflow.messages.contact import ContactPost, PhoneCheck
from workflow.messages.policy import Policy
from workflow.organisation_errors import Dissolved, NothingChanges, SinceBeforeLast, SinceInFuture
from workflow.subjects import CONTACT
from workflow.words import Role

SECURITY = m.Actor(UUID(int=77), Role.SECURITY_ADMIN, "center")
ENTRY, OTHER = UUID(int=0xE1), UUID(int=0xE2)
FIRST, SECOND, TODAY = date(2020, 3, 1), date(2020, 3, 5), date(2020, 3, 12)
NAME, PHONE = (PersonalRef(UUID(int=n), f"{n}" * 64) for n in (1, 2))
registered = m.ContactRegistered(
    station="baishi-01",
    post=ContactPost.LIAISON,
    name=NAME,
    phone=PHONE,
    since=FIRST,
    reported_on=TODAY,
    report_by=None,
)
replaced = m.ContactReplaced(name=PHONE, phone=NAME, since=SECOND, reason="调离", reported_on=TODAY, report_by=TODAY)
phoned = m.ContactPhoneChanged(phone=NAME, since=SECOND, reported_on=TODAY, report_by=None)
dead = m.ContactChecked(result=PhoneCheck.DEAD_NUMBER, checked_on=SECOND, remark="", answer_by=TODAY)
ended = m.ContactEnded(since=SECOND, reason="撤点", reported_on=TODAY, report_by=None)


def command(kind, event, **more):
    said = {name: getattr(event, name) for name in event.__slots__} | {"reported_on": TODAY} | more
    return kind(command_id=uuid4(), subject=ENTRY, by=x.HANDLER, at=x.NOON, **said)


REGISTER = command(m.RegisterContact, registered)
REPLACE = command(m.ReplaceContact, replaced)
CHANGE = command(m.ChangePhone, phoned)
CHECK = command(m.CheckPhone, dead)
END = command(m.EndContact, ended)
ON_AN_ENTRY = (REPLACE, CHANGE, CHECK, END)


def given(*history):
    return given_of(CONTACT, *history)


def test_an_entry_is_registered_checked_changed_replaced_and_ended():
    given().when(REGISTER).then(registered)
    given(registered).when(CHECK).then(dead)
    given(registered, dead).when(CHANGE).then(phoned)
    given(registered, dead, phoned).when(REPLACE).then(replaced)
    given(registered, replaced).when(END).then(ended)


def test_a_change_makes_the_last_call_worthless():
    def state(*history):
        return given(*history).state

    assert [state(*(registered, dead, phoned)[:n]).version for n in range(4)] == [0, 1, 2, 3]
    assert (state(registered).found, state(registered, dead).found) == (False, True)
    assert state(registered, dead).answer_by == TODAY
    for change in (phoned, replaced, ended):
        after = state(registered, dead, change)
        assert (after.result, after.checked_on, after.answer_by, after.found) == (None, None, None, False)
    assert state(registered, ended).ended == SECOND
    assert state(registered, ended).since == FIRST
    assert state(registered, ended, replaced).ended is None


@pytest.mark.parametrize("on_it", ON_AN_ENTRY)
def test_what_is_not_there_is_not_changed(on_it):
    given().when(on_it).then_refused(NoSuchContact)
    given(registered).when(REGISTER).then_refused(AlreadyExists)


@pytest.mark.parametrize("on_it", [CHANGE, CHECK, END])
def test_nobody_is_called_where_nobody_holds_the_post(on_it):
    given(registered, ended).when(on_it).then_refused(ContactGone, "since 5 Mar 2020")
    given(registered, ended).when(REPLACE).then(replaced)


@pytest.mark.parametrize("actor", [*x.EVERYONE, SECURITY])
@pytest.mark.parametrize("asked", [REGISTER, *ON_AN_ENTRY])
def test_who_keeps_the_register_and_who_calls(asked, actor):
    when = given(*(() if asked is REGISTER else (registered,))).when(replace(asked, by=actor))
    expected = {REGISTER: registered, REPLACE: replaced, CHANGE: phoned, CHECK: dead, END: ended}[asked]
    keepers = {Role.BUREAU_LEADER, Role.BUREAU_HANDLER, Role.CITY_CENTER}
    if actor.role in keepers or (actor.role is Role.EVALUATOR and asked is CHECK):
        when.then(expected)
    else:
        when.then_refused(NotPermitted, "Who may: bureau leader")
    assert set(MAY) == set(m.CONTACT_COMMANDS)


@pytest.mark.parametrize(
    ("asked", "day"), [(REPLACE, "since"), (CHANGE, "since"), (END, "since"), (CHECK, "checked_on")]
)
def test_a_day_has_come_and_is_not_before_what_it_changes(asked, day):
    given(registered).when(replace(asked, **{day: date(2020, 3, 13)})).then_refused(SinceInFuture)
    given(registered).when(replace(asked, **{day: date(2020, 2, 29)})).then_refused(SinceBeforeLast)
    given(registered, ended).when(replace(REPLACE, since=date(2020, 3, 4))).then_refused(SinceBeforeLast)
    later = replace(dead, checked_on=TODAY)
    given(registered, later).when(CHECK).then_refused(SinceBeforeLast)


def test_the_same_number_is_no_change():
    given(registered).when(replace(CHANGE, same=True)).then_refused(NothingChanges)


def test_of_what_a_policy_says_the_latest_begun_holds():
    def days(since, number):
        return m.PolicySet(policy=Policy.CONTACT_CHANGE_DAYS, days=number, since=since, reason="办法")

    said = [days(SECOND, 10), days(FIRST, 5), days(SECOND, 7)]
    assert [in_force(said, on) for on in (date(2020, 2, 29), FIRST, SECOND, TODAY)] == [None, 5, 7, 7]


@pytest.fixture
def register(office):
    return furnished(office)


def furnished(office):
    """The office with two stations of one bureau, one of another."""
    for code, parent, short in (
        ("baishi-01", "baishi", "城关"),
        ("baishi-02", "baishi", "东关"),
        ("sq-01", "shiqiao", "桥头"),
    ):
        office.do(m.RegisterOrganisation, x.ADMIN, organisation_id(code), {
            "code": code, "name": f"{short}镇工作站", "short": short, "what": "township_station", "parent": parent,
        })  # fmt: skip
    return office


WANG = {"station": "baishi-01", "post": "liaison", "name": "王五", "phone": "13800000001", "since": "2020-01-01"}


def add(office, entry=ENTRY, by=x.HANDLER, **changed):
    return office.do(m.RegisterContact, by, entry, WANG | changed)


def seen(office, by=x.CENTER, asked="", whole=False):
    at = office.then(asked) if asked else office.now()
    with office.ledger.database.reading() as connection:
        return contact_register.entries(connection, by, at, whole=whole)


def told(office, by=x.CENTER, **how):
    return [(one.station, one.name, one.phone, one.standing.value, one.late) for one in seen(office, by, **how)]


def test_names_and_phones_are_masked_unless_wanted_whole(register):
    add(register)
    assert told(register) == [("baishi-01", "王*", "138****0001", "unchecked", None)]
    assert told(register, whole=True) == [("baishi-01", "王五", "13800000001", "unchecked", None)]
    at = register.now()
    with register.ledger.database.reading() as connection:
        past = contact_register.past(connection, x.HANDLER, ENTRY, at)
        assert sorted(past.values.values()) == ["138****0001", "王*"]
        assert audit_finds(register) == []


def audit_finds(office):
    with office.ledger.database.reading() as connection:
        return [str(fault) for fault in audit(connection, office.ledger.files)]


def test_a_bureau_sees_and_keeps_its_own_stations_only(register):
    add(register)
    with pytest.raises(NoSuchStation):
        add(register, OTHER, x.STRANGER)
    with pytest.raises(NoSuchStation):
        add(register, OTHER, station="baishi")
    assert told(register, x.STRANGER) == []
    assert len(told(register, x.LEADER)) == len(told(register, x.AUDITOR)) == len(told(register, x.EVALUATOR)) == 1
    for kind, said in (
        (m.CheckPhone, {"result": "normal", "checked_on": "2020-03-12"}),
        (m.EndContact, {"since": "2020-03-12", "reason": "x"}),
    ):
        with pytest.raises(NoSuchContact):
            register.do(kind, x.STRANGER, ENTRY, said, expected_version=7)
        with pytest.raises(StaleVersion):
            register.do(kind, x.HANDLER, ENTRY, said, expected_version=7)
    at = register.now()
    with register.ledger.database.reading() as connection, pytest.raises(NoSuchContact):
        contact_register.past(connection, x.STRANGER, ENTRY, at)


def test_a_station_that_moves_to_another_bureau_takes_its_entries_with_it_from_then_on(register):
    add(register)
    before = f"@{newest(register)}"
    moved = {"parent": "shiqiao", "since": "2020-03-12", "reason": "区划调整"}
    register.do(m.MoveOrganisation, x.ADMIN, organisation_id("baishi-01"), moved)
    assert (told(register, x.HANDLER), len(told(register, x.STRANGER))) == ([], 1)
    assert (len(told(register, x.HANDLER, asked=before)), told(register, x.STRANGER, asked=before)) == (1, [])


def newest(office):
    from events.sealer import seal
    from events.store import EventStore

    seal(office.ledger.database, office.ledger.clock)
    with office.ledger.database.reading() as connection:
        return max(one.position for one in EventStore(connection).read_log(after=-1, limit=1000))


def test_a_station_has_one_liaison_and_lists_nobody_twice(register):
    add(register)
    with pytest.raises(LiaisonThere):
        add(register, OTHER, name="赵六")
    add(register, OTHER, post="in_the_know")
    with pytest.raises(AlreadyListed):
        add(register, UUID(int=0xE3), post="in_the_know")
    add(register, UUID(int=0xE3), post="in_the_know", name="赵六")
    register.do(m.EndContact, x.HANDLER, ENTRY, {"since": "2020-03-12", "reason": "退休"})
    add(register, UUID(int=0xE4), name="钱七")
    assert len(seen(register)) == 4


def test_a_station_that_is_no_more_gets_no_entries(register):
    gone = {"into": "baishi-02", "since": "2020-03-12", "reason": "合并"}
    register.do(m.DissolveOrganisation, x.ADMIN, organisation_id("baishi-01"), gone)
    with pytest.raises(Dissolved):
        add(register)


def test_a_change_is_late_by_the_policy_of_its_day_and_stays_so(register):
    add(register)
    change = {"phone": "13800000002", "since": "2020-03-02"}
    register.do(m.ChangePhone, x.HANDLER, ENTRY, change)
    assert [one.late for one in seen(register)] == [None]  # no number was set: it is not judged
    for days, since in ((10, "2020-03-01"), (5, "2020-03-04")):
        said = {"days": days, "since": since, "reason": "办法"}
        register.do(
            m.SetPolicy, x.CENTER, policy_id(Policy.CONTACT_CHANGE_DAYS), said, policy=Policy.CONTACT_CHANGE_DAYS
        )
    register.do(m.ChangePhone, x.HANDLER, ENTRY, {"phone": "13800000003", "since": "2020-03-03"})
    assert [(one.report_by, one.late) for one in seen(register)] == [(date(2020, 3, 13), False)]
    register.do(m.ChangePhone, x.HANDLER, ENTRY, {"phone": "13800000004", "since": "2020-03-05"})
    assert [(one.report_by, one.late) for one in seen(register)] == [(date(2020, 3, 10), True)]
    said = {"days": 300, "since": "2020-03-01", "reason": "新办法"}
    register.do(m.SetPolicy, x.CENTER, policy_id(Policy.CONTACT_CHANGE_DAYS), said, policy=Policy.CONTACT_CHANGE_DAYS)
    assert [one.late for one in seen(register)] == [True]
    with pytest.raises(NotPermitted):
        register.do(
            m.SetPolicy, x.LEADER, policy_id(Policy.CONTACT_CHANGE_DAYS), said, policy=Policy.CONTACT_CHANGE_DAYS
        )


def test_what_a_call_found_is_to_be_mended_in_time(register):
    said = {"days": 5, "since": "2020-03-01", "reason": "办法"}
    register.do(m.SetPolicy, x.CENTER, policy_id(Policy.CONTACT_CHANGE_DAYS), said, policy=Policy.CONTACT_CHANGE_DAYS)
    add(register)
    register.do(m.CheckPhone, x.EVALUATOR, ENTRY, {"result": "switched_off", "checked_on": "2020-03-12"})
    assert [(one.standing, one.answer_by) for one in seen(register)] == [(Standing.FOUND, date(2020, 3, 17))]
    register.clock.advance(timedelta(days=6))
    assert [one.standing for one in seen(register)] == [Standing.OVERDUE]
    assert contact_register.tally(seen(register)) == {
        "baishi": {Standing.NORMAL: 0, Standing.UNCHECKED: 0, Standing.FOUND: 0, Standing.OVERDUE: 1}
    }
    register.do(m.CheckPhone, x.CENTER, ENTRY, {"result": "normal", "checked_on": "2020-03-18"})
    assert [(one.standing, one.answer_by) for one in seen(register)] == [(Standing.NORMAL, None)]


def test_an_erased_contact_leaves_a_gap_that_only_another_person_fills(register):
    add(register)
    register.do(m.ChangePhone, x.HANDLER, ENTRY, {"phone": "13800000002", "since": "2020-03-12"})
    whom = persons.of_unit("baishi-01", "王五")
    assert erasure.find(register.ledger, SECURITY, whom).kinds == (("name", 1), ("phone", 2))
    erasure.erase(register.ledger, SECURITY, whom, "本人申请")
    assert told(register, whole=True) == [("baishi-01", None, None, "unchecked", None)]
    with pytest.raises(PersonErased):
        register.do(m.ChangePhone, x.HANDLER, ENTRY, {"phone": "13800000003", "since": "2020-03-12"})
    register.do(m.ReplaceContact, x.HANDLER, ENTRY, {"name": "赵六", "phone": "13900", "since": "2020-03-12"})
    assert told(register) == [("baishi-01", "赵*", "****", "unchecked", None)]
    assert audit_finds(register) == []


def test_the_number_that_stands_already_is_no_change(register):
    add(register)
    with pytest.raises(NothingChanges):
        register.do(m.ChangePhone, x.HANDLER, ENTRY, {"phone": "13800000001", "since": "2020-03-12"})


def test_who_it_was_then_is_what_as_of_says(register):
    add(register)
    before = f"@{newest(register)}"
    register.do(m.ReplaceContact, x.HANDLER, ENTRY, {"name": "赵六", "phone": "13900000001", "since": "2020-03-12"})
    assert [name for _, name, *_ in told(register, whole=True)] == ["赵六"]
    assert [name for _, name, *_ in told(register, whole=True, asked=before)] == ["王五"]
