"""Accounts of before there were events of them: each is recorded once, as it is found, and from then on."""

from typing import Any

from sqlalchemy import delete, select

from events.store import EventStore
from identity.accounts import give, open_account, unrecorded
from workflow import messages as m
from workflow.account_errors import RoleDoesNotFit
from workflow.messages.base import SYSTEM
from workflow.service import Ledger, seal_what_is_new

REASON = "升级前已有的账号，照原样登记"


def adopt(ledger: Ledger) -> int:
    """Record the accounts that were there before, each in a transaction of its own; how many. Again: none.

    One that was inactive is recorded as disabled. ReadOnly while the log is: until then they go on as they are, and so
    does one whose role its unit can no longer have.
    """
    done = 0
    with ledger.database.reading() as connection:
        waiting = connection.execute(select(unrecorded).order_by(unrecorded.c.account_id)).all()
    for row in waiting:
        try:
            with ledger.database.writing() as connection:
                done += _adopted(EventStore(connection), ledger, row)
        except RoleDoesNotFit:
            continue
    if done:
        seal_what_is_new(ledger)
    return done


def _adopted(store: EventStore, ledger: Ledger, row: Any) -> int:
    """Whether it was still to be recorded: another process may have been quicker."""
    this = unrecorded.c.account_id == row.account_id
    if not store.connection.execute(delete(unrecorded).where(this)).rowcount:
        return 0
    said = {"reason": REASON}
    open_account(store, ledger, row.account_id, {"name": row.name, **said}, SYSTEM, existed=True)
    if row.active:
        give(store, ledger, m.GrantRole, row.account_id, {"role": row.role, "org": row.org, **said}, SYSTEM)
    else:
        give(store, ledger, m.DisableAccount, row.account_id, said, SYSTEM)
    return 1
