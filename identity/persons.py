"""Whom somebody asks about: the holder of an account by login, or one whom a unit names."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from identity.accounts import accounts
from workflow import persons
from workflow.log_errors import NoSuchPerson
from workflow.service import Ledger


class Sought(NamedTuple):
    """A person as workflow.erasure takes them; `account` where it is the holder of one."""

    told: str
    account: UUID | None


def sought(ledger: Ledger, login: str, unit: str, name: str) -> Sought:
    """By login if one is given, else by unit and name; NoSuchPerson where neither says who."""
    if login := login.strip().lower():
        with ledger.database.reading() as connection:
            account = connection.scalar(select(accounts.c.account_id).where(accounts.c.login == login))
        if account is None:
            raise NoSuchPerson
        return Sought(persons.of_account(account), account)
    if not (unit.strip() and name.strip()):
        raise NoSuchPerson
    return Sought(persons.of_unit(unit.strip(), name.strip()), None)
