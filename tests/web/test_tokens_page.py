"""Tokens for programs on their page: made with the password, shown once, for reading alone if that does, revoked."""

import re

import pytest

from identity.demo_accounts import DEMO_PASSWORD
from tests.city import City

ASKED = {"label": "报表", "days": "30", "scope": "read", "present": DEMO_PASSWORD}
PAGE = "/admin/tokens/"


def made(city: City, login: str = "baishi_handler", **more: str) -> str:
    answer = city.browser(login).post(f"{PAGE}issue", data={**ASKED, **more})
    assert answer.status_code == 200
    found = re.search(r"<code>(xiaohao_[\w-]{43})</code>", answer.text)
    assert found
    return found[1]


def asked(city: City, token: str, method: str = "get", path: str = "/api/v1/items", **more):
    return getattr(city.app.test_client(), method)(path, headers={"Authorization": f"Bearer {token}"}, **more)


def test_a_token_for_reading_reads_and_does_nothing(city: City):
    token = made(city)
    assert asked(city, token).status_code == 200
    item = city.items("baishi")[0]
    refused = asked(city, token, "post", f"/api/v1/items/{item}/people")
    assert (refused.status_code, refused.json["code"]) == (403, "token_reads_only")
    whole = made(city, scope="all")
    assert asked(city, whole, "post", f"/api/v1/items/{item}/people").status_code == 200


def test_it_is_shown_once_and_is_dead_when_it_is_revoked(city: City):
    token, browser = made(city), city.browser("baishi_handler")
    page = browser.get(PAGE).text
    assert token not in page
    assert "报表" in page
    [address] = re.findall(r'action="(/admin/tokens/[0-9a-f-]{36}/revoke)"', page)
    assert city.browser("baishi_leader").post(address).status_code == 404
    assert asked(city, token).status_code == 200
    assert browser.post(address).status_code == 303
    assert asked(city, token).status_code == 401
    assert browser.post(address).status_code == 404


@pytest.mark.parametrize("wrong", [{"present": "wrong"}, {"days": "0"}, {"days": "367"}, {"days": "x"}, {"days": "９"}])
def test_without_the_password_or_with_no_number_of_days_none_is_made(city: City, wrong):
    answer = city.browser("baishi_handler").post(f"{PAGE}issue", data={**ASKED, **wrong})
    assert answer.status_code == 422
    assert "xiaohao_" not in re.sub(r"xiaohao_session", "", answer.text)
    assert "没有程序持有您的令牌" in city.browser("baishi_handler").get(PAGE).text
