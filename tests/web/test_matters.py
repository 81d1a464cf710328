"""Measures, progress, objections, waiting, transfers and follow-up on their pages and over the API."""

import io
import json
import re
from html import unescape
from uuid import UUID, uuid4

import pytest

from tests.city import City
from tests.office import PNG
from tests.people import newest
from tests.web.routes import ROUTES

FINANCE = "市财政局"


@pytest.fixture
def city(sqlite_city: City) -> City:
    return sqlite_city


def reach(city: City, state: str) -> UUID:
    item = city.items("baishi")[0]
    city.reach(item, state)
    return item


def form(city: City, login: str, item: UUID, trigger: str, said: dict):
    """The form of the page, sent as a browser does."""
    browser = city.browser(login)
    page = browser.get(f"/admin/item/{item}").text
    version = re.search(r'name="version" value="(\d+)"', page)
    return browser.post(
        f"/admin/item/{item}/{trigger}", follow_redirects=True, content_type="multipart/form-data",
        data={**said, "version": version[1] if version else "", "command": str(uuid4())},
    )  # fmt: skip


def page(city: City, login: str, path: str) -> str:
    answer = city.browser(login).get(path)
    assert answer.status_code == 200, (login, path)
    return unescape(answer.text)


def api(city: City, login: str, path: str, **sent):
    headers = city.bearer(login)
    if "version" in sent:
        headers |= {"If-Match": f'"{sent.pop("version")}"'}
    return city.app.test_client().open(f"/api/v1/{path}", method="POST" if sent else "GET", headers=headers, **sent)


def test_a_measure_goes_its_way_on_the_page_and_bars_closing_until_it_is_accepted(city: City):
    item = reach(city, "assigned")
    what = {"what": "补录漏登案件", "measure_due": "2020-04-01"}
    assert "补录漏登案件" in form(city, "baishi_handler", item, "plan_measure", what).text
    late = form(city, "baishi_handler", item, "plan_measure", {**what, "measure_due": "2031-01-01"})
    assert (late.status_code, "分项时限" in late.text) == (422, True)
    said = {"measures": "逐案核对", "result": "清零", "evidence": (io.BytesIO(PNG), "照片.png")}
    form(city, "baishi_handler", item, "report", said)
    finished = {"measure": "1", "completion": "已补录", "attached": (io.BytesIO(PNG + b"1"), "补录表.png")}
    done = form(city, "baishi_handler", item, "complete_measure", finished)
    assert "补录表.png" in done.text
    assert "待核验" in page(city, "center1", f"/admin/item/{item}")
    assert "核验分项措施" in page(city, "center1", "/admin/")
    form(city, "center1", item, "verify", {"conclusion": "completed"})
    assert "第 1 项措施还没有核验通过" in page(city, "center2", f"/admin/item/{item}")
    assert "补录漏登案件" not in page(city, "center2", "/admin/ledger/?matter=measures&state=closed")
    form(city, "center1", item, "verify_measure", {"measure": "1", "acceptance": "accepted"})
    assert "已通过" in form(city, "center2", item, "close", {}).text
    [measure] = api(city, "baishi_leader", f"items/{item}/matters").json["measures"]
    assert (measure["standing"], measure["attached"][0]["name"]) == ("accepted", "补录表.png")
    sha256 = measure["attached"][0]["sha256"]
    assert city.browser("auditor").get(f"/admin/item/{item}/files/{sha256}").data == PNG + b"1"
    assert api(city, "auditor", f"items/{item}/files/{sha256}").data == PNG + b"1"


