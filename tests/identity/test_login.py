"""Signing in and out, and what is closed to those who have not."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from config import Settings
from identity import logins
from identity.accounts import accounts
from identity.demo_accounts import DEMO_PASSWORD, demo_account_id
from identity.paths import same_site
from identity.sessions import Account
from workflow.messages import DisableAccount
from workflow.service import Ledger

from .conftest import Site, csrf_cookie, on_both, sign_in, token_in, told

IDLE = Settings().idle


def disable(ledger: Ledger, login: str) -> None:
    told(ledger, DisableAccount, demo_account_id(login), reason="调离")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/admin/").status_code == 200


def back_in(client: FlaskClient, address: str) -> str:
    """The page the login form at `address` would lead to."""
    found = re.search(r'name="next" value="([^"]*)"', client.get(address).text)
    assert found
    return html.unescape(found[1])


def steady(page: str) -> str:
    """The page without what is random in every answer: tokens and nonces."""
    return re.sub(r"""(value|nonce)=["'][\w.=-]{20,}["']""", "", page)


@on_both
def test_who_signs_in_is_the_actor(demo: Ledger, client: FlaskClient):
    answer = sign_in(client, "baishi_handler")
    assert (answer.status_code, answer.location) == (302, "/admin/")
    assert client.get("/admin/").text == f"bureau_handler baishi {demo_account_id('baishi_handler')}"
    assert client.get("/api/me").status_code == 200


def test_capitals_and_blanks_around_the_login_name_do_not_matter(client: FlaskClient):
    sign_in(client, " Center1 ")
    assert is_signed_in(client)


WRONG = [
    ("nobody", DEMO_PASSWORD),
    ("center1", ""),
    ("", ""),
    ("x\0y", "z\0"),
    ("市中心", "口令" * 400),
    ("center2", DEMO_PASSWORD),
]


def test_every_failure_gets_the_same_bytes(demo: Ledger, client: FlaskClient):
    disable(demo, "center2")
    usual = sign_in(client, "center1", "not the password")
    assert 'role="alert"' in usual.text
    for login, password in WRONG:
        answer = sign_in(client, login, password)
        assert (answer.status_code, steady(answer.text)) == (usual.status_code, steady(usual.text)), login
    assert not is_signed_in(client)


@on_both
def test_signing_out_ends_it(demo: Ledger, client: FlaskClient):
    sign_in(client, "center1")
    answer = client.post("/logout", data={"csrf_token": csrf_cookie(client)})
    assert (answer.status_code, answer.location) == (302, "/login")
    assert not is_signed_in(client)


@on_both
def test_a_cookie_copied_before_signing_out_is_worth_nothing_after(demo: Ledger, site: Site):
    app = site()
    client, thief = app.test_client(), app.test_client()
    sign_in(client, "center1")
    cookie = client.get_cookie("xiaohao_session")
    thief.set_cookie("xiaohao_session", cookie.value)
    assert is_signed_in(thief)
    client.post("/logout", data={"csrf_token": csrf_cookie(client)})
    assert not is_signed_in(thief)
    assert thief.get("/api/me").status_code == 401


def test_signing_out_here_leaves_the_login_elsewhere(site: Site):
    app = site()
    here, elsewhere = app.test_client(), app.test_client()
    for one in (here, elsewhere):
        sign_in(one, "center1")
    here.post("/logout", data={"csrf_token": csrf_cookie(here)})
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (False, True)


def test_a_session_that_no_login_stands_for_is_nobodys(demo: Ledger, client: FlaskClient):
    sign_in(client, "center1")
    with demo.database.writing() as connection:
        connection.execute(delete(logins.logins))
    assert not is_signed_in(client)


def test_looking_at_the_logout_address_ends_nothing(client: FlaskClient):
    sign_in(client, "center1")
    assert client.get("/logout").status_code == 405
    assert is_signed_in(client)


@on_both
def test_an_account_that_is_disabled_is_signed_out(demo: Ledger, client: FlaskClient):
    sign_in(client, "center1")
    disable(demo, "center1")
    assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["/login", "/logout", "/admin/"])
def test_a_form_without_the_token_is_refused(client: FlaskClient, path: str):
    sign_in(client, "center1")
    assert client.post(path, data={"login": "center1", "password": DEMO_PASSWORD}).status_code == 400
    assert is_signed_in(client)


def test_a_form_with_the_token_is_taken_from_field_or_header(client: FlaskClient):
    sign_in(client, "center1")
    assert client.post("/admin/", data={"csrf_token": csrf_cookie(client)}).status_code == 200
    assert client.post("/admin/", headers={"X-CSRFToken": csrf_cookie(client)}).status_code == 200


def test_pages_lead_to_the_login_and_back(client: FlaskClient):
    asked = client.get("/admin/things?bureau=白石&page=2")
    assert asked.status_code == 302
    assert asked.location.startswith("/login?next=/admin/things?bureau%3D")
    assert (
        sign_in(client, "center1", next=back_in(client, asked.location)).location
        == "/admin/things?bureau=%E7%99%BD%E7%9F%B3&page=2"
    )


