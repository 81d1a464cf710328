"""Obligations on their pages: set up by the center, performed with evidence by who owes, missed, raised, linked."""

import io
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.office import PNG
from workflow import messages as m
from workflow import obligation_register, schemas, service
from workflow.history import present
from workflow.lookups import policy_id
from workflow.messages.policy import Policy
from workflow.timers import fire

DUTY = {
    "area": "publicity", "duty": "报送信息", "rule": "monthly", "since": "2029-12-01", "basis": "宣传办法",
    "window": "", "until": "",
}  # fmt: skip
DONE = {"performed_on": "2029-12-20", "what": "简报一期", "no_evidence": ""}


def post(city, login, path="", **said):
    return city.browser(login).post(f"/admin/obligations/{path}", data=said)


def page(city, login, path=""):
    return city.browser(login).get(f"/admin/obligations/{path}").text


def owed(city, bureau="baishi", duty="报送信息"):
    with city.ledger.database.reading() as connection:
        at = present(city.clock.now(), city.ledger.zone)
        found = obligation_register.owed(connection, city.actor("center1"), at)
    return next(one for one in found if (one.obligation.bureau, one.obligation.duty) == (bureau, duty))


def set_up(city, *bureaus, **said):
    answer = post(city, "center1", bureau=list(bureaus or ("baishi",)), **DUTY | said)
    assert answer.status_code == 303
    return owed(city, (bureaus or ("baishi",))[0]).obligation_id


def newest(city):
    with city.ledger.database.reading() as connection:
        return f"@{connection.exec_driver_sql('SELECT max(position) FROM log').scalar()}"


def test_the_center_sets_one_up_for_each_unit_that_is_ticked(city):
    set_up(city, "baishi", "shiqiao")
    again = post(city, "center1", bureau=["nanyu", "baishi", "qinglan"], **DUTY)
    assert again.status_code == 409
    assert "报送信息" in again.text
    ticked = re.findall(r'name="bureau" value="(\w+)"[^>]* checked', again.text)
    assert ticked == ["baishi", "qinglan"]
    assert owed(city, "nanyu").obligation.duty == "报送信息"
    nobody = post(city, "center1", **DUTY)
    assert (nobody.status_code, "请至少选择一个责任单位" in nobody.text) == (422, True)
    assert post(city, "baishi_leader", bureau="baishi", **DUTY).status_code == 403
    assert city.browser("sysadmin").get("/admin/obligations/").status_code == 404


def test_each_sees_its_own_with_the_periods_as_words_and_marks(city):
    mine = set_up(city, "baishi", "shiqiao")
    foreign = owed(city, "shiqiao").obligation_id
    text = page(city, "baishi_handler")
    assert str(mine) in text
    assert str(foreign) not in text
    assert "2029年12月" in text
    assert '<span aria-hidden="true">✕</span> 未完成' in text
    assert page(city, "center1").count("报送信息</a>") == 2
    assert "还没有完成" in city.browser("baishi_handler").get("/admin/").text
    assert city.browser("baishi_handler").get(f"/admin/obligations/{foreign}").status_code == 404
    assert "未定量，不作评判" in page(city, "baishi_handler", "?standing=unquantified")


def test_what_was_done_is_told_with_a_file_and_struck_by_who_told_it(city):
    one = set_up(city)
    evidence = (io.BytesIO(PNG), "现场照片.png")
    answer = post(city, "baishi_handler", f"{one}/record", **DONE, evidence=evidence)
    assert answer.status_code == 303, answer.text
    text = page(city, "baishi_leader", str(one))
    assert "补录" in text
    [address] = set(re.findall(rf"/admin/obligations/{one}/files/[0-9a-f]{{64}}", text))
    assert city.browser("baishi_leader").get(address).data == PNG
    assert city.browser("shiqiao_leader").get(address).status_code == 404
    [[told]] = [
        re.findall(rf"/admin/obligations/{one}/strike/([0-9a-f-]{{36}})", page(city, "baishi_handler", str(one)))
    ]
    assert "/strike/" not in text
    struck = f"{one}/strike/{told}"
    assert post(city, "baishi_leader", struck, reason="重复").status_code == 403
    assert post(city, "shiqiao_leader", struck, reason="重复").status_code == 404
    bad = post(city, "baishi_handler", struck, reason="")
    assert (bad.status_code, "必须填写" in bad.text) == (422, True)
    assert post(city, "baishi_handler", struck, reason="重复登记").status_code == 303
    text = page(city, "baishi_leader", str(one))
    assert ("已划掉：重复登记" in text, "<del>简报一期</del>" in text) == (True, True)


def test_a_refused_form_comes_back_with_what_was_typed(city):
    one = set_up(city)
    empty = post(city, "baishi_handler", f"{one}/record", **DONE)
    assert (empty.status_code, "请至少附一份佐证材料" in empty.text, "简报一期" in empty.text) == (422, True, True)
    broken = (io.BytesIO(b"MZ"), "a.exe")
    refused = post(city, "baishi_handler", f"{one}/record", **DONE, evidence=broken)
    assert (refused.status_code, "不能作为佐证材料" in refused.text) == (422, True)
    day = post(city, "baishi_handler", f"{one}/record", **DONE | {"performed_on": "2029-11-30", "no_evidence": "无"})
    assert (day.status_code, "不在这项义务的期间内" in day.text) == (422, True)
    assert post(city, "center1", f"{one}/record", **DONE).status_code == 403
    assert post(city, "shiqiao_handler", f"{one}/record", **DONE).status_code == 404


