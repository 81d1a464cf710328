"""Obligations over the API: set up, performed, judged, struck; the wall between units; the days that policy gives."""

import pytest

from tests import examples as x
from tests.api.program import Desk
from tests.office import PNG

MONTHLY = {
    "bureau": "baishi", "area": "system", "duty": "受援人信息公示", "rule": "monthly", "since": "2020-01-01",
    "basis": "公示办法",
}  # fmt: skip
DONE = {"performed_on": "2020-03-05", "what": "公示名单一份", "no_evidence": "当日停电"}


@pytest.fixture
def path(desk: Desk) -> str:
    made = desk.of(x.CENTER).post("/obligations", MONTHLY, If_None_Match="*")
    assert (made.status_code, made.json["events"], made.headers["ETag"]) == (201, ["obligation.set_up"], '"1"')
    return f"/obligations/{made.json['obligation_id']}"


def record(desk, path, by=x.HANDLER, **said):
    return desk.of(by).post(f"{path}/performances", DONE | said, If_None_Match="*")


def outcomes(desk, by=x.LEADER, **query):
    [one] = desk.of(by).get("/obligations", **query).json["obligations"]
    return [cell["outcome"] for cell in one["periods"]]


def test_an_obligation_lives(desk: Desk, path):
    assert outcomes(desk) == ["missed", "missed", "running"]
    sha256 = desk.of(x.HANDLER).ask(
        "POST", "/files", query_string={"name": "照片.png"}, data=PNG
    ).json["sha256"]  # fmt: skip
    done = record(desk, path, evidence=[sha256], no_evidence="").json
    assert (done["version"], done["events"]) == (1, ["performance.recorded"])
    assert outcomes(desk) == ["missed", "missed", "met"]
    seen = desk.of(x.LEADER).get(path)
    [told] = seen.json["performances"]
    assert (told["evidence"][0]["sha256"], told["struck"], told["entered_by"]["org"]) == (sha256, None, "baishi")
    assert [one["name"] for one in seen.json["events"]] == ["obligation.set_up", "performance.recorded"]
    assert desk.of(x.LEADER).get(f"{path}/files/{sha256}").data == PNG
    assert desk.of(x.STRANGER).get(f"{path}/files/{sha256}").status_code == 404
    struck = f"/performances/{done['performance_id']}/strike"
    assert desk.of(x.COLLEAGUE).post(struck, {"reason": "重复"}, If_Match='"1"').json["code"] == "not_who_entered"
    assert desk.of(x.HANDLER).post(struck, {"reason": "重复"}, If_Match='"1"').json["version"] == 2
    assert desk.of(x.HANDLER).post(struck, {"reason": "重复"}, If_Match='"2"').json["code"] == "already_struck"
    change = {"rule": "monthly_average", "window": 12, "since": "2020-04-01", "reason": "会议纪要"}
    assert desk.of(x.CENTER).post(f"{path}/change", change, If_Match='"0"').status_code == 412
    assert desk.of(x.CENTER).post(f"{path}/change", change, If_Match='"1"').json["version"] == 2


def test_sent_again_under_its_key_it_is_one(desk: Desk, path):
    said = {**MONTHLY, "duty": "另一项"}
    first, again = (
        desk.of(x.CENTER).post("/obligations", said, If_None_Match="*", Idempotency_Key="k1") for _ in range(2)
    )
    assert (first.status_code, first.json) == (again.status_code, again.json)
    twice = desk.of(x.CENTER).post("/obligations", said, If_None_Match="*")
    assert (twice.status_code, twice.json["code"]) == (422, "already_owed")


def test_what_another_unit_owes_is_not_there(desk: Desk, path):
    stranger = desk.of(x.STRANGER)
    assert stranger.get("/obligations").json["obligations"] == []
    for answer in (stranger.get(path), record(desk, path, x.STRANGER)):
        assert (answer.status_code, answer.json["code"]) == (404, "no_such_obligation")
    assert desk.of(x.LEADER).post("/obligations", MONTHLY, If_None_Match="*").status_code == 403
    assert record(desk, path, x.AUDITOR).status_code == 403
    assert desk.of(x.ADMIN).get("/obligations").status_code == 403
    gone = stranger.post("/performances/00000000-0000-0000-0000-000000000001/strike", {"reason": "x"}, If_Match='"1"')
    assert (gone.status_code, gone.json["code"]) == (404, "no_such_performance")


def test_what_is_wrong_is_said_under_its_field(desk: Desk, path):
    bad = record(desk, path, no_evidence="").json
    assert (bad["code"], bad["errors"]["evidence"][0]["code"]) == ("evidence_or_reason", "evidence_or_reason")
    average = desk.of(x.CENTER).post(
        "/obligations", {**MONTHLY, "duty": "发放补贴", "rule": "monthly_average"}, If_None_Match="*"
    )
    assert (average.status_code, average.json["code"]) == (422, "window_missing")
    odd = desk.of(x.CENTER).post("/obligations", {**MONTHLY, "rule": "weekly"}, If_None_Match="*")
    assert odd.json["errors"]["rule"][0]["code"] == "not_a_choice"


def test_the_rule_is_set_by_the_center_and_read_by_all_who_work_with_items(desk: Desk):
    path = "/policies/raised-item-days"
    assert desk.of(x.LEADER).get(path).json["days"] is None
    said = {"days": 30, "since": "2020-03-01", "reason": "整改办法"}
    assert desk.of(x.LEADER).post(f"{path}/set", said, If_Match='"0"').status_code == 403
    assert desk.of(x.CENTER).post(f"{path}/set", said, If_Match='"0"').json["version"] == 1
    rule = desk.of(x.LEADER).get(path)
    assert (rule.json["days"], rule.json["policy"], rule.headers["ETag"]) == (30, "raised_item_days", '"1"')
    assert desk.of(x.LEADER).get("/obligations").json["raised_item_days"] == 30
