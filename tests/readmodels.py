"""Read models as the log has them, written in a transaction of a test's own: for what rewrites the log itself."""

from sqlalchemy import Connection, delete, insert, update

from events.projection import intervals, now_row
from events.store import EventStore
from events.subscription import newest_position
from events.tables import subscriptions
from workflow.projections import PROJECTIONS


def remake(connection: Connection) -> None:
    """Boards and histories anew, up to the log's end."""
    store, newest = EventStore(connection), newest_position(connection)
    for projection in PROJECTIONS:
        histories = [one.recorded for one in store.read_many(list(store.streams(projection.kind)))]
        then = [row for one in histories for row in intervals(projection, one, newest)]
        now = [row for one in histories for row in now_row(projection, one)]
        for table, rows in ((projection.history, then), (projection.now, now)):
            connection.execute(delete(table))
            if rows:
                connection.execute(insert(table), rows)
    connection.execute(update(subscriptions).where(subscriptions.c.name == "history").values(position=newest))
