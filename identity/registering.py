"""Signing in and out as the register of logins sees it: a row begins, is asked at each request, and ends."""

import logging
from datetime import datetime
from typing import Any

from flask import Flask, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import Security
from sqlalchemy.exc import OperationalError

from identity import acts, logins
from identity.current import current_ledger, current_settings, hats_of
from identity.sessions import Account

KEY = "login"
LOGGER = logging.getLogger(__name__)


def init_register(app: Flask, security: Security) -> None:
    """A session whose login was ended, or whose account can do nothing any more, is nobody's."""
    user_logged_in.connect(_begin, app)
    user_logged_out.connect(_end, app)
    manager = security.login_manager
    load = manager._user_callback

    @manager.user_loader  # type: ignore[untyped-decorator]
    def standing(user_id: str) -> Account | None:
        account: Account | None = load(user_id)
        if not account or not _stands(account):
            return None
        if hats_of(account.account_id):
            return account
        g.powerless = account
        return None


def end_of_the_powerless() -> bool:
    """End a login that stands, of an account that was disabled or holds no role any more; whether this was one."""
    account: Account | None = g.pop("powerless", None)
    if account:
        _end(None, account)
    return account is not None


def value() -> str:
    """What the cookie of this session holds of its login."""
    return str(session.get(KEY, ""))


def _begin(_: Any, user: Account) -> None:
    ledger = current_ledger()
    address, agent = request.remote_addr or "", request.headers.get("User-Agent", "")
    with ledger.database.writing() as connection:
        session[KEY] = logins.begin(connection, user.account_id, address, agent, ledger.clock.now())
        acts.note(connection, "login", user.account_id)


def _end(_: Any, user: Account | None) -> None:
    ledger = current_ledger()
    if ended := session.pop(KEY, ""):
        with ledger.database.writing() as connection:
            logins.end_this(connection, str(ended), ledger.clock.now())
            acts.note(connection, "logout", user.account_id if user else None)


def _stands(account: Account) -> bool:
    """Whether the login is one of the register's that has not run out; now and then it is noted that it is in use."""
    ledger, idle = current_ledger(), current_settings().idle
    now, held = ledger.clock.now(), value()
    with ledger.database.reading() as connection:
        last = logins.last_seen(connection, held, account.account_id, now, idle)
    if last is not None and now - last >= logins.SELDOM:
        _note_use(held, now)
    return last is not None


def _note_use(held: str, now: datetime) -> None:
    """A reader is not turned away because somebody else is writing: it is noted at the next request."""
    try:
        with current_ledger().database.writing() as connection:
            logins.seen(connection, held, now)
    except OperationalError:
        LOGGER.warning("it could not be noted that a login is in use", exc_info=True)
