"""The contact register on its pages: kept by bureaus, called by the center, imported, read with a record."""

import io
import re
from base64 import b64decode

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from events import acts
from tests.documents.test_contact_import import listed
from workflow import contact_register
from workflow.files import uploads
from workflow.history import present
from workflow.messages.contact import ContactPost

LIAISON = "0000-7100000"


def entries(city, login="center1", whole=True):
    with city.ledger.database.reading() as connection:
        at = present(city.clock.now(), city.ledger.zone)
        return contact_register.entries(connection, city.actor(login), at, whole=whole)


def first(city, login="baishi_handler"):
    return next(one for one in entries(city, login) if one.post is ContactPost.LIAISON)


def post(city, login, path, **said):
    return city.browser(login).post(f"/admin/contacts/{path}", data=said)


def files_of(city):
    with city.ledger.database.reading() as connection:
        return connection.execute(select(uploads)).all()


def shown(page):
    """How many entries a page lists."""
    return len(re.findall(r'scope="row"><a href="/admin/contacts/[0-9a-f]{8}-', page))


def test_each_bureau_finds_its_own_people_masked_and_the_center_all(city):
    for login, number in (("baishi_handler", 3), ("shiqiao_leader", 3), ("center1", 27), ("auditor", 27)):
        page = city.browser(login).get("/admin/contacts/").text
        assert shown(page) == number
        assert LIAISON not in page
    assert city.browser("sysadmin").get("/admin/contacts/").status_code == 404


def test_reading_names_and_phones_whole_is_recorded_first(city):
    before = city.browser("center1").get("/admin/contacts/?unit=baishi").text
    whole = city.browser("center1").post("/admin/contacts/people?unit=baishi").text
    assert LIAISON not in before
    assert LIAISON in whole
    one = first(city).contact_id
    assert LIAISON in city.browser("baishi_leader").post(f"/admin/contacts/{one}/people").text
    with city.ledger.database.reading() as connection:
        read = [(row.subject, row.account) for row in acts.page(connection) if row.kind == "people_read"]
    assert read == [
        (f"contact-{one}", city.actor("baishi_leader").account), ("contacts", city.actor("center1").account),
    ]  # fmt: skip


def test_a_bureau_changes_a_number_and_the_page_tells_what_happened(city):
    one = first(city)
    said = {"phone": "0000-7999999", "since": "2029-12-20", "version": str(one.version)}
    answer = post(city, "baishi_handler", f"{one.contact_id}/change_phone", **said)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/admin/contacts/{one.contact_id}")
    page = city.browser("baishi_handler").get(f"/admin/contacts/{one.contact_id}").text
    assert "000****9999" in page
    assert "0000-7999999" not in page
    late = city.browser("center1").get("/admin/contacts/?standing=late").text
    assert f"/admin/contacts/{one.contact_id}" in late


def test_a_refused_form_comes_back_with_what_was_typed(city):
    one = first(city)
    said = {"phone": LIAISON, "since": "2029-12-20", "version": str(one.version)}
    answer = post(city, "baishi_handler", f"{one.contact_id}/change_phone", **said)
    assert answer.status_code == 422
    assert "填写的内容与现在相同" in answer.text
    assert 'value="2029-12-20"' in answer.text
    gone = post(city, "shiqiao_handler", f"{one.contact_id}/change_phone", **said)
    assert gone.status_code == 404


def test_the_same_form_sent_twice_registers_one_person(city):
    page = city.browser("baishi_handler").get("/admin/contacts/").text
    form = page.rpartition('action="/admin/contacts/#actions"')[2]
    token = re.search(r'name="command" value="([^"]+)"', form)[1]
    said = {"station": "baishi-02", "post": "in_the_know", "name": "赵六", "phone": "0000-7300001", "command": token}
    first_time, again = (post(city, "baishi_handler", "", **said) for _ in range(2))
    assert first_time.status_code == again.status_code == 303
    assert first_time.headers["Location"] == again.headers["Location"]
    assert [one.name for one in entries(city, "baishi_handler")].count("赵六") == 1
    twice = post(city, "baishi_handler", "", **{**said, "command": ""})
    assert (twice.status_code, "名册中已有这个人" in twice.text) == (409, True)


def test_the_center_sets_the_days_and_nobody_else(city):
    said = {"days": "5", "since": "2030-01-01", "reason": "新办法", "version": "1"}
    assert post(city, "baishi_leader", "rule", **said).status_code == 403
    assert post(city, "center1", "rule", **said).status_code == 303
    assert post(city, "center1", "rule", **said).status_code == 412
    page = city.browser("baishi_leader").get("/admin/contacts/").text
    assert "<b>5 个日历日</b>" in page
    assert "设定期限" not in page


