"""The latest instant that was ever answered: nothing is sealed at or before it, so an as-of answer never changes."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from events.database import Database
from events.tables import instants, log


def settle(database: Database, at: datetime) -> None:
    """Note that what stood at `at` is about to be told. Call it before the reading transaction begins.

    It waits for a sealer that is under way, whose positions the reader then sees; later ones seal past `at`.
    """
    with database.reading() as connection:
        newest = connection.scalar(select(func.max(log.c.sealed_at)))
        if at <= answered(connection) or (newest is not None and at < newest):
            return
    with database.writing() as connection:
        connection.execute(update(instants).where(instants.c.answered < at).values(answered=at))


def answered(connection: Connection, *, hold: bool = False) -> datetime:
    """The latest instant answered; with `hold` nobody notes a later one until this transaction ends."""
    query = select(instants.c.answered)
    found: datetime = connection.execute(query.with_for_update() if hold else query).scalar_one()
    return found
