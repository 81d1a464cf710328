"""Who may act as what: what each account holds on a day, now or at a position of the log, read from the read model.

A role that is lent counts only while the lender holds it: it ends with the lender's own.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from workflow.accounts import Account, Grant, Handover
from workflow.messages import Actor
from workflow.projections import ACCOUNTS
from workflow.projections.accounts import granted, handed
from workflow.words import Role


class Member(NamedTuple):
    """An account as its row tells it; `version` is that of its stream."""

    account: UUID
    version: int
    name_ref: UUID
    existed: bool
    disabled: bool
    grants: tuple[Grant, ...]
    handover: Handover | None
    mail_ref: UUID | None = None
    mail_language: str | None = None

    def held(self, on: date) -> tuple[Grant, ...]:
        """What it holds on a day; nothing while it is disabled. Its own come before what is lent to it."""
        return Account(disabled=self.disabled, grants=self.grants).held(on)

    def owns(self, role: Role, org: str, on: date) -> bool:
        """Whether it holds a role of a unit itself, not by a loan."""
        return any((g.role, g.org, g.lent_by) == (role, org, None) for g in self.held(on))


def member(connection: Connection, account: UUID, position: int | None = None) -> Member | None:
    """One account, now or after a position of the log; None if it is, or was, not there."""
    table = ACCOUNTS.at(position)
    row = connection.execute(select(table).where(table.c.account_id == account)).one_or_none()
    return _member(row) if row else None


def members(connection: Connection, position: int | None = None) -> dict[UUID, Member]:
    """All accounts by id, in the order of their ids."""
    table = ACCOUNTS.at(position)
    rows = connection.execute(select(table).order_by(table.c.stream_id))
    return {row.account_id: _member(row) for row in rows}


def hats(connection: Connection, account: UUID, on: date, position: int | None = None) -> tuple[Actor, ...]:
    """What the account can act as on a day, its own roles before lent ones; nothing if it is not there or disabled."""
    found = member(connection, account, position)
    if found is None:
        return ()
    held = found.held(on)
    lenders = {grant.lent_by for grant in held if grant.lent_by}
    known = {one: member(connection, one, position) for one in lenders if one}
    return _hats(account, held, known, on)


def holders(connection: Connection, role: Role, org: str, on: date) -> list[UUID]:
    """The accounts that hold a role of a unit themselves on a day, in the order of their ids."""
    return [one.account for one in members(connection).values() if one.owns(role, org, on)]


def acting(connection: Connection, org: str, on: date) -> dict[UUID, tuple[Actor, ...]]:
    """The accounts that can act for a unit on a day, each with what it can act as there."""
    known = members(connection)
    found = {account: _hats(account, one.held(on), known, on) for account, one in known.items()}
    here = {account: tuple(hat for hat in hats if hat.org == org) for account, hats in found.items()}
    return {account: hats for account, hats in here.items() if hats}


def _hats(account: UUID, held: Iterable[Grant], known: Any, on: date) -> tuple[Actor, ...]:
    return tuple(Actor(account, g.role, g.org) for g in held if g.lent_by is None or _lends(known, g, on))


def _lends(known: Any, grant: Grant, on: date) -> bool:
    lender = known.get(grant.lent_by)
    return lender is not None and lender.owns(grant.role, grant.org, on)


def _member(row: Any) -> Member:
    return Member(
        row.account_id, row.version, row.name_ref, bool(row.existed), bool(row.disabled), granted(row.grants),
        handed(row.handover), row.mail_ref, row.mail_language,
    )  # fmt: skip
