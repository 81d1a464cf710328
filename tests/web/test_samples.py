"""Samples on the pages: planned, framed, drawn twice, checked, concluded; what bureaus see of it, and since when."""

import re
from io import BytesIO

from openpyxl import load_workbook

from tests.city import City
from tests.documents.test_frame_list import listed
from tests.people import newest
from workflow.sampling import file_faults

PAGE, FRAMES = "/admin/samples/", "/admin/sample-frames/"
PLANNED = {"title": "卷宗抽查", "purpose": "核对档案整改", "drawn_from": "volumes", "seed": "3 17 21"}
LIST = [(unit, f"2019-{n:03}", "刑事", "丁四") for unit in ("白石", "石桥") for n in range(1, 9)]


def post(city: City, login: str, path: str, **said):
    return city.browser(login).post(path, data=said)


def planned(city: City, login: str = "evaluator", **changed: str) -> str:
    answer = post(city, login, PAGE, **{**PLANNED, **changed})
    assert answer.status_code == 303
    return answer.headers["Location"].rpartition("/")[2]


def sent(content: bytes) -> dict:
    return {"file": (BytesIO(content), "卷宗.xlsx")}


def framed(city: City, one: str, *rows, login: str = "evaluator", **more: str) -> str:
    """The list is looked at, then taken; the digest that the page said."""
    page = post(city, login, f"{FRAMES}{one}/list", **sent(listed(*(rows or LIST)))).text
    held = dict(re.findall(r'name="(name|content|version)" value="([^"]*)"', page))
    assert post(city, login, f"{FRAMES}{one}/carry-out", **{**held, **more}).status_code == 303
    return re.search(r"<code>([0-9a-f]{64})</code>", page)[1]


def drawn(city: City, sizes: str = "2") -> str:
    one = planned(city)
    digest = framed(city, one)
    assert post(city, "evaluator", f"{PAGE}{one}/draw?frame={digest}", sizes=sizes).status_code == 303
    return one


def check_all(city: City, one: str, rows: int = 4) -> None:
    for place in range(1, rows + 1):
        said = {"checked_on": "2030-01-01", "defects": ["binding"] if place == 1 else []}
        assert post(city, "center1", f"{PAGE}{one}/rows/{place}/check", **said).status_code == 303


def show(city: City, login: str, one: str, at: str = ""):
    return city.browser(login).get(f"{PAGE}{one}{at}")


def test_a_list_is_looked_at_row_by_row_before_it_is_taken(city: City):
    one = planned(city)
    rows = [*LIST, ("青山县司法局", "1", "", ""), ("白石", "", "", "")]
    page = post(city, "evaluator", f"{FRAMES}{one}/list", **sent(listed(*rows))).text
    assert "不读取的列：承办人" in page or "承办人" in page
    assert re.search(r"可供抽取 <b>16</b>", page)
    assert re.search(r"没有列入 <b>2</b>", page)
    assert "没有填写卷宗号" in page
    assert "还没有确定" in show(city, "evaluator", one).text
    framed(city, one, *rows)
    page = show(city, "auditor", one).text
    assert "2 个单位共 16 份" in page
    assert "2 行没有列入" in page
    assert "青岚县司法局" in page  # it has nothing in the list
    assert "丁四" not in page
    again = post(city, "evaluator", f"{FRAMES}{one}/list", **sent(b"x"))
    assert again.status_code == 422


