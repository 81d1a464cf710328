"""The life of items: its versions as data, and how many items stand in each state."""

from flask import Response

from api import life_answers as a
from api import queries, telling
from api.operations import operation
from api.reading import reading_at, require_place, seen_by
from workflow import machine, reports
from workflow.life import Life
from workflow.messages import Actor
from workflow.sight import Place
from workflow.words import State


@operation("GET", "/lives", tag="registers", answers=a.Lives, query=queries.EyesQuery, refused=(403, 404, 422))
def list_lives(actor: Actor) -> Response:
    """List the versions of the life of items, and how many items stand where.

    Items go on by the version they were issued under; what that has no trigger for, by the newest.
    """
    require_place(actor, Place.ITEMS)
    given = queries.asked(queries.EyesQuery)
    with reading_at(given["as_of"]) as (connection, moment):
        reader, seen = seen_by(connection, actor, given["eyes"], moment, Place.ITEMS)
        standing = reports.counts(connection, reader, moment)
    versions = [_version(number, life) for number, life in reversed(machine.released().items())]
    return telling.json(a.Lives(versions=versions, standing=standing, as_of=telling.as_of(moment, seen)))


def _version(number: int, life: Life[State]) -> a.LifeVersion:
    rows = [
        a.LifeRow(
            trigger=row.trigger, source=row.source, dest=row.dest, roles=list(row.roles),
            city_roles=list(row.city_roles), outcomes=list(map(str, row.outcomes)), clock=row.clock,
        )
        for row in life.rows
    ]  # fmt: skip
    return a.LifeVersion(version=number, definition=machine.digest_of(number), states=[*life.states], rows=rows)
