"""The typed registers on their pages: recorded by bureaus, judged by rules, items raised by the center, imported."""

import io
import re
from uuid import UUID, uuid4

from openpyxl import load_workbook

from events import acts
from tests.city import City
from tests.documents.test_row_import import listed
from workflow import messages as m
from workflow import row_register, schemas, service
from workflow.history import present
from workflow.lookups import policy_id
from workflow.messages.policy import Policy
from workflow.messages.row import RegisterKind

PAGE = "/admin/registers/"
PAID = {"bureau": "baishi", "case_no": "白援1号", "name": "王五", "account_type": "law_firm", "amount": "1,200.50",
        "paid_on": "2029-05-02", "file_passed_on": "2029-06-01"}  # fmt: skip


def post(city: City, login: str, path: str, **said):
    return city.browser(login).post(f"{PAGE}{path}", data=said)


def record(city: City, login: str = "baishi_handler", kind: str = "payment", **said) -> UUID:
    answer = post(city, login, kind, **(said or PAID))
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


def rows(city: City, kind: RegisterKind = RegisterKind.PAYMENT):
    with city.ledger.database.reading() as connection:
        at = present(city.clock.now(), city.ledger.zone)
        found = row_register.entries(connection, city.actor("center1"), at, kind)
        return row_register.named(connection, found, whole=True)


def newest(city: City) -> str:
    log = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json["events"]
    return f"?as_of=@{log[-1]['position']}"


def test_a_bureau_records_a_row_and_nobody_else_of_its_kind_sees_it(city: City):
    row = record(city)
    page = city.browser("baishi_leader").get(f"{PAGE}row/{row}").text
    assert ("1200.50" in page, "王*" in page, "王五" in page) == (True, True, False)
    for login, status in (("shiqiao_leader", 404), ("center1", 200), ("auditor", 200), ("evaluator", 200)):
        assert city.browser(login).get(f"{PAGE}row/{row}").status_code == status
        assert (f"row/{row}" in city.browser(login).get(f"{PAGE}payment").text) is (status == 200)
    assert city.browser("sysadmin").get(PAGE).status_code == 404
    assert city.browser("center1").get(f"{PAGE}nothing").status_code == 404
    assert "王五" in city.browser("center1").post(f"{PAGE}row/{row}/people").text
    again = post(city, "baishi_handler", "payment", **PAID)
    assert (again.status_code, "已有这一行" in again.text, 'value="1,200.50"' in again.text) == (409, True, True)
    assert post(city, "shiqiao_handler", "payment", **PAID).status_code == 422
    assert post(city, "auditor", "payment", **PAID).status_code == 403


def test_a_row_is_changed_without_naming_its_person_again_and_struck(city: City):
    row = record(city)
    form = city.browser("baishi_handler").get(f"{PAGE}row/{row}").text
    assert 'value="1200.50"' in form
    changed = {**PAID, "name": "", "account_type": "personal", "version": "1"}
    assert post(city, "baishi_handler", f"row/{row}/change", **changed).status_code == 303
    assert [(one.name, one.values["account_type"]) for one in rows(city)] == [("王五", "personal")]
    same = post(city, "baishi_handler", f"row/{row}/change", **{**changed, "version": "2"})
    assert (same.status_code, "没有变更" in same.text, "王五" in same.text) == (422, True, False)
    assert post(city, "shiqiao_handler", f"row/{row}/change", **changed).status_code == 404
    assert post(city, "baishi_handler", f"row/{row}/strike", reason="重复", version="1").status_code == 412
    assert post(city, "baishi_handler", f"row/{row}/strike", reason="重复", version="2").status_code == 303
    assert f"row/{row}" not in city.browser("center1").get(f"{PAGE}payment").text
    assert f"row/{row}" in city.browser("center1").get(f"{PAGE}payment?standing=struck").text


def raised(city: City, **said):
    return city.browser("center1").post(f"{PAGE}payment/raise", data=said)


def test_the_center_raises_items_for_what_it_ticks_once(city: City):
    record(city)
    page = city.browser("center1").get(f"{PAGE}payment").text
    chosen = re.findall(r'name="finding" value="([^"]+)"', page)
    assert len(chosen) == 2
    days = {"days": 30, "since": "2020-01-01", "reason": "整改办法"}
    set_days(city, days)
    assert city.browser("baishi_leader").post(f"{PAGE}payment/raise", data={"finding": chosen}).status_code == 403
    assert raised(city).status_code == 422
    assert raised(city, finding=chosen).status_code == 303
    again = raised(city, finding=chosen)
    assert (again.status_code, "没有选定" in again.text) == (422, True)
    page = city.browser("center1").get(f"{PAGE}payment").text
    assert re.findall(r'name="finding"', page) == []
    [item, _] = dict.fromkeys(re.findall(r'href="(/admin/item/[0-9a-f-]{36})"', page))
    shown = city.browser("baishi_leader").get(item).text
    assert ("白援1号" in shown, f"{PAGE}row/{chosen[0][:36]}" in shown) == (True, True)
    assert city.browser("shiqiao_leader").get(item).status_code == 404


