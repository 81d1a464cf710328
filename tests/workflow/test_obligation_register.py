"""Obligations at work: set up, performed, judged as of a day, seen by their own; and items made into one."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from tests import examples as x
from tests.workflow.test_contacts import audit_finds, newest
from workflow import messages as m
from workflow import obligation_register
from workflow.errors import AlreadyExists, NoSuchItem, StaleVersion, UnknownArea, UnknownUnit
from workflow.file_errors import UnknownFile
from workflow.history import life
from workflow.judging import Outcome
from workflow.lookups import organisation_id
from workflow.obligation_errors import (
    AlreadyOwed,
    NoSuchObligation,
    NoSuchPerformance,
    NotOwedThen,
    StationNotYours,
)
from workflow.obligation_preparation import obligation_of
from workflow.reports import Filter, counts, ledger
from workflow.words import State

OWED, OTHER = UUID(int=0x0B1), UUID(int=0x0B2)
MONTHLY = {
    "bureau": "baishi", "area": "archive", "duty": "受援人信息公示", "rule": "monthly", "since": "2020-01-01",
    "basis": "公示办法",
}  # fmt: skip
STATION = {**MONTHLY, "duty": "工作站宣传咨询", "rule": "station_quarterly"}
DONE = {"performed_on": "2020-03-05", "what": "公示名单一份", "no_evidence": "当日停电，未拍照"}


def set_up(office, subject=OWED, by=x.CENTER, **said):
    return office.do(m.SetUpObligation, by, subject, MONTHLY | said)


def perform(office, by=x.HANDLER, obligation=OWED, **said):
    subject = uuid4()
    office.do(m.RecordPerformance, by, subject, DONE | said, obligation=obligation)
    return subject


def strike(office, subject, by):
    return office.do(m.StrikePerformance, by, subject, {"reason": "重复登记"})


def seen(office, by=x.CENTER, asked=""):
    at = office.then(asked) if asked else office.now()
    with office.ledger.database.reading() as connection:
        return obligation_register.owed(connection, by, at, office.ledger.zone)


def told(office, **how):
    [one] = seen(office, **how)
    return [cell.outcome.value for cell in one.cells]


def test_it_is_performed_late_struck_and_judged_as_of_any_day(office):
    set_up(office)
    assert told(office) == ["missed", "missed", "running"]
    first = perform(office, performed_on="2020-02-28")
    before = f"@{newest(office)}"
    perform(office)
    perform(office, evidence=[office.upload(x.HANDLER)], no_evidence="")
    assert told(office) == ["missed", "late", "met"]
    strike(office, first, x.HANDLER)
    assert told(office) == ["missed", "missed", "met"]
    assert told(office, asked=before) == ["missed", "late", "running"]
    at = office.now()
    with office.ledger.database.reading() as connection:
        whole = obligation_register.whole(connection, x.LEADER, OWED, at)
    assert (len(whole.done), whole.owed.done, whole.owed.count(Outcome.MISSED)) == (3, 2, 2)
    assert audit_finds(office) == []


def test_a_bureau_sees_records_and_strikes_its_own_only(office):
    set_up(office)
    set_up(office, OTHER, bureau="shiqiao")
    assert [len(seen(office, by=who)) for who in (x.HANDLER, x.STRANGER, x.AUDITOR, x.EVALUATOR, x.ADMIN)] == [
        1, 1, 2, 2, 0,
    ]  # fmt: skip
    mine = perform(office)
    with pytest.raises(NoSuchObligation):
        perform(office, x.STRANGER)
    with pytest.raises(NoSuchObligation):
        perform(office, x.STRANGER, UUID(int=1))
    with pytest.raises(NoSuchPerformance):
        strike(office, mine, x.STRANGER)
    at = office.now()
    with office.ledger.database.reading() as connection:
        for who, which in ((x.STRANGER, OWED), (x.CENTER, UUID(int=1))):
            with pytest.raises(NoSuchObligation):
                obligation_register.whole(connection, who, which, at)
        assert len(obligation_register.short(connection, x.STRANGER, at)) == 1
        assert obligation_register.short(connection, x.HANDLER, at) == []
        assert obligation_register.short(connection, x.CENTER, at) == []


def test_what_is_set_up_names_a_unit_that_answers_and_is_not_owed_yet(office):
    with pytest.raises(UnknownUnit):
        set_up(office, bureau="nowhere")
    with pytest.raises(UnknownArea):
        set_up(office, area="nothing")
    set_up(office)
    with pytest.raises(AlreadyExists):
        set_up(office, duty="另一项")
    with pytest.raises(AlreadyOwed):
        set_up(office, OTHER, duty="受援人 信息公示。")
    office.do(m.EndObligation, x.CENTER, OWED, {"since": "2020-03-01", "reason": "办法废止"})
    set_up(office, OTHER)
    with pytest.raises(NotOwedThen):
        perform(office)
    with pytest.raises(StaleVersion):
        office.do(m.EndObligation, x.CENTER, OTHER, {"since": "2020-04-01", "reason": "x"}, expected_version=7)


def test_evidence_is_what_the_own_unit_uploaded(office):
    set_up(office)
    sha256 = office.upload(x.STRANGER)
    with pytest.raises(UnknownFile):
        perform(office, evidence=[sha256], no_evidence="")


@pytest.fixture
def stations(office):
    """Two stations: one from the first, one that comes in February."""
    for code, since in (("baishi-01", None), ("baishi-02", "2020-02-10")):
        office.do(m.RegisterOrganisation, x.ADMIN, organisation_id(code), {
            "code": code, "name": f"{code}工作站", "short": code, "what": "township_station", "parent": "baishi",
            **({"since": since} if since else {}),
        })  # fmt: skip
    return office


def of_stations(office):
    [one] = seen(office)
    return [(cell.station, cell.period.key, cell.outcome.value) for cell in one.cells]


def test_each_station_owes_from_its_first_whole_quarter_and_no_more_when_it_is_gone(stations):
    set_up(stations, **STATION)
    perform(stations, station="baishi-01")
    for station in ("sq-01", "baishi", "nothing"):
        with pytest.raises(StationNotYours):
            perform(stations, station=station)
    with pytest.raises(StationNotYours):
        perform(stations, station="baishi-02", performed_on="2020-02-09")
    stations.clock.advance(timedelta(days=30))
    moved = {"parent": "shiqiao", "since": "2020-04-11", "reason": "区划调整"}
    stations.do(m.MoveOrganisation, x.ADMIN, organisation_id("baishi-02"), moved)
    stations.do(
        m.DissolveOrganisation, x.ADMIN, organisation_id("baishi-01"), {"since": "2020-04-11", "reason": "撤并"}
    )
    stations.clock.advance(timedelta(days=90))
    assert of_stations(stations) == [
        ("baishi-01", "2020-Q1", "met"), ("baishi-01", "2020-Q2", "not_owed"),
        ("baishi-02", "2020-Q1", "not_owed"), ("baishi-02", "2020-Q2", "not_owed"),
    ]  # fmt: skip
    with pytest.raises(StationNotYours):
        perform(stations, station="baishi-01", performed_on="2020-04-11")


def ongoing(office):
    office.issue()
    office.assign()
    office.report()
    office.verify(conclusion="ongoing")


SAID = {name: MONTHLY[name] for name in ("duty", "rule", "since", "basis")}


def test_an_item_that_goes_on_becomes_an_obligation_linked_both_ways(office):
    ongoing(office)
    command = office.command(m.ConvertItem, x.SECOND, x.ITEM, SAID)
    done = [office.do(m.ConvertItem, x.SECOND, x.ITEM, SAID, command_id=command.command_id) for _ in range(2)]
    assert done[0] == done[1]
    at = office.now()
    [one] = seen(office)
    with office.ledger.database.reading() as connection:
        item = life(connection, x.ITEM, x.HANDLER, at).item
        standing = counts(connection, x.CENTER, at)
        still_open = ledger(connection, x.CENTER, at, Filter(state="open")).total
    assert (item.state, item.obligation) == (State.CONVERTED, obligation_of(x.ITEM))
    assert (one.obligation_id, one.obligation.from_item, one.obligation.area) == (item.obligation, x.ITEM, "system")
    assert (standing["converted"], standing["closed"], standing["ongoing"], still_open) == (1, 0, 0, 0)


def test_what_cannot_be_set_up_leaves_the_item_as_it_is(office):
    ongoing(office)
    set_up(office)
    with pytest.raises(AlreadyOwed):
        office.do(m.ConvertItem, x.SECOND, x.ITEM, SAID)
    at = office.now()
    with office.ledger.database.reading() as connection:
        assert life(connection, x.ITEM, x.CENTER, at).item.state is State.VERIFIED
    with pytest.raises(NoSuchItem):
        office.do(m.ConvertItem, x.STRANGER, x.ITEM, SAID)


def test_a_number_given_later_holds_from_its_day(office):
    set_up(office, rule="unquantified")
    perform(office)
    [one] = seen(office)
    assert (one.cells, one.done, one.rule.value) == ((), 1, "unquantified")
    office.do(m.ChangeObligation, x.CENTER, OWED, {"rule": "monthly", "since": "2020-03-01", "reason": "会议纪要"})
    assert told(office) == ["met"]
    [one] = seen(office)
    assert one.phase.since == date(2020, 3, 1)
