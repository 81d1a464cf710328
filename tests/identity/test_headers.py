"""What every answer carries: headers, cookies, language."""

import re

import pytest
from flask.testing import FlaskClient

from identity import language
from identity.language import CHINESE, ENGLISH
from workflow.service import Ledger

from .conftest import Site, sign_in, token_in

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EVERYWHERE = ["/login", "/admin/", "/api/me", "/healthz", "/broken", "/no/such/page", "/static/__init__.py", "/logout"]


def test_every_answer_carries_the_headers(client: FlaskClient):
    for path in EVERYWHERE:
        with client.get(path) as answer:
            carried = answer.headers
        assert {name: carried.get(name) for name in ALWAYS} == ALWAYS, path
        assert "default-src 'none'; script-src 'self' 'nonce-" in carried["Content-Security-Policy"], path
        assert (carried.get("Cache-Control") == "no-store") is not path.startswith("/static/"), path
        assert "Strict-Transport-Security" not in carried, path


def test_the_policy_names_the_nonce_of_the_page_and_no_other(client: FlaskClient):
    seen = set()
    for _ in range(2):
        page = client.get("/login")
        nonce = re.search(r"<style nonce='([^']+)'", page.text)[1]
        assert page.headers["Content-Security-Policy"].count(f"'nonce-{nonce}'") == 2
        seen.add(nonce)
    assert len(seen) == 2


def test_production_insists_on_https(demo: Ledger, site: Site):
    answer = site(env="production").test_client().get("/login", base_url="https://localhost")
    cookies = {c.split("=")[0]: c for c in answer.headers.getlist("Set-Cookie")}
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert set(cookies) == {"__Host-session", "XSRF-TOKEN"}
    assert all("Secure" in cookie for cookie in cookies.values())
    assert all(f in cookies["__Host-session"] for f in ("HttpOnly", "SameSite=Lax", "Path=/"))


def test_a_demo_needs_no_https(client: FlaskClient):
    cookies = sign_in(client, "center1").headers.getlist("Set-Cookie")
    session = next(c for c in cookies if c.startswith("xiaohao_session="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Secure" not in session


def test_a_request_that_is_too_large_is_refused(client: FlaskClient):
    sign_in(client, "center1")
    answer = client.post("/admin/", data=b"x" * (32 * 1024 * 1024 + 1), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_pages_are_chinese_whatever_the_browser_asks_for(client: FlaskClient):
    page = client.get("/login", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert "登录名" in page
    assert "单位负责人（白石）" in page


def test_the_cookie_makes_them_english_and_chinese_again(client: FlaskClient):
    client.post("/language/en", data={"csrf_token": token_in(client)})
    page = client.get("/login").text
    assert "Login name" in page
    assert "bureau leader (白石)" in page
    client.get(f"/language/{CHINESE}")
    assert "登录名" in client.get("/login").text


def test_another_language_is_not_there(client: FlaskClient):
    assert client.get("/language/fr").status_code == 404
    client.set_cookie("language", "fr")
    assert "登录名" in client.get("/login").text


@pytest.mark.parametrize(
    ("next_page", "referrer", "back"),
    [
        ("/admin/things?page=2", None, "/admin/things?page=2"),
        (None, "http://localhost/admin/things?page=2", "/admin/things?page=2"),
        ("//evil.example/", "https://evil.example/admin/things", "/admin/"),
        (None, None, "/admin/"),
    ],
)
def test_choosing_a_language_leads_back_and_nowhere_else(
    client: FlaskClient, next_page: str | None, referrer: str | None, back: str
):
    headers = {"Referer": referrer} if referrer else {}
    answer = client.get("/language/en", query_string={"next": next_page} if next_page else {}, headers=headers)
    assert (answer.status_code, answer.location) == (303, back)


def test_outside_a_request_the_language_is_chinese():
    assert language() == CHINESE != ENGLISH
