"""A report upward over the pages and the API: drafted, looked through, approved, issued, each by another account."""

import hashlib
import re
from uuid import UUID

import pytest

from documents.upward_files import written
from tests.city import City
from workflow import upward_reports
from workflow.history import present

PAGE, API, WORDING = "/admin/upward/", "/api/v1/upward-reports", "/admin/wording/"
SAID = {"addressee": "市民生工程办公室", "issuer": "市司法局", "year": "2019"}


def notice_of(city: City) -> str:
    found = city.app.test_client().get("/api/v1/notices", headers=city.bearer("center1")).json["notices"]
    return str(found[0]["notice_id"])


def drafted(city: City, **more: str) -> str:
    answer = city.browser("center1").post(PAGE, data={**SAID, "notices": notice_of(city), **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def told(city: City, login: str, one: str, at: str = "") -> dict:
    answer = city.app.test_client().get(f"{API}/{one}{at}", headers=city.bearer(login))
    assert answer.status_code == 200, answer.text
    return answer.json


def send(city: City, login: str, one: str, trigger: str, version: int, **said: object):
    return city.browser(login).post(f"{PAGE}{one}/{trigger}", data={"version": str(version), **said})


def test_three_accounts_bring_it_out_and_what_was_issued_stays(city: City):
    one = drafted(city)
    page = city.browser("center2").get(f"{PAGE}{one}").text
    unknown = told(city, "auditor", one)["unknown"]
    assert "全部9个县（市、区）" in page
    assert len(unknown) >= 3
    assert send(city, "center1", one, "approve", 1, unknown=len(unknown)).status_code == 403
    assert send(city, "center2", one, "approve", 1, unknown=0).status_code == 422
    assert send(city, "center2", one, "approve", 1, unknown=len(unknown)).status_code == 303
    assert send(city, "center2", one, "issue", 2, unknown=len(unknown), number="x").status_code == 403
    issued = send(city, "center3", one, "issue", 2, unknown=len(unknown), number="市司〔2020〕7号")
    assert issued.status_code == 303
    said = told(city, "auditor", one)
    assert (said["stage"], said["number"], said["same"]) == ("issued", "市司〔2020〕7号", True)
    for ending in ("docx", "xlsx"):
        file = city.browser("auditor").get(f"{PAGE}{one}/report.{ending}").data
        assert hashlib.sha256(file).hexdigest() == said[ending]
    city.reach(city.items("baishi")[0], "closed")
    assert told(city, "auditor", one)["figures"] == said["figures"]
    assert send(city, "center1", one, "redraft", 3, notices=notice_of(city), **SAID).status_code == 409


def test_the_ledger_having_gone_on_since_is_said_and_the_figures_are_taken_anew(city: City):
    one = drafted(city)
    assert "台账又有" not in city.browser("center1").get(f"{PAGE}{one}").text
    city.reach(city.items("baishi")[0], "closed")
    page = city.browser("center1").get(f"{PAGE}{one}").text
    assert "台账又有 4 条新记录" in page
    assert "现在取数会不同的数字" in page
    before = told(city, "center1", one)
    assert send(city, "center1", one, "redraft", 1, notices=notice_of(city), **SAID).status_code == 303
    after = told(city, "center1", one)
    closed = [next(f["value"] for f in said["figures"] if f["key"] == "whole:销号数") for said in (before, after)]
    assert closed == ["0", "1"]
    assert send(city, "center2", one, "approve", 1, unknown=len(before["unknown"])).status_code == 412


@pytest.mark.parametrize("year", ["２０１９", "+2019", "02019"])
def test_a_year_however_it_is_typed_is_of_a_report_that_is_frozen(sqlite_city: City, year):
    said = told(sqlite_city, "center1", drafted(sqlite_city, year=year))
    assert (said["year"], said["same"]) == (2019, True)
    assert said["at_position"] > 0
    assert sqlite_city.browser("center1").get(PAGE).status_code == 200


def test_a_title_with_blanks_around_it_is_downloaded(sqlite_city: City):
    one = drafted(sqlite_city, title=" 关于整改情况的报告 ")
    assert told(sqlite_city, "center1", one)["same"]
    assert sqlite_city.browser("center1").get(f"{PAGE}{one}/report.docx").status_code == 200


def test_a_number_with_blanks_around_it_is_issued_as_it_is_recorded(sqlite_city: City):
    one = drafted(sqlite_city)
    unknown = len(told(sqlite_city, "auditor", one)["unknown"])
    assert send(sqlite_city, "center2", one, "approve", 1, unknown=unknown).status_code == 303
    headers = {**sqlite_city.bearer("center3"), "If-Match": '"2"'}
    program = sqlite_city.app.test_client()
    wrong = program.post(f"{API}/{one}/issue", json={"number": 7, "unknown": unknown}, headers=headers)
    assert wrong.status_code == 422
    issue = {"number": " 市司〔2020〕9号 ", "unknown": unknown}
    assert program.post(f"{API}/{one}/issue", json=issue, headers=headers).status_code == 200
    with sqlite_city.ledger.database.reading() as connection:
        at = present(sqlite_city.clock.now(), sqlite_city.ledger.zone)
        report, _ = upward_reports.one(connection, sqlite_city.actor("auditor"), UUID(one), at)
    again = written(sqlite_city.ledger, report)
    assert [hashlib.sha256(one).hexdigest() for one in again] == [report.docx, report.xlsx]


def test_each_figure_leads_to_the_items_it_is_counted_from(sqlite_city: City):
    one = drafted(sqlite_city)
    browser = sqlite_city.browser("auditor")
    page = browser.get(f"{PAGE}{one}").text
    leads = dict.fromkeys(re.findall(r'href="(/admin/upward/[^"]+/figures/\d+)"', page))
    assert len(leads) > 100
    said = told(sqlite_city, "auditor", one)
    keys = [one["key"] for one in said["figures"]]
    number = next(
        n for n, key in enumerate(keys, 1) if re.fullmatch("problem:information_system:[0-9a-f]{12}:事项数", key)
    )
    figure = browser.get(f"{PAGE}{one}/figures/{number}").text
    items = re.findall(r'href="(/admin/item/[^"]+)"', figure)
    assert len(items) == 6
    assert browser.get(items[0]).status_code == 200
    assert browser.get(f"{PAGE}{one}/figures/0").status_code == 404
    assert browser.get(f"{PAGE}{one}/figures/99999").status_code == 404


@pytest.mark.parametrize("login", ["baishi_leader", "baishi_handler", "sysadmin"])
def test_what_goes_upward_is_closed_to_bureaus_and_administrators(sqlite_city: City, login):
    one = drafted(sqlite_city)
    browser, headers = sqlite_city.browser(login), sqlite_city.bearer(login)
    for path in ("", one, f"{one}/report.docx", f"{one}/figures/1"):
        assert browser.get(f"{PAGE}{path}").status_code == 404
    assert browser.get(WORDING).status_code == 404
    assert sqlite_city.app.test_client().get(f"{API}/{one}", headers=headers).status_code == 404
    assert sqlite_city.app.test_client().get(f"{API}/{one}/report.docx", headers=headers).status_code == 404
    assert sqlite_city.app.test_client().get(API, headers=headers).status_code == 403


def test_others_than_the_center_read_it_and_do_nothing(sqlite_city: City):
    one = drafted(sqlite_city)
    for login in ("auditor", "evaluator"):
        page = sqlite_city.browser(login).get(f"{PAGE}{one}")
        assert page.status_code == 200
        assert 'action="/admin/upward/' not in page.text
        assert send(sqlite_city, login, one, "approve", 1, unknown=0).status_code == 403
        answer = sqlite_city.browser(login).post(PAGE, data={**SAID, "notices": notice_of(sqlite_city)})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"as_of": "2099-01-01"}, "还没有到"),
        ({"as_of": "明天"}, "明天"),
        ({"as_of": "@0"}, "还没有"),
        ({"year": "twenty"}, "整数"),
        ({"year": "0"}, "范围"),
        ({"addressee": ""}, "必须填写"),
        ({"notices": ""}, "有效编号"),
        ({"notices": str(UUID(int=7))}, "还没有"),
        ({"title": "关于\n整改"}, "只能写一行"),
    ],
)
def test_what_cannot_be_reported_is_refused_and_what_was_typed_stays(sqlite_city: City, more, said):
    data = {**SAID, "notices": notice_of(sqlite_city), "basis": "民生办通知", **more}
    answer = sqlite_city.browser("center1").post(PAGE, data=data)
    assert answer.status_code in (400, 422)
    assert said in answer.text
    assert "民生办通知" in answer.text


