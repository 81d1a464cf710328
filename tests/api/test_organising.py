"""The tree of organisations over the API: read, changed by the system administrator, refused to all others."""

import pytest

from tests import examples as x
from tests.api.program import Desk

STATION = {
    "code": "baishi-01", "name": "白石县城关镇工作站", "short": "城关", "what": "township_station", "parent": "baishi",
    "since": "2020-03-01",
}  # fmt: skip
NEW_NAME = {"name": "白石区司法局", "short": "白石区", "since": "2020-03-10", "reason": "撤县设区"}


def change(desk, actor, trigger, body, version=1, code="baishi"):
    return desk.of(actor).post(f"/organisations/{code}/{trigger}", body, If_Match=f'"{version}"')


def register(desk, actor, body):
    return desk.of(actor).post("/organisations", body, If_None_Match="*")


def test_a_unit_is_registered_renamed_and_dissolved_and_keeps_its_past(desk: Desk):
    made = register(desk, x.ADMIN, STATION)
    assert (made.status_code, made.json["version"], made.headers["ETag"]) == (201, 1, '"1"')
    other = {**NEW_NAME, "name": "白石县东关工作站", "short": "东关"}
    assert change(desk, x.ADMIN, "rename", other, code="baishi-01").json["version"] == 2
    ended = change(desk, x.ADMIN, "dissolve", {"since": "2020-03-12", "reason": "撤并"}, 2, code="baishi-01")
    assert ended.json["events"] == ["organisation.dissolved"]
    said = desk.of(x.LEADER).get("/organisations/baishi-01").json
    assert [name["name"] for name in said["names"]] == ["白石县城关镇工作站", "白石县东关工作站"]
    assert (said["places"], said["dissolved"]) == ([{"since": "2020-03-01", "parent": "baishi"}], "2020-03-12")


def test_the_tree_is_shown_as_it_stood(desk: Desk):
    newest = desk.of(x.AUDITOR).get("/log", limit=1000).json["events"][-1]["position"]
    assert change(desk, x.ADMIN, "rename", NEW_NAME).status_code == 200
    names = lambda **asked: {  # noqa: E731
        one["code"]: one["name"] for one in desk.of(x.CENTER).get("/organisations", **asked).json["organisations"]
    }
    assert (names()["baishi"], names(as_of=f"@{newest}")["baishi"]) == ("白石区司法局", "白石县司法局")
    then = desk.of(x.CENTER).get("/organisations/baishi", as_of=f"@{newest}").json
    assert (then["version"], len(then["names"])) == (1, 1)


@pytest.mark.parametrize("actor", [actor for actor in x.EVERYONE if actor is not x.ADMIN])
def test_only_the_system_administrator_changes_it(desk: Desk, actor):
    answers = [register(desk, actor, STATION), change(desk, actor, "rename", NEW_NAME)]
    assert [(one.status_code, one.json["code"]) for one in answers] == [(403, "not_permitted")] * 2


def test_what_cannot_be_done_is_said_by_field_and_code(desk: Desk):
    refused = {
        "since_in_future": change(desk, x.ADMIN, "rename", {**NEW_NAME, "since": "2020-03-13"}),
        "name_taken": change(desk, x.ADMIN, "rename", {**NEW_NAME, "name": "石桥市司法局"}),
        "parent_missing": register(desk, x.ADMIN, {**STATION, "parent": None}),
        "no_such_organisation": register(desk, x.ADMIN, {**STATION, "parent": "nowhere"}),
        "parent_does_not_fit": register(desk, x.ADMIN, {**STATION, "parent": "center"}),
    }
    for code, answer in refused.items():
        assert (answer.status_code, answer.json["code"]) == (422, code)
        assert len(answer.json["errors"]) == 1


def test_the_state_of_things_refuses_with_409_412_and_404(desk: Desk):
    desk.office.issue()
    end = {"since": "2020-03-12", "reason": "撤并"}
    answers = [
        change(desk, x.ADMIN, "dissolve", end),
        change(desk, x.ADMIN, "dissolve", end, code="center"),
        change(desk, x.ADMIN, "rename", NEW_NAME, 7),
        change(desk, x.ADMIN, "rename", NEW_NAME, code="nowhere"),
        desk.of(x.CENTER).get("/organisations/nowhere"),
    ]
    assert [(one.status_code, one.json["code"]) for one in answers] == [
        (409, "has_open_items"), (409, "center_stays"), (412, "stale_version"), (404, "no_such_organisation"),
        (404, "no_such_organisation"),
    ]  # fmt: skip
