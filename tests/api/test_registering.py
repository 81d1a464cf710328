"""The typed registers over the API: recorded, changed and struck by who keeps them, judged, imported."""

import pytest

from tests import examples as x
from tests.api.program import Desk
from tests.documents.test_row_import import FIRST, SECOND, listed
from tests.web.row_bodies import BODIES
from workflow import messages as m
from workflow.lookups import policy_id
from workflow.messages.policy import Policy
from workflow.messages.row import RegisterKind

PAYMENT = BODIES[RegisterKind.PAYMENT]


def record(desk: Desk, by=x.HANDLER, kind=RegisterKind.PAYMENT, headers=None, **said):
    return desk.of(by).post(f"/registers/{kind}/record", {**BODIES[kind], **said}, If_None_Match="*", **(headers or {}))


def test_a_row_lives(desk: Desk):
    made = record(desk)
    assert (made.status_code, made.json["events"], made.headers["ETag"]) == (201, ["register.row_recorded"], '"1"')
    path = f"/registers/rows/{made.json['row_id']}"
    change, said = f"/registers/payment/{made.json['row_id']}/change", {**PAYMENT, "account_type": "law_firm"}
    assert desk.of(x.LEADER).post(change, said, If_Match='"1"').json["version"] == 2
    assert desk.of(x.LEADER).post(change, said, If_Match='"1"').status_code == 412
    shown = desk.of(x.AUDITOR).get(path).json
    assert (shown["row"]["name"], shown["row"]["values"]["amount"]) == ("王*", "120000")
    assert [one["name"] for one in shown["events"]] == ["register.row_recorded", "register.row_changed"]
    assert "王五" not in str(shown)
    assert desk.of(x.CENTER).post(f"{path}/people", {}).json["row"]["name"] == "王五"
    found = desk.of(x.LEADER).get("/registers/payment/findings").json["findings"]
    assert [one["rule"] for one in found] == ["passing_unknown", "not_personal"]
    assert desk.of(x.LEADER).post(f"{path}/strike", {"reason": "重复"}, If_Match='"2"').json["version"] == 3
    gone = desk.of(x.LEADER).post(f"{path}/strike", {"reason": "重复"}, If_Match='"3"')
    assert (gone.status_code, gone.json["code"]) == (409, "row_gone")
    assert record(desk).json["version"] == 4


def test_a_row_is_recorded_once_and_under_its_key_answered_again(desk: Desk):
    first, again = (record(desk, headers={"Idempotency_Key": "k1"}) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    there = record(desk)
    assert (there.status_code, there.json["code"]) == (409, "row_there")


@pytest.mark.parametrize(
    ("by", "status", "code"),
    [(x.STRANGER, 422, "no_unit_to_record_for"), (x.AUDITOR, 403, "not_permitted"), (x.ADMIN, 403, "not_permitted")],
)
def test_who_does_not_keep_the_register_is_refused(desk: Desk, by, status, code):
    record(desk)
    refused = record(desk, by)
    assert (refused.status_code, refused.json["code"]) == (status, code)


def test_what_another_bureau_keeps_is_not_there(desk: Desk):
    row, stranger = record(desk).json["row_id"], desk.of(x.STRANGER)
    assert stranger.get("/registers/payment").json["rows"] == []
    assert stranger.get("/registers/payment/findings").json["findings"] == []
    assert {one["rows"] for one in stranger.get("/registers").json["registers"]} == {0}
    for answer in (stranger.get(f"/registers/rows/{row}"), stranger.post(f"/registers/rows/{row}/people", {}),
                   stranger.post(f"/registers/rows/{row}/strike", {"reason": "x"}, If_Match='"1"')):  # fmt: skip
        assert (answer.status_code, answer.json["code"]) == (404, "no_such_row")
    nothing = desk.of(x.CENTER).get("/registers/nothing")
    assert (nothing.status_code, nothing.json["code"]) == (404, "no_such_register")


def test_a_list_is_imported_row_by_row(desk: Desk):
    def sent(**query):
        address = {"name": "发放表.xlsx", **query}
        data = listed(FIRST, SECOND, ("白石", "", "", "", "", "", ""))
        return desk.of(x.LEADER).ask("POST", "/registers/payment/lists", query_string=address, data=data).json

    dry, done, again = sent(dry_run="true"), sent(), sent()
    assert (dry["written"], dry["changes"], done["changes"], done["left"], again["changes"]) == (False, 2, 2, 1, 0)
    assert [row["came"] for row in again["rows"]] == ["unchanged", "unchanged", "refused"]


def test_items_are_raised_by_the_center_once(desk: Desk):
    areas = [{"code": "finance", "zh": "财务管理", "en": "Finance"}]
    record(desk, account_type="law_firm", file_passed_on="2020-03-01")
    [found] = desk.of(x.CENTER).get("/registers/payment/findings").json["findings"]
    said = {"findings": [found["chosen_by"]]}
    codes = [desk.of(by).post("/registers/payment/raise", said).json["code"] for by in (x.LEADER, x.CENTER)]
    assert codes == ["not_permitted", "no_days_to_raise"]
    policy, days = Policy.RAISED_ITEM_DAYS, {"days": 30, "since": "2020-01-01", "reason": "整改办法"}
    desk.office.do(m.SetPolicy, x.CENTER, policy_id(policy), days, policy=policy)
    assert desk.of(x.CENTER).post("/registers/payment/raise", said).json["code"] == "no_area_to_raise"
    desk.of(x.CENTER).post("/areas/publish", {"areas": areas}, If_Match='"1"')
    assert desk.of(x.CENTER).post("/registers/payment/raise", said).json == {"raised": 1}
    assert desk.of(x.CENTER).post("/registers/payment/raise", said).json["code"] == "nothing_chosen"
    [again] = desk.of(x.LEADER).get("/registers/payment/findings").json["findings"]
    item = desk.of(x.LEADER).get(f"/items/{again['item_id']}").json
    assert (again["number"] != "", item["facts"]["area"]) == (True, "finance")
    wrong = desk.of(x.CENTER).post("/registers/payment/raise", {"findings": "x"})
    assert (wrong.status_code, wrong.json["errors"]["findings"][0]["code"]) == (422, "not_a_list")
