"""Importing by page and API: columns that are said, rows that are chosen, work in the background, imports withdrawn."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from admin import batches, import_list
from documents import list_jobs
from documents.list_jobs import work
from tests.city import City
from tests.documents.lists import a_list, item
from tests.documents.test_mapping import CODES, foreign
from workflow.jobs import jobs
from workflow.projections import ITEMS, MAPPINGS

UNITS = ("石桥市司法局", "白石县司法局")
ROWS = [item(具体问题=f"页面问题{n}", 责任单位=UNITS[n % 2], 整改时限="2031-04-08") for n in range(6)]
LIST = a_list(*ROWS, item(责任单位="石桥司法局", 具体问题="问一问", 整改时限="2031-04-08"))
NAMED = "/api/v1/lists?name=a.csv"


def sent(city: City, data: bytes = LIST, name: str = "清单.xlsx", login: str = "center1"):
    form = {"file": (BytesIO(data), name)}
    return city.browser(login).post("/admin/import/", data=form, content_type="multipart/form-data")


def preview(city: City, data: bytes = LIST, name: str = "清单.xlsx") -> str:
    answer = sent(city, data, name)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def api(city: City, path: str, data: bytes = LIST, login: str = "center1"):
    return city.app.test_client().post(
        f"/api/v1/{path}", data=data, headers=city.bearer(login), content_type="application/octet-stream"
    )


def get(city: City, path: str, login: str = "center1"):
    return city.app.test_client().get(f"/api/v1/{path}", headers=city.bearer(login))


def numbers(city: City, text: str = "页面问题") -> set[str]:
    with city.ledger.database.reading() as connection:
        return set(connection.scalars(select(ITEMS.now.c.problem).where(ITEMS.now.c.problem.startswith(text))))


@pytest.mark.big
def test_a_text_is_taken_by_its_content_and_says_how_it_was_read(city):
    header = "问题类别,具体问题,责任单位,整改类型,整改要求,整改时限"
    text = f"{header}\n档案管理,页面问题,白石县司法局,立行立改,补齐,2031-04-08\n"
    page = city.browser("center1").get(preview(city, text.encode("gb18030"), "清单.dat")).text
    assert "CSV · GB18030 · “,”" in page
    refused = sent(city, b"\0\1\2", "清单.xlsx")
    assert (refused.status_code, "不是能读取的表格" in refused.text) == (422, True)


def test_only_the_rows_of_a_unit_or_those_ticked_are_issued(city):
    at = preview(city)
    browser = city.browser("center1")
    assert browser.post(at, data={"choose": "rows", "rows": "x"}).headers["Location"] == at
    assert "不是行号" in browser.get(at).text
    assert numbers(city) == set()
    browser.post(at, data={"choose": "units", "unit": ["baishi"]})
    assert numbers(city) == {f"页面问题{n}" for n in (1, 3, 5)}
    browser.post(at, data={"choose": "rows", "row": ["4"], "rows": "6", "confirm": "10"})
    assert numbers(city) == {f"页面问题{n}" for n in (0, 1, 2, 3, 5)}
    assert numbers(city, "问一问")
    browser.post(at, data={"choose": "all"})
    assert len(numbers(city)) == 6


def test_a_header_that_is_not_known_leads_to_the_columns_and_back(city):
    browser = city.browser("center1")
    to = sent(city, foreign(item(具体问题="<b>页面问题</b>", 整改时限="2031-04-08"))).headers["Location"]
    assert to.startswith("/admin/import-columns/")
    page = browser.get(to).text
    assert "&lt;b&gt;页面问题&lt;/b&gt;" in page
    assert "从表头认不全" in page
    at, codes = to.partition("?")[0], ("problem", "area", "bureau", "requirement", "due", "kind")
    said = {f"place-{place}": code for place, code in enumerate(codes, start=1)}
    for wrong in ({**said, "place-5": ""}, {**said, "place-5": "problem"}):
        refused = browser.post(at, data=wrong)
        assert (refused.status_code, 'role="alert"' in refused.text) == (422, True)
    back = browser.post(at, data=said)
    assert back.status_code == 303
    page = browser.get(back.headers["Location"]).text
    assert "记住的对应读取" in page
    assert "<b>页面问题" not in page
    listed = browser.get("/admin/batches/").text
    assert "A → 具体问题" in listed
    one = re.search(r"/admin/batches/columns/([\w-]+)/forget", listed)[1]
    assert browser.post(f"/admin/batches/columns/{one}/forget").status_code == 303
    assert browser.post(f"/admin/batches/columns/{one}/forget").status_code == 404
    assert browser.get(back.headers["Location"]).status_code == 422
    with city.ledger.database.reading() as connection:
        assert "页面" not in str(connection.execute(select(MAPPINGS.history)).all())


@pytest.fixture
def short(monkeypatch):
    """Lists of more than three rows are long."""
    for module in (list_jobs, import_list, batches):
        monkeypatch.setattr(module, "AT_ONCE", 3)


def test_a_long_list_is_worked_in_the_background_and_looked_at_page_by_page(city, short, monkeypatch):
    monkeypatch.setattr(import_list, "PAGE", 2)
    browser = city.browser("center1")
    job = preview(city)
    assert "/admin/import/job/" in job
    waiting = browser.get(job)
    assert (waiting.status_code, "data-poll" in waiting.text, "正在排队" in waiting.text) == (200, True, True)
    assert preview(city) == job
    work(city.ledger)
    at = browser.get(job).headers["Location"]
    page = browser.get(at).text
    assert "可下发 6 项" in page
    assert page.count('<th scope="row"') == 2
    assert 'rel="next"' in page
    assert "问一问" in browser.get(f"{at}?rows=left").text
    assert browser.get(f"{at}/corrected.xlsx").data.startswith(b"PK")
    city.clock.advance(timedelta(seconds=1))
    issuing = browser.post(at, data={"choose": "all", "command": str(uuid4())}).headers["Location"]
    assert browser.post(at, data={"choose": "all", "command": str(uuid4())}).headers["Location"] == issuing
    assert browser.get(at).headers["Location"] == issuing
    work(city.ledger)
    page = browser.get(browser.get(issuing).headers["Location"]).text
    assert "已下发 6 项" in page
    assert len(numbers(city)) == 6
    one = re.search(r"/admin/batches/([\w-]+)", page)[1]
    gone = browser.post(f"/admin/batches/{one}/withdraw", data={"reason": "发错了"}).headers["Location"]
    work(city.ledger)
    assert browser.get(gone).headers["Location"] == f"/admin/batches/{one}"
    assert "已撤回" in browser.get(f"/admin/batches/{one}").text
    looked = browser.post(f"{at}/look").headers["Location"]
    assert "/admin/import/job/" in looked


@pytest.mark.big
def test_the_work_of_another_unit_is_not_there_and_when_its_end_is_gone_it_can_be_begun_again(city, short):
    job = preview(city)
    work(city.ledger)
    for login in ("baishi_leader", "auditor", "sysadmin"):
        assert city.browser(login).get(job).status_code == 404
    at = city.browser("center1").get(job).headers["Location"]
    with city.ledger.database.writing() as connection:
        connection.execute(jobs.delete())
    page = city.browser("center1").get(at).text
    assert "由后台处理" in page
    assert city.browser("center1").get(f"{at}/corrected.xlsx").headers["Location"] == at
    assert city.browser("center1").get(job).status_code == 404


def test_an_import_is_listed_and_withdrawn_with_a_reason_by_the_center_alone(city):
    browser = city.browser("center1")
    browser.post(preview(city), data={"choose": "all"})
    listed = browser.get("/admin/batches/").text
    one = re.findall(r'href="/admin/batches/([\w-]{36})"', listed)[0]
    page = browser.get(f"/admin/batches/{one}").text
    assert "页面问题0" in page
    assert "清单.xlsx" in page
    at = f"/admin/batches/{one}/withdraw"
    for login, status in (("baishi_leader", 404), ("evaluator", 404), ("sysadmin", 404), ("auditor", 403)):
        assert city.browser(login).post(at, data={"reason": "x"}).status_code == status
    assert city.browser("auditor").get(f"/admin/batches/{one}").status_code == 200
    assert browser.post(at, data={"reason": ""}).status_code == 422
    [first, *_] = [row for row in city.items("baishi") if row in ids(city, one)]
    city.reach(first, "reported")
    blocked = browser.post(at, data={"reason": "发错了"})
    assert (blocked.status_code, "整批没有撤回" in blocked.text) == (409, True)
    city.do("send_back", "center1", first, reason="照片看不清")
    then = newest(city)
    assert browser.post(at, data={"reason": "发错了"}).status_code == 303
    assert "已撤回" in browser.get("/admin/batches/").text
    again = browser.post(at, data={"reason": "发错了"})
    assert (again.status_code, "已经撤回" in again.text) == (409, True)
    before = get(city, f"imports/{one}?as_of=@{then}").json
    assert (before["withdrawn_at"], {row["state"] for row in before["items"]}) == (None, {"issued", "assigned"})


def ids(city: City, one: str) -> set[UUID]:
    return {UUID(row["item_id"]) for row in get(city, f"imports/{one}").json["items"]}


def newest(city: City) -> int:
    return get(city, "log?limit=1000", "auditor").json["events"][-1]["position"]


def test_the_api_takes_columns_rows_and_units_and_remembers(city):
    data = foreign(*(item(具体问题=f"页面问题{n}", 整改时限="2031-04-08") for n in range(3)))
    assert api(city, NAMED[8:], data).json["code"] == "no_header"
    asked = f"lists?name=a.xlsx&columns={CODES}&dry_run=true&rows=4-5"
    told = api(city, asked, data).json
    assert (told["issued"], told["columns"]["due"], told["read_as"]) == (2, "E", "XLSX")
    assert api(city, NAMED[8:], data).json["code"] == "no_header"
    told = api(city, f"{asked}&remember=true&units=shiqiao", data).json
    assert told["issued"] == 0
    told = api(city, "lists?name=a.xlsx", data).json
    assert (told["issued"], told["columns_remembered_at"] is not None) == (3, True)
    [kept] = [one for one in get(city, "list-columns").json["mappings"] if one["columns"]["due"] == "E"]
    seen = {**city.bearer("center1"), "If-Match": f'"{kept["version"]}"'}
    path = f"/api/v1/list-columns/{kept['mapping_id']}/forget"
    assert city.app.test_client().post(path, json={}, headers=seen).json["events"] == ["mapping.forgotten"]
    [one] = [row for row in get(city, "imports").json["imports"] if row["batch_id"] == told["batch_id"]]
    assert one["items"] == 3
    seen = {**city.bearer("center1"), "If-Match": f'"{one["version"]}"'}
    path = f"/api/v1/imports/{one['batch_id']}/withdraw"
    assert city.app.test_client().post(path, json={"reason": "有误"}, headers=seen).json["events"] == [
        "batch.withdrawn"
    ]
    for wrong in ("columns=moon=3", "header_row=3", "rows=x", "columns=problem=A", "header_row=99&columns=problem=A"):
        assert api(city, f"lists?name=a.xlsx&{wrong}", data).status_code == 422, wrong


def test_the_api_works_in_the_background_and_corrects(city):
    begun = api(city, "lists/jobs?name=a.xlsx&dry_run=true")
    assert (begun.status_code, begun.json["standing"]) == (202, "waiting")
    path = f"lists/jobs/{begun.json['job_id']}"
    assert api(city, "lists/jobs?name=a.xlsx").json["job_id"] == begun.json["job_id"]
    work(city.ledger)
    told = get(city, path).json
    assert (told["standing"], told["done"], told["report"]["issued"], told["report"]["left"]) == ("done", 7, 6, 1)
    assert get(city, path, "baishi_leader").status_code == 404
    assert api(city, "lists/jobs?name=a.xlsx", login="auditor").status_code == 403
    made = api(city, "lists/corrected?name=a.xlsx")
    assert load_workbook(BytesIO(made.data)).active["G10"].value == "石桥市司法局"
    assert api(city, "lists/corrected?name=a.xlsx", login="auditor").status_code == 403


@pytest.mark.big
def test_that_a_corrected_list_was_taken_out_stands_in_the_security_log(city):
    city.browser("center1").get(f"{preview(city)}/corrected.xlsx")
    page = city.browser("secadmin").get("/admin/acts/").text
    assert "corrected list" in page
