"""Opening an account: what is recorded, and the login it is for. Its first password is made here and shown once."""

import secrets
from typing import Any, NamedTuple
from uuid import UUID

from flask import request
from marshmallow import ValidationError

import identity
from admin import sure
from admin.command_forms import Form, drawn
from admin.forms import Field, FormMaker, Typed
from admin.giving import as_typed, asked_of, sent_back
from identity import accounts, changing
from identity.changing import ONE_TIME_BYTES
from workflow.errors import NotPermitted, Refusal, Words
from workflow.messages import OpenAccount, ResetPassword

LOGIN = Words("登录名", "Login")


class Opened(NamedTuple):
    """The account, and its first password."""

    account_id: UUID
    password: str


class OpeningForm(FormMaker):
    """What the command asks."""


def opening_form(typed: Typed | None) -> Form:
    form = drawn(OpeningForm(), OpenAccount, OpenAccount.says, typed)
    value = typed.values.get("login", "") if typed else ""
    errors = tuple(typed.errors.get("login", ())) if typed else ()
    hint = Words("小写英文字母、数字、点、横线或下划线", "lower-case letters, digits, dots, dashes, underscores")
    login = Field(
        name="login", label=LOGIN, widget="text", required=True, value=value, errors=errors, longest=32,
        hint=hint.say(identity.language()),
    )  # fmt: skip
    return form._replace(fields=[login, *form.fields])


def opened() -> Opened | Typed:
    """Open the account that the form asks for; the form, with what is wrong, where it is refused."""
    asked: dict[str, Any] = dict(asked_of(OpenAccount))
    login, password = request.form.get("login", "").strip(), secrets.token_urlsafe(ONE_TIME_BYTES)
    typed = Typed(trigger=OpenAccount.trigger, values=as_typed({**asked, "login": login}), errors={})
    try:
        sure.require(OpenAccount)
        made = accounts.open_with_login(
            identity.current_ledger(), login, asked, password, by=identity.current_actor(),
        )  # fmt: skip
    except NotPermitted:
        raise
    except (ValidationError, Refusal) as error:
        return sent_back(typed, error)
    return Opened(made, password)


def reset(account: UUID) -> Opened | Typed:
    """Give the account a password for one time; the form, with what is wrong, where it is refused."""
    asked: dict[str, Any] = dict(asked_of(ResetPassword))
    typed = Typed(trigger=ResetPassword.trigger, values=as_typed(asked), errors={})
    try:
        sure.require(ResetPassword)
        password = changing.reset(identity.current_ledger(), account, asked.get("reason", ""), identity.current_actor())
    except (ValidationError, Refusal) as error:
        return sent_back(typed, error)
    return Opened(account, password)
