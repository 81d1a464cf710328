"""From finding to striking off, on the pages: entered, issued, linked over the years, compared, frozen."""

import hashlib
import io
import re

from openpyxl import Workbook

from admin.demo_findings import finding_id
from tests.city import City

FINDINGS, EVALUATION, CLAUSES = "/admin/findings/", "/admin/evaluation/", "/admin/clauses/"
FORM = {
    "source": "third_party", "year": "2020", "clause": "A1", "text": "系统登记数与实际办案数有出入",
    "concerns": "named", "units": ["baishi", "qinglan"], "figure.count": "2", "figure.of": "9",
    "figure.unit": "个单位", "amount": "1,234.50",
}  # fmt: skip
LAST = finding_id(3)


def enter(city: City, login="evaluator", **changed):
    return city.browser(login).post(FINDINGS, data=FORM | changed)


def entered(city: City, **changed) -> str:
    answer = enter(city, **changed)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def page(city: City, login: str, path: str) -> str:
    answer = city.browser(login).get(path)
    assert answer.status_code == 200, path
    return answer.text


def notice(city: City) -> str:
    found = city.app.test_client().get("/api/v1/notices", headers=city.bearer("center1")).json["notices"]
    return found[0]["notice_id"]


def issue(city: City, finding, *units: str, **said):
    form = {
        "notice": notice(city),
        "kind": "immediate",
        "problem": "登记有出入",
        "due": "2030-06-30",
        "units": list(units),
    }
    return city.browser("center1").post(f"{FINDINGS}{finding}/issue", data=form | said)


def test_an_evaluator_enters_a_finding_and_is_shown_what_was_found_before(city: City):
    one = entered(city)
    shown = page(city, "evaluator", f"{FINDINGS}{one}")
    told = "9个单位中有2个单位 1,234.50 白石县司法局 往年是否也有 问〔2019〕1 系统登记的案件与卷宗一致"
    for text in told.split():
        assert text in shown, text
    linked = city.browser("evaluator").post(f"{FINDINGS}{one}/link", data={"repeats": str(LAST), "version": "1"})
    assert linked.status_code == 303
    assert "其他年度也有" in page(city, "auditor", f"{FINDINGS}{one}")
    assert "此后又有" in page(city, "auditor", f"{FINDINGS}{LAST}")


def test_what_is_wrong_in_the_form_is_said_and_nothing_typed_is_lost(city: City):
    for changed, said in (
        ({"clause": ""}, "评价问题须写明依据条款"), ({"figure.count": "12"}, "大于总数"),
        ({"figure.quantifier": "个别"}, "只能写一种"), ({"amount": "1.234"}, "不是有效金额"),
        ({"units": []}, "请至少选一个"), ({"year": "2031"}, "还没有到"),
    ):  # fmt: skip
        answer = enter(city, **changed)
        assert (answer.status_code, said in answer.text) == (422, True), changed
        assert "系统登记数与实际办案数有出入" in answer.text
    assert enter(city, "auditor").status_code == 403
    entered(city)
    again = enter(city)
    assert (again.status_code, "问〔2020〕1" in again.text) == (409, True)


def test_the_center_issues_items_from_it_and_each_bureau_sees_its_own_part(city: City):
    one = entered(city)
    assert city.browser("baishi_leader").get(f"{FINDINGS}{one}").status_code == 404
    assert issue(city, one).status_code == 422
    assert issue(city, one, "baishi", "qinglan", amount="10.01").status_code == 303
    own = page(city, "baishi_leader", f"{FINDINGS}{one}")
    assert "其他单位 1 个" in own
    assert "青岚" not in own
    assert "1,234.50" not in own
    item = re.search(r"/admin/item/([0-9a-f-]{36})", own)[1]
    shown = page(city, "baishi_leader", f"/admin/item/{item}")
    assert "问〔2020〕1" in shown
    assert "10.01" in shown
    assert "由此下发 1 项，已销号 0 项" in shown
    assert issue(city, one, "baishi", problem="换个说法").status_code == 409
    assert city.browser("baishi_leader").post(f"{FINDINGS}{one}/issue", data={"units": "baishi"}).status_code == 403
    city.reach(item, "closed")
    assert '1<span class="of">/2' in page(city, "evaluator", f"{FINDINGS}{one}")
    link = re.search(rf"/admin/item/{item}/files/[0-9a-f]+", page(city, "evaluator", f"{FINDINGS}{one}"))[0]
    assert city.browser("evaluator").get(link).status_code == 200
    assert city.browser("qinglan_leader").get(link).status_code == 404


def test_an_item_repeats_last_years_where_somebody_says_so(city: City):
    old, new = entered(city, year="2018", text="登记有出入"), entered(city)
    issue(city, old, "baishi")
    earlier = re.search(r"/admin/item/([0-9a-f-]{36})", page(city, "center1", f"{FINDINGS}{old}"))[1]
    assert f'<option value="{earlier}"' in page(city, "center1", f"{FINDINGS}{new}")
    done = issue(city, new, "baishi", problem="登记仍有出入", **{"repeats-baishi": earlier})
    assert done.status_code == 303
    later = re.search(r"/admin/item/([0-9a-f-]{36})", page(city, "baishi_leader", f"{FINDINGS}{new}"))[1]
    assert f"/admin/item/{earlier}" in page(city, "baishi_handler", f"/admin/item/{later}")
    assert f"/admin/item/{later}" in page(city, "baishi_handler", f"/admin/item/{earlier}")


