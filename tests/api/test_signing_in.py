"""Signing in for a token."""

from datetime import timedelta

import pytest

from tests.api.program import PASSWORD, Desk, Program

LOGIN = {"login": "person0", "password": PASSWORD}


def test_login_and_password_give_a_token_for_a_day(desk: Desk):
    answer = desk.nobody.post("/login", LOGIN)
    program = Program(desk.app, answer.json["token"])
    assert (answer.status_code, program.get("/items").status_code) == (200, 200)
    assert answer.json["expires_at"].startswith("2020-03-13")
    desk.office.clock.advance(timedelta(days=1))
    assert program.get("/items").status_code == 401


def test_an_unknown_login_and_a_wrong_password_are_answered_alike(sqlite_desk: Desk):
    unknown, wrong = ({**LOGIN, "login": "nobody"}, {**LOGIN, "password": "guess"})
    first, second = (sqlite_desk.nobody.post("/login", said) for said in (unknown, wrong))
    assert (first.status_code, first.json["code"], first.data) == (401, "wrong_login", second.data)
    assert "WWW-Authenticate" in first.headers


@pytest.mark.parametrize(
    "said",
    [{}, [], None, 7, "x", {"login": "person0"}, {**LOGIN, "role": "auditor"}, {"login": 1, "password": []}],
)
def test_what_is_no_login_is_422(sqlite_desk: Desk, said: object):
    assert sqlite_desk.nobody.post("/login", said).status_code == 422


@pytest.mark.parametrize("login", ["\x00", "x" * 100_000, "person0\x00", "'", "１"])
def test_odd_logins_are_unknown_ones(sqlite_desk: Desk, login: str):
    assert sqlite_desk.nobody.post("/login", {"login": login, "password": "\x00"}).status_code == 401


def test_too_many_guesses_are_429_with_the_time_to_wait_also_for_the_right_password(sqlite_desk: Desk):
    wrong = {**LOGIN, "password": "guess"}
    assert {sqlite_desk.nobody.post("/login", wrong).status_code for _ in range(5)} == {401}
    for said in (wrong, LOGIN):
        answer = sqlite_desk.nobody.post("/login", said)
        assert (answer.status_code, answer.json["code"]) == (429, "too_many_guesses")
        assert answer.headers["Retry-After"] == "900"
