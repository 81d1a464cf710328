"""Lists over the read models, each in an actor's sight and at a moment: the ledger, the desk, the counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from workflow.facts import Conclusion
from workflow.history import Moment
from workflow.machine import TRANSITIONS, Owner, roles_for
from workflow.matter_conditions import awaiting, of_matter, ready
from workflow.messages import Actor
from workflow.projections import ITEMS, NOTICES
from workflow.sight import in_sight
from workflow.words import Role, State

PAGE = 50
OPEN_STATES = (State.ISSUED, State.ASSIGNED, State.REPORTED, State.VERIFIED)
SEARCHED = ("number", "problem", "requirement", "source", "clause", "lead", "remark")
SORTS: dict[str, tuple[str, bool]] = {
    "number": ("number", False),
    "due": ("due_last", False),
    "changed": ("changed_at", True),
    "bureau": ("bureau", False),
    "state": ("state", False),
}
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the ledger is wanted; an empty value means all. `due` is overdue, soon, extension (asked for), or a day
    not to be passed, `matter` one of MATTERS."""

    bureau: str = ""
    area: str = ""
    state: str = ""
    kind: str = ""
    notice: UUID | None = None
    due: str = ""
    text: str = ""
    matter: str = ""
    light: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, how many there are in all, which page this is (from 1)."""

    rows: Sequence[Any]
    total: int
    number: int
    size: int = PAGE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


def ledger(
    connection: Connection,
    actor: Actor,
    at: Moment,
    wanted: Filter,
    *,
    sort: str = "number",
    page: int = 1,
    size: int = PAGE,
) -> Page:
    """The items in the actor's sight that `wanted` describes, as they stood at a moment."""
    source = ITEMS.at(at.position)
    where = [in_sight(actor).within(source.c.bureau), *conditions(source, at, wanted)]
    total = connection.scalar(select(func.count()).select_from(source).where(*where)) or 0
    name, down = SORTS.get(sort, SORTS["number"])
    order = [source.c[each].desc() if down else source.c[each] for each in dict.fromkeys((name, "number"))]
    return _page(connection, source, where, order, Page((), total, page, size))


def counts(connection: Connection, actor: Actor, at: Moment, wanted: Filter | None = None) -> dict[str, int]:
    """How many items stand in each state; 持续整改 that is verified is counted apart, as `ongoing`."""
    source = ITEMS.at(at.position)
    where = [in_sight(actor).within(source.c.bureau), *conditions(source, at, wanted or Filter())]
    grouped = select(source.c.state, source.c.conclusion, func.count()).where(*where)
    found = dict.fromkeys([*State, "ongoing"], 0)
    for state, conclusion, number in connection.execute(grouped.group_by(source.c.state, source.c.conclusion)):
        apart = state == State.VERIFIED and conclusion == Conclusion.ONGOING
        found["ongoing" if apart else State(state)] += number
    return {str(name): number for name, number in found.items()}


def matrix(connection: Connection, actor: Actor, at: Moment) -> dict[tuple[str, str], dict[str, int]]:
    """Items by unit and area: how many in all, struck off, overdue at the moment, waiting for outside parties."""
    source = ITEMS.at(at.position)
    late = is_overdue(source, at.today)
    columns = (source.c.bureau, source.c.area, func.count().label("total"))
    closed = func.count().filter(source.c.state == State.CLOSED).label("closed")
    overdue = func.count().filter(late).label("overdue")
    waiting = func.count().filter(awaiting(source)).label("waiting")
    grouped = select(*columns, closed, overdue, waiting).where(
        in_sight(actor).within(source.c.bureau), source.c.state != State.WITHDRAWN
    )
    rows = connection.execute(grouped.group_by(source.c.bureau, source.c.area))
    return {(r.bureau, r.area): {name: getattr(r, name) for name in COUNTED} for r in rows}


COUNTED = ("total", "closed", "overdue", "waiting")
WAITS_FOR = ("assign", "report", "verify", "close", "decide_extension")
ALSO_WAITS = ("answer_objection", "verify_measure")
"""What waits for somebody beside the way of the items."""


def desk(connection: Connection, actor: Actor, at: Moment, trigger: str, *, size: int = PAGE, page: int = 1) -> Page:
    """The items that wait for the actor to pull `trigger`, the most urgent first."""
    source = ITEMS.at(at.position)
    where = [in_sight(actor).within(source.c.bureau), _waiting(source, actor, trigger)]
    total = connection.scalar(select(func.count()).select_from(source).where(*where)) or 0
    return _page(connection, source, where, [source.c.due_last, source.c.number], Page((), total, page, size))


def _page(connection: Connection, source: Any, where: list[Any], order: list[Any], asked: Page) -> Page:
    """The page asked for, or the last one. Its numbers are found first, in an index alone; then its rows by number."""
    number = max(1, min(asked.number, asked.last))
    numbers = select(source.c.number).where(*where).order_by(*order).limit(asked.size).offset((number - 1) * asked.size)
    rows = select(source).where(source.c.number.in_(numbers)).order_by(*order)
    return replace(asked, rows=connection.execute(rows).all(), number=number)


