"""The tree of organisations: registered, renamed, moved, dissolved; nothing is deleted, every name keeps its days."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from events import signing
from tests import examples as x
from tests.spec import given_of
from workflow import messages as m
from workflow.errors import AlreadyExists, NameTaken, NotPermitted, UnknownUnit
from workflow.lookups import organisation_id, units
from workflow.messages.base import SYSTEM
from workflow.organisation_errors import (
    CenterStays,
    Dissolved,
    HasOpenItems,
    HasUnitsBelow,
    KindDoesNotFit,
    NoSuchOrganisation,
    NothingChanges,
    NotMergeable,
    ParentDoesNotFit,
    ParentMissing,
    SinceBeforeLast,
    SinceInFuture,
)
from workflow.organisations import NEW, Name, Place, evolve
from workflow.subjects import ORGANISATION

Kind = m.OrganisationKind
MARCH, APRIL, MAY = date(2020, 3, 1), date(2020, 4, 1), date(2020, 5, 1)
registered = m.OrganisationRegistered(
    code="baishi", name="白石县司法局", short="白石", what=Kind.COUNTY, parent="center", since=MARCH
)
renamed = m.OrganisationRenamed(what=Kind.DISTRICT, name="白石区司法局", short="白石区", since=APRIL, reason="撤县设区")
moved = m.OrganisationMoved(parent="province", since=APRIL, reason="省管")
dissolved = m.OrganisationDissolved(into="shiqiao", since=APRIL, reason="合并")


def common(by=SYSTEM):
    subject = organisation_id("baishi")
    return {"command_id": uuid4(), "subject": subject, "by": by, "at": x.NOON, "today": MAY}


def said(event):
    return {name: getattr(event, name) for name in event.__slots__}


REGISTER = m.RegisterOrganisation(**common(), **said(registered), above=Kind.CITY)
RENAME = m.RenameOrganisation(**common(), **said(renamed))
MOVE = m.MoveOrganisation(**common(), **said(moved), above=Kind.CITY)
DISSOLVE = m.DissolveOrganisation(**common(), **said(dissolved), above=Kind.COUNTY_CITY)
CHANGES = (RENAME, MOVE, DISSOLVE)


def given(*history):
    return given_of(ORGANISATION, *history)


def test_a_unit_is_registered_renamed_moved_and_merged_into_another():
    given().when(REGISTER).then(registered)
    given(registered).when(RENAME).then(renamed)
    given(registered, renamed).when(MOVE).then(moved)
    given(registered, renamed, moved).when(DISSOLVE).then(dissolved)


def test_it_keeps_every_name_and_place_with_the_day_it_began():
    organisation = NEW
    for event in (registered, renamed, moved, dissolved):
        organisation = evolve(organisation, event)
    county, district = (
        Name(MARCH, "白石县司法局", "白石", Kind.COUNTY),
        Name(APRIL, "白石区司法局", "白石区", Kind.DISTRICT),
    )
    assert (organisation.names, organisation.what) == ((county, district), Kind.DISTRICT)
    assert organisation.places == (Place(MARCH, "center"), Place(APRIL, "province"))
    assert (organisation.version, organisation.dissolved, organisation.into) == (4, APRIL, "shiqiao")


@pytest.mark.parametrize("command", CHANGES)
def test_what_is_not_there_or_no_more_is_not_changed(command):
    given().when(command).then_refused(NoSuchOrganisation)
    given(registered, dissolved).when(command).then_refused(Dissolved, "dissolved on 1 Apr 2020")


def test_a_code_is_registered_once_for_ever():
    given(registered).when(REGISTER).then_refused(AlreadyExists)
    given(registered, dissolved).when(REGISTER).then_refused(AlreadyExists)


@pytest.mark.parametrize("actor", [actor for actor in x.EVERYONE if actor is not x.ADMIN])
@pytest.mark.parametrize("command", [REGISTER, *CHANGES])
def test_only_the_system_administrator_changes_the_tree(command, actor):
    history = () if command is REGISTER else (registered,)
    given(*history).when(replace(command, by=actor)).then_refused(NotPermitted, "system administrator")


@pytest.mark.parametrize("command", [REGISTER, *CHANGES])
def test_a_change_is_entered_on_its_day_or_later(command):
    history = () if command is REGISTER else (registered,)
    tomorrow = replace(command, since=date(2020, 5, 2))
    given(*history).when(tomorrow).then_refused(SinceInFuture, "2 May 2020 has not come")
    given(*history).when(replace(command, since=MAY)).then(replace_since(command, MAY))


def replace_since(command, day):
    event = {"register": registered, "rename": renamed, "move": moved, "dissolve": dissolved}[command.trigger]
    return replace(event, since=day)


@pytest.mark.parametrize("command", CHANGES)
def test_a_change_is_not_dated_before_the_last(command):
    early = replace(command, since=date(2020, 2, 29))
    given(registered).when(early).then_refused(SinceBeforeLast, "before the last change, 1 Mar 2020")
    given(registered).when(replace(command, since=MARCH)).then(replace_since(command, MARCH))


def test_a_change_that_changes_nothing_is_refused():
    same = replace(RENAME, name="白石县司法局", short="白石", what=Kind.COUNTY)
    given(registered).when(same).then_refused(NothingChanges)
    for changed in ({"name": "白石司法局"}, {"short": "白"}, {"what": Kind.DISTRICT}):
        stated = {"name": "白石县司法局", "short": "白石", "what": Kind.COUNTY} | changed
        given(registered).when(replace(same, **changed)).then(replace(renamed, **stated))
    given(registered).when(replace(MOVE, parent="center")).then_refused(NothingChanges)


FITS = {
    Kind.PROVINCE: {None},
    Kind.CITY: {None, Kind.PROVINCE},
    Kind.COUNTY: {Kind.CITY}, Kind.DISTRICT: {Kind.CITY}, Kind.COUNTY_CITY: {Kind.CITY},
    Kind.TOWNSHIP_STATION: {Kind.COUNTY, Kind.DISTRICT, Kind.COUNTY_CITY},
    Kind.STREET_STATION: {Kind.COUNTY, Kind.DISTRICT, Kind.COUNTY_CITY},
    Kind.CONTACT_POINT: {
        Kind.TOWNSHIP_STATION, Kind.STREET_STATION, Kind.COUNTY, Kind.DISTRICT, Kind.COUNTY_CITY,
    },
    Kind.LIVELIHOOD_OFFICE: {None, Kind.PROVINCE, Kind.CITY},
    Kind.EVALUATOR: {None, Kind.PROVINCE, Kind.CITY},
    Kind.AUDIT: {None, Kind.PROVINCE, Kind.CITY},
}  # fmt: skip


@pytest.mark.parametrize("what", list(Kind))
def test_each_kind_has_its_place_in_the_tree(what):
    for above in (None, *Kind):
        when = given().when(replace(REGISTER, what=what, above=above))
        if above in FITS[what]:
            when.then(replace(registered, what=what))
        else:
            when.then_refused(ParentDoesNotFit)


def test_a_unit_is_merged_into_another_of_its_kind_only():
    for above in (Kind.COUNTY, Kind.DISTRICT, Kind.COUNTY_CITY):
        given(registered).when(replace(DISSOLVE, above=above)).then(dissolved)
    for above in (Kind.CITY, Kind.TOWNSHIP_STATION, Kind.EVALUATOR):
        given(registered).when(replace(DISSOLVE, above=above)).then_refused(NotMergeable)
    given(registered).when(replace(DISSOLVE, into="baishi", above=Kind.COUNTY)).then_refused(NotMergeable)
    given(registered).when(replace(DISSOLVE, into=None, above=None)).then(replace(dissolved, into=None))


@pytest.mark.parametrize("what", list(Kind))
def test_a_bureau_can_become_another_kind_of_bureau_and_nothing_else(what):
    when = given(registered).when(replace(RENAME, what=what))
    if what in (Kind.COUNTY, Kind.DISTRICT, Kind.COUNTY_CITY):
        when.then(replace(renamed, what=what))
    else:
        when.then_refused(KindDoesNotFit, "county, district, county-level city")


def test_the_center_stays():
    city = replace(registered, what=Kind.CITY)
    given(city).when(replace(DISSOLVE, into=None)).then_refused(CenterStays)


@pytest.fixture
def tree(office):
    """The office's units and what an administrator does with them."""

    def do(kind, code, **given):
        if kind is not m.RegisterOrganisation:
            given.setdefault("since", "2020-03-12")
            given.setdefault("reason", "机构改革")
        else:
            given["code"] = code
        return office.do(kind, x.ADMIN, organisation_id(code), given)

    return do


