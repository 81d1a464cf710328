"""The inbox and the daily mail on the pages: what is shown to whom, marks, an address of one's own."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from events.store import EventStore
from tests.city import City
from workflow import inbox_reports
from workflow.following import follow
from workflow.inbox import inbox_marks

OPEN = re.compile(r"/admin/inbox/(\d+)/open")


@pytest.fixture
def told(sqlite_city: City) -> City:
    """What stood in the demo is read; then an item is reported, and sent back."""
    city = sqlite_city
    with city.ledger.database.writing() as connection:
        for login in ("baishi_leader", "baishi_handler", "center1", "center2"):
            inbox_reports.mark_all(connection, city.actor(login).account, 10**9)
    item = city.items("baishi")[0]
    city.reach(item, "reported")
    city.do("send_back", "center1", item, reason="照片看不清")
    follow(city.ledger.database, city.clock)
    return city


def newest(city: City) -> int:
    with city.ledger.database.reading() as connection:
        return EventStore(connection).read_newest(limit=1)[0].position


def test_the_menu_says_how_much_is_unread_until_it_is_opened(told: City):
    browser, item = told.browser("baishi_handler"), told.items("baishi")[0]
    assert '收件箱 <b class="count">2</b>' in browser.get("/admin/").text
    page = browser.get("/admin/inbox/?unread=1").text
    assert ("被退回" in page, "分派给您" in page, "已上报" in page) == (True, True, False)
    [latest, _] = OPEN.findall(page)
    answer = browser.post(f"/admin/inbox/{latest}/open")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/admin/item/{item}")
    assert '收件箱 <b class="count">1</b>' in browser.get("/admin/").text
    assert browser.post("/admin/inbox/read", data={"through": newest(told)}).status_code == 303
    assert '<b class="count">' not in browser.get("/admin/").text.partition("</nav>")[0]
    assert "消息都已读过" in browser.get("/admin/inbox/?unread=1").text


def test_what_is_not_ones_own_cannot_be_marked(told: City):
    [position, *_] = OPEN.findall(told.browser("baishi_handler").get("/admin/inbox/").text)
    for login in ("shiqiao_leader", "sysadmin", "auditor"):
        for which in (position, "10" * 12):
            assert told.browser(login).post(f"/admin/inbox/{which}/open").status_code == 404
    for nothing in ("", "x", "-1", "1" * 30):
        assert told.browser("center1").post("/admin/inbox/read", data={"through": nothing}).status_code == 404
    with told.ledger.database.reading() as connection:
        accounts = set(connection.scalars(select(inbox_marks.c.account_id)))
    assert not accounts & {told.actor(login).account for login in ("shiqiao_leader", "sysadmin", "auditor")}


def test_as_of_it_is_as_had_been_told_by_then_without_marks(told: City):
    sent_back = newest(told)
    browser, eyes = told.browser("baishi_handler"), told.actor("baishi_handler").account
    past = browser.get(f"/admin/inbox/?as_of=@{sent_back - 1}").text
    assert ("被退回" in past, "分派给您" in past) == (False, True)
    assert "/open" not in past
    assert "标为已读" not in past
    seen = told.browser("auditor").get(f"/admin/inbox/?as_of=@{sent_back}&eyes={eyes}").text
    assert ("被退回" in seen, "白石县司法局经办人" in seen) == (True, True)
    for login in ("baishi_leader", "shiqiao_leader"):
        assert told.browser(login).get(f"/admin/inbox/?as_of=@{sent_back}&eyes={eyes}").status_code == 404


def test_it_is_told_over_the_api_too(told: City):
    def ask(path: str, method: str = "GET", login: str = "baishi_handler", **options):
        return told.app.test_client().open(f"/api/v1{path}", method=method, headers=told.bearer(login), **options)

    answer = ask("/inbox?unread=true&size=1").json
    assert (answer["total"], answer["unread"], answer["pages"]) == (2, 2, 2)
    [message] = answer["messages"]
    assert (message["name"], message["says"], message["state"], message["read"]) == (
        "item.sent_back", "被退回", "assigned", False,
    )  # fmt: skip
    position = message["position"]
    assert ask(f"/inbox/{position}/read", "POST", "shiqiao_leader").json["code"] == "no_such_message"
    assert ask(f"/inbox/{position}/read", "POST").json == {"unread": 1}
    assert ask("/inbox/read", "POST", json={"through": position}).json == {"unread": 0}
    assert ask("/inbox/read", "POST", json={"through": -1}).status_code == 422
    assert ask("/inbox/read", "POST", json={"through": 10**30}).status_code == 422
    past = ask(f"/inbox?as_of=@{position - 1}").json
    assert [one["name"] for one in past["messages"]][:1] == ["item.assigned"]
    eyes = told.actor("baishi_handler").account
    assert ask(f"/inbox?as_of=@{position}&eyes={eyes}", login="center1").json["messages"][0]["position"] == position
    assert ask(f"/inbox?as_of=@{position}&eyes={eyes}", login="shiqiao_leader").status_code == 404


def test_an_address_is_set_and_taken_out_on_ones_own_page(told: City):
    browser = told.browser("baishi_leader")
    assert "没有配置发信" in browser.get("/admin/me/").text
    for wrong in ("", "li", "李@office.test", "li@office.test\r\nBcc: a@b.test"):
        refused = browser.post("/admin/me/mail", data={"address": wrong, "language": "zh", "command": str(uuid4())})
        assert refused.status_code == 422, wrong
    said = {"address": "li@office.test", "language": "en", "command": str(uuid4())}
    for _ in range(2):
        assert browser.post("/admin/me/mail", data=said).status_code == 303
    page = browser.get("/admin/me/").text
    assert "li@office.test" in page
    for login in ("sysadmin", "auditor"):
        shown = told.browser(login).get(f"/admin/accounts/{told.actor('baishi_leader').account}").text
        assert ("登记邮箱" in shown, "li@office.test" in shown) == (True, False)
    assert browser.post("/admin/me/no-mail", data={"command": str(uuid4())}).status_code == 303
    assert "li@office.test" not in browser.get("/admin/me/").text
    again = browser.post("/admin/me/no-mail", data={"command": str(uuid4())})
    assert (again.status_code, "没有登记邮箱" in again.text) == (409, True)


def test_an_address_is_set_over_the_api_by_its_holder_alone(told: City):
    def ask(path: str, login: str, **options):
        method = "POST" if "json" in options else "GET"
        headers = told.bearer(login) | {"If-Match": f'"{options.pop("version", 0)}"'}
        return told.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **options)

    me = ask("/me", "evaluator").json
    path = f"/accounts/{me['account']}/set_mail"
    assert me["mail"] == {"address": None, "language": None}
    assert ask(path, "evaluator", json={"address": "nowhere"}, version=me["version"]).json["errors"]["address"][0][
        "code"
    ] == "not_an_address"  # fmt: skip
    for login in ("secadmin", "auditor", "center1"):
        refused = ask(path, login, json={"address": "x@office.test"}, version=me["version"])
        assert (refused.status_code, refused.json["code"]) == (404, "no_such_account")
    assert ask(path, "evaluator", json={"address": "wai@office.test"}, version=me["version"]).status_code == 200
    assert ask("/me", "evaluator").json["mail"] == {"address": "wai@office.test", "language": "zh"}
    assert "wai@office.test" not in ask("/log?limit=1000", "auditor").text


def test_health_says_how_the_mail_stands(told: City):
    assert "没有配置邮件服务器" in told.browser("sysadmin").get("/admin/health/").text
    answer = told.app.test_client().get("/api/v1/health", headers=told.bearer("auditor")).json["mail"]
    assert answer == {"waiting": 0, "oldest": None, "failing": 0, "given_up": 0, "error": None, "last_sent": None}
    metrics = told.app.test_client().get("/api/v1/metrics", headers=told.bearer("auditor")).text
    assert "xiaohao_mail_given_up 0" in metrics
    assert "xiaohao_mail_last_sent_seconds 0.0" in metrics
