"""Due dates, rules and calendars over the API."""

from datetime import timedelta

import pytest

from tests import examples as x
from tests.api.program import Desk

ASKED = {"until": "2020-04-30", "reason": "等系统升级", "progress": "已过半"}
DAYS = [{"day": "2020-05-01", "type": "off"}, {"day": "2020-05-09", "type": "work"}]
YEAR = {"days": DAYS, "basis": "节假日安排"}


@pytest.fixture
def going(desk: Desk) -> Desk:
    desk.office.issue()
    desk.office.assign()
    return desk


def test_an_extension_is_asked_for_and_decided(going: Desk):
    handler, center = going.of(x.HANDLER), going.of(x.CENTER)
    assert handler.pull("request_extension", ASKED, 2).json["events"] == ["item.extension_requested"]
    twice = handler.pull("request_extension", ASKED, 3)
    assert (twice.status_code, twice.json["code"]) == (409, "extension_pending")
    waiting = center.get("/items", due="extension").json["items"]
    assert [row["extension_until"] for row in waiting] == ["2020-04-30"]
    asked = center.get(f"/items/{x.ITEM}/due-dates").json
    assert (asked["request"]["until"], asked["due"], asked["extensions"]) == ("2020-04-30", "2020-04-08", [])
    saturday = center.pull("decide_extension", {"decision": "approved", "until": "2020-05-02"}, 3)
    assert (saturday.status_code, saturday.json["errors"]["until"][0]["code"]) == (422, "not_a_working_day")
    assert center.pull("decide_extension", {"decision": "approved"}, 3).json["version"] == 4
    told = handler.get(f"/items/{x.ITEM}/due-dates")
    assert (told.headers["ETag"], told.json["original"], told.json["due_last"], told.json["request"]) == (
        '"4"', "2020-04-08", "2020-04-30", None,
    )  # fmt: skip
    assert [one["before"] for one in told.json["extensions"]] == ["2020-04-08"]
    then = handler.get(f"/items/{x.ITEM}/due-dates", as_of="@0")
    assert then.status_code == 404
    assert going.of(x.STRANGER).get(f"/items/{x.ITEM}/due-dates").status_code == 404


def test_after_the_due_date_it_is_too_late_and_said_what_can_be_done(going: Desk):
    going.office.clock.advance(timedelta(days=28))
    handler = going.of(x.HANDLER)
    answer = handler.pull("request_extension", ASKED, 2)
    assert (answer.status_code, answer.json["code"]) == (409, "extension_too_late")
    assert "上报" in answer.json["messages"]["zh"]
    blocked = handler.get(f"/items/{x.ITEM}").json["blocked"]
    assert blocked["request_extension"]["code"] == "extension_too_late"


def test_items_are_urged_supervised_and_listed_by_light(going: Desk):
    center = going.of(x.CENTER)
    assert center.pull("urge", {}, 2).json["events"] == ["item.urged"]
    assert center.pull("supervise", {"light": "red", "note": "拖延"}, 3).json["version"] == 4
    again = center.pull("supervise", {"light": "blue", "note": "x"}, 4)
    assert (again.status_code, again.json["code"]) == (409, "light_stands")
    [row] = center.get("/items", light="red").json["items"]
    assert (row["light"], row["urged"], row["due_original"]) == ("red", 1, None)
    assert center.get("/items", light="green").status_code == 422
    told = center.get(f"/items/{x.ITEM}/due-dates").json
    assert (told["light"], told["urged"]) == ("red", 1)


def test_every_rule_is_read_by_all_and_set_by_the_center(desk: Desk):
    said = {"days": 5, "since": "2020-03-01", "reason": "督办办法"}
    path = "/policies/supervise-blue-days"
    rules = {row["policy"]: row["days"] for row in desk.of(x.ADMIN).get("/policies").json["rules"]}
    assert rules["supervise_blue_days"] is rules["max_extensions"] is None
    assert desk.of(x.LEADER).post(f"{path}/set", said, If_Match='"0"').status_code == 403
    assert desk.of(x.CENTER).post(f"{path}/set", said, If_Match='"0"').json["version"] == 1
    shown = desk.of(x.LEADER).get(path)
    assert (shown.json["days"], shown.headers["ETag"]) == (5, '"1"')
    gone = desk.of(x.CENTER).get("/policies/no-such")
    assert (gone.status_code, gone.json["code"]) == (404, "no_such_policy")


def test_a_calendar_is_published_whole_and_read_as_it_stood(desk: Desk):
    admin = desk.of(x.ADMIN)
    assert admin.get("/calendars/2020").json["version"] == 0
    assert admin.post("/calendars/2020/publish", YEAR, If_Match='"0"').json["version"] == 1
    same = admin.post("/calendars/2020/publish", YEAR, If_Match='"1"')
    assert (same.status_code, same.json["code"]) == (409, "calendar_unchanged")
    year = desk.of(x.LEADER).get("/calendars/2020")
    assert (year.headers["ETag"], year.json["said"][0]["days"]) == ('"1"', DAYS)
    assert desk.of(x.LEADER).get("/calendars").json["years"] == [2020]
    assert desk.of(x.LEADER).get("/calendars", as_of="@0").json["years"] == []
    assert desk.of(x.LEADER).post("/calendars/2020/publish", YEAR, If_Match='"1"').status_code == 403
    assert desk.of(x.CENTER).post("/calendars/2021/publish", YEAR, If_Match='"0"').status_code == 422
    assert admin.get("/calendars/1999").json["code"] == "no_such_year"
    odd = admin.post("/calendars/2020/publish", {**YEAR, "days": [{"day": "x"}]}, If_Match='"1"')
    assert (odd.status_code, odd.json["errors"]["days"][0]["code"]) == (422, "not_a_calendar_day")
