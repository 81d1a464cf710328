"""The contact register over the API: read masked, whole by a recorded step, changed by who keeps it, imported."""

import pytest

from tests import examples as x
from tests.api.program import Desk
from tests.documents.test_contact_import import COLUMNS, WANG, ZHAO, listed

STATION = {"code": "baishi-01", "name": "城关镇工作站", "short": "城关", "what": "township_station", "parent": "baishi"}
PERSON = {"station": "baishi-01", "post": "liaison", "name": "王五", "phone": "13800000001"}


@pytest.fixture
def stations(desk: Desk) -> Desk:
    desk.of(x.ADMIN).post("/organisations", STATION, If_None_Match="*")
    other = {**STATION, "code": "baishi-02", "name": "东关镇工作站", "short": "东关"}
    desk.of(x.ADMIN).post("/organisations", other, If_None_Match="*")
    return desk


def register(desk, by=x.HANDLER, **headers):
    return desk.of(by).post("/contacts", PERSON, If_None_Match="*", **headers)


def test_an_entry_lives(stations: Desk):
    made = register(stations)
    assert (made.status_code, made.json["events"], made.headers["ETag"]) == (201, ["contact.registered"], '"1"')
    path = f"/contacts/{made.json['contact_id']}"
    called = {"result": "dead_number", "checked_on": "2020-03-12"}
    assert stations.of(x.EVALUATOR).post(f"{path}/check", called, If_Match='"1"').json["version"] == 2
    seen = stations.of(x.LEADER).get(path).json
    assert (seen["contact"]["name"], seen["contact"]["phone"], seen["contact"]["standing"]) == (
        "王*", "138****0001", "found",
    )  # fmt: skip
    assert [one["name"] for one in seen["events"]] == ["contact.registered", "contact.checked"]
    assert "王五" not in str(seen)
    whole = stations.of(x.CENTER).post(f"{path}/people", {}).json
    assert whole["contact"]["phone"] == "13800000001"
    change = {"phone": "13800000002", "since": "2020-03-12"}
    assert stations.of(x.HANDLER).post(f"{path}/change_phone", change, If_Match='"1"').status_code == 412
    assert stations.of(x.HANDLER).post(f"{path}/change_phone", change, If_Match='"2"').json["version"] == 3


