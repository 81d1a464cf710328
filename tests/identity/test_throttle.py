"""Guessing passwords: counted before a guess is looked at, in one place for all processes, known login or not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from identity import passwords, throttle
from identity.demo_accounts import DEMO_PASSWORD
from tests.plugins.size import BIG

from .conftest import NOW, on_both, sign_in
from .test_login import is_signed_in, steady


@pytest.fixture
def looked_at(monkeypatch):
    """The passwords that were looked at."""
    found, matches = [], passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda kept, given: found.append(given) or matches(kept, given))
    return found


def guess(client, login, password="wrong", address="10.0.0.1"):
    client.environ_base["REMOTE_ADDR"] = address
    return sign_in(client, login, password)


@on_both
@pytest.mark.parametrize("login", ["center1", "nobody"])
def test_of_a_thousand_guesses_from_one_address_five_are_looked_at(demo, client, looked_at, login):
    for number in range(1000 if BIG else 20):
        guess(client, login, f"wrong {number}")
    assert len(looked_at) == throttle.PAIR


@pytest.mark.parametrize("login", ["center1", "nobody"])
def test_from_many_addresses_ten_are_looked_at(demo, client, looked_at, login):
    for number in range(1000 if BIG else 20):
        guess(client, login, f"wrong {number}", f"10.0.{number // 200}.{number % 200}")
    assert len(looked_at) == throttle.LOGIN


def test_of_many_logins_from_one_address_a_hundred_are_looked_at(demo, client, monkeypatch):
    found = []
    monkeypatch.setattr(passwords, "matches", lambda kept, given: found.append(given))
    for number in range(throttle.ADDRESS + 5):
        guess(client, f"person{number}")
    assert len(found) == throttle.ADDRESS


def test_known_and_unknown_logins_are_told_the_same_bytes(demo, client):
    answers = [[guess(client, login) for _ in range(7)] for login in ("center1", "nobody")]
    for known, unknown in zip(*answers, strict=True):
        assert (known.status_code, steady(known.text)) == (unknown.status_code, steady(unknown.text))
    assert [answer.status_code for answer in answers[0]] == [200] * 5 + [429] * 2
    assert "15 分钟后" in answers[0][-1].text
    assert answers[0][-1].headers["Retry-After"] == "900"


def test_the_right_password_does_not_help_until_the_time_is_over(demo, client):
    for _ in range(6):
        guess(client, "center1")
    assert guess(client, "center1", DEMO_PASSWORD).status_code == 429
    assert not is_signed_in(client)
    demo.clock.advance(throttle.WINDOW)
    guess(client, "center1", DEMO_PASSWORD)
    assert is_signed_in(client)


def test_a_right_password_in_time_forgives_the_wrong_ones(demo, client):
    for _ in range(3):
        for _ in range(4):
            guess(client, "center1")
        assert guess(client, "center1", DEMO_PASSWORD).status_code == 302
        client.delete_cookie("xiaohao_session")


def test_who_guesses_from_one_address_locks_out_only_himself(demo, client):
    for _ in range(30):
        guess(client, "center1", address="10.0.0.9")
    guess(client, "center1", DEMO_PASSWORD, "10.0.0.1")
    assert is_signed_in(client)


@on_both
def test_guesses_at_the_same_time_are_all_counted(demo):
    def count(number):
        with demo.database.writing() as connection:
            return throttle.counted(connection, "center1", f"10.0.0.{number % 4}", NOW)

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(count, range(40)))
    assert sum(wait is None for wait in waits) == throttle.LOGIN
    assert all(wait == throttle.WINDOW for wait in waits if wait)


def test_the_time_runs_from_the_first_guess_and_then_counts_anew(demo):
    def count(minutes):
        with demo.database.writing() as connection:
            return throttle.counted(connection, "x", "y", NOW + timedelta(minutes=minutes))

    assert [count(0) for _ in range(5)] == [None] * 5
    assert (count(1), count(14)) == (timedelta(minutes=14), timedelta(minutes=1))
    assert [count(15) for _ in range(5)] == [None] * 5
    assert count(16) == timedelta(minutes=14)
