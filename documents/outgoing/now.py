"""A document of the present: of an instant at which all that was recorded has its place in the log.

So it can state that instant and the log's position, and asked for as of that instant it is the same again.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from documents.outgoing.view import View
from events import sealer, tables
from events.errors import EventLogError
from events.instants import settle
from workflow.following import catch_up, followed
from workflow.history import Moment, reading_at
from workflow.log_errors import HistoryBehind
from workflow.messages import Actor
from workflow.projections import COMPARISONS
from workflow.service import Ledger

LOGGER = logging.getLogger(__name__)
TRIES = 3


@contextmanager
def looking_now(ledger: Ledger, reader: Actor, language: str) -> Iterator[View]:
    """The view of a reader now; nothing is sealed at its instant any more.

    Where others append all the while, it is the past of a moment ago, read as every past is.
    """
    with ExitStack() as opened:
        for _ in range(TRIES):
            connection, at = opened.enter_context(_standing(ledger))
            if at is not None:
                break
            opened.close()
        else:
            asked = ledger.clock.now().isoformat()
            connection, at = opened.enter_context(
                reading_at(ledger.database, asked, ledger.clock.now(), ledger.zone)
            )  # fmt: skip
        yield View.open(connection, reader, at, ledger.zone, language)


@contextmanager
def _standing(ledger: Ledger) -> Iterator[tuple[Connection, Moment | None]]:
    """A view of the database, and the moment that it is of; None where something in it has no place in the log yet."""
    try:
        sealer.seal(ledger.database, ledger.clock)
    except (SQLAlchemyError, EventLogError):
        LOGGER.exception("sealing failed; the document is of what was sealed before")
    now = ledger.clock.now()
    _follow(ledger, now)
    settle(ledger.database, now)
    with ledger.database.reading() as connection:
        yield connection, None if sealer.lag(connection) else _moment(connection, ledger, now)


def _follow(ledger: Ledger, now: datetime) -> None:
    """Let the histories come to where comparisons were counted that were published: they are read from there. Where
    they cannot, what needs them says so."""
    with ledger.database.reading() as connection:
        needed = connection.scalar(select(func.max(COMPARISONS.now.c.at_position)))
        there = needed is None or followed(connection) >= needed
    if not there:
        with suppress(HistoryBehind):
            catch_up(ledger.database, needed, now)


def _moment(connection: Connection, ledger: Ledger, now: datetime) -> Moment:
    """This instant; where the clock is behind the log, as when it was set back, the instant of the last seal."""
    newest = select(tables.log.c.sealed_at).order_by(tables.log.c.position.desc()).limit(1)
    at = max(now, connection.scalar(newest) or now)
    return Moment(None, at, at.astimezone(ledger.zone).date(), at.isoformat())
