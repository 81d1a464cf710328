"""Accounts: who may be made, and who they are to the workflow."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from identity import accounts, demo_accounts, names, whois
from identity.accounts import NewAccount, create, handlers, listed
from identity.refusals import (
    BadLogin,
    DemoAccountRefused,
    LoginTaken,
    NameMissing,
    PasswordTooLong,
    PasswordTooShort,
)
from workflow import messages as m
from workflow.account_errors import RoleDoesNotFit
from workflow.errors import Refusal
from workflow.lookups import units
from workflow.messages import Actor
from workflow.organisation_errors import NoSuchOrganisation
from workflow.service import Ledger
from workflow.words import Role

from .conftest import NOW, on_both, told

SOUND = {"login": "chen.li", "name": "陈力", "role": Role.BUREAU_HANDLER, "org": "baishi", "password": "twelve letters"}


def make(ledger: Ledger, **changes: Any) -> Any:
    said = {**SOUND, **changes}
    password, production = said.pop("password"), said.pop("production", False)
    return create(ledger, NewAccount(**said), password, "新到岗", production=production)


@on_both
def test_a_new_account_is_an_actor_of_its_unit(demo: Ledger):
    account = make(demo)
    with demo.database.reading() as connection:
        assert whois(connection, account, demo.today) == (Actor(account, Role.BUREAU_HANDLER, "baishi"),)
        assert names(connection)[account] == "陈力"
        kept = next(a for a in listed(connection, demo.today) if a.account_id == account)
    assert (kept.login, kept.active, kept.demo, kept.created_at) == ("chen.li", True, False, NOW)


def test_the_password_is_kept_as_an_argon2_digest_only(demo: Ledger):
    make(demo)
    with demo.database.reading() as connection:
        digest = connection.scalar(select(accounts.accounts.c.password).where(accounts.accounts.c.login == "chen.li"))
    assert digest.startswith("$argon2id$")


@on_both
def test_an_account_that_is_not_active_is_nobody_but_keeps_its_name(demo: Ledger):
    account = make(demo)
    told(demo, m.DisableAccount, account, reason="调离")
    with demo.database.reading() as connection:
        assert whois(connection, account, demo.today) == ()
        assert names(connection)[account] == "陈力"
        assert account not in dict(handlers(connection, "baishi", demo.today))


def test_an_unknown_account_is_nobody(demo: Ledger):
    with demo.database.reading() as connection:
        assert whois(connection, uuid4(), demo.today) == ()


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"login": "center1"}, LoginTaken, "login"),
        ({"login": "Chen"}, BadLogin, "login"),
        ({"login": "chen li"}, BadLogin, "login"),
        ({"login": "陈力"}, BadLogin, "login"),
        ({"login": "x"}, BadLogin, "login"),
        ({"name": "  "}, NameMissing, "name"),
        ({"org": "nowhere"}, NoSuchOrganisation, "org"),
        ({"password": "eleven char"}, PasswordTooShort, "password"),
        ({"password": "x" * 257}, PasswordTooLong, "password"),
        ({"role": Role.CITY_CENTER}, RoleDoesNotFit, "role"),
        ({"org": "province"}, RoleDoesNotFit, "role"),
        ({"role": Role.BUREAU_LEADER, "org": "center"}, RoleDoesNotFit, "role"),
        ({"role": Role.EVALUATOR, "org": "audit"}, RoleDoesNotFit, "role"),
        ({"role": Role.AUDITOR, "org": "center"}, RoleDoesNotFit, "role"),
        ({"role": Role.SYSTEM_ADMIN, "org": "baishi"}, RoleDoesNotFit, "role"),
        ({"demo": True, "production": True}, DemoAccountRefused, None),
    ],
)
def test_an_account_that_is_not_sound_is_refused_in_both_languages(
    demo: Ledger, change: dict[str, Any], refusal: type[Refusal], field: str | None
):
    with pytest.raises(refusal) as refused:
        make(demo, **change)
    assert refused.value.field == field
    assert refused.value.message("zh_Hans_CN") != refused.value.message("en")
    assert "{" not in refused.value.message("zh_Hans_CN") + refused.value.message("en")


@on_both
def test_only_those_who_can_report_are_handlers_of_a_unit(demo: Ledger):
    with demo.database.reading() as connection:
        bureau = [name for _, name in handlers(connection, "baishi", demo.today)]
        assert bureau == ["白石县司法局经办人", "白石县司法局负责人"]
        assert [name for _, name in handlers(connection, "center", demo.today)] == [
            f"市中心审核员{one}" for one in "甲乙丙"
        ]
        assert handlers(connection, "audit", demo.today) == handlers(connection, "nowhere", demo.today) == []


@on_both
def test_the_login_is_taken_on_both_databases_without_harm_to_the_rest(demo: Ledger):
    make(demo)
    with pytest.raises(LoginTaken):
        make(demo)
    with demo.database.reading() as connection:
        assert list(names(connection).values()).count("陈力") == 1


def test_the_demo_has_every_role_and_every_bureau_and_loads_once(ledger: Ledger):
    assert demo_accounts.load(ledger) == 25
    assert demo_accounts.load(ledger) == 0
    with ledger.database.reading() as connection:
        everyone, register = listed(connection, ledger.today), units(connection)
    assert {a.hats[0].role for a in everyone} == set(Role)
    assert len(everyone) == len(demo_accounts.DEMO_ACCOUNTS) == 25
    assert {o[:4] for o in demo_accounts.DEMO_ORGANISATIONS} == {
        (u.code, u.name, u.short, u.what) for u in register.values()
    }


def test_the_demo_is_not_loaded_in_production(ledger: Ledger):
    with pytest.raises(DemoAccountRefused):
        demo_accounts.load(ledger, production=True)