def test_the_same_form_sent_twice_is_one_performance(city):
    one, token = set_up(city), str(uuid4())
    said = {**DONE, "no_evidence": "当日停电", "command": token}
    assert [post(city, "baishi_handler", f"{one}/record", **said).status_code for _ in range(2)] == [303, 303]
    assert owed(city).done == 1


def test_the_center_changes_suspends_resumes_and_ends_it(city):
    one = set_up(city)
    steps = (
        ("change", {"rule": "monthly_average", "window": "3", "since": "2030-01-01", "reason": "会议纪要"}),
        ("suspend", {"since": "2030-02-01", "reason": "防疫"}),
        ("resume", {"since": "2030-03-01", "reason": "复工"}),
        ("end", {"since": "2030-06-01", "reason": "废止"}),
    )
    for number, (trigger, said) in enumerate(steps, start=1):
        assert post(city, "baishi_leader", f"{one}/{trigger}", **said).status_code == 403
        assert post(city, "center1", f"{one}/{trigger}", **said, version="9").status_code == 412
        answer = post(city, "center1", f"{one}/{trigger}", **said, version=str(number))
        assert answer.status_code == 303, (trigger, answer.text)
    text = page(city, "center1", str(one))
    assert all(reason in text for reason in ("会议纪要", "防疫", "复工", "废止"))
    assert post(city, "center1", f"{one}/end", since="2031-01-01", reason="x").status_code == 409
    assert post(city, "center1", f"{one}/set_up", **DUTY).status_code == 404


def allow(city, **said):
    given = {"days": "30", "since": "2029-01-01", "reason": "整改办法", "version": "1", **said}
    return post(city, "center1", "rule", **given)


def test_a_missed_period_leads_to_its_item_and_back(city):
    assert allow(city).status_code == 303
    assert post(city, "baishi_leader", "rule", days="5", since="2029-01-01", reason="x").status_code == 403
    one = set_up(city, since="2030-01-01")
    city.clock.advance(timedelta(days=40))
    assert fire(city.ledger) > 1
    text = page(city, "baishi_leader", str(one))
    [item] = set(re.findall(r"/admin/item/([0-9a-f-]{36})", text))
    shown = city.browser("baishi_leader").get(f"/admin/item/{item}").text
    assert "2030年1月未完成“报送信息”" in shown
    assert f'href="/admin/obligations/{one}"' in shown
    api = city.app.test_client().get(f"/api/v1/items/{item}", headers=city.bearer("baishi_leader")).json
    assert (api["facts"]["cause"]["kind"], UUID(api["facts"]["cause"]["subject"])) == ("obligation", one)


def test_an_ongoing_item_becomes_an_obligation_and_each_page_leads_to_the_other(city):
    item = city.items("baishi")[0]
    city.reach(item, "reported")
    city.do("verify", "center1", item, conclusion="ongoing", reason="长期")
    said = {"duty": "每月核对数据", "rule": "monthly", "since": "2030-01-01", "basis": "整改意见", "version": "4"}
    before = newest(city)
    answer = city.browser("center2").post(f"/admin/item/{item}/convert", data=said)
    assert answer.status_code == 303, answer.text
    text = city.browser("baishi_leader").get(f"/admin/item/{item}").text
    one = owed(city, duty="每月核对数据").obligation_id
    assert ("转持续义务" in text, f"/admin/obligations/{one}" in text) == (True, True)
    assert f"/admin/item/{item}" in page(city, "baishi_leader", str(one))
    assert str(item) not in city.browser("baishi_leader").get("/admin/ledger/?state=open").text
    assert str(item) in city.browser("baishi_leader").get("/admin/ledger/?state=converted").text
    assert city.browser("auditor").get(f"/admin/obligations/{one}?as_of={before}").status_code == 404


def test_it_is_judged_as_of_the_day_and_through_the_eyes_of_others(city):
    one = set_up(city, "baishi", "shiqiao")
    before = newest(city)
    post(city, "baishi_handler", f"{one}/record", **DONE | {"no_evidence": "当日停电"})
    then, now = (page(city, "auditor", f"{one}{query}") for query in (f"?as_of={before}", ""))
    assert ("补录 1" in then, "补录 1" in now) == (False, True)
    eyes = city.actor("shiqiao_handler").account
    seen = page(city, "auditor", f"?as_of={before}&eyes={eyes}")
    assert (str(one) in seen, str(owed(city, "shiqiao").obligation_id) in seen) == (False, True)


@pytest.mark.parametrize("days", ["", "0", "x"])
def test_the_page_says_that_nothing_is_raised_without_a_number(city, days):
    assert allow(city, days=days).status_code == 422
    begin = {"days": 9, "since": "2031-01-01", "reason": "x"}
    shell = {"command_id": uuid4(), "subject": policy_id(Policy.RAISED_ITEM_DAYS), "by": city.actor("center1")}
    command = schemas.load(m.SetPolicy, begin, policy=Policy.RAISED_ITEM_DAYS, at=city.clock.now(), **shell)
    service.handle(city.ledger, command)
    first = page(city, "auditor", "?as_of=@5")
    assert "还没有设定整改天数" in first
    assert "30 个日历日内整改" in page(city, "auditor")
