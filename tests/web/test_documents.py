"""Documents on the pages and over the API: offered where there is something to say, to who may, and written down."""

import re
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.city import City
from tests.documents.outgoing import words
from tests.people import newest
from tests.web.test_samples import PAGE as SAMPLES
from tests.web.test_samples import check_all, drawn, post
from workflow import money
from workflow.projections import NOTICES

PAGE, API = "/admin/documents", "/api/v1"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def city(sqlite_city: City) -> City:
    """The specifications in tests/documents/ say what is the same on both databases."""
    return sqlite_city


def get(city: City, login: str, path: str, **headers: str):
    answer = city.app.test_client().get(f"{API}/{path}", headers={**city.bearer(login), **headers})
    answer.get_data()
    return answer


def page(city: City, login: str, path: str):
    answer = city.browser(login).get(path)
    answer.get_data()
    return answer


def urged(city: City) -> UUID:
    item = city.items("baishi")[0]
    city.do("urge", "center1", item, note="请抓紧")
    return item


def test_an_items_page_offers_the_papers_that_there_are(city):
    item = urged(city)
    text = page(city, "baishi_leader", f"/admin/item/{item}").text
    assert f"{PAGE}/items/{item}/task.docx" in text
    assert f"{PAGE}/items/{item}/urge.docx?version=2" in text
    assert f"{PAGE}/items/{item}/close.docx" not in text
    answer = page(city, "baishi_leader", f"{PAGE}/items/{item}/urge.docx?version=2")
    assert (answer.status_code, answer.mimetype) == (200, DOCX)
    assert "请抓紧" in words(answer.data, "docx")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_over_the_api_the_same_paper_has_the_same_bytes(city):
    item = urged(city)
    told = get(city, "center1", f"items/{item}/documents").json["documents"]
    assert {one["name"]: one["versions"] for one in told} == {"task": [], "urge": [2]}
    at = f"as_of={newest(city)}"
    mine = get(city, "center1", f"items/{item}/documents/urge/docx?{at}")
    assert mine.data == page(city, "center1", f"{PAGE}/items/{item}/urge.docx?{at}").data
    assert mine.headers["Cache-Control"] == "no-store"


def test_what_never_happened_is_refused_with_what_to_do(city):
    item = city.items("baishi")[0]
    refused = get(city, "center1", f"items/{item}/documents/verify/docx")
    assert (refused.status_code, refused.json["code"]) == (409, "has_not_occurred")
    assert "没有“核查”的记录" in refused.json["detail"]
    shown = page(city, "center1", f"{PAGE}/items/{item}/verify.docx")
    assert (shown.status_code, "没有“核查”的记录" in shown.text) == (409, True)
    assert get(city, "center1", f"items/{item}/documents/verify/docx?version=1").json["code"] == "has_not_occurred"
    for bad in ("verify/xlsx", "nothing/docx", "notice/docx"):
        assert get(city, "center1", f"items/{item}/documents/{bad}").status_code == 404
    assert get(city, "center1", f"items/{item}/documents/urge/docx?version=x").status_code == 422


def test_who_takes_what_as_of_when_stands_in_the_security_log(city):
    item = urged(city)
    page(city, "baishi_leader", f"{PAGE}/items/{item}/urge.docx?as_of={newest(city)}")
    get(city, "auditor", "documents/totals/xlsx")
    rows = get(city, "auditor", "security-log?kind=exported").json["acts"]
    taken = {row["subject"]: row for row in rows}
    assert str(city.actor("baishi_leader").account) in str(taken["document urge.docx"])
    assert str(item) in str(taken["document urge.docx"]["detail"])
    assert "document totals.xlsx" in taken


