"""Due dates on the pages: extensions asked for and decided, lights, urging at once, the rules, the calendar."""

import io
import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.city import City
from tests.documents.test_calendar_list import GOOD, listed
from workflow.projections import ITEMS

ITEM = "/admin/item/"


@pytest.fixture
def city(sqlite_city: City) -> City:
    """What differs between the databases is met in tests/workflow and over the API."""
    return sqlite_city


ASKED = {"until": "2030-04-30", "reason": "等系统升级", "progress": "已过半"}


def issued(city: City, bureau: str = "baishi", due: str = "2030-03-29", problem: str = "新问题") -> UUID:
    item, old = uuid4(), city.items(bureau)[0]
    with city.ledger.database.reading() as connection:
        row = connection.execute(select(ITEMS.now).where(ITEMS.now.c.item_id == old)).one()
    said = {"notice": str(row.notice_id), "bureau": bureau, "area": row.area, "kind": "staged", "problem": problem}
    city.do("issue", "center1", item, due=due, **said)
    return item


def post(city: City, login: str, path: str, **said):
    return city.browser(login).post(path, data=said)


def newest(city: City) -> str:
    log = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json["events"]
    return f"?as_of=@{log[-1]['position']}"


def test_an_extension_is_asked_for_waits_on_the_desk_and_is_decided(city: City):
    item = issued(city)
    page = city.browser("baishi_leader").get(f"{ITEM}{item}").text
    assert "2030 年日历未导入，周六、周日按休息计。" in page
    assert "0 次（最多几次未定量）" in page
    late = post(city, "baishi_leader", f"{ITEM}{item}/request_extension", **ASKED | {"until": "2030-03-01"})
    assert (late.status_code, "不晚于现行时限" in late.text, "已过半" in late.text) == (422, True, True)
    assert post(city, "baishi_leader", f"{ITEM}{item}/request_extension", **ASKED).status_code == 303
    before = newest(city)
    assert "等您答复延期" in city.browser("center1").get("/admin/").text
    assert str(item) in city.browser("center1").get("/admin/ledger/?due=extension").text
    assert "延期待批" in city.browser("baishi_handler").get("/admin/ledger/?text=新问题").text
    form = city.browser("center1").get(f"{ITEM}{item}").text
    assert re.search(r'name="until"[^>]*value="2030-04-30"', form)
    assert post(city, "center1", f"{ITEM}{item}/decide_extension", decision="approved").status_code == 303
    now, then = (city.browser("auditor").get(f"{ITEM}{item}{at}").text for at in ("", before))
    assert ("同意延期至 2030年4月30日" in now, "同意延期至" in then) == (True, False)
    assert "原定时限</dt><dd>2030年3月29日" in now
    assert "现行时限</dt><dd>2030年4月30日" in now
    assert "等系统升级" in now
    assert "原定 2030年3月29日" in city.browser("center1").get("/admin/ledger/?text=新问题").text


def test_a_light_is_a_word_and_a_filter_and_as_it_was_then(city: City):
    item = issued(city)
    said = {"light": "yellow", "note": "进度慢"}
    assert post(city, "baishi_leader", f"{ITEM}{item}/supervise", **said).status_code == 403
    assert post(city, "center1", f"{ITEM}{item}/supervise", **said).status_code == 303
    lit = newest(city)
    for path in (f"{ITEM}{item}", "/admin/ledger/?light=yellow", "/admin/"):
        assert "黄灯（进度滞后）" in city.browser("baishi_handler").get(path).text
    assert "/admin/ledger/?light=yellow" in city.browser("center2").get("/admin/").text
    assert str(item) not in city.browser("center1").get("/admin/ledger/?light=red").text
    again = post(city, "center1", f"{ITEM}{item}/supervise", **said)
    assert (again.status_code, "只能升级" in again.text) == (409, True)
    assert "/admin/ledger/?light=yellow" not in city.browser("shiqiao_leader").get("/admin/").text
    city.reach(item, "reported")
    assert str(item) not in city.browser("center1").get("/admin/ledger/?light=yellow").text
    assert str(item) in city.browser("center1").get(f"/admin/ledger/{lit}&light=yellow").text


def urge_form(city: City, login: str = "center1", at: str = "") -> dict[str, object]:
    page = city.browser(login).get(f"/admin/ledger/?due=overdue&bureau=baishi{at}").text
    form = page.partition('action="/admin/ledger/urge"')[2].partition("</form>")[0]
    items = re.findall(r'name="item" value="([^"]+)"', form)
    token = re.findall(r'name="command" value="([^"]+)"', form)
    return {"item": items, "command": "".join(token), "note": "请抓紧"}