def test_progress_objection_and_waiting_are_shown_told_and_seen_as_of(city: City):
    item = reach(city, "assigned")
    before = newest(city)
    form(city, "baishi_handler", item, "note_progress", {"progress": "已核对一半"})
    form(city, "baishi_leader", item, "object", {"reason": "数字另有口径"})
    assert "答复异议" in page(city, "center1", "/admin/")
    shown = page(city, "baishi_leader", f"/admin/item/{item}")
    assert "逾期说明" in shown
    assert "待答复" in shown
    refused = form(city, "baishi_leader", item, "object", {"reason": "再提一次"})
    assert (refused.status_code, "还没有答复" in refused.text) == (409, True)
    form(city, "center1", item, "answer_objection", {"ruling": "rejected", "answer": "口径以通知为准"})
    day = city.ledger.today.isoformat()
    assert "已核对一半" in form(city, "baishi_leader", item, "wait_for",
                           {"awaiting": FINANCE, "awaited": "资金拨付", "contacted_on": day}).text  # fmt: skip
    said = api(city, "baishi_leader", f"items/{item}/matters").json
    assert [(one["ruling"], one["open"]) for one in said["objections"]] == [("rejected", False)]
    assert (said["waiting"]["awaiting"], said["progress"][0]["late"]) == (FINANCE, True)
    assert f"等待外部：{FINANCE}" in page(city, "center1", "/admin/ledger/?matter=waiting")
    assert str(item) not in page(city, "center1", "/admin/ledger/?due=overdue")
    then = api(city, "baishi_leader", f"items/{item}/matters?as_of={before}").json
    assert (then["progress"], then["objections"], then["waiting"]) == ([], [], None)
    assert "已核对一半" not in page(city, "baishi_leader", f"/admin/item/{item}?as_of={before}")


def test_a_follow_up_on_the_page_brings_back_what_came_back(city: City):
    item = reach(city, "closed")
    day = city.ledger.today.isoformat()
    said = {"followed_up": "failed", "checked_on": day}
    assert form(city, "center1", item, "follow_up", said).status_code == 422
    assert form(city, "center2", item, "follow_up", {**said, "reason": "又有漏登"}).status_code == 403
    undated = form(city, "center1", item, "follow_up", {**said, "reason": "又有漏登"})
    assert (undated.status_code, "请填写新的整改时限" in undated.text) == (422, True)
    back = form(city, "center1", item, "follow_up", {**said, "reason": "又有漏登", "new_due": city.weeks_on})
    assert "第 2 轮" in back.text
    assert "反弹 1 次" in page(city, "auditor", "/admin/")
    assert str(item) in page(city, "auditor", "/admin/ledger/?matter=relapsed")
    facts = api(city, "auditor", f"items/{item}").json["facts"]
    assert (facts["followed_up"], facts["checked_on"]) == ("failed", day)
    due = api(city, "auditor", f"items/{item}/due-dates").json
    assert (due["due_last"], due["extensions"][-1]["request"]) == (city.weeks_on, None)


def test_commands_over_the_api_and_what_they_refuse(city: City):
    item = reach(city, "assigned")

    def give(login: str, trigger: str, said: dict):
        version = api(city, "auditor", f"items/{item}").json["version"]
        return api(city, login, f"items/{item}/{trigger}", json=said, version=version)

    assert give("baishi_leader", "plan_measure", {"what": "补录", "measure_due": "2020-04-01"}).status_code == 200
    assert give("baishi_handler", "drop_measure", {"measure": 2, "reason": "并入"}).json["code"] == "no_such_measure"
    assert give("baishi_handler", "drop_measure", {"measure": "x", "reason": "并入"}).status_code == 422
    assert give("center1", "verify_measure", {"measure": 1, "acceptance": "accepted"}).json["code"] == "no_measure"
    assert give("center1", "answer_objection", {"ruling": "upheld", "answer": "x"}).status_code == 409
    assert give("baishi_leader", "transfer", {"bureau": "nanyu", "reason": "x"}).status_code == 403
    assert give("center1", "transfer", {"bureau": "nowhere", "reason": "x"}).json["code"] == "unknown_unit"
    assert give("center1", "transfer", {"bureau": "baishi", "reason": "x"}).json["code"] == "same_unit"
    wait = {"awaiting": FINANCE, "awaited": "x", "contacted_on": "2031-01-01"}
    assert give("baishi_handler", "wait_for", wait).json["code"] == "day_in_future"
    assert give("shiqiao_leader", "note_progress", {"progress": "x"}).status_code == 404
    assert give("auditor", "note_progress", {"progress": "x"}).status_code == 403


def transferred(city: City) -> UUID:
    """An item that baishi worked on, that shiqiao has and works on."""
    item = reach(city, "reported")
    city.do("send_back", "center1", item, reason="照片看不清")
    city.do("plan_measure", "baishi_leader", item, what="补录", measure_due="2020-04-01")
    city.do("transfer", "center1", item, bureau="shiqiao", reason="职责划转")
    handler = str(city.actor("shiqiao_handler").account)
    city.do("assign", "shiqiao_leader", item, handler=handler, internal_due="2020-04-02")
    city.do("note_progress", "shiqiao_handler", item, progress="新单位的进展")
    return item


