"""What the rows of a register come to in a year, by unit or station; also of those that have none."""

from datetime import date
from uuid import uuid4

import pytest

from tests import examples as x
from tests.workflow.test_row_rules import line
from workflow import messages as m
from workflow.lookups import organisation_id
from workflow.messages.publicity import RecordStationActivity
from workflow.messages.row import RegisterKind as Kind
from workflow.row_counts import counted
from workflow.row_errors import NotStationOfUnit
from workflow.row_preparation import id_of

TODAY = date(2020, 4, 8)


def of(kind, *lines, year=2020, codes=()):
    found = counted(kind, lines, year, TODAY, codes)
    return {code: [(label.en, value.en) for label, value in said] for code, said in found.items()}


def test_payments_are_judged_by_the_average_of_the_months_that_have_ended():
    paid = [line(paid_on=day) for day in ("2020-01-03", "2020-01-03", "2020-01-20", "2020-03-05", "2020-04-01")]
    assert of(Kind.PAYMENT, *paid)["baishi"] == [
        ("times", "3"), ("once a month on average", "yes"), ("months missed", "2020-02"),
    ]  # fmt: skip
    assert of(Kind.PAYMENT, *paid[:3])["baishi"][1] == ("once a month on average", "no")


def test_disclosures_are_judged_month_by_month():
    seen = [line(disclosed_on=day) for day in ("2020-01-03", "2020-01-20", "2020-03-05")]
    assert of(Kind.DISCLOSURE, *seen)["baishi"] == [
        ("times", "3"), ("every month", "no"), ("months missed", "2020-02"),
    ]  # fmt: skip
    assert of(Kind.DISCLOSURE, *seen, line(disclosed_on="2020-02-29"))["baishi"][1] == ("every month", "yes")


def test_who_has_no_row_has_missed_every_month():
    assert of(Kind.DISCLOSURE, codes=["baishi"])["baishi"] == [
        ("times", "0"), ("every month", "no"), ("months missed", "2020-01, 2020-02, 2020-03"),
    ]  # fmt: skip
    assert of(Kind.DISCLOSURE, codes=["baishi"], year=2021)["baishi"] == [("times", "0")]


def test_briefs_are_counted_as_submitted_adopted_and_published():
    briefs = [line(title="1", submitted_on="2020-01-03"), line(title="2", submitted_on="2020-01-03", adopted_by="city"),
              line(title="3", submitted_on="2020-01-03", adopted_on="2020-02-01", link="x"),
              line(title="4", submitted_on="2019-12-31", adopted_by="city")]  # fmt: skip
    assert of(Kind.NEWS, *briefs)["baishi"] == [("submitted", "3"), ("adopted", "2"), ("published", "1")]


def test_activities_are_counted_by_station_and_quarter_and_people_trained_by_year():
    held = [line(station="s1", held_on=day) for day in ("2020-01-03", "2020-03-31", "2020-10-01")]
    assert of(Kind.STATION_ACTIVITY, *held, codes=["s2"]) == {
        "s1": [("2020-Q1", "2"), ("2020-Q2", "0"), ("2020-Q3", "0"), ("2020-Q4", "1")],
        "s2": [(f"2020-Q{n}", "0") for n in range(1, 5)],
    }
    trained = [line(held_on="2020-02-03", people="20"), line(held_on="2020-03-03", people="5")]
    assert of(Kind.TRAINING, *trained)["baishi"] == [("times", "2"), ("people", "25")]
    assert of(Kind.VOUCHER, line(case_no="1")) == {}


def test_an_activity_is_held_by_a_station_of_the_unit(office):
    for code, parent in (("baishi-01", "baishi"), ("sq-01", "shiqiao")):
        office.do(m.RegisterOrganisation, x.ADMIN, organisation_id(code), {
            "code": code, "name": f"{code}工作站", "short": code, "what": "township_station", "parent": parent,
        })  # fmt: skip

    def held(station):
        said = {"bureau": "baishi", "station": station, "held_on": "2020-03-01", "topic": "普法", "people": 20}
        row = id_of(office.command(RecordStationActivity, x.LEADER, uuid4(), said))
        return office.do(RecordStationActivity, x.LEADER, row, said)

    assert held("baishi-01").version == 1
    for station in ("sq-01", "baishi", "nothing"):
        with pytest.raises(NotStationOfUnit):
            held(station)
