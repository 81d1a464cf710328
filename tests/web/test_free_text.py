"""Personal data typed into free text: pointed out before it is saved, kept if it is meant, and shown to who reviews."""

import pytest

from tests.city import City

PHONE = "请联系13812345678核对"


@pytest.fixture
def item(city: City):
    found = city.items("baishi")[0]
    city.reach(found, "reported")
    return found


def send_back(city: City, item, **more: str):
    return city.browser("center1").post(f"/admin/item/{item}/send_back", data={"reason": PHONE, "version": "3", **more})


def test_a_form_comes_back_with_a_box_to_tick_and_nothing_is_saved(city: City, item):
    answer = send_back(city, item)
    assert answer.status_code == 422
    assert "疑似有手机号码" in answer.text
    assert 'name="personal_seen"' in answer.text
    assert PHONE in answer.text
    assert send_back(city, item, personal_seen="1").status_code == 303


def test_over_the_api_a_header_says_that_it_is_meant(city: City, item):
    client, headers = city.app.test_client(), {**city.bearer("center1"), "If-Match": '"3"'}
    address = f"/api/v1/items/{item}/send_back"
    refused = client.post(address, json={"reason": PHONE}, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (422, "looks_personal")
    odd = client.post(address, json={"reason": PHONE}, headers={**headers, "Personal-Data": "yes"})
    assert (odd.status_code, odd.json["code"]) == (400, "bad_header")
    meant = client.post(address, json={"reason": PHONE}, headers={**headers, "Personal-Data": "intended"})
    assert meant.status_code == 200


def test_who_reviews_is_told_where_it_stands(city: City):
    item = city.items("baishi")[1]
    city.do(
        "assign", "baishi_leader", item, handler=str(city.actor("baishi_handler").account), internal_due="2020-04-01"
    )
    evidence = [city.upload("baishi_handler")]
    city.do("report", "baishi_handler", item, measures=PHONE, result="差异清零", evidence=evidence)
    page = city.browser("center1").get(f"/admin/item/{item}").text
    assert "疑似个人信息" in page
    assert "手机号码" in page
