"""Items that were transferred to another unit: what the unit that had one before is still told of it."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, or_, select

from workflow.history import Moment
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.projections.items import read
from workflow.sight import OTHER, in_sight


class Departed(NamedTuple):
    """That a unit had an item until a day. Where the item itself is out of sight, `item_id` is None and where it went
    is told as another unit.
    """

    number: str
    bureau: str
    on: date
    to: str
    item_id: UUID | None


def departed(connection: Connection, actor: Actor, at: Moment) -> list[Departed]:
    """The items that left a unit in sight by a moment, the latest first; of what happened to them later nothing.

    To a bureau one that came back did not leave. Who sees all items is told each transfer.
    """
    source, sight = ITEMS.at(at.position), in_sight(actor)
    wanted = select(source.c.item_id, source.c.number, source.c.bureau, source.c.left_by)
    if sight.units is None:
        wanted = wanted.where(source.c.left_by != "")
    else:
        mine = [source.c.left_by.contains(f" {unit}@", autoescape=True) for unit in sorted(sight.units)]
        wanted = wanted.where(or_(*mine) if mine else source.c.left_by == "-", ~sight.within(source.c.bureau))
    found: list[Departed] = []
    for row in connection.execute(wanted):
        left = read(row.left_by)
        after = [one.bureau for one in left[1:]] + [row.bureau]
        steps = [(one, to) for one, to in zip(left, after, strict=True) if sight.sees(one.bureau)]
        if sight.units is None:
            found += [Departed(row.number, one.bureau, one.on, to, row.item_id) for one, to in steps]
        else:
            found.append(Departed(row.number, steps[-1][0].bureau, steps[-1][0].on, OTHER, None))
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.number))
