"""Refusals as problem documents: every status that is not one command's own."""

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests import examples as x
from tests.api.program import Desk

ISSUE = f"/items/{x.ITEM}/issue"
JSON = {"Content-Type": "application/json", "If-None-Match": "*"}


def is_problem(answer: TestResponse, status: int, code: str) -> bool:
    said = answer.get_json(force=True)
    assert answer.status_code == said["status"] == status
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail", "code", "messages"} <= set(said)
    return bool(said["code"] == code and set(said["messages"]) == {"zh", "en"})


def test_without_a_token_or_with_a_bad_one_nothing_is_shown(sqlite_desk: Desk):
    missing = sqlite_desk.nobody.get("/items")
    assert is_problem(missing, 401, "not_signed_in")
    assert missing.headers["WWW-Authenticate"].startswith("Bearer")
    for given in ("Bearer x", "Bearer " + "x" * 5000, "Basic eDp4", "Bearer", "nonsense", "Bearer é"):
        assert is_problem(sqlite_desk.nobody.ask("GET", "/items", headers={"Authorization": given}), 401, "bad_token")


def test_a_session_is_no_token(sqlite_desk: Desk):
    browser = sqlite_desk.app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = "whoever"
    assert browser.get("/api/v1/items").status_code == 401


def test_the_detail_is_in_the_language_asked_for(sqlite_desk: Desk):
    say = lambda spoken: sqlite_desk.nobody.ask("GET", "/items", headers={"Accept-Language": spoken})  # noqa: E731
    assert "请先登录" in say("zh-CN,zh;q=0.9,en;q=0.8").json["detail"]
    assert "Sign in" in say("en-US,en;q=0.9").json["detail"]
    assert "请先登录" in say("fr").json["detail"]
    assert say("en").headers["Content-Language"] == "en"


def test_what_is_not_there_is_404_and_a_wrong_method_405(sqlite_desk: Desk):
    center = sqlite_desk.of(x.CENTER)
    for path in ("/nothing", "/items/1,2", "/items/%00", f"/items/{x.ITEM}/frobnicate", "/items/" + "9" * 400):
        assert is_problem(center.ask("GET", path), 404, "not_found")
    wrong = center.ask("DELETE", f"/items/{x.ITEM}")
    assert is_problem(wrong, 405, "method_not_allowed")
    assert "GET" in wrong.headers["Allow"]


def test_errors_outside_the_api_are_none_of_its_business(sqlite_desk: Desk):
    assert sqlite_desk.app.test_client().get("/elsewhere").mimetype == "text/html"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b"NaN", b'{"bureau":1e999}', b'{"bureau":"\\ud800"}', b"[" * 100_000, b'{"a":' * 5000],
)
def test_json_that_cannot_be_read_is_400(sqlite_desk: Desk, body: bytes):
    answer = sqlite_desk.of(x.CENTER).ask("POST", ISSUE, data=body, headers=JSON)
    assert is_problem(answer, 400, "malformed_json")


def test_a_body_of_another_type_is_415_and_too_large_a_one_413(sqlite_desk: Desk):
    center = sqlite_desk.of(x.CENTER)
    assert is_problem(center.ask("POST", ISSUE, data={"bureau": "baishi"}), 415, "wrong_content_type")
    assert is_problem(center.ask("POST", ISSUE, data=b"{}"), 415, "wrong_content_type")
    assert is_problem(center.ask("POST", ISSUE, data=b" " * (3 * 2**20), headers=JSON), 413, "too_large")


@pytest.mark.parametrize("given", ["1", '"x"', '"1", "2"', '"-1"', '"99999999999999999999"', "é"])
def test_a_version_that_is_none_is_400(sqlite_desk: Desk, given: str):
    answer = sqlite_desk.of(x.CENTER).post(f"/items/{x.ITEM}/close", {}, If_Match=given)
    assert is_problem(answer, 400, "bad_header")


@pytest.mark.parametrize("given", ["", " ", "k" * 201, "é"])
def test_a_key_that_cannot_be_kept_is_400(sqlite_desk: Desk, given: str):
    assert is_problem(sqlite_desk.of(x.CENTER).issue(Idempotency_Key=given), 400, "bad_header")


def test_numbers_past_what_the_log_can_hold_are_422(desk: Desk):
    said = {"figure": {"stated": "很多", "count": 2**60}, "notice": str(x.NOTICE), "bureau": "baishi", "area": "system",
            "kind": "staged", "problem": "问题", "due": "2020"}  # fmt: skip
    assert is_problem(desk.of(x.CENTER).post(ISSUE, said, If_None_Match="*"), 422, "invalid")


def test_a_database_that_does_not_answer_is_503(sqlite_desk: Desk):
    center = sqlite_desk.of(x.CENTER)
    with sqlite_desk.office.ledger.database.writing() as connection:
        connection.execute(text("ALTER TABLE item_board RENAME TO elsewhere"))
    answer = center.get("/items")
    assert is_problem(answer, 503, "try_again")
    assert int(answer.headers["Retry-After"]) > 0


def test_what_fails_here_is_noted_and_said_without_its_inside(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch):
    center = sqlite_desk.of(x.CENTER)
    monkeypatch.setattr("workflow.reports.ledger", lambda *_, **__: 1 / 0)
    answer = center.get("/items")
    assert is_problem(answer, 500, "internal_error")
    assert b"Zero" not in answer.data
