"""Accounts: with what one signs in, and who that is to the workflow. What an account may do stands in the log.

`unrecorded_accounts` holds what was there before accounts were recorded, until it is; see adopting.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Column, Connection, Dialect, Integer, Text, TypeDecorator, insert, select
from sqlalchemy.exc import IntegrityError

from events import vault
from events.store import EventStore
from events.tables import Id, Timestamp, table
from identity import passwords
from identity.refusals import (
    BadLogin,
    DemoAccountRefused,
    LoginTaken,
    NameMissing,
    PasswordTooLong,
    PasswordTooShort,
)
from workflow import membership, schemas
from workflow import messages as m
from workflow.accounts import Grant
from workflow.lookups import units
from workflow.messages import Actor
from workflow.messages.base import SYSTEM
from workflow.projections import ACCOUNTS
from workflow.service import Ledger, carry_out, seal_what_is_new
from workflow.words import Role

LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}", re.ASCII)
NAME_LENGTH = 64


class YesNo(TypeDecorator[bool]):
    """Yes or no where the database has only whole numbers."""

    impl = Integer
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def flag() -> Boolean:
    """The type of a yes or no: `boolean` in PostgreSQL, 0 or 1 in SQLite, whose STRICT tables have no booleans."""
    return Boolean().with_variant(YesNo(), "sqlite")


accounts = table(
    "accounts",
    Column("account_id", Id, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("one_time", flag()),
    Column("password_set_at", Timestamp),
    Column("demo", flag(), nullable=False),
    Column("fs_uniquifier", Text, nullable=False, unique=True),  # what a session names; Flask-Security gives the name
    Column("created_at", Timestamp, nullable=False),
)
unrecorded = table(
    "unrecorded_accounts",
    Column("account_id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("org", Text, nullable=False),
    Column("active", flag(), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account as it is asked for."""

    login: str
    name: str
    role: Role
    org: str
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An account as administrators see it: all but its secrets. `held` is what it holds that day."""

    account_id: UUID
    login: str
    name: str
    demo: bool
    created_at: datetime
    disabled: bool
    grants: tuple[Grant, ...]
    hats: tuple[Actor, ...]

    @property
    def active(self) -> bool:
        """Whether it can act as anything."""
        return bool(self.hats)


def whois(connection: Connection, account: UUID, on: date) -> tuple[Actor, ...]:
    """What the account can act as on a day; nothing if it is disabled, holds nothing or is not there."""
    if found := membership.hats(connection, account, on):
        return found
    row = connection.execute(select(unrecorded).where(unrecorded.c.account_id == account)).one_or_none()
    return (Actor(row.account_id, Role(row.role), row.org),) if row and row.active else ()


def by_login(ledger: Ledger, login: str) -> Actor | None:
    """The account with this login, as what it holds first today; None if there is none, or it holds nothing."""
    with ledger.database.reading() as connection:
        account = connection.scalar(select(accounts.c.account_id).where(accounts.c.login == login))
        return next(iter(whois(connection, account, ledger.today)), None) if account else None


def names(connection: Connection) -> dict[UUID, str]:
    """The name of every account, active or not: history names those who have left, too."""
    board = ACCOUNTS.now.c
    refs = {row.account_id: row.name_ref for row in connection.execute(select(board.account_id, board.name_ref))}
    known = vault.reveal(connection, refs.values())
    found = {account: known[ref] for account, ref in refs.items() if ref in known}
    return {row.account_id: row.name for row in connection.execute(select(unrecorded))} | found


def handlers(connection: Connection, org: str, on: date) -> list[tuple[UUID, str]]:
    """The accounts that can report for a unit that day, with their names; none for a unit that has no items."""
    unit = units(connection).get(org)
    if unit is None or not unit.answers:
        return []
    roles = [Role.CITY_CENTER] if unit.city else [Role.BUREAU_HANDLER, Role.BUREAU_LEADER]
    known, found = names(connection), []
    logins = {row.account_id: row.login for row in connection.execute(select(accounts.c.account_id, accounts.c.login))}
    for account, hats in {**_unrecorded_in(connection, org), **membership.acting(connection, org, on)}.items():
        places = [roles.index(hat.role) for hat in hats if hat.role in roles]
        if places:
            found.append((min(places), logins.get(account, ""), account))
    return [(account, known.get(account, "")) for _, _, account in sorted(found)]


def _unrecorded_in(connection: Connection, org: str) -> Mapping[UUID, Sequence[Actor]]:
    rows = connection.execute(select(unrecorded).where(unrecorded.c.org == org, unrecorded.c.active))
    return {row.account_id: (Actor(row.account_id, Role(row.role), row.org),) for row in rows}


def listed(connection: Connection, on: date, position: int | None = None) -> list[Listed]:
    """All accounts, by login, with what they hold or held on a day, as was recorded up to a position of the log."""
    known, members = names(connection), membership.members(connection, position)
    found = []
    for row in connection.execute(select(accounts).order_by(accounts.c.login)):
        one = members.get(row.account_id)
        if one is None and position is not None:
            continue
        found.append(Listed(
            account_id=row.account_id, login=row.login, name=known.get(row.account_id, ""), demo=row.demo,
            created_at=row.created_at, disabled=one.disabled if one else False, grants=one.grants if one else (),
            hats=membership.hats(connection, row.account_id, on, position) if one
                 else whois(connection, row.account_id, on),
        ))  # fmt: skip
    return found


def login_of(connection: Connection, account: UUID) -> str | None:
    """With what the account signs in; None if it is not there."""
    found: str | None = connection.scalar(select(accounts.c.login).where(accounts.c.account_id == account))
    return found


def open_with_login(ledger: Ledger, login: str, asked: dict[str, Any], password: str, *, by: Actor) -> UUID:
    """Open an account that holds nothing yet, with a password for one time; its id. ValidationError as the schema."""
    account_id = uuid4()
    with ledger.database.writing() as connection:
        open_account(EventStore(connection), ledger, account_id, asked, by)
        keep(connection, login, passwords.digest(password), ledger.clock.now(), account_id, one_time=True)
    seal_what_is_new(ledger)
    return account_id


def create(
    ledger: Ledger, new: NewAccount, password: str, reason: str, *, by: Actor = SYSTEM, production: bool = False
) -> UUID:
    """Open an account and grant it its role from today; its id. All of it is done, or none.

    Refused for a bad or taken login, a missing name, a password of unfit length, a demo account in production, and
    for what the workflow refuses: a unit that is not there, a role that does not fit it.
    """
    if new.demo and production:
        raise DemoAccountRefused
    if len(password) < passwords.LEAST and not new.demo:
        raise PasswordTooShort(field="password", least=passwords.LEAST)
    if len(password) > passwords.MOST:
        raise PasswordTooLong(field="password", most=passwords.MOST)
    if not 0 < len(new.name.strip()) <= NAME_LENGTH:
        raise NameMissing(field="name", limit=NAME_LENGTH)
    account_id, digest = uuid4(), passwords.digest(password)
    with ledger.database.writing() as connection:
        keep(connection, new.login, digest, ledger.clock.now(), account_id, demo=new.demo)
        record(EventStore(connection), ledger, account_id, new, reason, by)
    seal_what_is_new(ledger)
    return account_id


def keep(
    connection: Connection, login: str, digest: str, at: datetime, account_id: UUID, *, demo: bool = False,
    one_time: bool = False,
) -> None:  # fmt: skip
    """Write with what it signs in; BadLogin, LoginTaken if another has the login."""
    if not LOGIN.fullmatch(login):
        raise BadLogin(field="login", given=login[:40])
    row = {"account_id": account_id, "login": login, "demo": demo, "created_at": at}
    row |= {"one_time": one_time, "password_set_at": at}
    try:
        with connection.begin_nested():
            connection.execute(insert(accounts), {**row, "password": digest, "fs_uniquifier": uuid4().hex})
    except IntegrityError as error:
        raise LoginTaken(field="login", given=login) from error


def record(
    store: EventStore, ledger: Ledger, account_id: UUID, new: NewAccount, reason: str, by: Actor, since: str = ""
) -> None:
    """Record that the account was opened and granted its role, from today or `since`; sealing is the caller's."""
    open_account(store, ledger, account_id, {"name": new.name.strip(), "reason": reason}, by)
    granted = {"role": new.role, "org": new.org, "reason": reason, "since": since}
    give(store, ledger, m.GrantRole, account_id, granted, by)


def open_account(
    store: EventStore, ledger: Ledger, account_id: UUID, asked: dict[str, Any], by: Actor, *, existed: bool = False
) -> None:
    """Record that there is an account. ValidationError for what the command's schema does not take."""
    shell = {"command_id": uuid4(), "subject": account_id, "by": by, "at": ledger.clock.now()}
    carry_out(store, ledger, schemas.load(m.OpenAccount, asked, existed=existed, **shell))


def give(
    store: EventStore, ledger: Ledger, command: type[m.AccountCommand], account_id: UUID, asked: dict[str, Any],
    by: Actor,
) -> None:  # fmt: skip
    """Give a command on an account, on a connection of the caller's."""
    shell = {"command_id": uuid4(), "subject": account_id, "by": by, "at": ledger.clock.now()}
    carry_out(store, ledger, schemas.load(command, asked, **shell))
