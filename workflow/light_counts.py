"""How many items show which light, in an actor's sight and at a moment."""

from sqlalchemy import Connection, func, select

from workflow.facts import Light
from workflow.history import Moment
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.sight import in_sight


def lights(connection: Connection, actor: Actor, at: Moment) -> dict[Light, int]:
    """By light, the most pressing first; those that nothing shows are left out."""
    source = ITEMS.at(at.position)
    where = (in_sight(actor).within(source.c.bureau), source.c.light.in_(tuple(Light)))
    found = connection.execute(select(source.c.light, func.count()).where(*where).group_by(source.c.light))
    counted = {Light(light): number for light, number in found}
    return {light: counted[light] for light in reversed(Light) if light in counted}