def test_a_sample_is_drawn_and_every_further_draw_is_seen(city: City):
    one = drawn(city)
    page = show(city, "center1", one).text
    digest = re.search(r"draw_again\?frame=([0-9a-f]{64})", page)[1]
    assert "每个单位 2 份" in page
    assert "3 17 21" in page
    bare = post(city, "auditor", f"{PAGE}{one}/draw_again?frame={digest}", sizes="1")
    assert (bare.status_code, "必须填写" in bare.text) == (422, True)
    other = post(city, "auditor", f"{PAGE}{one}/draw_again?frame={'0' * 64}", sizes="1", reason="x")
    assert (other.status_code, "不是现在保存的清单" in other.text) == (409, True)
    many = post(city, "auditor", f"{PAGE}{one}/draw_again?frame={digest}", sizes="9", reason="x")
    assert (many.status_code, "白石县司法局 8" in many.text) == (422, True)
    said = {"sizes": "白石=3\n石桥=1", "in_all": "4", "reason": "一卷已移交"}
    assert post(city, "auditor", f"{PAGE}{one}/draw_again?frame={digest}", **said).status_code == 303
    page = show(city, "center1", one).text
    for words in ("已抽取 2 次", "第 1 次抽取", "第 2 次抽取", "一卷已移交", "规定总数 4 份", "由系统生成"):
        assert words in page, words
    assert "抽取过 2 次" in city.browser("auditor").get(PAGE).text
    stale = post(city, "auditor", f"{PAGE}{one}/draw?frame={digest}", sizes="1")
    assert (stale.status_code, "已经抽取过 2 次" in stale.text) == (409, True)
    two = drawn(city)
    assert f'href="{PAGE}{two}"' in show(city, "center1", one).text
    assert "同一清单还用于" in show(city, "center1", two).text
    for number in (1, 2):
        file = city.browser("auditor").get(f"{PAGE}{one}/draws/{number}.json")
        assert (file.status_code, file_faults(file.data)) == (200, [])
    assert city.browser("auditor").get(f"{PAGE}{one}/draws/3.json").status_code == 404


def test_each_row_is_checked_then_corrected_and_the_counts_are_exact(city: City):
    one = drawn(city)
    check_all(city, one, 3)
    page = show(city, "evaluator", one).text
    assert "4 份中 3 份" in page
    assert "3 份中 1 份" in page
    row = city.browser("evaluator").get(f"{PAGE}{one}/rows/1").text
    version = re.search(r'name="version" value="(\d+)"', row)[1]
    assert re.search(r'value="binding"[^>]* checked', row)
    twice = post(city, "evaluator", f"{PAGE}{one}/rows/1/check", checked_on="2030-01-01")
    assert (twice.status_code, "已经检查过" in twice.text) == (409, True)
    late = {"checked_on": "2030-01-02", "reason": "x", "defects": ["altered"], "version": version}
    refused = post(city, "evaluator", f"{PAGE}{one}/rows/1/correct", **late)
    assert refused.status_code == 422
    assert re.search(r'value="altered"[^>]* checked', refused.text)
    said = {**late, "checked_on": "2030-01-01", "reason": "看错一卷", "defects": []}
    assert post(city, "evaluator", f"{PAGE}{one}/rows/1/correct", **said).status_code == 303
    row = city.browser("evaluator").get(f"{PAGE}{one}/rows/1").text
    for words in ("未发现问题", "装订有问题", "看错一卷"):
        assert words in row, words
    assert post(city, "auditor", f"{PAGE}{one}/rows/4/check", checked_on="2030-01-01").status_code == 403
    assert city.browser("evaluator").get(f"{PAGE}{one}/rows/5").status_code == 404


