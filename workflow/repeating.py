"""What was there before: earlier findings and items that one may repeat, proposed; and the chains that people made.

Proposed is what has the same clause, or the same area and similar words. Whether it is the same, a person says.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from workflow.facts import normalise
from workflow.finding_register import Row, findings
from workflow.history import Moment
from workflow.likeness import alike, likeness
from workflow.messages import Actor
from workflow.messages.finding import Concerns
from workflow.projections import ITEMS, NOTICES
from workflow.sight import in_sight
from workflow.words import State

MOST = 5
LONGEST = 30  # years


def proposed(row: Row, found: Iterable[Row]) -> list[Row]:
    """Findings of earlier years that this one may repeat, the likeliest first."""
    mine = [
        other for other in found
        if other.year < row.year and not other.withdrawn and _shares_units(row, other) and _same_matter(row, other)
    ]  # fmt: skip
    return sorted(mine, key=lambda other: (-_weight(row, other), -other.year, other.number))[:MOST]


def _weight(row: Row, other: Row) -> float:
    return (1 if _same_clause(row, other) else 0) + likeness(row.text, other.text)


def _same_clause(row: Row, other: Row) -> bool:
    return bool(row.criterion) and normalise(row.criterion) == normalise(other.criterion)


def _same_matter(row: Row, other: Row) -> bool:
    return _same_clause(row, other) or (row.area == other.area and alike(row.text, other.text))


def _shares_units(row: Row, other: Row) -> bool:
    named = row.concerns is Concerns.NAMED and other.concerns is Concerns.NAMED
    return not named or bool(set(row.units) & set(other.units))


class Earlier(NamedTuple):
    """An earlier item that may be repeated, or that is."""

    item_id: UUID
    number: str
    bureau: str
    problem: str
    state: str
    conclusion: str | None


def earlier_items(connection: Connection, actor: Actor, at: Moment, row: Row, unit: str) -> list[Earlier]:
    """The unit's items, in sight, of earlier years, that an item from this finding may repeat; the likeliest first."""
    items, notices = ITEMS.at(at.position), NOTICES.at(at.position)
    where = (items.c.bureau == unit, in_sight(actor).within(items.c.bureau), items.c.state != State.WITHDRAWN)
    joined = select(items, notices.c.year).join(notices, notices.c.notice_id == items.c.notice_id).where(*where)
    of_finding = {one.finding_id: one for one in findings(connection, actor, at)}
    mine = [one for one in connection.execute(joined) if _may_repeat(row, one, of_finding.get(one.finding))]
    likeliest = sorted(mine, key=lambda one: (-likeness(row.text, one.problem), one.number))
    return [_earlier(one) for one in likeliest[:MOST]]


def _may_repeat(row: Row, item: Any, finding: Row | None) -> bool:
    if finding is not None:
        return finding.year < row.year and _same_matter(row, finding)
    if item.finding is not None or item.year > row.year:
        return False
    code = row.criterion
    same_clause = bool(code) and (item.clause == code or item.clause.startswith(f"{code} "))
    return same_clause or (item.area == row.area and alike(item.problem, row.text))


def _earlier(row: Any) -> Earlier:
    return Earlier(**{name: getattr(row, name) for name in Earlier._fields})


class Chain(NamedTuple):
    """What one repeats, the newest first, and what repeats it, the oldest first."""

    before: Sequence[Any]
    after: Sequence[Any]


def chain(row: Row, found: Iterable[Row]) -> Chain:
    """The findings in sight that a finding was linked with, over the years."""
    known = {one.finding_id: one for one in found}
    before: list[Row] = []
    following = known.get(row.repeats) if row.repeats else None
    while following is not None and following not in before and len(before) < LONGEST:
        before.append(following)
        following = known.get(following.repeats) if following.repeats else None
    after: list[Row] = []
    newest = {row.finding_id}
    while newest and len(after) < LONGEST:
        later = [one for one in known.values() if one.repeats in newest and one not in after]
        after += later
        newest = {one.finding_id for one in later}
    return Chain(before, sorted(after, key=lambda one: (one.year, one.number)))


def item_chain(connection: Connection, actor: Actor, at: Moment, item_id: UUID) -> Chain:
    """The items in sight that an item repeats, and those that repeat it."""
    items, sight = ITEMS.at(at.position), in_sight(actor)

    def those(condition: Any) -> list[Any]:
        wanted = select(items).where(condition, sight.within(items.c.bureau)).order_by(items.c.number)
        return list(connection.execute(wanted))

    before: list[Earlier] = []
    mine = those(items.c.item_id == item_id)
    while mine and mine[0].repeats and len(before) < LONGEST:
        mine = those(items.c.item_id == mine[0].repeats)
        before += [_earlier(one) for one in mine[:1]]
    after: list[Earlier] = []
    newest = [item_id]
    while newest and len(after) < LONGEST:
        later = those(items.c.repeats.in_(newest))
        after += [_earlier(one) for one in later]
        newest = [one.item_id for one in later]
    return Chain(before, after)
