"""The totals of the ledger in a box: how many areas, units, problems and items, how much money, and how far they are.

Withdrawn items are counted apart, in no other number. A problem that was issued to several units is one problem: the
items of one notice that state it in the same words.
"""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, case, func, select

from workflow.history import Moment
from workflow.messages import Actor
from workflow.projections import ITEMS
from workflow.reports import OPEN_STATES, Filter, conditions, is_overdue
from workflow.sight import in_sight
from workflow.words import State


class Totals(NamedTuple):
    """`money` is in fen, of the `priced` items that state an amount. `items` are closed, under way or converted;
    `overdue` are among those under way."""

    areas: int
    units: int
    problems: int
    items: int
    money: int
    priced: int
    closed: int
    under_way: int
    overdue: int
    converted: int
    withdrawn: int


def totals(connection: Connection, actor: Actor, at: Moment, wanted: Filter | None = None) -> Totals:
    """Of the items in the actor's sight that `wanted` describes, as they stood at a moment."""
    source = ITEMS.at(at.position)
    c = source.c
    where = [in_sight(actor).within(c.bureau), *conditions(source, at, wanted or Filter())]
    standing = c.state != State.WITHDRAWN
    row = connection.execute(
        select(
            func.count(case((standing, c.area)).distinct()).label("areas"),
            func.count(case((standing, c.bureau)).distinct()).label("units"),
            _count(standing).label("items"),
            func.sum(case((standing, c.amount))).label("money"),
            _count(standing, c.amount.is_not(None)).label("priced"),
            _count(c.state == State.CLOSED).label("closed"),
            _count(c.state.in_(OPEN_STATES)).label("under_way"),
            _count(is_overdue(source, at.today)).label("overdue"),
            _count(c.state == State.CONVERTED).label("converted"),
            _count(c.state == State.WITHDRAWN).label("withdrawn"),
        ).where(*where)
    ).one()
    stated = select(c.notice_id, c.problem_key).where(*where, standing).distinct().subquery()
    found = {**row._mapping, "problems": connection.scalar(select(func.count()).select_from(stated))}
    return Totals(**{name: int(found[name] or 0) for name in Totals._fields})


def _count(*so: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows are so."""
    return func.count().filter(*so)
