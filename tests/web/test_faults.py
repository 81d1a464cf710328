"""When something is away the answer is 503 or a sentence, never a trace; and it heals by itself."""

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.exc import OperationalError

from tests.city import City
from tests.plugins.databases import PostgresServer

PAGES = ("/admin/", "/admin/ledger/", "/nowhere", "/login")


@pytest.fixture
def away(postgres_city: City, postgres_server: PostgresServer):
    """A city whose database has just gone, with people still signed in."""
    for login in ("center1", "baishi_leader"):
        postgres_city.browser(login)
    postgres_city.token("center1")
    name = postgres_city.ledger.database.url.database
    with psycopg.connect(postgres_server.admin_url, autocommit=True) as server:
        server.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    return postgres_city


def test_with_the_database_away_pages_and_api_answer_503_and_say_when_to_try_again(away):
    for path in PAGES:
        answer = away.browser("center1").get(path)
        assert answer.status_code == 503, path
        assert answer.headers["Retry-After"]
        assert "SELECT" not in answer.text
        assert "psycopg" not in answer.text
    posted = away.browser("center1").post(f"/admin/item/{'0' * 8}-0000-0000-0000-{'0' * 12}/close", data={})
    assert posted.status_code == 503
    answer = away.app.test_client().get("/api/v1/items", headers=away.bearer("center1"))
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")


def test_a_full_disk_is_said_where_the_file_was_sent(sqlite_city, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workflow.files.os.fsync", full)
    headers = {**sqlite_city.bearer("baishi_handler"), "Content-Type": "text/plain"}
    answer = sqlite_city.app.test_client().post("/api/v1/files?name=a.txt", data=b"text", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (503, "no_room")
    assert answer.headers["Retry-After"]


def test_a_kept_file_that_is_no_list_is_refused_when_it_is_opened_as_one(sqlite_city):
    headers = {**sqlite_city.bearer("center1"), "Content-Type": "text/plain"}
    kept = sqlite_city.app.test_client().post("/api/v1/files?name=a.txt", data=b"text", headers=headers).json
    browser = sqlite_city.browser("center1")
    for answer in (browser.get(f"/admin/import/{kept['sha256']}"), browser.post(f"/admin/import/{kept['sha256']}")):
        assert answer.status_code == 422


@pytest.mark.parametrize("odd", ["%00", "x" * 64, "..%2f..%2fetc", "0" * 63 + "%00"])
def test_an_odd_digest_is_nothing(city, odd):
    assert city.browser("center1").get(f"/admin/import/{odd}").status_code == 404


def test_a_lock_held_too_long_is_503_and_not_500(sqlite_city, monkeypatch):
    def locked(*_, **__):
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    monkeypatch.setattr("admin.ledger.reports.ledger", locked)
    answer = sqlite_city.browser("center1").get("/admin/ledger/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
