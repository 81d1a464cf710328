"""Changing one's own password, and giving somebody else one for one time."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select, update

from events import acts
from events.acts import Act
from events.store import EventStore
from identity import logins, passwords, second_factor, throttle
from identity.accounts import accounts, give, whois
from identity.policy import Policy, must_change, require_sound
from identity.refusals import PasswordSame, PasswordsDiffer, TooManyGuesses, WrongPassword
from workflow import messages as m
from workflow.messages import Actor
from workflow.service import Ledger, seal_what_is_new

ONE_TIME_BYTES = 12


def change(
    ledger: Ledger, account: UUID, present: str, new: str, again: str, policy: Policy, *, address: str, login: str
) -> None:
    """Give the account a new password, and end all its logins but the one that holds `login`.

    WrongPassword, and TooManyGuesses for who tries them out; refused where the new one is not sound.
    """
    row = _row(ledger, account)
    _require_present(ledger, row, present, address)
    if new != again:
        raise PasswordsDiffer(field="again")
    with ledger.database.reading() as connection:
        roles = {hat.role for hat in whois(connection, account, ledger.today)}
    require_sound(new, policy, row.login, roles)
    if passwords.matches(row.password, new):
        raise PasswordSame(field="new")
    digest, now = passwords.digest(new), ledger.clock.now()
    with ledger.database.writing() as connection:
        _set(connection, account, digest, now, one_time=False)
        logins.end_others(connection, account, login, now)
        acts.write(connection, Act("password_changed", account), now)


def reset(ledger: Ledger, account: UUID, reason: str, by: Actor) -> str:
    """A password for one time, which is not shown again; all logins of the account end. The event says by whom and why.

    What the workflow refuses is refused; ValidationError for a reason that the schema does not take.
    """
    password = secrets.token_urlsafe(ONE_TIME_BYTES)
    digest, now = passwords.digest(password), ledger.clock.now()
    with ledger.database.writing() as connection:
        give(EventStore(connection), ledger, m.ResetPassword, account, {"reason": reason}, by)
        _set(connection, account, digest, now, one_time=True)
        logins.end_others(connection, account, "", now)
        second_factor.drop(connection, account, now)
    seal_what_is_new(ledger)
    return password


def is_due(account: Any, policy: Policy, now: datetime) -> bool:
    """Whether this account has to change its password before anything else."""
    set_at = account.password_set_at or account.created_at
    return must_change(policy, one_time=bool(account.one_time), set_at=set_at, demo=account.demo, now=now)


def require_password(ledger: Ledger, account: UUID, present: str, address: str) -> None:
    """That it is the account's holder who asks, before something sensitive; WrongPassword, TooManyGuesses."""
    _require_present(ledger, _row(ledger, account), present, address)


def _require_present(ledger: Ledger, row: Any, present: str, address: str) -> None:
    with ledger.database.writing() as connection:
        wait = throttle.counted(connection, row.login, address, ledger.clock.now())
    if wait:
        raise TooManyGuesses(wait)
    if not passwords.matches(row.password, present):
        raise WrongPassword(field="present")
    with ledger.database.writing() as connection:
        throttle.forgiven(connection, row.login, address, ledger.clock.now())


def _row(ledger: Ledger, account: UUID) -> Any:
    with ledger.database.reading() as connection:
        return connection.execute(select(accounts).where(accounts.c.account_id == account)).one()


def _set(connection: Connection, account: UUID, digest: str, now: datetime, *, one_time: bool) -> None:
    values = {"password": digest, "one_time": one_time, "password_set_at": now, "fs_uniquifier": uuid4().hex}
    values = values if one_time else {k: v for k, v in values.items() if k != "fs_uniquifier"}
    connection.execute(update(accounts).where(accounts.c.account_id == account).values(**values))