def test_a_second_click_drafts_one_report(sqlite_city: City):
    data = {**SAID, "notices": notice_of(sqlite_city), "command": "8c1d6a3e-0000-4000-8000-000000000001"}
    browser = sqlite_city.browser("center1")
    assert browser.post(PAGE, data=data).headers["Location"] == browser.post(PAGE, data=data).headers["Location"]
    reports = sqlite_city.app.test_client().get(API, headers=sqlite_city.bearer("center1")).json["reports"]
    assert len(reports) == 1


def test_the_wording_is_looked_at_before_it_is_published_and_holds_no_digit(sqlite_city: City):
    one = drafted(sqlite_city)
    browser = sqlite_city.browser("center1")
    parts = sqlite_city.app.test_client().get("/api/v1/wording", headers=sqlite_city.bearer("center1")).json["parts"]
    texts = {f"part-{part['name']}": part["text"] for part in parts}
    worded = {**texts, "part-closing": "到此已销号{销号数}项。", "report": one, "reason": "简短些", "version": "0"}
    looked = browser.post(WORDING, data={**worded, "do": "preview"})
    assert (looked.status_code, "到此已销号0项。" in looked.text) == (200, True)
    wrong = browser.post(WORDING, data={**worded, "part-closing": "已销号27项。", "do": "publish"})
    assert (wrong.status_code, "写了数字“27”" in wrong.text, "已销号27项。" in wrong.text) == (422, True, True)
    assert browser.post(WORDING, data={**worded, "do": "publish"}).status_code == 303
    assert told(sqlite_city, "center1", one)["wording"] == 0
    again = told(sqlite_city, "center1", drafted(sqlite_city))
    assert again["wording"] == 1
    assert again["blocks"][-1]["pieces"][0]["text"] == "到此已销号"
    assert browser.post(WORDING, data={**worded, "version": "1", "do": "publish"}).status_code == 409