def set_days(city: City, said) -> None:
    policy = Policy.RAISED_ITEM_DAYS
    shell = {"command_id": uuid4(), "subject": policy_id(policy), "by": city.actor("center1"), "at": city.clock.now()}
    service.handle(city.ledger, schemas.load(m.SetPolicy, said, policy=policy, **shell))


def test_a_list_is_looked_at_and_carried_out(city: City):
    sheet = listed(("白石", "白援7号", "王五", "个人账户", 800, "2029-05-02", "6222"), ("", "x", "", "", "", "", ""))
    browser = city.browser("baishi_handler")
    sent = {"file": (io.BytesIO(sheet), "发放表.xlsx")}
    preview = browser.post("/admin/row-import/payment", data=sent, content_type="multipart/form-data").text
    assert ("卡号" in preview, "<code>C3</code>" in preview) == (True, True)
    assert rows(city) == []
    form = {"content": re.search(r'name="content" value="([^"]+)"', preview)[1], "name": "发放表.xlsx"}
    assert "办理 1 项变动" in preview
    browser.post("/admin/row-import/payment/carry-out", data=form)
    assert [one.values["amount"] for one in rows(city)] == ["80000"]
    again = browser.post("/admin/row-import/payment/carry-out", data=form, follow_redirects=True).text
    assert "已办理 0 项变动" in again
    assert browser.post("/admin/row-import/payment/carry-out", data={"content": "%%", "name": "x"}).status_code == 422
    assert city.browser("auditor").get("/admin/row-import/payment").status_code == 404


def test_the_list_to_fill_in_holds_what_is_known_already(city: City):
    record(city)
    said = {"bureau": "baishi", "name": "赵六"}
    for number in ("1", "2"):
        record(city, kind="case_handler", case_no=f"白援{number}号", **said)

    def template(kind):
        answer = city.browser("baishi_leader").get(f"/admin/row-import/{kind}/template")
        sheet = load_workbook(io.BytesIO(answer.data)).active
        return [[cell.value for cell in row][:3] for row in sheet.iter_rows(min_row=3)]

    assert template("payment") == [["责任单位", "案件编号", "收款人"], ["白石县司法局", "白援2号", "赵六"]]
    assert template("station_activity")[1:] == [
        ["白石县司法局", "白石城关镇工作站", None], ["白石县司法局", "白石新街街道工作站", None],
    ]  # fmt: skip
    assert template("disclosure")[1] == ["白石县司法局", "2030-01", None]
    with city.ledger.database.reading() as connection:
        assert [row.subject for row in acts.page(connection) if row.kind == "people_read"] == ["register"]


def test_it_is_shown_as_it_stood_through_others_eyes_and_exported_masked(city: City):
    row = record(city)
    then = newest(city)
    post(city, "baishi_handler", f"row/{row}/strike", reason="重复", version="1")
    assert f"row/{row}" in city.browser("auditor").get(f"{PAGE}payment{then}").text
    assert "划去原因" not in city.browser("auditor").get(f"{PAGE}row/{row}{then}").text
    eyes = f"{then}&eyes={city.actor('shiqiao_handler').account}"
    assert f"row/{row}" not in city.browser("auditor").get(f"{PAGE}payment{eyes}").text
    assert city.browser("auditor").get(f"{PAGE}row/{row}{eyes}").status_code == 404
    told = city.app.test_client().get(f"/api/v1/registers/payment{eyes}", headers=city.bearer("auditor")).json
    assert (told["rows"], told["as_of"]["withheld"]) == ([], 1)
    sheet = load_workbook(io.BytesIO(city.browser("auditor").get(f"{PAGE}payment/export{then}").data)).active
    assert [cell.value for cell in sheet[4]][:3] == ["白石县司法局", "白援1号", "王*"]


def test_what_is_counted_stands_beside_the_rows(city: City):
    for month in ("01", "02"):
        said = {"bureau": "baishi", "month": f"2029-{month}", "disclosed_on": f"2029-{month}-05", "place": "公告栏",
                "persons": "9", "handed_over_on": f"2029-{month}-06"}  # fmt: skip
        record(city, kind="disclosure", **said)
    page = city.browser("center1").get(f"{PAGE}disclosure?year=2029").text
    assert ("未达到" in page, "2029-03、2029-04" in page, "移交后没有复核" in page) == (True, True, True)
    assert "南屿区司法局" in page
    record(city, kind="news", bureau="baishi", title="送法下乡", submitted_on="2029-05-01", adopted_by="province")
    assert "采用" in city.browser("baishi_leader").get(f"{PAGE}news?year=2029").text
    for kind in RegisterKind:
        assert city.browser("baishi_leader").get(f"{PAGE}{kind}").status_code == 200
        assert city.browser("baishi_leader").get(f"/admin/row-import/{kind}").status_code == 200