def test_a_form_sent_too_late_leads_to_the_login_and_back_to_its_page(client: FlaskClient):
    answer = client.post("/admin/", headers={"Referer": "http://localhost/admin/things"})
    assert answer.location == "/login?next=/admin/things"


def test_the_api_answers_401_and_leads_nowhere(client: FlaskClient):
    assert client.get("/api/me").status_code == 401


def test_what_is_public_is_open_and_what_is_absent_is_absent(client: FlaskClient):
    assert client.get("/healthz").text == "ok"
    with client.get("/static/__init__.py") as file:
        assert file.status_code == 200
    assert client.get("/no/such/page").status_code == 404


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "javascript:alert(1)", " //evil.example", "http:evil.example", "evil.example", "",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_an_address_elsewhere_is_no_way_back(target: str):
    assert same_site(target) is None


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "\\\\evil.example", "evil.example"])
def test_after_signing_in_nobody_is_led_elsewhere(client: FlaskClient, target: str):
    assert sign_in(client, "center1", next=target).location == "/admin/"
    assert client.get("/login", query_string={"next": target}).location == "/admin/"


def test_the_way_back_keeps_a_chinese_path(client: FlaskClient):
    asked = client.get("/admin/things/白石").location
    assert sign_in(client, "center1", next=back_in(client, asked)).location == "/admin/things/%E7%99%BD%E7%9F%B3"


def test_the_login_form_shows_no_address_elsewhere(client: FlaskClient):
    assert "evil" not in client.get("/login?next=https://evil.example/").text


def test_an_idle_login_ends_and_one_in_use_does_not(demo: Ledger, client: FlaskClient):
    sign_in(client, "center1")
    for _ in range(3):
        demo.clock.advance(IDLE * 0.9)
        assert is_signed_in(client)
    demo.clock.advance(IDLE)
    assert not is_signed_in(client)


def test_a_cookie_that_was_copied_runs_out_with_its_login(demo: Ledger, client: FlaskClient):
    sign_in(client, "center1")
    copied = client.get_cookie("xiaohao_session").value
    demo.clock.advance(IDLE)
    thief = client.application.test_client()
    thief.set_cookie("xiaohao_session", copied)
    assert not is_signed_in(thief)


def test_a_working_day_is_the_longest_one_stays_signed_in(demo: Ledger, client: FlaskClient):
    sign_in(client, "center1")
    for _ in range(int(logins.LONGEST / (IDLE / 2)) - 1):
        demo.clock.advance(IDLE / 2)
        assert is_signed_in(client)
    demo.clock.advance(IDLE / 2)
    assert not is_signed_in(client)


def test_that_a_login_is_in_use_is_noted_once_a_minute(demo: Ledger, client: FlaskClient):
    sign_in(client, "center1")
    seen = []
    for _ in range(4):
        demo.clock.advance(timedelta(seconds=25))
        assert is_signed_in(client)
        with demo.database.reading() as connection:
            seen.append(connection.scalar(select(logins.logins.c.seen_at)))
    assert [seen.index(one) for one in seen] == [0, 0, 2, 2]


def test_the_login_form_is_not_read_from_json(client: FlaskClient):
    token = token_in(client)
    for body in ({"login": "center1", "password": DEMO_PASSWORD}, [1], {"login": ["x"]}):
        assert client.post("/login", json=body, headers={"X-CSRFToken": token}).status_code == 415


def test_only_login_and_logout_are_offered(site: Site):
    rules = {rule.rule for rule in site().url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert rules == {"/login", "/logout"}


def test_the_login_page_lists_demo_accounts_only_where_there_are_some(site: Site, demo: Ledger):
    assert DEMO_PASSWORD in site().test_client().get("/login").text
    assert DEMO_PASSWORD not in site(env="production").test_client().get("/login").text
    with demo.database.writing() as connection:
        connection.execute(update(accounts).values(demo=False))
    assert DEMO_PASSWORD not in site().test_client().get("/login").text


def test_a_demo_account_cannot_sign_in_in_production(demo: Ledger, site: Site):
    client = site(env="production").test_client()
    over_https = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/login"}}
    form = client.get("/login", base_url="https://localhost").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
    fields = {"csrf_token": token, "login": "center1", "password": DEMO_PASSWORD}
    assert 'role="alert"' in client.post("/login", data=fields, **over_https).text
    with demo.database.writing() as connection:
        connection.execute(update(accounts).values(demo=False))
    assert client.post("/login", data=fields, **over_https).location == "/admin/"


@on_both
def test_what_the_session_changes_is_written(demo: Ledger, site: Site):
    app: Flask = site()
    with app.app_context():
        store = app.extensions["security"].datastore
        account: Account = store.find_user(login="center1")
        account.name = "市中心审核员丙"
        store.put(account)
        store.commit()
        assert store.find_user(login="center1").name == "市中心审核员丙"
