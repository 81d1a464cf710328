"""The login form: a login name and a password, checked against the accounts. How it is wired is in web."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask import Response, current_app, g, request
from flask_babel import gettext as _
from flask_security.forms import Form
from wtforms import HiddenField, PasswordField, StringField

from identity import acts, passwords, second_factor, throttle
from identity.accounts import LOGIN
from identity.current import current_ledger, hats_of
from identity.language import language
from identity.paths import HOME, same_site
from identity.policy import has_run_out
from identity.refusals import TooManyGuesses
from identity.sessions import Account, AccountStore


class LoginNameForm(Form):
    """Login name and password. Whatever is wrong, the answer is the same, to the byte, and takes as long."""

    login = StringField()
    password = PasswordField()
    code = StringField()
    next = HiddenField()

    user: Account | None = None  # these two are read by Flask-Security's login view
    requires_confirmation = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.next.data = same_site(self.next.data or request.args.get("next")) or ""

    def validate(self, **kwargs: Any) -> bool:
        if not super().validate(**kwargs):
            return False
        try:
            self.user = recognised(*(_text(field.data) for field in (self.login, self.password, self.code)))
        except TooManyGuesses as refusal:
            self.form_errors.append(refusal.message(language()))
            g.wait = refusal.seconds
            return False
        if self.user is None:
            self.form_errors.append(_("The login name, the password or the code is wrong. Check all and try again."))
        return self.user is not None


def recognised(login: str, password: str, code: str) -> Account | None:
    """The active account with this login, password and, if it has a second factor, code.

    TooManyGuesses, known or not, before anything is looked up.
    """
    name, address, ledger = login.strip().lower(), request.remote_addr or "", current_ledger()
    with ledger.database.writing() as connection:
        wait = throttle.counted(connection, name, address, ledger.clock.now())
    if wait:
        acts.counted("login_held_back")
        raise TooManyGuesses(wait)
    store = cast(AccountStore, current_app.extensions["security"].datastore)
    account = store.find_user(login=name) if LOGIN.fullmatch(name) else None
    right = passwords.matches(account.password if account else passwords.of_nobody(), password)
    if not (account and right and hats_of(account.account_id)) or _has_run_out(account, ledger.clock.now()):
        acts.counted("login_failed", account.account_id if account else None)
        return None
    if not _has_second(account.account_id, code):
        acts.counted("login_failed", account.account_id)
        return None
    with ledger.database.writing() as connection:
        throttle.forgiven(connection, name, address, ledger.clock.now())
    return cast(Account, account)


def _has_second(account: UUID, code: str) -> bool:
    """Whether the account has no second factor, or this is its code; then it is used up."""
    ledger = current_ledger()
    with ledger.database.writing() as connection:
        if not second_factor.is_on(connection, account):
            return True
        return second_factor.take(connection, account, code, ledger.clock.now())


def _has_run_out(account: Account, now: datetime) -> bool:
    return has_run_out(one_time=bool(account.one_time), set_at=account.password_set_at or now, now=now)


def lead_back(response: Response) -> Response:
    """After signing in, on to the page that was asked for, if it is a path of ours; Flask-Security takes more.

    Who guessed too often is told when to come again, in the header too.
    """
    if wait := g.pop("wait", None):
        response.status_code, response.headers["Retry-After"] = 429, str(wait)
    if request.endpoint == "security.login" and request.method == "POST" and response.location:
        response.location = same_site(request.form.get("next")) or HOME
    return response


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""