def test_all_that_are_overdue_are_urged_at_once_each_with_its_line(city: City):
    form = urge_form(city)
    items = form["item"]
    assert isinstance(items, list)
    assert len(items) > 3
    city.reach(UUID(items[0]), "reported")
    first, again = (post(city, "center1", "/admin/ledger/urge", **form) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.text.count(">已催办<") == len(items) - 1
    assert first.text.count("不能催办") == 1
    assert again.text.count(">已催办<") == len(items) - 1
    page = city.browser("baishi_handler").get(f"{ITEM}{items[1]}").text
    assert "1 次，最近一次" in page
    assert urge_form(city, "baishi_leader")["item"] == []
    assert urge_form(city, "center1", newest(city).replace("?", "&"))["item"] == []


def test_urging_names_nothing_that_is_out_of_sight(city: City):
    mine, other = city.items("baishi")[1], city.items("shiqiao")[1]
    tried = post(city, "baishi_leader", "/admin/ledger/urge", item=[str(other), str(mine), "x"], note="")
    assert str(other) not in tried.text
    assert "无权办理" in tried.text
    held = post(city, "center1", "/admin/ledger/urge", item=[str(mine)], note="电话13812345678")
    assert (held.status_code, "疑似" in held.text) == (422, True)
    assert "1 次，最近" not in city.browser("center1").get(f"{ITEM}{mine}").text


def test_every_rule_is_shown_and_set_by_the_center(city: City):
    said = {"days": "2", "since": "2030-01-01", "reason": "督办办法", "version": "0"}
    page = city.browser("sysadmin").get("/admin/rules/").text
    assert page.count("未定量") >= 3
    assert 'action="/admin/rules/' not in page
    assert post(city, "baishi_leader", "/admin/rules/max_extensions", **said).status_code == 403
    assert post(city, "center1", "/admin/rules/no_such", **said).status_code == 404
    before = newest(city)
    bad = post(city, "center1", "/admin/rules/max_extensions", **said | {"days": "0"})
    assert (bad.status_code, "超出允许范围" in bad.text) == (422, True)
    assert post(city, "center1", "/admin/rules/max_extensions", **said).status_code == 303
    assert post(city, "center1", "/admin/rules/max_extensions", **said).status_code == 412
    assert "<b>2 次</b>" in city.browser("baishi_leader").get("/admin/rules/").text
    assert "<b>2 次</b>" not in city.browser("baishi_leader").get(f"/admin/rules/{before}").text
    ids = re.findall(r' id="([^"]+)"', city.browser("center1").get("/admin/rules/").text)
    assert len(ids) == len(set(ids))


def upload(city: City, login: str, *rows, year: int = 2020, basis: str = "节假日安排"):
    sent = {"file": (io.BytesIO(listed(*rows)), "日历.xlsx"), "basis": basis}
    return city.browser(login).post(f"/admin/calendar/{year}", data=sent, content_type="multipart/form-data")


def test_a_calendar_is_imported_and_drawn_by_month(city: City):
    empty = city.browser("baishi_leader").get("/admin/calendar/?year=2020").text
    assert "该年日历未导入" in empty
    assert empty.count('<table class="month">') == 12
    assert 'action="/admin/calendar/' not in empty
    before = newest(city)
    assert upload(city, "sysadmin", *GOOD).status_code == 303
    page = city.browser("baishi_leader").get("/admin/calendar/?year=2020").text
    assert "该年日历未导入" not in page
    assert '<td class="day-off">1<small>休</small></td>' in page
    assert '<td class="day-work">9<small>班</small></td>' in page
    assert "该年日历未导入" in city.browser("auditor").get(f"/admin/calendar/{before}&year=2020").text


REFUSED = (
    ("baishi_leader", GOOD, {}, 403, "无权办理"),
    ("center1", (*GOOD, ("五一", "放假")), {}, 422, "第 6 行的日期“五一”"),
    ("center1", GOOD, {"year": 2021}, 422, "第 3 行"),
    ("center1", GOOD, {"basis": ""}, 422, "请写明依据"),
    ("center1", (), {}, 422, "没有发布"),
    ("center1", GOOD, {"year": 1999}, 404, ""),
)


def test_what_is_no_calendar_is_refused_where_it_was_sent(city: City):
    for login, rows, how, status, said in REFUSED:
        answer = upload(city, login, *rows, **how)
        assert (answer.status_code, said in answer.text) == (status, True), said
    assert city.browser("center1").get("/admin/calendar/?year=3000").status_code == 404
