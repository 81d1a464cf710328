"""Accounts: their table, who they are to the workflow, and how one is made. Signing in is in sessions and login."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Column, Connection, Dialect, Integer, Text, TypeDecorator, insert, select
from sqlalchemy.exc import IntegrityError

from events.tables import Id, Timestamp, table
from identity import passwords
from identity.refusals import (
    BadLogin,
    DemoAccountRefused,
    LoginTaken,
    NameMissing,
    PasswordTooLong,
    PasswordTooShort,
    RoleDoesNotFit,
    UnknownOrganisation,
)
from workflow.errors import Words
from workflow.lookups import Unit, units
from workflow.messages import Actor, OrganisationKind
from workflow.messages.organisation import BUREAUS
from workflow.words import ROLES, Role

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
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("org", Text, nullable=False, index=True),
    Column("password", Text, nullable=False),
    Column("active", flag(), nullable=False),
    Column("demo", flag(), nullable=False),
    Column("fs_uniquifier", Text, nullable=False, unique=True),  # what a session names; Flask-Security gives the name
    Column("created_at", Timestamp, nullable=False),
)

FITS: dict[Role, tuple[OrganisationKind, ...]] = {
    Role.CITY_CENTER: (OrganisationKind.CITY,),
    Role.BUREAU_LEADER: BUREAUS,
    Role.BUREAU_HANDLER: BUREAUS,
    Role.EVALUATOR: (OrganisationKind.EVALUATOR,),
    Role.AUDITOR: (OrganisationKind.AUDIT,),
    Role.SYSTEM_ADMIN: (OrganisationKind.CITY,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account as it is asked for."""

    login: str
    name: str
    role: Role
    org: str
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(NewAccount):
    """An account as administrators see it: all but its secrets."""

    account_id: UUID
    active: bool
    created_at: datetime


def whois(connection: Connection, account_id: UUID) -> Actor | None:
    """The active account as an actor; None if it is not active or not there."""
    found = select(accounts).where(accounts.c.account_id == account_id, accounts.c.active)
    row = connection.execute(found).one_or_none()
    return Actor(row.account_id, Role(row.role), row.org) if row else None


def by_login(connection: Connection, login: str) -> Actor | None:
    """The active account with this login as an actor; None if there is none."""
    account_id = connection.scalar(select(accounts.c.account_id).where(accounts.c.login == login))
    return whois(connection, account_id) if account_id else None


def names(connection: Connection) -> dict[UUID, str]:
    """The name of every account, active or not: history names those who have left, too."""
    return {row.account_id: row.name for row in connection.execute(select(accounts.c.account_id, accounts.c.name))}


def handlers(connection: Connection, org: str) -> list[tuple[UUID, str]]:
    """The active accounts that can report for a unit, with their names; none for a unit that has no items."""
    unit = units(connection).get(org)
    if unit is None or not unit.answers:
        return []
    roles = [Role.CITY_CENTER] if unit.city else [Role.BUREAU_HANDLER, Role.BUREAU_LEADER]
    c = accounts.c
    found = select(c.account_id, c.name).where(c.org == org, c.role.in_(roles), c.active).order_by(c.role, c.login)
    return [(row.account_id, row.name) for row in connection.execute(found)]


def listed(connection: Connection) -> list[Listed]:
    """All accounts, by organisation, then login."""
    shown = [accounts.c[name] for name in Listed.__dataclass_fields__]
    rows = connection.execute(select(*shown).order_by(accounts.c.org, accounts.c.login))
    return [Listed(**{**row, "role": Role(row["role"])}) for row in rows.mappings()]


def create(
    connection: Connection, *, login: str, name: str, role: Role, org: str, password: str, demo: bool = False,
    at: datetime, production: bool = False,
) -> UUID:  # fmt: skip
    """Make an active account; its id. Refused for a bad or taken login, an unknown organisation, a role that does not
    fit it, a missing name, a password of unfit length, and a demo account in production."""
    new = NewAccount(login=login, name=name.strip(), role=role, org=org, demo=demo)
    if demo and production:
        raise DemoAccountRefused
    if len(password) < passwords.LEAST and not demo:
        raise PasswordTooShort(field="password", least=passwords.LEAST)
    if len(password) > passwords.MOST:
        raise PasswordTooLong(field="password", most=passwords.MOST)
    require_fit(new, units(connection))
    return keep(connection, new, passwords.digest(password), at, uuid4())


def require_fit(new: NewAccount, known: dict[str, Unit]) -> None:
    """Its login and name are well formed, and its organisation is known and can have the role."""
    if not LOGIN.fullmatch(new.login):
        raise BadLogin(field="login", given=new.login[:40])
    if not 0 < len(new.name) <= NAME_LENGTH:
        raise NameMissing(field="name", limit=NAME_LENGTH)
    unit = known.get(new.org)
    if unit is None or unit.dissolved:
        raise UnknownOrganisation(field="org", given=new.org[:64])
    if unit.what not in FITS[new.role]:
        allowed = [ROLES[role] for role, kinds in FITS.items() if unit.what in kinds]
        said = Words("、".join(w.zh for w in allowed) or "无", ", ".join(w.en for w in allowed) or "none")
        raise RoleDoesNotFit(field="role", org=unit.name, role=ROLES[new.role], allowed=said)


def keep(connection: Connection, new: NewAccount, digest: str, at: datetime, account_id: UUID) -> UUID:
    """Write the account; LoginTaken if another has the login."""
    row = {"account_id": account_id, "login": new.login, "name": new.name, "role": str(new.role), "org": new.org}
    secrets = {"password": digest, "fs_uniquifier": uuid4().hex}
    try:
        with connection.begin_nested():
            kept = {**row, **secrets, "demo": new.demo, "active": True, "created_at": at}
            connection.execute(insert(accounts), kept)
    except IntegrityError as error:
        raise LoginTaken(field="login", given=new.login) from error
    return account_id
