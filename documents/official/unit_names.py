"""The names of the register of organisations as of a moment, those of before with what they became."""

from sqlalchemy import Connection, select

from documents.official.rules import Name
from workflow.lookups import units
from workflow.projections import ORGANISATIONS


def register_names(connection: Connection, position: int | None = None) -> tuple[Name, ...]:
    """Every name that a unit had by then: those in force, and former ones with the name that holds instead."""
    known = units(connection, position)
    standing = [Name(unit.name, gone=unit.dissolved is not None) for unit in known.values()]
    then = ORGANISATIONS.history.c
    asked = select(then.code, then.name).distinct().order_by(then.code, then.name)
    if position is not None:
        asked = asked.where(then.from_position <= position)
    former = [
        Name(name, now="" if known[code].dissolved else known[code].name, gone=known[code].dissolved is not None)
        for code, name in connection.execute(asked)
        if code in known and name != known[code].name
    ]
    return (*standing, *former)
