"""What a password has to be: long, not easily guessed; under one policy of several kinds of characters, and not old."""

from datetime import UTC, datetime, timedelta

import pytest

from identity.policy import Policy, has_run_out, is_easy, kinds_of, must_change, require_sound
from identity.refusals import PasswordEasy, PasswordPlain, PasswordTooLong, PasswordTooShort
from workflow.words import Role

NOW = datetime(2020, 3, 12, tzinfo=UTC)
LOGIN, HANDLER = "zhao.yi", [Role.BUREAU_HANDLER]
EASY = [
    "zhao.yizhao.yi", "password12345", "Password!12345", "qwertyuiop1234", "1qaz2wsx3edc4rfv", "abcdefghijklm",
    "aaaaaaaaaaaaaaa", "xiaohao-xiaohao", "Sifaju2020sifaju", "987654321abcde", "woainiwoainiwoaini",
    "销号整改密码司法局法律援助",
]  # fmt: skip
SOUND = ["horse battery Staple", "青山遮不住,毕竟东流去Ab", "tK4#vvq0-Pl2x", "we planted 40 Poplars"]


@pytest.mark.parametrize("password", EASY)
@pytest.mark.parametrize("policy", Policy)
def test_what_is_tried_first_is_refused(password, policy):
    with pytest.raises((PasswordEasy, PasswordTooShort)):
        require_sound(password, policy, LOGIN, HANDLER)
    assert is_easy(password, LOGIN)


@pytest.mark.parametrize("password", SOUND)
@pytest.mark.parametrize("policy", Policy)
def test_what_is_sound_is_taken(password, policy):
    require_sound(password, policy, LOGIN, HANDLER)
    assert not is_easy(password, LOGIN)


@pytest.mark.parametrize("role", Role)
def test_administrators_need_more_characters(role):
    password = "tK4#vvq0-Pl2x"
    if role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        with pytest.raises(PasswordTooShort):
            require_sound(password, Policy.ASVS, LOGIN, [role])
    else:
        require_sound(password, Policy.ASVS, LOGIN, [role])
    require_sound(password + "vW", Policy.DENGBAO, LOGIN, [role])


def test_one_policy_asks_for_kinds_of_characters_and_the_other_does_not():
    plain = "horse battery staple"
    require_sound(plain, Policy.ASVS, LOGIN, HANDLER)
    with pytest.raises(PasswordPlain):
        require_sound(plain, Policy.DENGBAO, LOGIN, HANDLER)
    assert [kinds_of(text) for text in ("abc", "aB", "aB1", "aB1-", "青山")] == [1, 2, 3, 4, 1]


@pytest.mark.parametrize("policy", Policy)
def test_length_has_both_ends(policy):
    with pytest.raises(PasswordTooShort):
        require_sound("tK4#vvq0-Pl", policy, LOGIN, HANDLER)
    with pytest.raises(PasswordTooLong):
        require_sound("tK4#vvq0-Pl2" * 30, policy, LOGIN, HANDLER)


def test_only_one_policy_makes_people_change_what_they_have():
    old = {"one_time": False, "set_at": NOW - timedelta(days=91), "now": NOW}
    assert must_change(Policy.DENGBAO, **old, demo=False)
    assert not must_change(Policy.DENGBAO, **{**old, "set_at": NOW - timedelta(days=90)}, demo=False)
    assert not must_change(Policy.ASVS, **old, demo=False)
    assert not must_change(Policy.DENGBAO, **old, demo=True)
    assert all(must_change(policy, **{**old, "one_time": True}, demo=False) for policy in Policy)


def test_a_password_for_one_time_runs_out():
    for days, over in ((7, False), (8, True)):
        assert has_run_out(one_time=True, set_at=NOW - timedelta(days=days), now=NOW) is over
        assert not has_run_out(one_time=False, set_at=NOW - timedelta(days=days), now=NOW)
