"""Items from one finding, for the units that somebody chose: all of them in one transaction, or none."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError, OperationalError

from events.errors import DuplicateCommand, WrongExpectedVersion
from events.store import EventStore
from workflow.answers import Done
from workflow.messages import IssueItem
from workflow.service import ATTEMPTS, ROLLED_BACK, Ledger, carry_out, seal_what_is_new


def issue_all(ledger: Ledger, commands: Sequence[IssueItem]) -> list[Done]:
    """Issue them in the order of their units; the Refusal of one leaves nothing issued.

    Each has an id of its own, so that the same form sent again is answered as it was.
    """
    ordered = sorted(commands, key=lambda one: one.bureau)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with ledger.database.writing() as connection:
                store = EventStore(connection)
                done = [carry_out(store, ledger, one, again=attempt > 1) for one in ordered]
        except (WrongExpectedVersion, DuplicateCommand, IntegrityError):
            if attempt == ATTEMPTS:
                raise
        except OperationalError as error:
            if attempt == ATTEMPTS or getattr(error.orig, "sqlstate", None) not in ROLLED_BACK:
                raise
        else:
            seal_what_is_new(ledger)
            return done
    raise AssertionError("unreachable")
