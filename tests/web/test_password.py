"""Passwords: one for one time opens nothing but the page to change it; a change ends all other logins."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from identity.demo_accounts import DEMO_PASSWORD
from tests.city import City
from tests.web.test_accounts import ROLE, act, opened

NEW = "tK4#vvq0-Pl2x"
PAGE = "/admin/password/"


def sign_in(city: City, login: str, password: str) -> FlaskClient:
    client = city.app.test_client()
    client.post("/login", data={"login": login, "password": password})
    return client


def change(client: FlaskClient, present: str, new: str = NEW, again: str | None = None):
    return client.post(PAGE, data={"present": present, "new": new, "again": new if again is None else again})


def is_in(client: FlaskClient) -> bool:
    return client.get("/admin/ledger/").status_code == 200


@pytest.fixture
def newcomer(sqlite_city: City) -> tuple[City, str]:
    account, password = opened(sqlite_city)
    assert act(sqlite_city, "secadmin", account, "grant", **ROLE).status_code == 303
    return sqlite_city, password


def test_the_first_password_opens_nothing_but_its_change(newcomer):
    city, password = newcomer
    client = sign_in(city, "zhao", password)
    for path in ("/admin/", "/admin/ledger/", "/admin/me/", f"/admin/item/{city.items('baishi')[0]}"):
        assert client.get(path).location == PAGE, path
    assert client.post("/admin/me/act-as", data={}).location == PAGE
    assert client.get(PAGE).status_code == 200
    refused = city.app.test_client().post("/api/v1/login", json={"login": "zhao", "password": password})
    assert (refused.status_code, refused.json["code"]) == (403, "password_must_change")
    assert change(client, password).status_code == 303
    assert is_in(client)
    assert not is_in(sign_in(city, "zhao", password))
    assert is_in(sign_in(city, "zhao", NEW))


def test_the_first_password_runs_out_after_a_week(newcomer):
    city, password = newcomer
    city.clock.advance(timedelta(days=8))
    assert sign_in(city, "zhao", password).get(PAGE).status_code == 302


def test_a_change_ends_all_other_logins(sqlite_city: City):
    here, there = (sign_in(sqlite_city, "baishi_handler", DEMO_PASSWORD) for _ in range(2))
    assert (is_in(here), is_in(there)) == (True, True)
    assert change(here, DEMO_PASSWORD).status_code == 303
    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (("wrong", NEW), "现在的密码不对"),
        ((DEMO_PASSWORD, NEW, NEW + "x"), "两次输入"),
        ((DEMO_PASSWORD, "short"), "至少要 12 个字符"),
        ((DEMO_PASSWORD, "baishi_handler1"), "容易被猜到"),
        ((DEMO_PASSWORD, "horse battery staple"), "至少 3 种"),
        ((DEMO_PASSWORD, DEMO_PASSWORD), "与现在的相同"),
    ],
)
def test_what_is_not_sound_changes_nothing_and_is_not_sent_back(sqlite_city: City, sent, said):
    client = sign_in(sqlite_city, "baishi_handler", DEMO_PASSWORD)
    answer = change(client, *sent)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert all(typed not in answer.text for typed in sent if len(typed) > 8)
    assert is_in(sign_in(sqlite_city, "baishi_handler", DEMO_PASSWORD))


def test_the_present_password_cannot_be_tried_out(sqlite_city: City):
    client = sign_in(sqlite_city, "baishi_handler", DEMO_PASSWORD)
    answers = [change(client, f"wrong {n}").status_code for n in range(12)]
    assert answers.count(422) == 5
    assert set(answers) == {422, 429}


def test_after_ninety_days_it_has_to_be_changed(newcomer):
    city, password = newcomer
    change(sign_in(city, "zhao", password), password)
    city.clock.advance(timedelta(days=91))
    client = sign_in(city, "zhao", NEW)
    assert client.get("/admin/ledger/").location == PAGE
    assert change(client, NEW, NEW).status_code == 422
    assert change(client, NEW, "another Way home 7").status_code == 303
    assert is_in(client)


def test_an_administrator_gives_one_for_one_time_and_all_logins_end(sqlite_city: City):
    city = sqlite_city
    client = sign_in(city, "baishi_handler", DEMO_PASSWORD)
    account = str(city.actor("baishi_handler").account)
    assert act(city, "secadmin", account, "reset_password", reason="忘记密码").status_code == 403
    answer = act(city, "sysadmin", account, "reset_password", reason="忘记密码")
    assert answer.status_code == 200
    password = answer.text.partition("<p><code>")[2].partition("<")[0]
    assert not is_in(client)
    assert not is_in(sign_in(city, "baishi_handler", DEMO_PASSWORD))
    assert sign_in(city, "baishi_handler", password).get(PAGE).status_code == 200
    page = city.browser("auditor").get(f"/admin/accounts/{account}").text
    assert ("重置密码" in page, "忘记密码" in page, password in page) == (True, True, False)
