"""Signing in for a token: the same check of login and password as the page's, with the same limits."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import RAISE, Schema
from marshmallow import fields as ma

import identity
from api import answers as a
from api import asking, telling
from api.operations import operation
from api.queries import UNKNOWN
from api.refusals import WrongLogin
from identity import second_factor, tokens
from identity.changing import is_due
from identity.gate import is_second_factor_due
from identity.login import recognised
from identity.policy import Policy
from identity.refusals import PasswordMustChange, SecondFactorMissing

DAYS = 1
LABEL = "API login"
REQUIRED: dict[str, Any] = {"required": "required", "null": "required", "invalid": "not_text"}


class Credentials(Schema):
    """A login name and its password."""

    class Meta:
        unknown = RAISE

    error_messages = UNKNOWN

    login = ma.String(required=True, error_messages=REQUIRED)
    password = ma.String(required=True, error_messages=REQUIRED)
    code = ma.String(
        load_default="", error_messages=REQUIRED,
        metadata={"description": "The code of the second factor, or a recovery code, where the account has one."},
    )  # fmt: skip


@operation("POST", "/login", tag="signing in", body=Credentials(), answers=a.SignedIn,
           refused=(400, 401, 403, 413, 415, 422, 429), public=True)  # fmt: skip
def sign_in() -> Response:
    """Sign in for a bearer token.

    It is good for one day. An unknown login and a wrong password are answered alike. Too many attempts are
    not looked at: Retry-After says when one is again.
    """
    given = Credentials().load(asking.json_body())
    account = recognised(given["login"], given["password"], given["code"])
    if account is None:
        raise WrongLogin
    ledger = identity.current_ledger()
    at = ledger.clock.now()
    if is_due(account, Policy(identity.current_settings().password_policy), at):
        raise PasswordMustChange
    if _lacks_second_factor(account.account_id):
        raise SecondFactorMissing
    with ledger.database.writing() as connection:
        token = tokens.issue(connection, account.account_id, at, DAYS, LABEL)
    return telling.json(a.SignedIn(token=token, expires_at=at + timedelta(days=DAYS)))


def _lacks_second_factor(account: UUID) -> bool:
    ledger = identity.current_ledger()
    with ledger.database.reading() as connection:
        due = is_second_factor_due(identity.whois(connection, account, ledger.today))
        return due and not second_factor.is_on(connection, account)