def test_a_list_is_looked_at_and_carried_out_and_kept_nowhere(city):
    rows = [("白石城关镇工作站", "联络员", "赵六", "0000-7300001", "", "", ""),
            ("白石新街街道工作站", "明白人", "钱七", "0000-7300002", "", "正常", "")]  # fmt: skip
    before, kept = entries(city), files_of(city)
    browser = city.browser("baishi_handler")
    sent = {"file": (io.BytesIO(listed(*rows)), "名册.xlsx")}
    preview = browser.post("/admin/contact-import/", data=sent, content_type="multipart/form-data").text
    assert "是否已经换人" in preview
    assert entries(city) == before
    content = re.search(r'name="content" value="([^"]+)"', preview)[1]
    assert b64decode(content)[:2] == b"PK"
    form = {"content": content, "name": "名册.xlsx", "confirm": "3"}
    assert browser.post("/admin/contact-import/carry-out", data=form).status_code == 303
    assert {"赵六", "钱七"} <= {one.name for one in entries(city, "baishi_leader")}
    again = browser.post("/admin/contact-import/carry-out", data=form, follow_redirects=True).text
    assert "已办理 0 项变动" in again
    assert files_of(city) == kept


@pytest.mark.parametrize(
    "form", [{}, {"content": "%%%", "name": "x"}, {"content": "eA==", "name": "x.xlsx"},
             {"content": "A" * 800_000, "name": "x.xlsx"}],
)  # fmt: skip
def test_what_is_no_list_is_refused_where_it_was_sent(city, form):
    answer = city.browser("baishi_handler").post("/admin/contact-import/carry-out", data=form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_the_workbook_to_fill_in_can_be_imported(city):
    answer = city.browser("baishi_handler").get("/admin/contact-import/template")
    sheet = (book := load_workbook(io.BytesIO(answer.data))).active
    assert sheet.max_row == 3 + 4
    sheet["C5"], sheet["D5"] = "赵六", "0000-7300009"
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    sent = {"file": (filled, "名册.xlsx")}
    preview = city.browser("baishi_handler").post(
        "/admin/contact-import/", data=sent, content_type="multipart/form-data"
    )
    assert "办理 1 项变动" in preview.text
    assert city.browser("auditor").get("/admin/contact-import/template").status_code == 404


def test_it_is_shown_as_it_stood_and_through_the_eyes_of_others(city):
    one = first(city)
    log = city.app.test_client().get("/api/v1/log?limit=1000", headers=city.bearer("auditor")).json["events"]
    newest = log[-1]["position"]
    said = {"name": "赵六", "phone": "0000-7300001", "since": "2030-01-01", "version": str(one.version)}
    post(city, "baishi_handler", f"{one.contact_id}/replace", **said)
    then = city.browser("auditor").get(f"/admin/contacts/?as_of=@{newest}&unit=baishi").text
    now = city.browser("auditor").get("/admin/contacts/?unit=baishi").text
    assert ("甲*" in then, "赵*" in then, "赵*" in now) == (True, False, True)
    eyes = city.actor("shiqiao_handler").account
    seen = city.browser("auditor").get(f"/admin/contacts/?as_of=@{newest}&eyes={eyes}").text
    assert f"/admin/contacts/{one.contact_id}" not in seen
    assert shown(seen) == 3


def test_the_desk_says_how_many_phones_are_to_be_mended_and_the_tree_where_contacts_are(city):
    desk = city.browser("baishi_handler").get("/admin/").text
    assert "待更正的联系电话：1" in desk
    waiting = city.browser("baishi_handler").get("/admin/contacts/?standing=waiting").text
    assert shown(waiting) == 1
    assert "待更正的联系电话：9" in city.browser("center1").get("/admin/").text
    link = "/admin/contacts/?unit=baishi"
    for code in ("baishi", "baishi-01"):
        pages = {
            who: city.browser(who).get(f"/admin/organisations/{code}").text for who in ("center1", "shiqiao_leader")
        }
        assert (link in pages["center1"], link in pages["shiqiao_leader"]) == (True, False)


def test_the_log_names_the_station_and_leads_to_the_entry_as_it_stood(city):
    page = city.browser("auditor").get("/admin/log/?name=contact.registered").text
    assert "PersonalRef" not in page
    one = first(city, "shiqiao_handler").contact_id
    [position] = re.findall(rf"/admin/contacts/{one}\?as_of=@(\d+)", page)[-1:]
    assert "石桥城关镇工作站" in page
    assert city.browser("auditor").get(f"/admin/contacts/{one}?as_of=@{position}").status_code == 200


def test_who_kept_a_station_before_is_another_unit_to_who_keeps_it_now(city):
    one = first(city)
    said = {"result": "normal", "checked_on": "2029-12-30", "version": str(one.version)}
    assert post(city, "baishi_handler", f"{one.contact_id}/check", **said).status_code == 303
    moved = {"parent": "shiqiao", "since": "2030-01-01", "reason": "区划调整"}
    assert city.browser("sysadmin").post("/admin/organisations/baishi-01/move", data=moved).status_code == 303
    told = {}
    for login in ("shiqiao_leader", "center1"):
        page = city.browser(login).get(f"/admin/contacts/{one.contact_id}").text
        api = city.app.test_client().get(f"/api/v1/contacts/{one.contact_id}", headers=city.bearer(login)).json
        told[login] = ("其他单位" in page, "白石县司法局经办人" in page, api["events"][-1]["actor"])
    shown_, named, who = told["shiqiao_leader"]
    assert (shown_, named, who) == (
        True, False, {"account": None, "role": "bureau_handler", "org": "other_unit", "name": None},
    )  # fmt: skip
    assert told["center1"][:2] == (False, True)
    assert told["center1"][2]["org"] == "baishi"
    assert city.browser("baishi_handler").get(f"/admin/contacts/{one.contact_id}").status_code == 404
