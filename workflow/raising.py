"""Items that the system raises by itself: what a rule found, once for each cause, under a notice of their year.

Within how many days they are to be put right is a policy; where no number is set nothing is raised, and pages say so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from events.store import EventStore
from workflow.facts import Cause, Due, Kind, Precision
from workflow.lookups import NAMESPACE, policy_days
from workflow.messages import Command, IssueItem, OpenNotice
from workflow.messages.base import SYSTEM
from workflow.messages.policy import Policy
from workflow.projections import ITEMS, NOTICES

SOURCE = "系统比对"
AT_ONCE = 500  # databases take only so many values in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An item to be raised: why, for whom, what is wrong and asked, and since which moment that has held."""

    cause: Cause
    bureau: str
    area: str
    problem: str
    requirement: str
    since: datetime


def item_of(cause: Cause) -> UUID:
    """The id of the one item that a cause raises."""
    return uuid5(NAMESPACE, f"raised {cause.kind} {cause.subject} {cause.row}")


def notice_of(year: int) -> UUID:
    """The id of the notice under which a year's are raised."""
    return uuid5(NAMESPACE, f"raised in {year}")


def raised(connection: Connection, causes: Iterable[Cause]) -> dict[UUID, str]:
    """The numbers of the items that these causes have raised, by item."""
    table, wanted, found = ITEMS.now.c, [item_of(cause) for cause in causes], {}
    for n in range(0, len(wanted), AT_ONCE):
        some = table.item_id.in_(wanted[n : n + AT_ONCE])
        for row in connection.execute(select(table.item_id, table.number).where(some)):
            found[row.item_id] = row.number
    return found


def commands(connection: Connection, wanted: Iterable[Wanted], now: datetime, today: date) -> Iterator[Command]:
    """What raises the items that are not there yet; the year's notice first. Nothing without a policy for their due."""
    found = list(wanted)
    there = raised(connection, (one.cause for one in found))
    new = [(item, one) for one in found if (item := item_of(one.cause)) not in there]
    days = policy_days(EventStore(connection), Policy.RAISED_ITEM_DAYS, today)
    if not new or days is None:
        return
    notice = notice_of(today.year)
    if connection.scalar(select(NOTICES.now.c.notice_id).where(NOTICES.now.c.notice_id == notice)) is None:
        yield OpenNotice(
            **_given(notice, notice, now), title=f"{today.year}年度系统比对发现问题整改通知", year=today.year,
        )  # fmt: skip
    due = Due(Precision.DAY, today + timedelta(days=days))
    for item, one in new:
        yield IssueItem(
            **_given(item, item, now), on=today, effective_at=one.since, notice=notice, bureau=one.bureau,
            area=one.area, kind=Kind.IMMEDIATE, problem=one.problem, requirement=one.requirement, due=due,
            source=SOURCE, cause=one.cause,
        )  # fmt: skip


def _given(subject: UUID, command: UUID, now: datetime) -> dict[str, Any]:
    return {"command_id": uuid5(command, "raise"), "subject": subject, "by": SYSTEM, "at": now}
