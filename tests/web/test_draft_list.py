"""A list into a draft, on its page and over HTTP: looked at first, then added; what is left stays in sight."""

import io

import pytest

from tests.documents.lists import COLUMNS, a_list, item
from tests.documents.test_issue_list import MESSY
from tests.web.test_notices import drafted

LIST = a_list(
    item(具体问题="目录缺页", 责任单位="白石县司法局、石桥市司法局"), item(具体问题="卷宗没有封面", 涉及金额="1.5万元"),
    columns=(*COLUMNS, "涉及金额"),
)  # fmt: skip


@pytest.fixture
def city(sqlite_city):
    """The specifications in tests/documents/ run on both databases."""
    return sqlite_city


def sent(city, login, draft, data=LIST, name="清单.xlsx"):
    form = {"file": (io.BytesIO(data), name)}
    return city.browser(login).post(f"/admin/draft-list/{draft}", data=form, content_type="multipart/form-data")


def told(city, login, draft, data=LIST, query=""):
    return city.app.test_client().post(
        f"/api/v1/drafts/{draft}/list?name=%E6%B8%85%E5%8D%95.xlsx{query}", data=data, headers=city.bearer(login),
        content_type="application/octet-stream",
    )  # fmt: skip


def test_a_list_is_looked_at_and_then_added(city):
    draft = drafted(city)
    assert f'href="/admin/draft-list/{draft}"' in city.browser("center1").get(f"/admin/drafts/{draft}").text
    looked = sent(city, "center1", draft)
    assert looked.status_code == 303
    browser, path = city.browser("center1"), looked.headers["Location"]
    seen = browser.get(path).text
    assert "将加入 2 个问题、3 项" in seen
    assert "目录缺页" in seen
    assert "15,000.00" in seen
    assert "目录缺页" not in browser.get(f"/admin/drafts/{draft}").text
    added = browser.post(path, follow_redirects=True)
    assert "已加入草稿 2 个问题" in added.text
    assert "目录缺页" in added.text
    assert added.text.count("15,000.00") == 2  # the problem's row, and what its bureau gets
    assert "草稿中已有 3 项" in browser.get(path).text


def test_rows_that_need_an_answer_are_ticked_or_stay(city):
    draft = drafted(city)
    path = sent(city, "center1", draft, MESSY.read_bytes(), MESSY.name).headers["Location"]
    browser = city.browser("center1")
    asked = browser.get(f"{path}?rows=asked").text
    row = asked.split('name="confirm" value="')[1].split('"')[0]
    before = told(city, "auditor", draft).status_code
    left = browser.post(path, data={"confirm": row})
    assert (left.status_code, left.headers["Location"], before) == (303, path, 403)


def test_what_is_no_list_or_no_open_draft_is_refused_where_it_was_sent(city):
    draft = drafted(city)
    for name, data in (("清单.xlsx", b"PK no workbook"), ("清单.xlsx", b"MZ\0\1")):
        refused = sent(city, "center1", draft, data, name)
        assert (refused.status_code, 'role="alert"' in refused.text) == (422, True)
    gone = {"reason": "另行起草", "version": "2"}
    assert city.browser("center1").post(f"/admin/drafts/{draft}/discard", data=gone).status_code == 303
    assert city.browser("center1").get(f"/admin/draft-list/{draft}").status_code == 422
    assert told(city, "center1", draft).json["code"] == "draft_settled"


@pytest.mark.parametrize("login", ["baishi_leader", "evaluator", "auditor", "sysadmin"])
def test_only_the_center_brings_one(city, login):
    draft = drafted(city)
    assert sent(city, login, draft).status_code in (403, 404)
    assert told(city, login, draft).status_code in (403, 404)


def test_over_http_a_dry_run_says_what_the_real_run_does(city):
    draft = drafted(city)
    dry, real = told(city, "center1", draft, query="&dry_run=true").json, told(city, "center1", draft).json
    assert (dry["written"], real["written"], dry["rows"]) == (False, True, real["rows"])
    assert (real["problems"], real["items"], real["rows"][0]["added"]) == (2, 3, ["baishi", "shiqiao"])
    assert told(city, "center1", draft).json["there_already"] == 3
    shown = city.app.test_client().get(f"/api/v1/drafts/{draft}", headers=city.bearer("center1")).json
    assert len(shown["problems"]) == 3
