"""Findings over the API: clauses published, findings entered once, items from them, units compared, a year frozen."""

import hashlib

import pytest

from tests import examples as x
from tests.api.program import ISSUE, Desk
from tests.web.test_findings import clause_list

CLAUSE = {
    "code": "A1", "zh": "数据准确", "en": "Accurate data", "area": "system", "standard": "演示标准", "year": 2019,
}  # fmt: skip
SAID = {
    "source": "third_party", "year": 2019, "clause": "A1", "text": "登记数与办案数有出入", "concerns": "named",
    "units": ["baishi", "shiqiao"], "figure": {"count": 2, "of": 9, "unit": "个单位"}, "amount": "1234.50",
}  # fmt: skip


@pytest.fixture
def clauses(desk: Desk) -> Desk:
    done = desk.of(x.CENTER).post("/clauses/publish", {"clauses": [CLAUSE]}, If_Match='"0"')
    assert (done.status_code, done.json["version"]) == (200, 1)
    return desk


def enter(desk: Desk, by=x.EVALUATOR, headers=None, **changed):
    return desk.of(by).post("/findings", SAID | changed, If_None_Match="*", **(headers or {}))


def test_a_finding_lives(clauses: Desk):
    made = enter(clauses)
    assert (made.status_code, made.json["events"], made.headers["ETag"]) == (201, ["finding.entered"], '"1"')
    path, evaluator = f"/findings/{made.json['finding_id']}", clauses.of(x.EVALUATOR)
    seen = evaluator.get(path).json["finding"]
    assert (seen["number"], seen["amount"], seen["figure"], seen["units"], seen["area"]) == (
        "问〔2019〕1", "1234.50", "9个单位中有2个单位", ["baishi", "shiqiao"], "system",
    )  # fmt: skip
    later = {name: value for name, value in SAID.items() if name not in ("source", "year")}
    said = {**later, "text": "登记数少于办案数", "reason": "复核"}
    assert evaluator.post(f"{path}/correct", said, If_Match='"1"').json["version"] == 2
    assert clauses.of(x.CENTER).post(f"{path}/correct", said, If_Match='"2"').status_code == 403
    events = clauses.of(x.AUDITOR).get(path).json["events"]
    assert [one["body"].get("text") for one in events] == [SAID["text"], "登记数少于办案数"]
    assert evaluator.post(f"{path}/withdraw", {"reason": "有误"}, If_Match='"2"').json["version"] == 3
    assert evaluator.post(f"{path}/withdraw", {"reason": "有误"}, If_Match='"3"').status_code == 409