def test_a_correction_keeps_what_was_said_and_only_who_entered_it_corrects(city: City):
    one = entered(city)
    said = {**FORM, "text": "登记数少于办案数", "reason": "复核", "version": "1"}
    assert city.browser("center1").post(f"{FINDINGS}{one}/correct", data=said).status_code == 403
    assert city.browser("evaluator").post(f"{FINDINGS}{one}/correct", data=said).status_code == 303
    shown = page(city, "auditor", f"{FINDINGS}{one}")
    assert "登记数少于办案数" in shown
    assert FORM["text"] in shown
    gone = {"reason": "有误", "version": "2"}
    assert city.browser("evaluator").post(f"{FINDINGS}{one}/withdraw", data=gone).status_code == 303
    assert city.browser("evaluator").post(f"{FINDINGS}{one}/withdraw", data={"reason": "x"}).status_code == 409


def test_a_leader_reports_a_difficulty_of_their_own(city: City):
    own = {"source": "self_reported", "year": "2029", "clause": "", "area": "funding", "units": ["baishi"]}
    one = entered_by_leader(city, own)
    assert page(city, "baishi_handler", f"{FINDINGS}{one}")
    assert city.browser("shiqiao_leader").get(f"{FINDINGS}{one}").status_code == 404
    other = enter(city, "baishi_leader", **{**own, "units": ["shiqiao"], "text": "别处"})
    assert other.status_code == 422


def entered_by_leader(city: City, own: dict) -> str:
    answer = enter(city, "baishi_leader", **own)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def test_units_are_compared_and_a_snapshot_stays_as_it_was(city: City):
    shown = page(city, "evaluator", f"{EVALUATION}?year=2019")
    assert re.search(r"6<span class=\"of\">/9", shown)
    assert "个别工作站" in shown
    assert "2 个年度" in shown
    for login in ("baishi_leader", "sysadmin"):
        assert city.browser(login).get(EVALUATION).status_code == 404
    taken = city.browser("evaluator").post(EVALUATION, data={"title": "2019年度", "year": "2019"})
    assert taken.status_code == 303
    one = taken.headers["Location"]
    before = city.browser("auditor").get(f"{one}/table.json").data
    entered(city, year="2019", text="后来录入的")
    assert city.browser("center1").get(f"{one}/table.json").data == before
    assert "与固定时一致" in page(city, "auditor", one)
    assert hashlib.sha256(before).hexdigest()[:16] in page(city, "auditor", one)
    empty = city.browser("evaluator").post(EVALUATION, data={"title": "x", "year": "1999"})
    assert (empty.status_code, "还没有录入问题" in empty.text) == (422, True)
    assert city.browser("auditor").post(EVALUATION, data={"title": "x", "year": "2019"}).status_code == 403
    assert city.browser("center2").post(f"{one}/withdraw", data={"reason": "重做", "version": "1"}).status_code == 303
    assert city.browser("center2").post(f"{one}/withdraw", data={"reason": "重做"}).status_code == 409


HEADER = ("条款代码", "条款内容", "英文内容", "问题类别", "标准名称", "年度")


def clause_list(*rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def upload(city: City, login: str, content: bytes):
    sent = {"file": (io.BytesIO(content), "条款.xlsx")}
    return city.browser(login).post(CLAUSES, data=sent, content_type="multipart/form-data")


def test_a_list_of_clauses_is_looked_at_and_published_whole(city: City):
    good = ("G1", "卷宗归档及时", "Files are closed in time", "档案管理", "演示标准", 2020)
    bad = upload(city, "center1", clause_list(good, ("G1", "x", "", "没有的类别", "演示标准", "去年")))
    assert (bad.status_code, "还有 1 行有误" in bad.text, "发布这些条款" in bad.text) == (200, True, False)
    preview = upload(city, "center1", clause_list(good)).text
    content = re.search(r'name="content" value="([^"]+)"', preview)[1]
    form = {"content": content, "name": "条款.xlsx", "version": "1"}
    assert city.browser("center1").post(f"{CLAUSES}publish", data=form).status_code == 303
    assert city.browser("center2").post(f"{CLAUSES}publish", data=form).status_code == 412
    shown = page(city, "baishi_handler", CLAUSES)
    assert "第 2 版" in shown
    assert "卷宗归档及时" in shown
    assert upload(city, "evaluator", clause_list(good)).status_code == 403
    assert upload(city, "center1", b"x").status_code == 422
    assert city.browser("center1").post(f"{CLAUSES}publish", data={"content": "%%"}).status_code == 422
    assert enter(city, clause="A1").status_code == 422  # it is in the register no more
