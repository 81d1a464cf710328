"""More time is asked for before the due date and decided by another account; items are urged and supervised."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests import examples as x
from tests import said
from tests.spec import by, given
from workflow import messages as m
from workflow import reports
from workflow.deadline_errors import (
    ExtensionGone,
    ExtensionPending,
    ExtensionTooLate,
    LightStands,
    NoExtensionAsked,
    NotAWorkingDay,
    NotLater,
    OwnExtension,
    TooManyExtensions,
)
from workflow.deadlines import own_date, shining
from workflow.decider import why_not
from workflow.errors import IllegalTransition, NoSuchItem, NotPermitted, ReasonMissing
from workflow.facts import Decision, Due, Light, Precision
from workflow.light_counts import lights
from workflow.lookups import calendar_id, policy_id
from workflow.machine import WAITED_FOR, Owner
from workflow.messages.base import SYSTEM
from workflow.messages.policy import Policy
from workflow.reports import Filter
from workflow.schemas import schema_for
from workflow.words import State

WANTED, LAST = date(2020, 4, 30), x.DUE.last
requested = m.ItemExtensionRequested(leads_to=State.ASSIGNED, until=WANTED, reason="等系统升级", progress="过半")
approved = m.ItemExtensionDecided(
    leads_to=State.ASSIGNED, decision=Decision.APPROVED, until=WANTED, reason="同意"
)  # fmt: skip
refused = m.ItemExtensionDecided(leads_to=State.ASSIGNED, decision=Decision.REFUSED, until=None, reason="理由不足")
urged = m.ItemUrged(leads_to=State.ASSIGNED, note="请抓紧")
blue, yellow, red = (m.ItemSupervised(leads_to=State.ASSIGNED, light=light, note="") for light in Light)
ASK = m.RequestExtension(
    **x.asked_by(x.HANDLER), until=WANTED, reason="等系统升级", progress="过半", on=date(2020, 3, 12)
)
APPROVE = m.DecideExtension(
    **x.asked_by(x.CENTER), decision=Decision.APPROVED, until=WANTED, reason="同意", on=date(2020, 3, 12)
)
REFUSE = replace(APPROVE, decision=Decision.REFUSED, until=None, reason="理由不足")
URGE = m.UrgeItem(**x.asked_by(x.CENTER), note="请抓紧")
RAISE = m.SuperviseItem(**x.asked_by(x.CENTER), light=Light.YELLOW, note="进度慢")
BESIDE = (ASK, APPROVE, URGE, RAISE)
CITY = replace(x.issued, owner=Owner.CITY, bureau="center", number="〔2020〕1-市中心-01")
GOING = (x.issued, x.assigned)


def state(*history):
    return given(*history).state


def test_an_extension_is_asked_for_and_given():
    given(*GOING).when(ASK).then(requested)
    given(*GOING, requested).when(APPROVE).then(approved)
    before, after = state(*GOING, requested), state(*GOING, requested, approved)
    assert (before.extension_until, before.due) == (WANTED, x.DUE)
    assert (after.extension_until, after.due) == (None, Due(Precision.DAY, WANTED))
    assert after.deadline.original == x.DUE
    [given_] = after.deadline.extensions
    assert (given_.before, given_.until, given_.by, given_.request.progress) == (
        x.DUE, WANTED, x.CENTER.account, "过半",
    )  # fmt: skip


def test_an_extension_is_given_to_another_date_or_refused():
    other = date(2020, 4, 20)
    given(*GOING, requested).when(replace(APPROVE, until=other)).then(replace(approved, until=other))
    given(*GOING, requested).when(REFUSE).then(refused)
    given(*GOING, requested).when(replace(REFUSE, reason=" ")).then_refused(ReasonMissing)
    after = state(*GOING, requested, refused)
    assert (after.due, after.extension_until, after.deadline.request, after.deadline.extensions) == (
        x.DUE, None, None, (),
    )  # fmt: skip
    given(*GOING, requested, refused).when(ASK).then(requested)


@pytest.mark.parametrize(("day", "in_time"), [(LAST, True), (LAST + timedelta(days=1), False)])
def test_it_is_asked_for_on_the_due_date_in_force_or_before(day, in_time):
    asked = given(*GOING).when(replace(ASK, on=day))
    asked.then(requested) if in_time else asked.then_refused(ExtensionTooLate, "speak to the city center")
    moved = given(*GOING, requested, approved).when(replace(ASK, on=day, until=date(2020, 5, 29)))
    moved.then(replace(requested, until=date(2020, 5, 29)))


def test_one_request_waits_at_a_time_and_only_what_waits_is_decided():
    given(*GOING, requested).when(ASK).then_refused(ExtensionPending, "30 Apr 2020")
    given(*GOING).when(APPROVE).then_refused(NoExtensionAsked)
    given(*GOING, requested, approved).when(APPROVE).then_refused(NoExtensionAsked)


@pytest.mark.parametrize("until", [LAST, LAST - timedelta(days=1)])
def test_the_new_date_is_later_than_the_one_in_force(until):
    given(*GOING).when(replace(ASK, until=until)).then_refused(NotLater, "8 Apr 2020")
    given(*GOING, requested).when(replace(APPROVE, until=until)).then_refused(NotLater)


def test_the_new_date_is_a_working_day_and_the_refusal_says_the_next():
    first_of_may, next_one = date(2020, 5, 1), date(2020, 5, 6)
    for history, command in ((GOING, ASK), ((*GOING, requested), APPROVE)):
        asked = replace(command, until=first_of_may, working=next_one)
        given(*history).when(asked).then_refused(NotAWorkingDay, "the next is 6 May 2020")
    given(*GOING).when(replace(ASK, working=WANTED)).then(requested)


def test_no_more_extensions_are_given_than_policy_says():
    once = (*GOING, requested, approved)
    more = replace(ASK, until=date(2020, 5, 29))
    given(*once).when(replace(more, most=1)).then_refused(TooManyExtensions, "extended 1 times, and 1 is the most")
    given(*once).when(replace(more, most=2)).then(replace(requested, until=more.until))
    given(*GOING).when(replace(ASK, most=1)).then(requested)


def test_a_date_that_has_passed_meanwhile_is_not_given():
    late = replace(APPROVE, on=WANTED + timedelta(days=1))
    given(*GOING, requested).when(late).then_refused(ExtensionGone, "has passed by now")
    given(*GOING, requested).when(replace(late, on=WANTED)).then(approved)


def test_reporting_takes_the_request_back():
    after = state(*GOING, requested, x.reported)
    assert (after.extension_until, after.deadline.request) == (None, None)
    given(*GOING, requested, x.reported, x.sent_back).when(APPROVE).then_refused(NoExtensionAsked)
    assert state(x.issued, replace(requested, leads_to=State.ISSUED), x.withdrawn).extension_until is None


@pytest.mark.parametrize("actor", x.EVERYONE)
def test_who_asks_who_decides_who_urges_and_who_supervises(actor):
    def stands(when, event, allowed):
        when.then(event) if actor in allowed else when.then_refused((NotPermitted, OwnExtension))

    bureau, city = (x.LEADER, x.HANDLER, x.COLLEAGUE), (x.CENTER, x.SECOND, x.THIRD)
    going, asked = given(*GOING), given(*GOING, requested)
    stands(going.when(replace(ASK, by=actor)), requested, bureau)
    stands(asked.when(replace(APPROVE, by=actor)), approved, city)
    stands(going.when(replace(URGE, by=actor)), urged, city)
    stands(going.when(replace(RAISE, by=actor)), replace(yellow, note="进度慢"), city)
    own, wanted = given(CITY, x.assigned), given(CITY, x.assigned, by(x.CENTER, requested))
    stands(own.when(replace(ASK, by=actor)), requested, city)
    stands(wanted.when(replace(APPROVE, by=actor)), approved, (x.EVALUATOR,))
    stands(own.when(replace(URGE, by=actor)), urged, (x.EVALUATOR,))
    stands(own.when(replace(RAISE, by=actor)), replace(yellow, note="进度慢"), (x.EVALUATOR,))


def test_no_account_decides_what_it_asked_for():
    given(*GOING, by(x.CENTER, requested)).when(APPROVE).then_refused(OwnExtension)
    given(*GOING, by(x.CENTER, requested)).when(replace(APPROVE, by=x.SECOND)).then(approved)


@pytest.mark.parametrize("command", BESIDE, ids=lambda command: command.trigger)
def test_what_is_reported_or_closed_is_not_urged(command):
    ended = (
        (*GOING, x.reported), (*GOING, x.reported, x.verified), (*GOING, x.reported, x.verified, x.closed),
        (x.issued, x.withdrawn),
    )  # fmt: skip
    for history in ended:
        given(*history).when(command).then_refused(IllegalTransition)
    given().when(command).then_refused(NoSuchItem)


def test_urging_is_counted():
    given(*GOING).when(replace(URGE, note="")).then(replace(urged, note=""))
    assert state(*GOING, urged, urged).deadline.urged == 2
    assert state(*GOING, urged).deadline.urged_at == x.NOON


def test_a_light_is_only_raised_and_by_hand_with_a_note():
    given(*GOING).when(RAISE).then(replace(yellow, note="进度慢"))
    given(*GOING, blue).when(RAISE).then(replace(yellow, note="进度慢"))
    for history in ((yellow,), (red,), (blue, yellow)):
        given(*GOING, *history).when(RAISE).then_refused(LightStands)
    given(*GOING).when(replace(RAISE, note=" ")).then_refused(ReasonMissing)
    given(*GOING).when(replace(RAISE, by=SYSTEM, note="")).then(yellow)
    given(*GOING, yellow).when(replace(RAISE, by=SYSTEM, note="")).then_refused(LightStands)


def test_the_light_goes_with_the_report_the_extension_and_a_new_round():
    lit = (*GOING, blue, yellow)
    assert shining(state(*lit)) is Light.YELLOW
    assert shining(state(*lit, x.reported)) is None
    assert shining(state(*lit, x.reported, x.sent_back)) is Light.YELLOW  # the same due date runs on
    assert shining(state(*lit, requested)) is Light.YELLOW
    assert shining(state(*lit, requested, approved)) is None
    assert shining(state(*lit, requested, refused)) is Light.YELLOW
    again = state(*lit, x.reported, x.verified, x.closed, x.reopened)
    assert (shining(again), again.light) == (None, None)


def test_the_bureaus_own_date_counts_until_the_due_date_is_moved_or_a_new_round_begins():
    assert own_date(state(*GOING)) == date(2020, 4, 1)
    assert own_date(state(x.issued)) is None
    assert own_date(state(*GOING, requested, approved)) is None
    assert own_date(state(*GOING, x.reported, x.verified, x.closed, x.reopened)) is None


def test_since_when_an_item_is_waited_for_is_told_by_what_brought_it_there():
    later = x.NOON + timedelta(days=5)

    def since(*history, last):
        return state(*history, by(x.CENTER, last)._replace(at=later)).deadline.awaited_since

    assert state(x.issued).deadline.awaited_since == x.NOON
    assert since(x.issued, last=x.assigned) == x.NOON
    assert since(*GOING, x.reported, last=x.sent_back) == later
    assert since(*GOING, x.reported, last=x.partly) == later
    assert since(*GOING, x.reported, last=x.verified) is None
    assert since(*GOING, requested, last=approved) == later
    assert since(*GOING, x.reported, x.verified, x.closed, last=x.reopened) == later


@pytest.mark.parametrize("command", BESIDE, ids=lambda command: command.trigger)
def test_a_page_says_the_same_as_deciding_does(command):
    for history in (GOING, (*GOING, by(x.CENTER, requested)), (*GOING, red), (x.issued, x.withdrawn)):
        item = state(*history)
        for actor in x.EVERYONE:
            told = why_not(actor, command.trigger, item, LAST + timedelta(days=1))
            if told is None:
                continue
            said.require(told)
            late = replace(command, by=actor, on=LAST + timedelta(days=1))
            given(*history).when(late).then_refused(type(told))
    assert set(WAITED_FOR) == {State.ISSUED, State.ASSIGNED}


def rule(office, policy, number, since="2020-03-01"):
    office.do(
        m.SetPolicy, x.CENTER, policy_id(policy), {"days": number, "since": since, "reason": "办法"}, policy=policy
    )


def ask(office, until="2020-04-30", by=x.HANDLER, item=x.ITEM):
    return office.do(m.RequestExtension, by, item, {"until": until, "reason": "等升级", "progress": "过半"})


def rows(office, at=None, **wanted):
    with office.ledger.database.reading() as connection:
        return reports.ledger(connection, x.CENTER, at or office.now(), Filter(**wanted)).rows


@pytest.fixture
def going(office):
    office.issue()
    office.assign()
    return office


def test_the_calendar_and_the_policy_of_the_day_are_looked_up(going):
    with pytest.raises(NotAWorkingDay) as told:
        ask(going, "2020-05-02")  # a Saturday
    assert told.value.what["next"].en == "4 May 2020"
    days = [{"day": "2020-05-04", "type": "off"}, {"day": "2020-05-02", "type": "work"}]
    going.do(m.PublishCalendar, x.ADMIN, calendar_id(2020), {"days": days, "basis": "通知"}, year=2020)
    ask(going, "2020-05-02")
    rule(going, Policy.MAX_EXTENSIONS, 1)
    going.do(m.DecideExtension, x.CENTER, x.ITEM, {"decision": "approved"})
    with pytest.raises(TooManyExtensions):
        ask(going, "2020-05-29")


def test_the_board_shows_what_was_due_first_and_what_waits(going):
    ask(going)
    [row] = rows(going, due="extension")
    assert (row.extension_until, row.extension_by, row.due_original) == (WANTED, x.HANDLER.account, None)
    with going.ledger.database.reading() as connection:
        waiting = {
            by: reports.desk(connection, by, going.now(), "decide_extension").total
            for by in (x.CENTER, x.SECOND, x.LEADER, x.EVALUATOR)
        }
    assert waiting == {x.CENTER: 1, x.SECOND: 1, x.LEADER: 0, x.EVALUATOR: 0}
    going.do(m.DecideExtension, x.CENTER, x.ITEM, {"decision": "approved"})
    [row] = rows(going)
    assert (row.due, row.due_original, row.extension_until) == ("2020-04-30", "2020-04-08", None)
    assert rows(going, due="extension") == []


def test_a_refused_extension_has_no_date_whatever_the_form_said(going):
    ask(going)
    going.do(m.DecideExtension, x.CENTER, x.ITEM, {"decision": "refused", "until": "2020-04-30", "reason": "理由不足"})
    [row] = rows(going)
    assert (row.due, row.due_original, row.extension_until) == ("2020-04-08", None, None)


def test_lights_are_listed_counted_and_gone_with_the_report_also_as_of_then(going):
    going.do(m.UrgeItem, x.CENTER, x.ITEM, {})
    going.do(m.SuperviseItem, x.CENTER, x.ITEM, {"light": "red", "note": "拖延"})
    before = going.now().at.isoformat()
    going.clock.advance(timedelta(minutes=1))
    going.report()

    def told(at):
        with going.ledger.database.reading() as connection:
            return lights(connection, x.HANDLER, at), lights(connection, x.STRANGER, at)

    then = going.then(before)
    assert told(going.now()) == ({}, {})
    assert told(then) == ({Light.RED: 1}, {})
    assert [(row.light, row.urged) for row in rows(going, then, light="red")] == [("red", 1)]
    assert (rows(going, light="red"), rows(going, then, light="blue")) == ([], [])


@pytest.mark.parametrize("kind", [m.UrgeItem, m.SuperviseItem, m.RequestExtension, m.DecideExtension])
def test_what_another_bureau_has_is_not_there(going, kind):
    every = {"until": "2020-04-30", "reason": "x", "progress": "x", "decision": "approved", "light": "red", "note": "x"}
    said = {name: every[name] for name in schema_for(kind).fields}
    for item in (x.ITEM, UUID(int=99)):
        with pytest.raises(NoSuchItem):
            going.do(kind, x.STRANGER, item, said, command_id=uuid4())
