"""What pages say of what cannot be got round in the contact register, and what an import shows before a tick."""

import io
import re

from tests.documents.test_contact_import import COLUMNS, listed
from tests.web.test_contacts import entries, first, post


def test_a_list_shows_all_that_is_asked_and_a_tick_answers_no_more(city):
    row = ("白石城关镇工作站", "联络员", "赵六", "0000-7300001", "", "正常", "", "改拨13812345678")
    data = listed(row, columns=(*COLUMNS, "备注"))
    browser = city.browser("baishi_handler")
    sent = {"file": (io.BytesIO(data), "名册.xlsx")}
    preview = browser.post("/admin/contact-import/", data=sent, content_type="multipart/form-data").text
    assert ("是否已经换人" in preview, "疑似有手机号码" in preview, "备注确应保留" in preview) == (True, True, True)
    content = re.search(r'name="content" value="([^"]+)"', preview)[1]
    person, remark = re.findall(r'name="confirm" value="([^"]+)"', preview)
    form = {"content": content, "name": "名册.xlsx"}
    for ticked in (person, remark):
        again = browser.post("/admin/contact-import/carry-out", data={**form, "confirm": ticked}).text
        assert "已办理 0 项变动" in again
    assert (
        browser.post("/admin/contact-import/carry-out", data={**form, "confirm": [person, remark]}).status_code == 303
    )
    assert "赵六" in {one.name for one in entries(city, "baishi_handler")}
    page = city.browser("baishi_leader").get(f"/admin/contacts/{first(city).contact_id}").text
    assert "疑似手机号码，请核对是否应当写在这里" in page


def test_a_phone_that_is_none_is_refused_where_it_was_typed(city):
    one = first(city)
    said = {"phone": "不详", "since": "2029-12-20", "version": str(one.version)}
    answer = post(city, "baishi_handler", f"{one.contact_id}/change_phone", **said)
    assert (answer.status_code, "不是电话号码" in answer.text) == (422, True)


def test_a_late_change_stays_marked_after_a_timely_one(city):
    one = first(city)
    for number, (phone, since) in enumerate((("0000-7999998", "2029-12-20"), ("0000-7999999", "2030-01-01"))):
        said = {"phone": phone, "since": since, "version": str(one.version + number)}
        assert post(city, "baishi_handler", f"{one.contact_id}/change_phone", **said).status_code == 303
    address = f"/admin/contacts/{one.contact_id}"
    assert address in city.browser("center1").get("/admin/contacts/?standing=late").text
    page = city.browser("baishi_handler").get(address).text
    assert ("曾有变动逾期报送" in page, "这个号码自" in page) == (True, True)


def test_where_a_station_is_no_more_its_entries_are_only_ended(city):
    one = first(city)
    gone = {"into": "baishi-02", "since": "2030-01-01", "reason": "合并"}
    assert city.browser("sysadmin").post(f"/admin/organisations/{one.station}/dissolve", data=gone).status_code == 303
    page = city.browser("baishi_handler").get(f"/admin/contacts/{one.contact_id}").text
    assert re.findall(rf'action="/admin/contacts/{one.contact_id}/(\w+)#actions"', page) == ["end"]
    said = {"phone": "0000-7999999", "since": "2030-01-01", "version": str(one.version)}
    answer = post(city, "baishi_handler", f"{one.contact_id}/change_phone", **said)
    assert (answer.status_code, "现在的人请登记到" in answer.text) == (409, True)


def test_erasing_by_a_bureau_names_the_stations_first(city):
    name = first(city).name
    found = city.browser("secadmin").post("/admin/persons/find", data={"unit": "baishi", "name": " ".join(name)})
    assert (found.status_code, "白石城关镇工作站" in found.text) == (200, True)
    api = city.app.test_client().post(
        "/api/v1/persons/find", json={"unit": "baishi", "name": name}, headers=city.bearer("secadmin")
    )
    assert "baishi-01" in api.json["units"]
