"""Tokens for programs."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from identity import tokens
from identity.demo_accounts import demo_account_id
from identity.refusals import BadTokenLifetime
from workflow.messages import Actor, DisableAccount
from workflow.service import Ledger
from workflow.words import Role

from .conftest import NOW, Site, on_both, told

CENTER = demo_account_id("center1")
ACTOR = Actor(CENTER, Role.CITY_CENTER, "center")
DAY = timedelta(days=1)


@pytest.fixture
def token(demo: Ledger) -> str:
    with demo.database.writing() as connection:
        return tokens.issue(connection, CENTER, NOW, 1, "nightly export")


@on_both
def test_a_token_stands_for_its_account_until_it_expires(demo: Ledger, token: str):
    with demo.database.reading() as connection:
        assert tokens.actor_of(connection, token, NOW, NOW.date()) == ACTOR
        assert tokens.actor_of(connection, token, NOW + DAY, NOW.date()) is None


@pytest.mark.parametrize("wrong", ["", "xiaohao_", "令牌", "x\0y", "x" * 5000])
def test_what_was_never_issued_stands_for_nobody(demo: Ledger, wrong: str):
    with demo.database.reading() as connection:
        assert tokens.actor_of(connection, wrong, NOW, NOW.date()) is None


def test_the_token_itself_is_not_kept(demo: Ledger, token: str):
    with demo.database.reading() as connection:
        assert token not in str(connection.execute(select(tokens.api_tokens)).one())


@on_both
def test_a_revoked_token_stands_for_nobody(demo: Ledger, token: str):
    with demo.database.writing() as connection:
        tokens.revoke(connection, connection.scalar(select(tokens.api_tokens.c.token_id)), NOW, CENTER)
        assert tokens.actor_of(connection, token, NOW, NOW.date()) is None


def test_the_token_of_an_account_that_is_disabled_stands_for_nobody(demo: Ledger, token: str):
    told(demo, DisableAccount, CENTER, reason="调离")
    with demo.database.reading() as connection:
        assert tokens.actor_of(connection, token, NOW, NOW.date()) is None


@on_both
def test_a_demo_accounts_token_stands_for_nobody_in_production(demo: Ledger, token: str):
    with demo.database.reading() as connection:
        assert tokens.actor_of(connection, token, NOW, NOW.date(), production=True) is None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_is_issued_for_a_day_to_a_year(demo: Ledger, days: int):
    with demo.database.writing() as connection, pytest.raises(BadTokenLifetime):
        tokens.issue(connection, CENTER, NOW, days)


def test_a_request_with_a_token_may_enter_the_api_and_not_the_pages(client: FlaskClient, token: str):
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/me", headers=bearer).text == str(ACTOR)
    assert client.get("/admin/", headers=bearer).status_code == 302


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Basic Y2VudGVyMTp4", "nonsense"])
def test_a_wrong_token_is_unauthorized(client: FlaskClient, header: str):
    assert client.get("/api/me", headers={"Authorization": header}).status_code == 401


def test_production_answers_no_demo_token(demo: Ledger, site: Site, token: str):
    answer = site(env="production").test_client().get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