def test_a_bureau_sees_its_own_results_after_the_conclusion_and_nothing_before(city: City):
    one = drawn(city)
    check_all(city, one)
    before = newest(city)
    for path in (one, f"{one}/rows/1", f"{one}/results.xlsx", f"{one}/draws/1.json"):
        assert show(city, "baishi_leader", path).status_code == 404, path
    assert one not in city.browser("baishi_leader").get(PAGE).text
    assert post(city, "evaluator", f"{PAGE}{one}/conclude").status_code == 303
    page = show(city, "baishi_leader", one).text
    assert "2 份中 1 份" in page
    assert "其他 1 个单位共 2 份：已检查 2 份，有问题 0 份" in page
    for hidden in ("石桥", "3 17 21", "清单指纹"):
        assert hidden not in page, hidden
    assert one in city.browser("baishi_leader").get(PAGE).text
    assert show(city, "baishi_leader", f"{one}/rows/3").status_code == 404
    assert show(city, "baishi_leader", f"{one}/draws/1.json").status_code == 404
    assert show(city, "qinglan_leader", one).status_code == 404
    assert show(city, "baishi_leader", one, f"?as_of={before}").status_code == 404
    eyes = city.actor("baishi_handler").account
    assert show(city, "auditor", one, f"?as_of={before}&eyes={eyes}").status_code == 404
    seen = show(city, "auditor", one, f"?as_of={newest(city)}&eyes={eyes}")
    assert (seen.status_code, 'id="row-2"' in seen.text, 'id="row-3"' in seen.text) == (200, True, False)
    assert "其他 1 个单位" in seen.text
    sheet = load_workbook(BytesIO(show(city, "baishi_leader", f"{one}/results.xlsx").data)).active
    assert {row[1].value for row in list(sheet.iter_rows())[3:]} == {"白石县司法局"}
    frozen = post(city, "evaluator", f"{PAGE}{one}/rows/1/correct", checked_on="2030-01-01", reason="x")
    assert (frozen.status_code, "已经结束" in frozen.text) == (409, True)


def test_what_was_not_checked_is_named_when_it_is_concluded(city: City):
    one = drawn(city)
    check_all(city, one, 3)
    bare = post(city, "center1", f"{PAGE}{one}/conclude")
    assert (bare.status_code, "还有 1 份没有检查" in bare.text) == (422, True)
    assert post(city, "center1", f"{PAGE}{one}/conclude", reason="卷宗在法院").status_code == 303
    page = show(city, "auditor", one).text
    assert "卷宗在法院" in page
    assert "没有检查的" in page
    assert "卷宗在法院" not in show(city, "baishi_leader", one).text


def test_a_frame_that_is_changed_has_another_digest_and_has_to_be_drawn_anew(city: City):
    one = drawn(city)
    assert post(city, "evaluator", f"{FRAMES}{one}/list", **sent(listed(*LIST[:-1]))).status_code == 200
    framed(city, one, *LIST[:-1], reason="一卷已移交")
    page = show(city, "evaluator", one).text
    assert "清单已经更换" in page
    assert "已确定 2 次" in page
    assert "conclude" not in page


def test_items_of_the_ledger_are_drawn_as_they_stood(city: City):
    one = planned(city, login="auditor", drawn_from="items", seed="")
    assert post(city, "auditor", f"{FRAMES}{one}/items", area="archives", state="open").status_code == 303
    page = show(city, "auditor", one).text
    digest = re.search(r"draw\?frame=([0-9a-f]{64})", page)[1]
    assert "截至记录 @" in page
    assert post(city, "auditor", f"{PAGE}{one}/draw?frame={digest}", sizes="1").status_code == 303
    row = city.browser("evaluator").get(f"{PAGE}{one}/rows/1").text
    assert "实际与台账记载不一致" in row
    assert "装订有问题" not in row
    future = post(city, "auditor", f"{FRAMES}{one}/items", at="2031-01-01")
    assert (future.status_code, "还没有到" in future.text) == (422, True)
    none = post(city, "auditor", f"{FRAMES}{one}/items", state="closed", reason="x")
    assert (none.status_code, "没有可以抽取的行" in none.text) == (422, True)


def test_the_form_to_fill_in_has_the_drawn_rows_and_the_log_leads_to_the_sample(city: City):
    one = drawn(city)
    sheet = load_workbook(BytesIO(show(city, "center1", f"{one}/form.xlsx").data)).active
    assert (sheet.title, len(list(sheet.iter_rows()))) == ("抽查记录表", 7)
    log = city.browser("auditor").get("/admin/log/").text
    assert f"{PAGE}{one}?as_of=@" in log
    assert "卷宗抽查" in log