def test_sent_again_under_its_key_it_is_one_entry(stations: Desk):
    first, again = (register(stations, Idempotency_Key="k1") for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert len(stations.of(x.CENTER).get("/contacts").json["contacts"]) == 1


@pytest.mark.parametrize(
    ("by", "status", "code"),
    [(x.STRANGER, 422, "no_such_station"), (x.AUDITOR, 403, "not_permitted"), (x.ADMIN, 403, "not_permitted")],
)
def test_who_does_not_keep_the_register_is_refused(stations: Desk, by, status, code):
    refused = register(stations, by)
    assert (refused.status_code, refused.json["code"]) == (status, code if status == 403 else "no_such_station")


def test_what_another_bureau_keeps_is_not_there(stations: Desk):
    path = f"/contacts/{register(stations).json['contact_id']}"
    stranger = stations.of(x.STRANGER)
    assert stranger.get("/contacts").json["contacts"] == []
    assert stranger.post("/contacts/people", {}).json["contacts"] == []
    for answer in (stranger.get(path), stranger.post(f"{path}/people", {}),
                   stranger.post(f"{path}/end", {"since": "2020-03-12", "reason": "x"}, If_Match='"1"')):  # fmt: skip
        assert (answer.status_code, answer.json["code"]) == (404, "no_such_contact")


def test_the_rule_is_set_by_the_center_and_read_by_all_who_work_with_items(stations: Desk):
    path = "/policies/contact-change-days"
    assert stations.of(x.LEADER).get(path).json["days"] is None
    said = {"days": 5, "since": "2020-03-01", "reason": "办法"}
    assert stations.of(x.LEADER).post(f"{path}/set", said, If_Match='"0"').status_code == 403
    assert stations.of(x.CENTER).post(f"{path}/set", said, If_Match='"0"').json["version"] == 1
    rule = stations.of(x.LEADER).get(path)
    assert (rule.json["days"], rule.headers["ETag"], rule.json["said"][0]["reason"]) == (5, '"1"', "办法")
    bad = stations.of(x.CENTER).post(f"{path}/set", {**said, "days": 0}, If_Match='"1"')
    assert (bad.status_code, bad.json["errors"]["days"][0]["code"]) == (422, "out_of_range")


def test_a_list_is_imported_row_by_row(stations: Desk):
    def sent(**query):
        address = {"name": "名册.xlsx", **query}
        return stations.of(x.LEADER).ask("POST", "/contact-lists", query_string=address, data=listed(WANG, ZHAO)).json

    dry, done, again = sent(dry_run="true"), sent(), sent()
    assert (dry["written"], dry["changes"], done["written"], done["changes"], again["changes"]) == (
        False, 3, True, 3, 0,
    )  # fmt: skip
    assert [row["did"] for row in done["rows"]] == [["register"], ["register", "check"]]
    contacts = stations.of(x.CENTER).get("/contacts", standing="found").json["contacts"]
    assert [one["station"] for one in contacts] == ["baishi-02"]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("replace", {"name": "赵六", "phone": "13900000001", "since": "9999-12-31"}),
        ("change_phone", {"phone": "13900000001", "since": "9999-12-31"}),
        ("end", {"since": "9999-12-31", "reason": "x"}),
        ("check", {"result": "dead_number", "checked_on": "9999-12-31"}),
    ],
)
def test_a_day_far_off_is_refused_and_no_failure(stations: Desk, act, said):
    days = {"days": 5, "since": "2020-01-01", "reason": "办法"}
    stations.of(x.CENTER).post("/policies/contact-change-days/set", days, If_Match='"0"')
    path = f"/contacts/{register(stations).json['contact_id']}"
    refused = stations.of(x.HANDLER).post(f"{path}/{act}", said, If_Match='"1"')
    assert (refused.status_code, refused.json["code"]) == (422, "since_in_future")
    late = stations.of(x.HANDLER).post("/contacts", {**PERSON, "since": "9999-12-31"}, If_None_Match="*")
    assert (late.status_code, late.json["code"]) == (422, "since_in_future")


def test_a_phone_is_a_number(stations: Desk):
    for phone in ("不详", "赵六 13800000001", "139"):
        refused = stations.of(x.HANDLER).post("/contacts", {**PERSON, "phone": phone}, If_None_Match="*")
        assert (refused.status_code, refused.json["errors"]["phone"][0]["code"]) == (422, "not_a_phone")
        assert "0000-7000001" in refused.json["errors"]["phone"][0]["message"]


def test_each_event_says_whether_it_was_late_and_the_entry_whether_any_was(stations: Desk):
    days = {"days": 5, "since": "2020-01-01", "reason": "办法"}
    stations.of(x.CENTER).post("/policies/contact-change-days/set", days, If_Match='"0"')
    made = stations.of(x.HANDLER).post("/contacts", {**PERSON, "since": "2020-03-01"}, If_None_Match="*")
    path = f"/contacts/{made.json['contact_id']}"
    change = {"phone": "13800000002", "since": "2020-03-12"}
    stations.of(x.HANDLER).post(f"{path}/change_phone", change, If_Match='"1"')
    seen = stations.of(x.LEADER).get(path).json
    assert [one["late"] for one in seen["events"]] == [True, False]
    told = {name: seen["contact"][name] for name in ("late", "since", "phone_since")}
    assert told == {"late": True, "since": "2020-03-01", "phone_since": "2020-03-12"}


def test_answers_are_sent_as_they_were_offered(stations: Desk):
    row = ("城关工作站", *WANG[1:5], "正常", WANG[4], "改拨13812345678")
    data = listed(row, columns=(*COLUMNS, "备注"))

    def sent(**query):
        address = {"name": "名册.xlsx", **query}
        return stations.of(x.LEADER).ask("POST", "/contact-lists", query_string=address, data=data)

    [asked] = sent(dry_run="true").json["rows"]
    assert asked["answers"] == ["3:station=baishi-01", "3:remark"]
    assert sent(confirm="3").json["left"] == 1
    assert sent(confirm=",".join(asked["answers"])).json["changes"] == 2
    assert sent(confirm="3:,x").status_code == 422
