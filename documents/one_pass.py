"""A list carried out row by row, in one transaction that is begun again if another writer was faster."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from events.dry_run import DryRunStore
from events.store import EventStore
from workflow.service import Ledger, tried

Parsed = TypeVar("Parsed", contravariant=True)
Row = TypeVar("Row", covariant=True)


class Pass(Protocol[Parsed, Row]):
    """One pass over the rows, over a store that writes or one that does not."""

    def rows(self, parsed: Parsed) -> tuple[Row, ...]:
        """What came of each row."""

    def note_reading(self, connection: Connection) -> None:
        """That names were read for it, in the security log."""


def passed(
    ledger: Ledger, parsed: Parsed, begin: Callable[[EventStore], Pass[Parsed, Row]], *, dry_run: bool
) -> tuple[Row, ...]:
    """What came of each row of a list. A dry run writes nothing but that names were read for it.

    `begin` makes a new pass for each attempt.
    """
    if dry_run:
        with ledger.database.reading() as connection:
            rows = (run := begin(DryRunStore(connection))).rows(parsed)
        with ledger.database.writing() as connection:
            run.note_reading(connection)
        return rows

    def once(_: bool) -> tuple[Row, ...]:
        with ledger.database.writing() as connection:
            rows = (run := begin(EventStore(connection))).rows(parsed)
            run.note_reading(connection)
        return rows

    return tried(ledger, once)
