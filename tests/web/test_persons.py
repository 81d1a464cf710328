"""Names and phones of persons: masked everywhere, whole by a step that is recorded, erased for good."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from events import acts, vault
from identity.demo_accounts import DEMO_PASSWORD
from tests.city import City
from tests.leftovers import everything, found_in
from tests.signing import of_item, sign, verify, written
from workflow.audit import audit
from workflow.projections import NOTICES

NAME, PHONE = "泽启星ZQX", "13800000000"
WHO = {"unit": "baishi", "name": NAME}
WHY = {**WHO, "reason": "本人申请"}


def issued(city: City):
    """An item that names somebody, brought to its close, so that the name could have got anywhere."""
    item = uuid4()
    with city.ledger.database.reading() as connection:
        notice = connection.scalar(select(NOTICES.now.c.notice_id).limit(1))
    city.do(
        "issue", "center1", item, notice=str(notice), bureau="baishi", area="archives", kind="immediate",
        problem="卷宗缺页", due="2020-06-30", contact=NAME, phone=PHONE,
    )  # fmt: skip
    city.reach(item, "closed", "baishi")
    return item


@pytest.fixture
def item(city: City):
    return issued(city)


def kinds(city: City, login: str) -> list[str]:
    with city.ledger.database.reading() as connection:
        return [row.kind for row in acts.page(connection, account=str(city.actor(login).account))]


@pytest.mark.parametrize("login", ["center1", "baishi_handler", "auditor", "evaluator"])
def test_pages_and_api_say_them_masked(city: City, item, login: str):
    page = city.browser(login).get(f"/admin/item/{item}").text
    api = city.app.test_client().get(f"/api/v1/items/{item}", headers=city.bearer(login))
    events = city.app.test_client().get(f"/api/v1/items/{item}/events", headers=city.bearer(login))
    assert "泽*" in page
    assert "138****0000" in page
    assert (api.json["facts"]["contact"], api.json["facts"]["phone"]) == ("泽*", "138****0000")
    for said in (page, api.text, events.text):
        assert NAME not in said
        assert PHONE not in said
    assert "people_read" not in kinds(city, login)


def test_they_are_shown_whole_once_and_that_is_recorded(city: City, item):
    browser = city.browser("baishi_handler")
    assert NAME in browser.post(f"/admin/item/{item}/people").text
    assert NAME not in browser.get(f"/admin/item/{item}").text
    assert kinds(city, "baishi_handler")[0] == "people_read"
    api = city.app.test_client().post(f"/api/v1/items/{item}/people", headers=city.bearer("center2"))
    assert api.json == {"leader": None, "contact": NAME, "phone": PHONE}
    with city.ledger.database.reading() as connection:
        newest = acts.page(connection)[0]
    assert (newest.kind, newest.subject) == ("people_read", f"item-{item}")


def test_another_bureaus_people_are_not_there_and_no_reading_is_recorded(city: City, item):
    assert city.browser("shiqiao_leader").post(f"/admin/item/{item}/people").status_code == 404
    api = city.app.test_client().post(f"/api/v1/items/{item}/people", headers=city.bearer("shiqiao_leader"))
    assert api.status_code == 404
    assert "people_read" not in kinds(city, "shiqiao_leader")


def test_the_security_administrator_finds_and_erases_on_the_page(city: City, item):
    browser = city.browser("secadmin")
    found = browser.post("/admin/persons/find", data=WHO)
    assert found.status_code == 200
    assert "姓名：1 条" in found.text
    sure = {"present": DEMO_PASSWORD}
    assert browser.post("/admin/persons/erase", data={**WHO, **sure, "reason": ""}).status_code == 422
    unsure = browser.post("/admin/persons/erase", data={**WHY, "present": "wrong"})
    assert (unsure.status_code, "现在的密码不对" in unsure.text, "姓名：1 条" in unsure.text) == (422, True, True)
    assert browser.post("/admin/persons/erase", data={**WHY, **sure}).status_code == 303
    assert browser.post("/admin/persons/find", data=WHO).status_code == 404
    page = city.browser("center1").post(f"/admin/item/{item}/people").text
    assert "（已删除）" in page or "已删除" in page
    assert "person.erased" in kinds(city, "secadmin")


@pytest.mark.parametrize("login", ["sysadmin", "auditor", "center1", "baishi_leader"])
def test_nobody_else_finds_or_erases(city: City, item, login: str):
    for act, body in (("find", WHO), ("erase", WHY)):
        assert city.browser(login).post(f"/admin/persons/{act}", data=body).status_code == 404
        api = city.app.test_client().post(f"/api/v1/persons/{act}", json=body, headers=city.bearer(login))
        assert api.status_code == 403


def test_over_the_api_who_acts_for_a_unit_still_is_not_erased(city: City):
    headers = city.bearer("secadmin")
    client = city.app.test_client()
    about = {"login": "baishi_handler", "reason": "离职"}
    assert client.post("/api/v1/persons/find", json={"login": "baishi_handler"}, headers=headers).json["kinds"] == {
        "name": 1
    }
    assert client.post("/api/v1/persons/erase", json=about, headers=headers).json["code"] == "still_active"
    assert (
        client.post("/api/v1/persons/erase", json={"login": "nobody", "reason": "x"}, headers=headers).json["code"]
        == "no_such_person"
    )


def test_who_was_erased_stands_in_no_byte_and_old_bundles_still_hold(city: City, item, tmp_path: Path):
    sign(city, tmp_path)
    client = city.app.test_client()
    before = written(city, tmp_path / "before.zip", of_item(item))
    erased = client.post("/api/v1/persons/erase", json=WHY, headers=city.bearer("secadmin"))
    assert erased.status_code == 200
    sign(city, tmp_path)
    after = written(city, tmp_path / "after.zip", of_item(item))
    assert (verify(before).status, verify(after).status) == (0, 0)
    with city.ledger.database.reading() as connection:
        assert list(audit(connection, city.ledger.files)) == []
        assert vault.keyring_of(connection).key(UUID(erased.json["key"])) is None
    assert found_in(everything(city, tmp_path), (NAME, PHONE)) == []
    assert found_in(everything(city, tmp_path), ("person.erased",)) == ["person.erased"]
