"""The facts of a report upward, read from the histories after one position of the log; nothing is counted here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from events import tables
from events.store import EventStore
from workflow.facts import Conclusion, Figure
from workflow.history import Moment
from workflow.lookups import AREA_REGISTER, CLAUSE_REGISTER, organisation_id
from workflow.machine import Owner
from workflow.messages import OrganisationKind
from workflow.messages.organisation import BUREAUS
from workflow.projections import DRAFTS, ITEMS, NOTICES, ORGANISATIONS, PACKAGES, SAMPLES
from workflow.projections.versioned import Versioned
from workflow.upward_facts import Facts, ItemFact, NoticeFact, PackageFact, Ref, SampleFact, UnitFact
from workflow.words import State

AT_ONCE = 500  # databases take only so many values in one statement


def facts(connection: Connection, at: Moment, notices: Sequence[UUID]) -> Facts:
    """The facts of some notices at a moment with a position; the histories have come to it."""
    assert at.position is not None
    units = _units(connection, at.position)
    areas, areas_ref = _register(connection, at.position, f"areas-{AREA_REGISTER}", "问题类别")
    clauses, clauses_ref = _register(connection, at.position, f"clauses-{CLAUSE_REGISTER}", "评价标准条款")
    standards: dict[int, tuple[str, ...]] = {}
    for clause in clauses.clauses if clauses else ():
        known = standards.get(clause.year, ())
        standards[clause.year] = known if clause.standard in known else (*known, clause.standard)
    return Facts(
        at_position=at.position, as_of=at.at, today=at.today,
        notices=_notices(connection, at.position, notices), items=_items(connection, at.position, notices),
        packages=_packages(connection, at.position, notices, units), samples=_samples(connection, at.position, notices),
        bureaus=tuple(unit for unit in units.values() if unit.what in BUREAUS),
        names={unit.code: unit.short or unit.name for unit in units.values()},
        areas=areas.areas if areas else (), areas_ref=areas_ref, standards=standards, standards_ref=clauses_ref,
    )  # fmt: skip


def _rows(connection: Connection, kept: Versioned, position: int, *where: Any) -> Iterable[Any]:
    """The rows of a read model that stood after a position, with the position each began at."""
    row = kept.history.c
    wanted = select(kept.history).where(row.from_position <= position, row.to_position > position, *where)
    return connection.execute(wanted.order_by(row.stream_id))


def _ref(row: Any, name: str) -> Ref:
    return Ref(row.stream_id, row.version, row.from_position, name)


def _units(connection: Connection, position: int) -> dict[str, UnitFact]:
    """The bureaus and whatever else there was by then, the dissolved ones too, by code."""
    rows = sorted(_rows(connection, ORGANISATIONS, position), key=lambda row: row.code)
    return {
        row.code: UnitFact(
            _ref(row, row.name), row.code, row.name, row.short, OrganisationKind(row.what), row.dissolved is not None
        )
        for row in rows if row.stream_id == f"organisation-{organisation_id(row.code)}"
    }  # fmt: skip


def _notices(connection: Connection, position: int, wanted: Sequence[UUID]) -> tuple[NoticeFact, ...]:
    drafts = {row.draft_id: row for row in _rows(connection, DRAFTS, position, DRAFTS.history.c.draft_id.in_(wanted))}
    found = _rows(connection, NOTICES, position, NOTICES.history.c.notice_id.in_(wanted))
    return tuple(_notice(connection, row, drafts.get(row.notice_id)) for row in sorted(found, key=lambda r: r.number))


def _notice(connection: Connection, row: Any, draft: Any) -> NoticeFact:
    """What a draft said is not in its row; its stream is short."""
    ref = _ref(row, row.number)
    if draft is None:
        return NoticeFact(ref, row.notice_id, row.title)
    recorded = EventStore(connection).read(draft.stream_id, up_to=draft.version).recorded
    said = [one.event for one in recorded if hasattr(one.event, "basis")]
    drafted = Ref(draft.stream_id, draft.version, draft.from_position, f"{row.number}的起草记录")
    return NoticeFact(ref, row.notice_id, row.title, drafted, said[-1].basis, said[-1].meeting, said[-1].plan)


def _items(connection: Connection, position: int, notices: Sequence[UUID]) -> tuple[ItemFact, ...]:
    rows = list(_rows(connection, ITEMS, position, ITEMS.history.c.notice_id.in_(notices)))
    stated = _stated(connection, [row.stream_id for row in rows if row.figure])
    return tuple(
        ItemFact(
            ref=_ref(row, row.number), notice=row.notice_id, issued_to=row.issued_to, area=row.area,
            matter=f"{row.notice_id} {row.problem_key}", problem=row.problem, requirement=row.requirement,
            source=row.source, owner=Owner(row.owner), state=State(row.state),
            conclusion=Conclusion(row.conclusion) if row.conclusion else None, due_last=row.due_last,
            awaiting=bool(row.awaiting), amount=row.amount, stated=stated.get(row.stream_id),
        )
        for row in sorted(rows, key=lambda row: row.number)
    )  # fmt: skip


def _stated(connection: Connection, streams: Sequence[str]) -> dict[str, Figure | None]:
    """The figures that items were issued with, in their parts; an item's first event says it."""
    events, found = tables.events.c, {}
    store = EventStore(connection)
    for n in range(0, len(streams), AT_ONCE):
        where = (events.version == 1, events.stream_id.in_(streams[n : n + AT_ONCE]))
        for one in store.read_newest(where=where, limit=AT_ONCE):
            found[one.stream] = one.event.figure
    return found


def _packages(
    connection: Connection, position: int, notices: Sequence[UUID], units: Mapping[str, UnitFact]
) -> tuple[PackageFact, ...]:
    found = _rows(connection, PACKAGES, position, PACKAGES.history.c.notice_id.in_(notices))
    return tuple(
        PackageFact(
            _ref(row, f"下发材料-{units[row.bureau].short if row.bureau in units else row.bureau}"), row.bureau,
            row.return_by, row.sent_on, row.acknowledged_at is not None, row.returned_on is not None,
        )
        for row in sorted(found, key=lambda row: (row.bureau, row.stream_id))
    )  # fmt: skip


def _samples(connection: Connection, position: int, notices: Sequence[UUID]) -> tuple[SampleFact, ...]:
    """Those begun since the first of the notices and of which something was drawn, in the order they were begun."""
    opened = NOTICES.history.c
    earliest = select(func.min(opened.from_position)).where(opened.notice_id.in_(notices), opened.version == 1)
    since = connection.scalar(earliest) or 0
    first = SAMPLES.history.c
    begins = select(first.stream_id, first.from_position).where(first.version == 1)
    began = {row.stream_id: row.from_position for row in connection.execute(begins)}
    found = sorted(_rows(connection, SAMPLES, position), key=lambda row: began[row.stream_id])
    return tuple(
        SampleFact(_ref(r, r.title), r.title, r.drawn, r.checked, r.found)
        for r in found
        if r.drawn and began[r.stream_id] > since
    )


def _register(connection: Connection, position: int, stream: str, name: str) -> tuple[Any, Ref | None]:
    """What a register said last by then."""
    told = [one for one in EventStore(connection).read(stream).recorded if one.position is not None]
    past = [one for one in told if one.position is not None and one.position <= position]
    if not past:
        return None, None
    last = past[-1]
    return last.event, Ref(stream, last.version, last.position or 0, name)
