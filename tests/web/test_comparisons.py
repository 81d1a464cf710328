"""How the bureaus compare: seen by a bureau where the center published it, and as it was then."""

import re

from tests.city import City

PAGE, API = "/admin/comparisons/", "/api/v1/comparisons"
SAID = {"title": "4月上旬进度对比", "basis": "整改工作推进会"}


def published(city: City) -> str:
    answer = city.browser("center1").post(PAGE, data=SAID)
    assert answer.status_code == 303
    return answer.headers["Location"].rpartition("/")[2]


def get(city: City, login: str, path: str):
    return city.app.test_client().get(f"{API}{path}", headers=city.bearer(login))


def statuses(city: City, login: str, one: str, at: str = "") -> list[int]:
    return [
        city.browser(login).get(f"{PAGE}{one}{at}").status_code, get(city, login, f"/{one}{at}").status_code,
    ]  # fmt: skip


def newest(city: City) -> str:
    log = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json["events"]
    return f"?as_of=@{log[-1]['position']}"


def test_a_bureau_sees_the_numbers_of_others_where_they_were_published(city: City):
    before = city.browser("baishi_leader").get(PAGE).text
    assert "石桥市司法局" not in before
    assert "石桥市司法局" in city.browser("center1").get(PAGE).text
    earlier = newest(city)
    one = published(city)
    page = city.browser("baishi_leader").get(f"{PAGE}{one}").text
    assert "石桥市司法局" in page
    told = get(city, "baishi_leader", f"/{one}").json
    assert {row["bureau"] for row in told["bureaus"]} > {"baishi", "shiqiao"}
    assert sum(row["total"] for row in told["bureaus"]) == 82
    assert statuses(city, "baishi_leader", one, earlier) == [404, 404]
    assert statuses(city, "sysadmin", one) == [404, 404]


def test_its_numbers_stay_as_they_were(city: City):
    one = published(city)
    then = get(city, "baishi_leader", f"/{one}").json
    city.reach(city.items("baishi")[0], "closed")
    assert get(city, "baishi_leader", f"/{one}").json == then
    now = get(city, "center1", f"/{published(city)}").json
    closed = {row["bureau"]: row["closed"] for row in now["bureaus"]}
    assert closed["baishi"] == 1


def test_withdrawn_it_is_closed_to_bureaus_and_stays_open_to_who_sees_all(city: City):
    one = published(city)
    open_then = newest(city)
    gone = city.browser("center2").post(f"{PAGE}{one}/withdraw", data={"reason": "数字有误", "version": "1"})
    assert gone.status_code == 303
    assert statuses(city, "baishi_leader", one) == [404, 404]
    assert statuses(city, "auditor", one) == [200, 200]
    assert statuses(city, "baishi_leader", one, open_then) == [200, 200]
    again = city.browser("center2").post(f"{PAGE}{one}/withdraw", data={"reason": "数字有误"})
    assert (again.status_code, "已经撤回" in again.text) == (409, True)
    assert "数字有误" in city.browser("auditor").get(f"{PAGE}{one}").text


def test_only_the_center_publishes_and_withdraws(city: City):
    one = published(city)
    for login in ("baishi_leader", "auditor", "evaluator"):
        assert city.browser(login).post(PAGE, data=SAID).status_code == 403
        assert city.browser(login).post(f"{PAGE}{one}/withdraw", data={"reason": "x"}).status_code == 403
    empty = city.browser("center1").post(PAGE, data={"title": "", "basis": "x"})
    assert (empty.status_code, "必须填写" in empty.text) == (422, True)


def test_over_the_api_it_is_published_once_under_its_key(city: City):
    headers = {**city.bearer("center1"), "If-None-Match": "*", "Idempotency-Key": "k1"}
    first, again = (city.app.test_client().post(API, json=SAID, headers=headers) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json) == (201, first.json)
    assert [row["title"] for row in get(city, "baishi_leader", "").json["comparisons"]] == [SAID["title"]]
    one = first.json["comparison_id"]
    bad = city.app.test_client().post(f"{API}/{one}/withdraw", json={"reason": "x"}, headers=city.bearer("center1"))
    assert bad.status_code == 428
    seen = {**city.bearer("center1"), "If-Match": '"1"'}
    done = city.app.test_client().post(f"{API}/{one}/withdraw", json={"reason": "x"}, headers=seen)
    assert done.json["events"] == ["comparison.withdrawn"]
    assert get(city, "baishi_leader", "").json["comparisons"] == []


def test_eyes_that_could_not_enter_then_see_none(sqlite_city: City):
    city, one = sqlite_city, published(sqlite_city)
    for login, status in (("sysadmin", 404), ("baishi_leader", 200)):
        eyes = f"{newest(city)}&eyes={city.actor(login).account}"
        for path in ("/api/v1/comparisons", f"/api/v1/comparisons/{one}"):
            answer = city.app.test_client().get(path + eyes, headers=city.bearer("auditor"))
            assert answer.status_code == status, (login, path)


def test_the_page_as_of_then_shows_what_was_open_then(city: City):
    one = published(city)
    at = newest(city)
    city.browser("center2").post(f"{PAGE}{one}/withdraw", data={"reason": "数字有误"})
    listed = city.browser("baishi_leader").get(f"{PAGE}{at}").text
    assert re.search(f"{PAGE}{one}", listed)
    assert one not in city.browser("baishi_leader").get(PAGE).text