def _waiting(source: Any, actor: Actor, trigger: str) -> ColumnElement[bool]:
    """The guards of the decider, as a condition: whose turn it is, and that it is not an account ruled out."""
    mine = [
        and_(source.c.state == row.source, source.c.owner == owner)
        for row in TRANSITIONS
        for owner in Owner
        if row.trigger == trigger and actor.role in _first_to_act(roles_for(row, owner))
    ]
    if not mine:
        return false()
    also = [or_(*mine)]
    if actor.role is Role.BUREAU_HANDLER:
        also.append(source.c.handler == actor.account)
    if trigger in ("verify", "close"):
        also.append(~source.c.reporters.contains(str(actor.account)))
    if trigger == "report":
        also.append(~source.c.verifiers.contains(str(actor.account)))
        also.append(or_(source.c.owner == Owner.BUREAU, _begun_by(source.c.reporters, actor)))
    if trigger == "verify":
        also.append(_begun_by(source.c.verifiers, actor))
    if trigger == "decide_extension":
        also.append(source.c.extension_by != actor.account)
    if trigger == "close":
        also.append(~source.c.verifiers.contains(str(actor.account)))
        also.append(source.c.conclusion == Conclusion.COMPLETED)
    return and_(*also, *ready(source, trigger))


def _begun_by(accounts: ColumnElement[str], actor: Actor) -> ColumnElement[bool]:
    """Nobody has yet in this round, or the actor has."""
    return or_(accounts == "", accounts.contains(str(actor.account)))


def _first_to_act(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Where a bureau and the center both may, it waits on the bureau's desk."""
    return tuple(r for r in roles if r is not Role.CITY_CENTER) or roles


def conditions(source: Any, at: Moment, wanted: Filter) -> list[ColumnElement[bool]]:
    """What `wanted` describes, as conditions on a table of items."""
    exact = {
        "bureau": wanted.bureau, "area": wanted.area, "kind": wanted.kind, "notice_id": wanted.notice,
        "light": wanted.light,
    }  # fmt: skip
    conditions = [source.c[name] == value for name, value in exact.items() if value]
    conditions += _in_state(source, wanted.state) + _due(source, at, wanted.due) + of_matter(source, wanted.matter)
    if wanted.text:
        pattern = f"%{_escaped(wanted.text.lower())}%"
        found = [func.lower(source.c[name]).like(pattern, escape="\\") for name in SEARCHED]
        conditions.append(or_(*found))
    return conditions


def _in_state(source: Any, state: str) -> list[ColumnElement[bool]]:
    if state == "ongoing":
        return [source.c.state == State.VERIFIED, source.c.conclusion == Conclusion.ONGOING]
    if state == "open":
        return [source.c.state.in_(OPEN_STATES)]
    if state == "standing":
        return [source.c.state != State.WITHDRAWN]
    return [source.c.state == state] if state else []


def _due(source: Any, at: Moment, due: str) -> list[ColumnElement[bool]]:
    if due == "overdue":
        return [is_overdue(source, at.today)]
    if due == "extension":
        return [source.c.extension_until.is_not(None)]
    if due == "soon":
        return [source.c.state.in_(OPEN_STATES), source.c.due_last.between(at.today, at.today + SOON)]
    return [source.c.due_last <= date.fromisoformat(due)] if due else []


def is_overdue(source: Any, today: date) -> ColumnElement[bool]:
    """Past its last day, not reported yet, and waiting for nobody outside: from the report on, the bureau waits for
    others."""
    in_hand = source.c.state.in_((State.ISSUED, State.ASSIGNED))
    return and_(in_hand, source.c.due_last < today, ~awaiting(source))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def notices(connection: Connection, actor: Actor, at: Moment) -> list[Any]:
    """The notices with the number of their items in sight; a bureau sees those that concern it."""
    items, source = ITEMS.at(at.position), NOTICES.at(at.position)
    seen = in_sight(actor)
    joined = source.outerjoin(items, and_(items.c.notice_id == source.c.notice_id, seen.within(items.c.bureau)))
    number = func.count(items.c.item_id)
    closed = func.count().filter(items.c.state == State.CLOSED)
    listed = select(*source.c, number.label("items"), closed.label("closed")).select_from(joined).group_by(*source.c)
    if seen.units is not None:
        listed = listed.having(number > 0)
    return list(connection.execute(listed.order_by(source.c.year.desc(), source.c.sequence.desc())).all())


def notice_names(connection: Connection, actor: Actor, at: Moment) -> list[Any]:
    """The same notices by number and title alone, for choosing one."""
    items, source, seen = ITEMS.at(at.position), NOTICES.at(at.position), in_sight(actor)
    named = select(source.c.notice_id, source.c.number, source.c.title)
    if seen.units is not None:
        mine = select(1).where(items.c.notice_id == source.c.notice_id, seen.within(items.c.bureau))
        named = named.where(mine.exists())
    return list(connection.execute(named.order_by(source.c.year.desc(), source.c.sequence.desc())).all())