def test_the_ledgers_documents_follow_its_filter(city):
    text = page(city, "center1", "/admin/ledger/?bureau=baishi&state=open").text
    assert f"{PAGE}/ledger/ledger.xlsx?bureau=baishi&amp;state=open" in text
    answer = page(city, "center1", f"{PAGE}/ledger/ledger.xlsx?bureau=baishi&state=open")
    told = words(answer.data, "xlsx")
    assert "白石县司法局" in told
    assert "石桥市司法局" not in told
    nothing = get(city, "center1", "documents/ledger/xlsx?text=没有这样的")
    assert (nothing.status_code, nothing.json["code"]) == (422, "nothing_to_list")
    assert get(city, "sysadmin", "documents/ledger/xlsx").status_code == 403


def test_the_comparison_is_for_who_sees_all_and_for_bureaus_as_it_was_published(city):
    said = {"title": "4月上旬进度对比", "basis": "推进会"}
    one = city.browser("center1").post("/admin/comparisons/", data=said).headers["Location"].rpartition("/")[2]
    assert get(city, "auditor", "documents/comparison/docx").status_code == 200
    assert get(city, "baishi_leader", "documents/comparison/docx").status_code == 404
    told = words(get(city, "baishi_leader", f"comparisons/{one}/documents/published/docx").data, "docx")
    assert "石桥市司法局" in told
    assert "档案管理" not in told
    assert f"{PAGE}/comparisons/{one}/published.docx" in page(city, "baishi_leader", f"/admin/comparisons/{one}").text
    city.browser("center1").post(f"/admin/comparisons/{one}/withdraw", data={"reason": "有误", "version": "1"})
    assert get(city, "baishi_leader", f"comparisons/{one}/documents/published/docx").status_code == 404


def test_a_task_states_the_units_figure_beside_the_citys_where_it_was_published(city):
    item = city.items("baishi")[0]
    before = words(get(city, "baishi_leader", f"items/{item}/documents/task/docx").data, "docx")
    assert "【待核】" in before
    city.reach(item, "closed")
    city.browser("center1").post("/admin/comparisons/", data={"title": "对比", "basis": "会"})
    after = words(get(city, "baishi_leader", f"items/{item}/documents/task/docx").data, "docx")
    assert "本单位销号1/" in after
    assert re.search(r"全市1/82（1\.2%）", after)


def test_totals_stand_on_ledger_and_desk_and_each_number_leads_to_its_items(city):
    city.reach(city.items("baishi")[0], "closed")
    city.do("withdraw", "center1", city.items("shiqiao")[0], reason="重复")
    told = get(city, "center1", "totals").json
    assert (told["items"], told["closed"], told["withdrawn"], told["units"]) == (81, 1, 1, 10)
    assert told["items"] == told["closed"] + told["under_way"] + told["converted"]
    box = re.search(r'<section class="totals.*?</section>', page(city, "center1", "/admin/ledger/").text, re.S)[0]
    links = dict(re.findall(r'class="totals-(\w+)">.*?href="([^"]*)"', box))
    for key, address in links.items():
        if key in ("areas", "units", "problems", "money"):
            continue
        listed = page(city, "center1", address.replace("&amp;", "&")).text
        shown = re.search(r'class="table-foot"><span class="muted">\D*(\d+)', listed)
        assert int(shown[1] if shown else 0) == told[key], key
    assert 'class="totals card"' in page(city, "auditor", "/admin/").text
    assert 'class="totals card"' not in page(city, "baishi_leader", "/admin/").text


def test_totals_are_of_the_readers_items_at_the_moment(city):
    before = newest(city)
    city.reach(city.items("baishi")[0], "closed")
    mine = get(city, "baishi_leader", "totals").json
    assert (mine["units"], mine["closed"]) == (1, 1)
    assert get(city, "baishi_leader", f"totals?as_of={before}").json["closed"] == 0
    assert get(city, "baishi_leader", "totals?bureau=shiqiao").json["items"] == 0
    assert get(city, "center1", "totals?bureau=shiqiao").json["items"] == len(city.items("shiqiao"))


