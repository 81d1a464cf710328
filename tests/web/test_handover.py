"""Who leaves hands over: the open items stand in a list, wait for the successor's signature, and go on in new hands."""

from uuid import UUID

import pytest

from tests.city import City
from workflow.audit import audit


@pytest.fixture
def city(sqlite_city: City) -> City:
    """Two items of 白石 with its handler, one of them reported since."""
    first, second, third = sqlite_city.items("baishi")[:3]
    handler = str(sqlite_city.actor("baishi_handler").account)
    for item in (first, second, third):
        sqlite_city.do("assign", "baishi_leader", item, handler=handler, internal_due="2020-04-01")
    sqlite_city.do(
        "report",
        "baishi_handler",
        third,
        measures="已核对",
        result="清零",
        evidence=[sqlite_city.upload("baishi_handler")],
    )
    return sqlite_city


def account(city: City, login: str) -> str:
    return str(city.actor(login).account)


def leave(city: City, login: str = "baishi_handler", **said: str):
    path = f"/admin/accounts/{account(city, login)}/leave"
    return city.browser("sysadmin").post(path, data={"reason": "退休", **said})


def sign(city: City, login: str, left: str):
    return city.browser(login).post("/admin/me/take-over", data={"account": left, "reason": "清单无误"})


def handler_of(city: City, item: UUID) -> str:
    answer = city.app.test_client().get(f"/api/v1/items/{item}", headers=city.bearer("center1")).json
    return answer["facts"]["handler"]


def test_the_open_items_wait_for_the_successor_and_go_on_in_new_hands(city: City):
    first, second, third = city.items("baishi")[:3]
    left, leader = account(city, "baishi_handler"), account(city, "baishi_leader")
    assert city.browser("baishi_handler").get("/admin/").status_code == 200
    assert leave(city, successor=leader).status_code == 303
    assert city.browser("baishi_handler").get("/admin/").status_code == 401
    waiting = city.browser("baishi_leader").get("/admin/me/").text
    numbers = [f"白石-{n:02}" for n in (1, 2, 3)]
    assert [number in waiting for number in numbers] == [True, True, False]
    assert handler_of(city, first) == left
    assert sign(city, "baishi_leader", left).status_code == 303
    assert [handler_of(city, item) for item in (first, second, third)] == [leader, leader, left]
    assert "白石-01" not in city.browser("baishi_leader").get("/admin/me/").text
    city.do("report", "baishi_leader", first, measures="a", result="b", evidence=[city.upload("baishi_leader")])
    with city.ledger.database.reading() as connection:
        assert list(audit(connection, city.ledger.files)) == []


def test_signing_twice_and_by_others_changes_nothing(city: City):
    left, leader = account(city, "baishi_handler"), account(city, "baishi_leader")
    assert leave(city, successor=leader).status_code == 303
    assert sign(city, "shiqiao_leader", left).status_code == 404
    assert sign(city, "baishi_leader", left).status_code == 303
    again = sign(city, "baishi_leader", left)
    assert (again.status_code, "已经签收" in again.text) == (409, True)


def test_what_moved_on_meanwhile_is_left_where_it_is(city: City):
    first, second, _ = city.items("baishi")[:3]
    left, leader = account(city, "baishi_handler"), account(city, "baishi_leader")
    assert leave(city, successor=leader).status_code == 303
    city.do("withdraw", "center1", first, reason="重复下发")
    assert sign(city, "baishi_leader", left).status_code == 303
    assert [handler_of(city, item) for item in (first, second)] == [left, leader]


def test_open_items_need_a_successor_who_can_report_for_them(city: City):
    missing = leave(city)
    assert (missing.status_code, "2 项没有办结" in missing.text) == (422, True)
    for login in ("shiqiao_leader", "center1", "auditor"):
        wrong = leave(city, successor=account(city, login))
        assert (wrong.status_code, "不能为移交清单上的单位上报" in wrong.text) == (422, True)
    assert city.browser("baishi_handler").get("/admin/").status_code == 200


def test_who_has_nothing_open_just_leaves_and_the_last_leader_does_not(city: City):
    assert leave(city, "qinglan_handler").status_code == 303
    last = leave(city, "qinglan_leader")
    assert (last.status_code, "最后一个" in last.text) == (409, True)


def test_a_leader_hands_an_item_to_somebody_else_and_a_handler_gives_none_away(city: City):
    first = city.items("baishi")[0]
    leader = account(city, "baishi_leader")
    give = lambda login, to: city.app.test_client().post(  # noqa: E731
        f"/api/v1/items/{first}/hand_over", json={"handler": to, "reason": "出差"},
        headers={**city.bearer(login), "If-Match": '"2"'},
    )  # fmt: skip
    assert give("baishi_handler", leader).status_code == 403
    assert give("baishi_leader", account(city, "baishi_handler")).json["code"] == "same_handler"
    assert give("baishi_leader", account(city, "shiqiao_handler")).status_code == 422
    assert give("baishi_leader", leader).json["version"] == 3
    assert handler_of(city, first) == leader


def test_over_the_api_the_successor_is_told_and_signs(city: City):
    left, leader = account(city, "baishi_handler"), account(city, "baishi_leader")
    leave(city, successor=leader)
    program = city.bearer("baishi_leader")
    [waiting] = city.app.test_client().get("/api/v1/me", headers=program).json["handovers"]
    assert (waiting["account"], waiting["items"]) == (left, [str(item) for item in city.items("baishi")[:2]])
    signed = city.app.test_client().post(
        f"/api/v1/accounts/{left}/take_over", json={"reason": "清单无误"},
        headers={**program, "If-Match": f'"{waiting["version"]}"'},
    )  # fmt: skip
    assert (signed.status_code, signed.json["events"]) == (200, ["account.handed_over"])
    assert city.app.test_client().get("/api/v1/me", headers=program).json["handovers"] == []
