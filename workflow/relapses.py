"""How often follow-up checks of closed items found the problem back (反弹), in an actor's sight at a moment."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from workflow.history import Moment
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.sight import in_sight


class Relapses(NamedTuple):
    """How many follow-up checks there were, and how many of them failed."""

    checks: int
    failed: int

    @property
    def rate(self) -> float | None:
        """The share that failed, from 0 to 1; None where nothing was checked."""
        return self.failed / self.checks if self.checks else None


def relapses(connection: Connection, actor: Actor, at: Moment) -> Relapses:
    source = ITEMS.at(at.position)
    summed = select(func.sum(source.c.checks), func.sum(source.c.relapses))
    checks, failed = connection.execute(summed.where(in_sight(actor).within(source.c.bureau))).one()
    return Relapses(int(checks or 0), int(failed or 0))