def known(office, asked=None):
    position = office.then(asked).position if asked else None
    with office.ledger.database.reading() as connection:
        return units(connection, position)


def test_what_a_unit_was_called_then_is_what_as_of_says(office, tree):
    with office.ledger.database.reading() as connection:
        before = signing.length(connection) - 1
    tree(m.RenameOrganisation, "baishi", name="白石区司法局", short="白石区")
    assert (known(office)["baishi"].name, known(office)["baishi"].short) == ("白石区司法局", "白石区")
    assert known(office, f"@{before}")["baishi"].name == "白石县司法局"
    assert known(office, f"@{before + 1}")["baishi"].name == "白石区司法局"


def test_a_new_item_is_numbered_under_the_new_name_and_the_old_ones_keep_theirs(office, tree):
    office.issue()
    tree(m.RenameOrganisation, "baishi", name="白石区司法局", short="白石区")
    office.issue(uuid4(), problem="卷宗缺少目录")
    with office.ledger.database.reading() as connection:
        numbers = sorted(connection.exec_driver_sql("SELECT number FROM item_board").scalars())
    assert numbers == ["〔2020〕1-白石-01", "〔2020〕1-白石区-02"]


def test_a_station_is_registered_below_the_bureau_it_names(office, tree):
    tree(
        m.RegisterOrganisation, "baishi-01", name="城关镇工作站", short="城关", what="township_station", parent="baishi"
    )
    station = known(office)["baishi-01"]
    assert (station.parent, station.what, station.answers) == ("baishi", Kind.TOWNSHIP_STATION, False)