def names_of(city: City, bureau: str) -> list[str]:
    """What would tell of a bureau and of its people."""
    code_and_name = {"baishi": "白石县司法局", "shiqiao": "石桥市司法局"}[bureau]
    people = [str(city.actor(f"{bureau}_{who}").account) for who in ("leader", "handler")]
    said = [page(city, "auditor", f"/admin/accounts/{one}") for one in people]
    named = [re.search(r"<h1[^>]*>\s*([^<\s]+)", text)[1] for text in said]
    return [bureau, code_and_name, *people, *named]


def test_in_no_byte_of_a_transferred_item_is_one_bureau_told_of_the_other(city: City):
    item = transferred(city)
    everything = [name for name, route in ROUTES.items() if "{item}" in route.path and route.method == "GET"]
    said = {name: ROUTES[name].path.format(item=item, file="ab" * 32) for name in everything if "file" not in name}
    hidden = names_of(city, "baishi")
    reader = city.browser("shiqiao_leader")
    for name, path in said.items():
        if ROUTES[name].api:
            answer = city.app.test_client().get(path, headers=city.bearer("shiqiao_leader"))
        else:
            answer = reader.get(path)
        text = answer.data.decode("utf-8", "replace")
        if answer.is_json:
            text += json.dumps(answer.json, ensure_ascii=False)
        assert answer.status_code in (200, 409, 422, 503), (name, answer.status_code)
        assert [word for word in hidden if word in text.replace("白石-", "")] == [], name
    assert "其他单位" in page(city, "shiqiao_leader", f"/admin/item/{item}")


def test_the_bureau_that_lost_an_item_has_a_line_of_it_and_its_own_past(city: City):
    item = reach(city, "assigned")
    before = newest(city)
    number = api(city, "auditor", f"items/{item}").json["facts"]["number"]
    city.do("transfer", "center1", item, bureau="shiqiao", reason="职责划转")
    lost = city.browser("baishi_leader")
    assert lost.get(f"/admin/item/{item}").status_code == 404
    line = page(city, "baishi_leader", "/admin/transferred/")
    assert number in line
    assert "其他单位" in line
    assert "石桥" not in line
    assert str(item) not in line
    past = page(city, "baishi_leader", f"/admin/item/{item}?as_of={before}")
    assert number in past
    assert "石桥市司法局" not in past
    gaining = city.browser("shiqiao_leader").get(f"/admin/item/{item}?as_of={before}")
    assert gaining.status_code == 404
    assert "当时这一项还不归贵单位办理" in gaining.text
    told = api(city, "baishi_leader", "items/transferred").json["items"]
    day = city.ledger.today.isoformat()
    assert told == [{"number": number, "bureau": "baishi", "on": day, "to": "other_unit", "item_id": None}]
    assert api(city, "baishi_leader", f"items/transferred?as_of={before}").json["items"] == []
    assert api(city, "center1", "items/transferred").json["items"][0]["to"] == "shiqiao"
    assert api(city, "baishi_leader", f"items/{item}/matters").status_code == 404


def test_through_a_bureaus_eyes_an_auditor_is_told_no_more_than_it(city: City):
    item = transferred(city)
    account = city.actor("shiqiao_leader").account
    query = f"as_of={newest(city)}&eyes={account}"
    shown = page(city, "auditor", f"/admin/item/{item}?{query}")
    assert "白石县司法局" not in shown.split('id="timeline"')[1].split("</section>")[0]
    said = api(city, "auditor", f"items/{item}/events?{query}").json["events"]
    assert (said[0]["body"]["bureau"], said[1]["body"]["handler"]) == ("other_unit", None)
    assert api(city, "auditor", f"items/transferred?{query}").json["items"] == []


def test_a_file_the_other_bureau_brought_is_handed_out_without_the_name_it_gave(city: City):
    item = transferred(city)
    [file] = api(city, "shiqiao_leader", f"items/{item}").json["evidence"]
    assert (file["name"], api(city, "center1", f"items/{item}").json["evidence"][0]["name"]) == (None, "现场照片.png")
    answer = city.browser("shiqiao_leader").get(f"/admin/item/{item}/files/{file['sha256']}")
    assert (answer.status_code, "现场照片" in answer.headers["Content-Disposition"]) == (200, False)
    assert city.browser("baishi_leader").get(f"/admin/item/{item}/files/{file['sha256']}").status_code == 404