def test_sent_again_under_its_key_it_is_one_finding_and_otherwise_refused(clauses: Desk):
    first, again = (enter(clauses, headers={"Idempotency_Key": "k1"}) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    other = enter(clauses)
    assert (other.status_code, other.json["code"]) == (422, "found_already")
    assert "问〔2019〕1" in other.json["detail"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"clause": ""}, "clause_missing"), ({"clause": "Z9"}, "unknown_clause"),
        ({"figure": {"count": 12, "of": 9}}, "figure_above_whole"),
        ({"figure": {"count": 3, "quantifier": "个别"}}, "not_a_figure"),
        ({"figure": "个别3个"}, "quantifier_with_number"),
        ({"amount": 1.5}, "not_an_amount"), ({"units": ["x"]}, "unknown_unit"), ({"units": "baishi"}, "not_a_list"),
        ({"source": "center"}, "source_not_yours"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_its_code(clauses: Desk, changed, code):
    refused = enter(clauses, **changed)
    codes = {one["code"] for errors in refused.json["errors"].values() for one in errors}
    assert (refused.status_code, codes) == (422, {code})


def test_an_item_says_what_it_came_from_and_a_bureau_is_told_no_more_than_its_part(clauses: Desk):
    finding = enter(clauses).json["finding_id"]
    center, leader, stranger = (clauses.of(by) for by in (x.CENTER, x.LEADER, x.STRANGER))
    assert leader.get(f"/findings/{finding}").status_code == 404
    said = {**ISSUE, "finding": finding, "amount": "10.01"}
    assert center.post(f"/items/{x.ITEM}/issue", said, If_None_Match="*").status_code == 201
    facts = leader.get(f"/items/{x.ITEM}").json["facts"]
    assert (facts["finding"], facts["amount"], facts["repeats"]) == (finding, "10.01", None)
    told = leader.get(f"/findings/{finding}").json
    assert (told["finding"]["units"], told["finding"]["others"], told["finding"]["amount"]) == (["baishi"], 1, None)
    assert "shiqiao" not in str(told)
    assert [item["item_id"] for item in told["items"]] == [str(x.ITEM)]
    assert stranger.get(f"/findings/{finding}").status_code == 404
    assert stranger.get("/findings").json["findings"] == []
    again = enter(clauses, year=2020, text="登记数与办案数仍有出入").json["finding_id"]
    earlier = center.get(f"/findings/{again}/earlier-items", unit="baishi").json["items"]
    assert [one["item_id"] for one in earlier] == [str(x.ITEM)]


def test_findings_of_earlier_years_are_proposed_and_linked(clauses: Desk):
    old = enter(clauses, year=2018).json["finding_id"]
    new = enter(clauses).json["finding_id"]
    evaluator = clauses.of(x.EVALUATOR)
    assert evaluator.get(f"/findings/{new}").json["proposed"] == [old]
    assert evaluator.post(f"/findings/{new}/link", {"repeats": old}, If_Match='"1"').status_code == 200
    assert evaluator.get(f"/findings/{new}").json["before"] == [old]
    assert evaluator.get(f"/findings/{old}").json["after"] == [new]
    listed = evaluator.get("/findings", year=2018, unit="baishi", clause="A1").json["findings"]
    assert [row["finding_id"] for row in listed] == [old]


def test_the_units_compare_and_a_snapshot_keeps_its_bytes(clauses: Desk):
    evaluator = clauses.of(x.EVALUATOR)
    enter(clauses)
    enter(clauses, text="另有出入", concerns="unknown", units=[], figure={"quantifier": "个别", "unit": "地方"})
    [line] = evaluator.get("/evaluation", year=2019).json["lines"]
    assert (line["findings"], line["units"], line["stated"]) == (2, {"baishi": 1, "shiqiao": 1}, ["个别地方"])
    said = {"title": "2019年度", "year": 2019}
    assert clauses.of(x.LEADER).post("/snapshots", said, If_None_Match="*").status_code == 403
    one = evaluator.post("/snapshots", said, If_None_Match="*").json["snapshot_id"]
    before = evaluator.get(f"/snapshots/{one}/table").data
    enter(clauses, text="后来的")
    told = clauses.of(x.AUDITOR).get(f"/snapshots/{one}").json
    assert (told["same"], told["digest"]) == (True, hashlib.sha256(before).hexdigest())
    assert evaluator.get(f"/snapshots/{one}/table").data == before
    assert [row["title"] for row in evaluator.get("/snapshots").json["snapshots"]] == ["2019年度"]
    for by, status in ((x.LEADER, 404), (x.ADMIN, 404)):
        assert clauses.of(by).get(f"/snapshots/{one}").status_code == status
    assert clauses.of(x.LEADER).get("/evaluation", year=2019).status_code == 403
    assert evaluator.post(f"/snapshots/{one}/withdraw", {"reason": "重做"}, If_Match='"1"').json["version"] == 2
    empty = evaluator.post("/snapshots", {**said, "year": 1999}, If_None_Match="*")
    assert (empty.status_code, empty.json["code"]) == (422, "nothing_to_freeze")


def test_a_list_of_clauses_is_published_whole_or_not_at_all(desk: Desk):
    row = ("G1", "归档及时", "", "档案管理", "演示标准", "2020年")

    def sent(by, *rows, **query):
        asked = {"name": "条款.xlsx", **query}
        return desk.of(by).ask("POST", "/clause-lists", query_string=asked, data=clause_list(*rows))

    dry, left, done = sent(x.CENTER, row, dry_run="true"), sent(x.CENTER, row, row), sent(x.ADMIN, row)
    assert [one.json["written"] for one in (dry, left, done)] == [False, False, True]
    assert (left.json["left"], done.json["version"]) == (1, 1)
    assert sent(x.LEADER, row).status_code == 403
    [clause] = desk.of(x.HANDLER).get("/clauses").json["clauses"]
    assert (clause["code"], clause["en"], clause["year"]) == ("G1", "归档及时", 2020)
