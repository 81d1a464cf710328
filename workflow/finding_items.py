"""Items from one finding, for the units that somebody chose: all of them in one transaction, or none."""

from collections.abc import Sequence

from events.store import EventStore
from workflow.answers import Done
from workflow.messages import IssueItem
from workflow.service import Ledger, carry_out, tried


def issue_all(ledger: Ledger, commands: Sequence[IssueItem]) -> list[Done]:
    """Issue them in the order of their units; the Refusal of one leaves nothing issued.

    Each has an id of its own, so that the same form sent again is answered as it was.
    """
    ordered = sorted(commands, key=lambda one: one.bureau)

    def once(again: bool) -> list[Done]:
        with ledger.database.writing() as connection:
            store = EventStore(connection)
            return [carry_out(store, ledger, one, again=again) for one in ordered]

    return tried(ledger, once)
