"""The guards one by one: what they let through, what they say, and that every shell is told the same."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Column, Text, select

from events.personal import PersonalRef
from tests import examples as x
from tests import said
from tests.spec import given, given_of
from workflow import machine, patterns, registers
from workflow import messages as m
from workflow.decider import decide, why_not
from workflow.errors import (
    AlreadyExists,
    EmptyRegister,
    IllegalTransition,
    LooksPersonal,
    NotPermitted,
    Refusal,
    SameAccount,
)
from workflow.eyes import Eyes
from workflow.machine import Owner
from workflow.messages.item import ItemHandedOver
from workflow.messages.obligation import Rule
from workflow.persons import masked, masked_field, named, told
from workflow.sight import EVERYTHING, NOTHING, OPEN_TO, Place, Sight, in_sight, tells_who
from workflow.subjects import REGISTER
from workflow.words import Role, State

CONVERTED = m.ItemConverted(leads_to=State.CONVERTED, obligation=x.NOTICE)
HISTORIES = (
    (x.issued,), (x.issued, x.assigned), (x.issued, x.assigned, x.reported),
    (x.issued, x.assigned, x.reported, x.partly),
    (x.issued, x.assigned, x.reported, x.verified), (x.issued, x.assigned, x.reported, x.ongoing),
    (x.issued, x.assigned, x.reported, x.sent_back), (x.issued, x.assigned, x.reported, x.verified, x.closed),
    (x.issued, x.withdrawn), (x.issued, x.assigned, x.reported, x.ongoing, CONVERTED),
)  # fmt: skip
HAND_OVER = m.HandOverItem(**x.asked_by(x.LEADER), handler=x.THIRD.account, reason="出差")
CONVERT = m.ConvertItem(
    **x.asked_by(x.SECOND), duty="受援人信息公示", rule=Rule.MONTHLY, since=x.DUE.first, basis="公示办法",
    obligation=x.NOTICE,
)  # fmt: skip
COMMANDS = {command.trigger: command for command in (*x.COMMANDS, HAND_OVER, CONVERT)}
CITY = replace(x.issued, owner=Owner.CITY, bureau="center", number="〔2020〕1-市中心-01")


def refusal(command, item):
    """What deciding it refuses, as people read it; None if it goes through."""
    try:
        decide(command, item)
    except Refusal as refused:
        return refused.code, refused.message("zh"), refused.message("en")
    return None


@pytest.mark.parametrize("first", [x.issued, CITY], ids=["a bureau's", "the city's"])
@pytest.mark.parametrize("trigger", COMMANDS)
def test_why_not_is_what_deciding_would_say(trigger, first):
    for history in HISTORIES:
        item = given(first, *history[1:]).state
        for by in x.EVERYONE:
            told = why_not(by, trigger, item)
            expected = refusal(replace(COMMANDS[trigger], by=by), item)
            assert (told and (told.code, told.message("zh"), told.message("en"))) == expected, (history, by)
            if told:
                said.require(told)


def test_what_cannot_be_done_is_told_with_what_can():
    with pytest.raises(IllegalTransition) as refused:
        machine.ITEM_LIFE.row(State.REPORTED, "close")
    said.require(refused.value)
    with pytest.raises(IllegalTransition) as refused:
        machine.ITEM_LIFE.row(State.WITHDRAWN, "fly")
    said.require(refused.value)
    with pytest.raises(IllegalTransition) as refused:
        machine.ITEM_LIFE.row(None, "close")
    said.require(refused.value)


FREE = m.RenameOrganisation(
    command_id=uuid4(), subject=uuid4(), by=x.ADMIN, at=x.NOON, name="白石区司法局", short="白石区",
    since=x.NOON.date(), reason="电话13812345678、身份证11010519491231002X",
)  # fmt: skip


def test_what_looks_personal_is_pointed_out_where_it_stands_until_it_is_meant():
    patterns.require_seen(FREE, seen=True)
    patterns.require_seen(replace(FREE, reason="撤县设区"), seen=False)
    for changed, field in ((FREE, "reason"), (replace(FREE, reason="x", name="局13812345678"), "name")):
        with pytest.raises(LooksPersonal) as refused:
            patterns.require_seen(changed, seen=False)
        said.require(refused.value)
        assert refused.value.field == field


def test_only_what_is_typed_freely_is_looked_at():
    quiet = m.RegisterContact(
        command_id=uuid4(), subject=uuid4(), by=x.HANDLER, at=x.NOON, station="baishi-01", post="liaison",
        name=None, phone=None, whose="13812345678",
    )  # fmt: skip
    assert patterns.found(quiet.whose)  # it would be found, were it looked at
    patterns.require_seen(quiet, seen=False)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [("phone", "13812345678", "138****5678"), ("phone", "1234567", "****"), ("phone", "12345678", "123****5678"),
     ("leader", "13812345678", "1*"), ("contact", "张三", "张*"), ("name", "欧阳修", "欧阳*")],
)  # fmt: skip
def test_a_field_is_masked_as_what_it_holds(field, value, shown):
    assert masked_field(field, value) == shown
    assert masked("phone", "1234567") == "****"


def test_what_both_see_is_what_each_sees():
    one, two = Sight(frozenset({"baishi", "shiqiao"})), Sight(frozenset({"shiqiao", "qinglan"}))
    assert one.met(two) == Sight(frozenset({"shiqiao"}))
    assert one.met(EVERYTHING) == EVERYTHING.met(one) == one
    assert one.met(NOTHING) == NOTHING
    assert one.joined(two) == Sight(frozenset({"baishi", "shiqiao", "qinglan"}))
    assert one.joined(EVERYTHING) == EVERYTHING.joined(one) == EVERYTHING
    assert in_sight(replace(x.LEADER, within=frozenset({"shiqiao"}))) == NOTHING
    assert in_sight(replace(x.AUDITOR, within=frozenset({"shiqiao"}))) == Sight(frozenset({"shiqiao"}))


def test_a_bureau_is_not_told_who_acted_in_another():
    for reader in (x.LEADER, replace(x.AUDITOR, within=frozenset({"baishi"}))):
        assert tells_who(reader, x.HANDLER)
        assert tells_who(reader, x.CENTER)
        assert not tells_who(reader, x.STRANGER)
    for reader in (x.CENTER, x.AUDITOR, x.EVALUATOR):
        assert tells_who(reader, x.STRANGER)


def test_a_sight_of_nothing_asks_the_database_for_nothing():
    column = Column("bureau", Text)
    assert "IN" not in str(select(column).where(NOTHING.within(column)))
    assert str(EVERYTHING.within(column)) == "true"


@pytest.mark.parametrize("place", Place)
def test_eyes_enter_where_one_of_the_roles_could(place):
    for role in Role:
        hat = m.Actor(uuid4(), role, "center")
        other = m.Actor(uuid4(), Role.SYSTEM_ADMIN, "center")
        assert Eyes(hat.account, (hat,), NOTHING, 0).may_enter(place) == (role in OPEN_TO[place])
        assert Eyes(hat.account, (), NOTHING, 0).may_enter(place) is False
        assert Eyes(hat.account, (other, hat), NOTHING, 0).may_enter(place) == bool(
            {role, Role.SYSTEM_ADMIN} & OPEN_TO[place]
        )


SHELL = {"command_id": uuid4(), "subject": UUID(int=9), "at": x.NOON}
PUBLISH = m.PublishAreas(**SHELL, by=x.CENTER, areas=(m.Area("a", "甲", "A"),))
OPEN = m.OpenNotice(**SHELL, by=x.CENTER, title="清单", year=2020, sequence=1)


def test_a_register_is_told_again_and_a_notice_is_opened_once():
    published = m.AreasPublished(areas=PUBLISH.areas)
    told = given_of(REGISTER, published, published)
    told.when(PUBLISH).then(published)
    assert (told.state.version, told.state.last) == (2, published)
    given_of(REGISTER).when(replace(PUBLISH, areas=())).then_refused(EmptyRegister)
    [opened] = registers.decide(OPEN, registers.Register())
    given_of(REGISTER, opened).when(OPEN).then_refused(AlreadyExists)


@pytest.mark.parametrize("by", x.EVERYONE)
@pytest.mark.parametrize("command", [PUBLISH, OPEN])
def test_who_may_tell_a_register(command, by):
    when = given_of(REGISTER).when(replace(command, by=by))
    may = {PUBLISH: {Role.CITY_CENTER, Role.SYSTEM_ADMIN}, OPEN: {Role.CITY_CENTER}}[command]
    if by.role in may:
        assert registers.decide(replace(command, by=by), registers.Register())
    else:
        when.then_refused(NotPermitted)


def test_a_handler_gives_nothing_away():
    handed = ItemHandedOver(leads_to=State.ASSIGNED, handler=x.THIRD.account, reason="出差")
    given(x.issued, x.assigned).when(HAND_OVER).then(handed)
    given(x.issued, x.assigned).when(replace(HAND_OVER, by=x.HANDLER)).then_refused(NotPermitted)


def test_who_verified_does_not_report_in_the_same_round_whatever_the_role():
    """One person may hold two roles; in a round they are one account."""
    verifier = replace(x.LEADER, account=x.CENTER.account)
    given(x.issued, x.assigned, x.reported, x.partly).when(replace(x.report, by=verifier)).then_refused(SameAccount)
    again = (x.issued, x.assigned, x.reported, x.verified, x.closed, x.reopened)
    given(*again).when(replace(x.report, by=verifier)).then(x.reported)


NAME, OTHER, PHONE = (PersonalRef(UUID(int=n), "ab" * 32) for n in (1, 2, 3))
VALUES = {NAME.ref: "王五", OTHER.ref: "赵六", PHONE.ref: "13800000001"}


def test_a_phone_tells_of_the_contact_beside_it_and_alone_of_itself():
    both = replace(x.issued, leader=OTHER, contact=NAME, phone=PHONE)
    assert told(both, x.ITEM, VALUES) == {
        OTHER.ref: "baishi 赵六", NAME.ref: "baishi 王五", PHONE.ref: "baishi 王五",
    }  # fmt: skip
    assert told(replace(x.issued, phone=PHONE), x.ITEM, VALUES) == {PHONE.ref: "baishi 13800000001"}
    opened = m.AccountOpened(name=NAME, existed=False, reason="x")
    assert told(opened, x.ITEM, VALUES) == {NAME.ref: f"account {x.ITEM}"}
    assert told(opened, x.ITEM, {}) == {}


def test_a_command_on_a_contact_says_itself_whose_its_values_are():
    change = m.ChangePhone(**SHELL, by=x.HANDLER, phone=PHONE, since=x.NOON.date(), whose="baishi-01 王五")
    assert told(change, x.ITEM, VALUES) == {PHONE.ref: "baishi-01 王五"}


def test_whom_the_names_in_events_tell_of():
    first = m.ContactRegistered(
        station="baishi-01",
        post="liaison",
        name=NAME,
        phone=PHONE,
        since=None,
        reported_on=x.NOON.date(),
        report_by=None,
    )
    later = m.ContactReplaced(
        name=OTHER, phone=PHONE, since=x.NOON.date(), reason="", reported_on=x.NOON.date(), report_by=None
    )
    account = f"account-{x.ITEM}"
    opened = m.AccountOpened(name=NAME, existed=False, reason="x")
    for stream, begun, event, expected in (
        ("contact-1", first, first, {NAME.ref: "baishi-01 王五"}),
        ("contact-1", first, later, {OTHER.ref: "baishi-01 赵六"}),
        ("item-1", x.issued, replace(x.issued, leader=OTHER, contact=NAME, phone=PHONE),
         {OTHER.ref: "baishi 赵六", NAME.ref: "baishi 王五"}),
        (account, opened, opened, {NAME.ref: f"account {x.ITEM}"}),
        ("notice-1", opened, x.reported, {}),
    ):  # fmt: skip
        assert {ref: whose(VALUES[ref])[0] for ref, whose in named(stream, begun, event)} == expected
