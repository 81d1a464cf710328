"""Periods of obligations that are over and were missed: each raises one item, however late it is looked at."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, tzinfo
from uuid import UUID

from sqlalchemy import Connection

from workflow import raising
from workflow.dates import day_words
from workflow.errors import Words
from workflow.history import Moment
from workflow.judging import Cell
from workflow.lookups import Unit, units
from workflow.messages import Actor, Command
from workflow.messages.obligation import RULES
from workflow.obligation_register import Owed, cause_of, owed, period_words
from workflow.raising import Wanted
from workflow.terms import DAY
from workflow.words import Role

EVERYBODY = Actor(UUID(int=0), Role.AUDITOR, "system")


def commands(connection: Connection, at: datetime, zone: tzinfo) -> Iterator[Command]:
    """What raises the items of all periods missed by a moment, the oldest period first."""
    today = at.astimezone(zone).date()
    yield from raising.commands(connection, wanted(connection, Moment(None, at, today), zone), at, today)


def wanted(connection: Connection, now: Moment, zone: tzinfo) -> list[Wanted]:
    """The items that missed periods ask for, whether or not they are there already. Of units that answer."""
    known = units(connection)
    found = [
        (cell.period.last, _wanted(one, cell, known, zone))
        for one in owed(connection, EVERYBODY, now, zone)
        if (unit := known.get(one.obligation.bureau)) and unit.answers
        for cell in one.cells
        if cell.raises
    ]
    return [item for _, item in sorted(found, key=lambda each: (each[0], each[1].bureau, each[1].cause.row))]


def _wanted(one: Owed, cell: Cell, known: dict[str, Unit], zone: tzinfo) -> Wanted:
    """It has been missed since the first moment after the period."""
    station = known[cell.station].name if cell.station in known else cell.station
    cause = cause_of(one, cell, station)
    since = datetime.combine(cell.period.last + DAY, time(), zone).astimezone(UTC)
    return Wanted(
        cause=cause, bureau=one.obligation.bureau, area=one.obligation.area, problem=cause.stated,
        requirement=requirement(one, cell).zh, since=since,
    )  # fmt: skip


def requirement(one: Owed, cell: Cell) -> Words:
    """What is asked: to say why, and to do as the rule says from now on."""
    rule, since = RULES[cell.rule], day_words(one.terms.phases[0].since)
    return Words(
        f"说明{period_words(cell.period).zh}未完成的原因；自{since.zh}起应“{rule.zh}”，请按要求落实。",
        f"Say why nothing was done; “{rule.en}” holds since {since.en}.",
    )
