"""Which events of the log a reader sees: for what is taken away of many streams. How a bundle sees: bundle.Viewer.

Who may read the log sees every event. Others see the events of their items, since they have them, of the packages,
obligations and performances of their units, and of the notices under which they have items.
"""

from sqlalchemy import ColumnElement, Select, or_, select, true

from events import tables
from workflow.messages import Actor
from workflow.projections import ITEMS, NOTICES, OBLIGATIONS, PACKAGES, PERFORMANCES, Versioned
from workflow.sight import Place, Sight, in_sight, may_enter

_log = tables.log.c
OF_A_UNIT = (PACKAGES, OBLIGATIONS, PERFORMANCES)


def sees_all(reader: Actor) -> bool:
    """Whether every event of the log is in sight."""
    return may_enter(reader, Place.LOG) and in_sight(reader).units is None


def seen(reader: Actor) -> ColumnElement[bool]:
    """The events in a reader's sight, as a condition on the table `log`. Rights are those of now, as everywhere."""
    if sees_all(reader):
        return true()
    sight = in_sight(reader)
    return or_(_items(sight), _notices(sight), *(_log.stream_id.in_(_streams(one, sight)) for one in OF_A_UNIT))


def _items(sight: Sight) -> ColumnElement[bool]:
    """Of items that came from another unit, what was recorded since they came."""
    board = ITEMS.now.alias("mine").c  # the items may stand in what this is a condition of
    mine = select(1).where(board.stream_id == _log.stream_id, sight.within(board.bureau))
    since = mine if sight.units is None else mine.where(_log.version >= board.held_since)
    return since.correlate(tables.log).exists()


def _notices(sight: Sight) -> ColumnElement[bool]:
    items, notices = ITEMS.now.alias("concerning").c, NOTICES.now.alias("concerned").c
    mine = select(items.notice_id).where(sight.within(items.bureau))
    return _log.stream_id.in_(select(notices.stream_id).where(notices.notice_id.in_(mine)))


def _streams(projection: Versioned, sight: Sight) -> Select[tuple[str]]:
    board = projection.now.alias(f"own_{projection.name}").c
    return select(board.stream_id).where(sight.within(board.bureau))