def test_over_the_api_the_same_is_done_once_under_its_key(city: City):
    program = city.app.test_client()
    body = {**SAID, "year": 2019, "notices": [notice_of(city)]}
    headers = {**city.bearer("center1"), "If-None-Match": "*", "Idempotency-Key": "k1"}
    first = program.post(API, json=body, headers=headers)
    assert first.status_code == 201, first.text
    one, version = first.json["report_id"], first.headers["ETag"]
    assert program.post(API, json=body, headers=headers).json == first.json
    said = told(city, "center2", one)
    looked = {"unknown": len(said["unknown"]), "digest": said["digest"]}
    mine = {**city.bearer("center2"), "If-Match": version}
    wrong = program.post(f"{API}/{one}/approve", json={**looked, "digest": "0" * 64}, headers=mine)
    assert (wrong.status_code, wrong.json["code"]) == (409, "report_changed")
    assert program.post(f"{API}/{one}/approve", json=looked, headers=mine).status_code == 200
    issue = {"number": "市司〔2020〕8号", "unknown": looked["unknown"]}
    third = {**city.bearer("center3"), "If-Match": '"2"'}
    assert program.post(f"{API}/{one}/issue", json=issue, headers=third).status_code == 200
    file = program.get(f"{API}/{one}/report.docx", headers=city.bearer("auditor"))
    assert hashlib.sha256(file.data).hexdigest() == told(city, "auditor", one)["docx"]


def test_as_of_before_it_was_drafted_there_is_none(sqlite_city: City):
    log = sqlite_city.app.test_client().get("/api/v1/log?limit=1000", headers=sqlite_city.bearer("auditor"))
    before = f"?as_of=@{log.json['events'][-1]['position']}"
    one = drafted(sqlite_city)
    assert sqlite_city.browser("auditor").get(f"{PAGE}{one}{before}").status_code == 404
    assert "还没有汇报" in sqlite_city.browser("auditor").get(f"{PAGE}{before}").text
