"""Samples over the API: planned, framed by a list or by items, drawn, checked, concluded; and the file of a draw."""

import json

import pytest

from tests import examples as x
from tests.api.program import Desk
from tests.documents.test_frame_list import listed
from workflow.sampling import file_faults

PLAN = {"title": "卷宗抽查", "purpose": "核对", "drawn_from": "volumes", "seed": "7"}
LIST = listed(*[(unit, f"2019-{n:03}", "") for unit in ("白石", "石桥") for n in range(7)], ("白石", "", ""))


def plan(desk: Desk, by=x.EVALUATOR, **changed) -> str:
    made = desk.of(by).post("/samples", {**PLAN, **changed}, If_None_Match="*")
    assert (made.status_code, made.json["events"]) == (201, ["sample.planned"])
    return made.json["sample_id"]


def bring(desk: Desk, sample: str, version: int, by=x.EVALUATOR, **query):
    address, seen = {"name": "卷宗.xlsx", **query}, {"If-Match": f'"{version}"'}
    return desk.of(by).ask("POST", f"/samples/{sample}/volumes", query_string=address, data=LIST, headers=seen)


def pull(desk: Desk, sample: str, trigger: str, version: int, by=x.EVALUATOR, **said):
    return desk.of(by).post(f"/samples/{sample}/{trigger}", said, If_Match=f'"{version}"')


def test_a_sample_lives(desk: Desk):
    sample = plan(desk)
    dry, done = bring(desk, sample, 1, dry_run="true"), bring(desk, sample, 1)
    assert (dry.json["version"], done.json["version"], done.json["left"]) == (None, 2, 1)
    assert dry.json["digest"] == done.json["digest"]
    frame = done.json["digest"]
    assert bring(desk, sample, 2).json["code"] == "frame_stands"
    assert bring(desk, sample, 1).status_code == 412
    assert pull(desk, sample, "draw", 2, frame=frame, sizes="2", in_all=15).json["code"] == "sum_differs"
    assert pull(desk, sample, "draw", 2, frame="x", sizes="2").json["code"] == "frame_changed"
    assert pull(desk, sample, "draw", 2, frame=frame, sizes="白石=2, 石桥=1", in_all=3).json["version"] == 3
    seen = desk.of(x.AUDITOR).get(f"/samples/{sample}").json
    [draw] = seen["draws"]
    assert seen["same_frame"] == []
    assert (draw["seed"], draw["seed_from"], draw["in_all"], draw["each"]) == ("7", "given", 3, None)
    assert [row["unit"] for row in seen["rows"]] == ["baishi", "baishi", "shiqiao"]
    for version, row in enumerate(seen["rows"], start=3):
        said = {"unit": row["unit"], "row": row["row"], "checked_on": "2020-03-12", "defects": ["binding"]}
        assert pull(desk, sample, "check", version, **said).status_code == 200
    wrong = {**said, "defects": ["fire"], "reason": "x"}
    assert pull(desk, sample, "correct", 6, **wrong).json["errors"]["defects"][0]["code"] == "not_a_choice"
    assert pull(desk, sample, "correct", 6, **{**wrong, "defects": []}).json["version"] == 7
    assert desk.of(x.LEADER).get(f"/samples/{sample}").status_code == 404
    assert pull(desk, sample, "conclude", 7, x.CENTER).json["events"] == ["sample.concluded"]
    mine = desk.of(x.LEADER).get(f"/samples/{sample}").json
    assert (mine["found"], mine["others"]["drawn"], mine["draws"], mine["frame"]) == (2, 1, [], None)
    assert "shiqiao" not in json.dumps(mine)
    assert desk.of(x.LEADER).get("/samples").json["samples"][0]["drawn"] == 2
    assert pull(desk, sample, "check", 8, **said).json["code"] == "sample_concluded"


def test_the_file_of_a_draw_is_repeated_by_who_sees_all_of_it(desk: Desk):
    sample = plan(desk)
    frame = bring(desk, sample, 1).json["digest"]
    pull(desk, sample, "draw", 2, frame=frame, sizes="3")
    pull(desk, sample, "draw_again", 3, frame=frame, sizes="3", reason="补抽")
    for number in (1, 2):
        file = desk.of(x.AUDITOR).get(f"/samples/{sample}/draws/{number}")
        assert (file.status_code, file_faults(file.data)) == (200, [])
    for by, number in ((x.AUDITOR, 3), (x.LEADER, 1), (x.ADMIN, 1)):
        assert desk.of(by).get(f"/samples/{sample}/draws/{number}").status_code == 404


def test_items_are_taken_as_they_stood(desk: Desk):
    desk.office.issue()
    sample = plan(desk, drawn_from="items")
    path = f"/samples/{sample}/items"
    seen = {"If-Match": '"1"'}
    taken = desk.of(x.AUDITOR).ask("POST", path, query_string={"state": "issued"}, headers=seen)
    assert (taken.status_code, taken.json["version"]) == (200, 2)
    answer = desk.of(x.AUDITOR).get(f"/samples/{sample}").json
    assert answer["frame"]["units"] == [{"unit": "baishi", "rows": 1}]
    assert isinstance(answer["frame"]["at_position"], int)
    wrong = desk.of(x.AUDITOR).ask("POST", path, query_string={"state": "lost"}, headers=seen)
    assert (wrong.status_code, wrong.json["errors"]["state"][0]["code"]) == (422, "not_a_choice")
    other = bring(desk, sample, 2)
    assert (other.status_code, other.json["code"]) == (409, "other_frame")


@pytest.mark.parametrize("by", [x.LEADER, x.HANDLER, x.ADMIN])
def test_who_has_no_part_in_it_is_refused(desk: Desk, by):
    refused = desk.of(by).post("/samples", PLAN, If_None_Match="*")
    assert (refused.status_code, refused.json["code"]) == (403, "not_permitted")
    sample = plan(desk)
    for answer in (bring(desk, sample, 1, by), pull(desk, sample, "draw", 1, by, frame="x", sizes="1"),
                   pull(desk, sample, "conclude", 1, by)):  # fmt: skip
        assert (answer.status_code, answer.json["code"]) == (404, "no_such_sample")


def test_sent_again_under_its_key_it_is_one_sample(desk: Desk):
    first, again = (desk.of(x.CENTER).post("/samples", PLAN, If_None_Match="*", Idempotency_Key="k1") for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert len(desk.of(x.CENTER).get("/samples").json["samples"]) == 1