def test_a_bureau_without_a_named_place_belongs_to_the_only_city_and_a_station_must_say(office, tree):
    assert known(office)["baishi"].parent == "center"
    with pytest.raises(ParentMissing, match="township station belongs to one of: county, district"):
        tree(m.RegisterOrganisation, "station", name="某镇工作站", short="某镇", what="township_station")


@pytest.mark.parametrize("named", ["name", "short"])
def test_no_two_units_have_one_name(tree, named):
    taken = {"name": "白石区司法局", "short": "白石区"} | {
        "name": {"name": "石桥市司法局"},
        "short": {"short": "石桥"},
    }[named]
    with pytest.raises(NameTaken):
        tree(m.RenameOrganisation, "baishi", **taken)


def test_what_is_named_must_be_there_and_not_dissolved(tree):
    with pytest.raises(NoSuchOrganisation):
        tree(m.MoveOrganisation, "baishi", parent="nowhere")
    tree(m.DissolveOrganisation, "shiqiao")
    with pytest.raises(Dissolved):
        tree(m.DissolveOrganisation, "baishi", into="shiqiao")


def test_a_unit_with_open_items_stays_until_they_are_closed(office, tree):
    office.whole_life()
    office.issue(second := uuid4(), problem="卷宗缺少目录")
    with pytest.raises(HasOpenItems, match="1 open items"):
        tree(m.DissolveOrganisation, "baishi", into="shiqiao")
    office.do(m.WithdrawItem, x.CENTER, second, {"reason": "重复"})
    tree(m.DissolveOrganisation, "baishi", into="shiqiao")
    unit = known(office)["baishi"]
    assert (unit.dissolved, unit.merged_into, unit.answers) == (date(2020, 3, 12), "shiqiao", False)
    with pytest.raises(UnknownUnit):
        office.issue(uuid4(), problem="另一个问题")


def test_a_unit_with_others_below_it_stays(tree):
    tree(
        m.RegisterOrganisation, "baishi-01", name="城关镇工作站", short="城关", what="township_station", parent="baishi"
    )
    with pytest.raises(HasUnitsBelow, match="1 organisations below"):
        tree(m.DissolveOrganisation, "baishi")
    tree(m.MoveOrganisation, "baishi-01", parent="shiqiao")
    tree(m.DissolveOrganisation, "baishi")
