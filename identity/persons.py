"""Whom somebody asks about: the holder of an account by login, or one whom a unit names."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from identity.accounts import accounts
from workflow import persons
from workflow.log_errors import NoSuchPerson
from workflow.lookups import answering_for, units
from workflow.service import Ledger


class Sought(NamedTuple):
    """A person as workflow.erasure takes them, each way they may be told; `account` where it is the holder of one."""

    told: tuple[str, ...]
    account: UUID | None


def sought(ledger: Ledger, login: str, unit: str, name: str) -> Sought:
    """By login if one is given, else by unit and name; NoSuchPerson where neither says who.

    Who asks at a bureau asks at its stations too.
    """
    if login := login.strip().lower():
        with ledger.database.reading() as connection:
            account = connection.scalar(select(accounts.c.account_id).where(accounts.c.login == login))
        if account is None:
            raise NoSuchPerson
        return Sought((persons.of_account(account),), account)
    if not (unit.strip() and name.strip()):
        raise NoSuchPerson
    code = unit.strip()
    with ledger.database.reading() as connection:
        known = units(connection)
    below = [one for one in known if one != code and answering_for(known, one) == code]
    return Sought(tuple(told for one in (code, *below) for told in persons.spellings(one, name)), None)