def test_money_is_summed_exactly_and_says_of_how_many_items(city):
    with city.ledger.database.reading() as connection:
        notice = connection.scalars(select(NOTICES.now.c.notice_id)).first()
    for n, amount in enumerate(("0.10", "12345678901.23")):
        said = {"notice": str(notice), "bureau": "baishi", "area": "archives", "kind": "immediate", "due": "2030-06-30",
                "problem": f"金额问题{n}", "amount": amount}  # fmt: skip
        city.do("issue", "center1", uuid4(), **said)
    told = get(city, "center1", "totals").json
    assert (told["money"], told["priced"]) == (money.plain(1234567890133), 2)
    listed = get(city, "center1", "items?matter=amount").json
    assert listed["total"] == 2
    assert get(city, "center1", "items?state=standing").json["total"] == told["items"]


def test_progress_is_told_to_who_asked_for_the_document(city):
    chosen = uuid4()
    assert page(city, "center1", f"{PAGE}/progress/{chosen}").json is None
    page(city, "center1", f"{PAGE}/ledger/ledger.xlsx?progress={chosen}")
    assert page(city, "center1", f"{PAGE}/progress/{chosen}").json == {"done": 82, "of": 82}
    assert page(city, "center2", f"{PAGE}/progress/{chosen}").json is None
    get(city, "auditor", f"documents/three-lists/xlsx?progress={chosen}")
    assert get(city, "auditor", f"documents/progress/{chosen}").json == {"done": 82, "of": 82}
    assert page(city, "center1", f"{PAGE}/ledger/ledger.xlsx?progress=x").status_code == 200


def test_the_page_of_documents_lists_the_forms_a_reader_may_take(city):
    whole = page(city, "center1", f"{PAGE}/").text
    mine = page(city, "baishi_handler", f"{PAGE}/").text
    assert f"{PAGE}/ledger/comparison.docx" in whole
    assert f"{PAGE}/ledger/comparison.docx" not in mine
    for text in (whole, mine):
        assert all(name in text for name in ("催办单", "销号确认单", "整改通知", "三张清单", "抽查记录表"))
    names = [one["name"] for one in get(city, "baishi_handler", "documents").json["forms"]]
    assert {"urge", "ledger", "published"} <= set(names)
    assert page(city, "sysadmin", f"{PAGE}/").status_code == 404


def test_a_bureau_takes_its_own_rows_of_a_sample(city):
    sample = drawn(city)
    check_all(city, sample)
    assert post(city, "evaluator", f"{SAMPLES}{sample}/conclude", reason="x").status_code == 303
    for form, medium in (("sample-results", "docx"), ("sample-form", "docx"), ("sample-results", "xlsx")):
        whole = words(get(city, "evaluator", f"samples/{sample}/documents/{form}/{medium}").data, medium)
        assert "石桥市司法局" in whole
        mine = words(get(city, "baishi_leader", f"samples/{sample}/documents/{form}/{medium}").data, medium)
        assert "白石县司法局" in mine
        assert "石桥" not in mine
    assert f"{PAGE}/samples/{sample}/sample-form.docx" in page(city, "evaluator", f"/admin/samples/{sample}").text


def test_the_package_and_the_notice_offer_what_goes_out(city):
    [line] = [row for row in get(city, "center1", "packages").json["packages"] if row["bureau"] == "baishi"]
    where = f"{line['notice_id']}/baishi"
    text = page(city, "center1", f"/admin/packages/{where}").text
    assert all(f"{PAGE}/packages/{where}/{name}" in text for name in ("notice.docx", "list.xlsx", "tasks.docx"))
    listed = page(city, "baishi_leader", f"{PAGE}/packages/{where}/list.xlsx")
    assert load_workbook(BytesIO(listed.data)).active.max_row == 4 + line["items"]
    foreign = get(city, "shiqiao_leader", f"notices/{line['notice_id']}/packages/baishi/documents/list/xlsx")
    assert foreign.status_code == 404
