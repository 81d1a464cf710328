"""Reports upward as they are asked for: the list, one with its past, its content made anew, and what differs since.

Whoever drafts or takes the figures anew asks `frozen` for what the command states of the moment; whoever looks at a
report asks `made`, which makes the content from the same position again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from events import tables, tiles
from events.event import Recorded
from events.store import EventStore
from workflow.history import Moment, reading_at, until
from workflow.lookups import NAMESPACE
from workflow.messages import Actor
from workflow.projections import UPWARD
from workflow.service import Ledger
from workflow.sight import in_upward
from workflow.upward import Stage, UpwardReport, fold
from workflow.upward_counts import Figure
from workflow.upward_errors import NoItemsThen, NoNotices, NoSuchReport, NoticesNotThen
from workflow.upward_facts import Facts
from workflow.upward_figures import Drafted
from workflow.upward_reading import facts
from workflow.upward_text import Content, content
from workflow.wordings import Wording, wording_id
from workflow.wordings import fold as fold_wording
from workflow.words import Role


class Made(NamedTuple):
    """A report's content made from its position, the facts it was counted from, and whether that is what was frozen;
    `head` is the root of the log (hex) after that position."""

    content: Content
    facts: Facts
    same: bool
    at: Moment
    head: str


class Since(NamedTuple):
    """What the log says beyond a report: how many events, and the figures that would be others now (before, now)."""

    events: int
    changed: tuple[tuple[Figure | None, Figure | None], ...]


def listed(connection: Connection, actor: Actor, at: Moment) -> list[Any]:
    """The reports open to an actor at a moment, the newest first."""
    if not in_upward(actor):
        return []
    table = UPWARD.at(at.position)
    return list(connection.execute(select(table).order_by(table.c.changed_at.desc(), table.c.report_id)))


def one(connection: Connection, actor: Actor, report_id: UUID, at: Moment) -> tuple[UpwardReport, Sequence[Recorded]]:
    """A report open to an actor at a moment, and its events; else NoSuchReport."""
    recorded = until(EventStore(connection).read(f"upward_report-{report_id}"), at)
    if not recorded or not in_upward(actor):
        raise NoSuchReport
    return fold(recorded), recorded


def waiting(connection: Connection, actor: Actor, at: Moment) -> dict[str, int]:
    """How many reports wait for this account to approve, and to issue."""
    if actor.role is not Role.CITY_CENTER or not in_upward(actor):
        return {"approve": 0, "issue": 0}
    rows = [row for row in listed(connection, actor, at) if str(actor.account) not in row.drafters]
    drafted = sum(1 for row in rows if row.stage == Stage.DRAFTED)
    approved = sum(1 for row in rows if row.stage == Stage.APPROVED and row.approved_by != actor.account)
    return {"approve": drafted, "issue": approved}


def wording(connection: Connection, unit: str, version: int | None = None) -> Wording:
    """An office's wording, as it stands or at a version."""
    stream = f"wording-{wording_id(NAMESPACE, unit)}"
    if version == 0:
        return Wording()
    return fold_wording(EventStore(connection).read(stream, up_to=version).recorded)


def wordings(connection: Connection, unit: str, at: Moment) -> list[Recorded]:
    """Every version of an office's wording by a moment, the first one first."""
    return until(EventStore(connection).read(f"wording-{wording_id(NAMESPACE, unit)}"), at)


def frozen(ledger: Ledger, said: UpwardReport, as_of: str) -> dict[str, Any]:
    """What a command that drafts `said` states of the moment asked for ("" is now): its position, digest and counts.

    NoNotices, NoItemsThen; NotAnInstant and FutureInstant for a moment that is none.
    """
    if not said.notices:
        raise NoNotices(field="notices")
    with reading_at(ledger.database, as_of or _last(ledger), ledger.clock.now(), ledger.zone) as (connection, at):
        at = at if as_of else replace(at, at=ledger.clock.now(), today=ledger.today)
        standing = wording(connection, said.unit)
        made = _content(_facts(connection, at, said), said, standing)
        position = at.position if at.position is not None else -1
        return {
            "as_of": at.at, "at_position": position, "wording": standing.version, "digest": made.digest,
            "figures": len(made.figures), "unknown": len(made.unknown),
        }  # fmt: skip


def preview(ledger: Ledger, said: UpwardReport, texts: dict[str, str]) -> Content:
    """What a report would read like in another wording, of its own moment."""
    with _at(ledger, said) as (connection, at):
        return content(facts(connection, at, said.notices), drafted_of(said), {**Wording().texts, **texts})


def made(ledger: Ledger, report: UpwardReport) -> Made:
    """The report's content, from its own position and in its own wording, whenever it is asked for."""
    with _at(ledger, report) as (connection, at):
        found = _facts(connection, at, report)
        said = _content(found, report, wording(connection, report.unit, report.wording))
        head = tiles.root(connection, report.at_position + 1).hex()
        return Made(said, found, said.digest == report.digest, at, head)


def since(ledger: Ledger, report: UpwardReport, then: Content) -> Since:
    """How far the log has gone on since, and which figures of the report would be others now."""
    events, then_on = _events_since(ledger, report), report.as_of and report.as_of.astimezone(ledger.zone).date()
    if not events and then_on == ledger.today:
        return Since(0, ())
    with reading_at(ledger.database, _last(ledger), ledger.clock.now(), ledger.zone) as (connection, at):
        at = replace(at, at=ledger.clock.now(), today=ledger.today)
        now = _content(_facts(connection, at, report), report, wording(connection, report.unit, report.wording))
    before, after = ({figure.key: figure for figure in each.figures} for each in (then, now))
    differ = [
        (before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after))
        if key != "whole:截至日期"
        and getattr(before.get(key), "value", "0") != getattr(after.get(key), "value", "0")
    ]  # fmt: skip
    return Since(events, tuple(differ))


def _events_since(ledger: Ledger, report: UpwardReport) -> int:
    """How many records the log has beyond a report's, those of reports themselves left out."""
    log = tables.log.c
    with ledger.database.reading() as connection:
        beyond = select(func.count()).where(log.position > report.at_position)
        return connection.scalar(beyond.where(~log.stream_id.startswith("upward_report-"))) or 0


def _facts(connection: Connection, at: Moment, said: UpwardReport) -> Facts:
    found = facts(connection, at, said.notices)
    if missing := len(set(said.notices)) - len(found.notices):
        raise NoticesNotThen(field="notices", missing=missing, as_of=at.today.isoformat())
    if not found.items:
        raise NoItemsThen(field="as_of", as_of=at.today.isoformat())
    return found


def _content(found: Facts, said: UpwardReport, standing: Wording) -> Content:
    return content(found, drafted_of(said), standing.texts)


def drafted_of(said: UpwardReport) -> Drafted:
    """What its drafter stated where the ledger has nothing."""
    return Drafted(said.year, said.basis, said.meeting, said.plan, said.title)


@contextmanager
def _at(ledger: Ledger, report: UpwardReport) -> Iterator[tuple[Connection, Moment]]:
    """A reading at a report's position, on the calendar day it was asked for."""
    asked = f"@{report.at_position}"
    with reading_at(ledger.database, asked, ledger.clock.now(), ledger.zone) as (connection, at):
        as_of = report.as_of or at.at
        yield connection, replace(at, at=as_of, today=as_of.astimezone(ledger.zone).date())


def _last(ledger: Ledger) -> str:
    """The log's last position, as a moment is written; one before any items where it is empty."""
    with ledger.database.reading() as connection:
        last = connection.scalar(select(func.max(tables.log.c.position)))
    return f"@{0 if last is None else last}"
