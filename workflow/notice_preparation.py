"""What a command on a draft, a notice or a package needs to know, and which commands go with it in one transaction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from events.store import EventStore
from workflow import drafts, files, notices
from workflow import messages as m
from workflow.batch_errors import BatchUnderWay
from workflow.drafts import Draft
from workflow.errors import Refusal, UnknownArea, UnknownUnit, Words
from workflow.file_errors import UnknownFile
from workflow.lookups import NAMESPACE, current_areas, units
from workflow.machine import Owner
from workflow.messages import draft as d
from workflow.messages import package as p
from workflow.notice_errors import NoSuchDraft, NoSuchPackage, NotIssued
from workflow.persons import of_unit
from workflow.projections import ITEMS
from workflow.reports import OPEN_STATES
from workflow.sight import in_drafts, in_sight
from workflow.words import State

UNREPORTED = (State.ISSUED, State.ASSIGNED)
FURTHER = (State.REPORTED, State.VERIFIED, State.CLOSED)


def package_id(notice: UUID, bureau: str) -> UUID:
    """The stream's id of what went to a bureau under a notice."""
    return uuid5(NAMESPACE, f"package {notice} {bureau}")


def item_of(matter: UUID, bureau: str) -> UUID:
    """The id of the item that a draft's problem makes for a bureau."""
    return uuid5(matter, bureau)


def require_sight(command: m.Command, subject: Any) -> None:
    """What the actor does not see is as what is not there; beginning a draft asks for nothing seen."""
    match command:
        case d.DraftNotice():
            return
        case m.DraftCommand() if not subject.version or not in_drafts(command.by):
            raise NoSuchDraft
        case m.PackageCommand() if not in_sight(command.by).sees(command.bureau):
            raise NoSuchPackage


def prepared(command: Any, subject: Any, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it; a refusal where what it names is not there."""
    match command:
        case m.DraftCommand():
            return _drafted(replace(command, today=today), subject, store)
        case m.WithdrawNotice():
            return replace(command, further=_numbers(store, command.subject, FURTHER))
        case m.PackageCommand():
            return _packed(replace(command, today=today), store)
    return command


def _drafted(command: Any, draft: Draft, store: EventStore) -> Any:
    match command:
        case d.DraftNotice() | d.ReviseDraft():
            unit = draft.unit or command.by.org
            name = next((one.value for one in command.personal), "")
            return replace(command, unit=unit, whose=of_unit(unit, name) if name else "")
        case d.AddProblem():
            return _placed(command, store)
    return command


def _placed(command: d.AddProblem, store: EventStore) -> d.AddProblem:
    """For units that answer now, in an area of the register."""
    known = units(store.connection)
    if d.ALL in command.bureaus:
        wanted = tuple(one.code for one in known.values() if one.answers and not one.city)
    else:
        wanted = tuple(dict.fromkeys(command.bureaus))
    for code in wanted:
        if code not in known or not known[code].answers:
            raise UnknownUnit(field="bureaus", given=code[:64])
    if command.area not in {area.code for area in current_areas(store).areas}:
        raise UnknownArea(field="area", given=command.area)
    named = tuple((code, known[code].name) for code in wanted)
    return replace(command, bureaus=tuple(sorted(wanted)), named=named, matter=uuid5(command.command_id, "problem"))


def _packed(command: Any, store: EventStore) -> Any:
    """With whether the bureau has anything under the notice, its files, and what of it is not reported."""
    store.hold(f"notice-{command.notice}")  # it is not withdrawn meanwhile
    notice = notices.fold(store.read_past(f"notice-{command.notice}").told)
    owned = _numbers(store, command.notice, tuple(State), command.bureau)
    command = replace(command, there=bool(notice.version and owned), withdrawn=bool(notice.withdrawn_at))
    if not isinstance(command, p.ReturnPackage):
        return command
    report, completed, scan = (_brought(store, command, name) for name in ("report", "completed", "scan"))
    missing = _numbers(store, command.notice, UNREPORTED, command.bureau)
    return replace(
        command, report=report, completed=completed, scan=scan, missing=missing, returned_on=command.today,
    )  # fmt: skip


def _brought(store: EventStore, command: p.ReturnPackage, name: str) -> tuple[m.Evidence, ...]:
    """Each file named is one that the actor's own unit uploaded."""
    found = []
    for stated in getattr(command, name):
        file = files.find(store.connection, stated.sha256, command.by.org)
        if file is None:
            raise UnknownFile(field=name, sha256=stated.sha256)
        found.append(file)
    return tuple(dict.fromkeys(found))


def _numbers(store: EventStore, notice: UUID, states: tuple[State, ...], bureau: str = "") -> tuple[str, ...]:
    """The items of a notice that are in some states; of a bureau, those that are its own."""
    table = ITEMS.now.c
    where = [table.notice_id == notice, table.state.in_(states)]
    if bureau:
        where += [table.bureau == bureau, table.owner == Owner.BUREAU]
    return tuple(store.connection.scalars(select(table.number).where(*where).order_by(table.number)))


def following(command: m.Command, store: EventStore) -> Iterator[m.Command]:
    """What goes with approving a draft: its notice, items and packages; with withdrawing a notice: its items."""
    match command:
        case d.ApproveDraft():
            yield from _issued(command, drafts.fold(store.read_past(command.stream).told))
        case m.WithdrawNotice():
            table = ITEMS.now.c
            still = select(table.item_id).where(table.notice_id == command.subject, table.state.in_(OPEN_STATES))
            for item in store.connection.scalars(still.order_by(table.number)).all():
                yield m.WithdrawItem(**_given(command, item, str(item)), reason=command.reason)


def _issued(command: d.ApproveDraft, draft: Draft) -> Iterator[m.Command]:
    yield m.OpenNotice(
        **_given(command, command.subject, "notice"), title=draft.title, year=draft.year, issuer=draft.issuer,
        listed_on=draft.listed_on,
    )  # fmt: skip
    for one in draft.problems:
        said = {name: getattr(one, name) for name in TAKEN}
        for bureau in one.bureaus:
            item = item_of(one.matter, bureau)
            yield m.IssueItem(**_given(command, item, str(item)), notice=command.subject, bureau=bureau, **said)
    for bureau in draft.bureaus:
        if bureau != command.by.org:  # the city's own items go to nobody
            package = package_id(command.subject, bureau)
            yield p.SetReturn(
                **_given(command, package, str(package)), notice=command.subject, bureau=bureau,
                return_by=command.return_by,
            )  # fmt: skip


TAKEN = (
    "area", "kind", "problem", "due", "requirement", "figure", "source", "clause", "lead", "remark", "matter", "amount",
)  # fmt: skip


def _given(command: m.Command, subject: UUID, of: str) -> dict[str, Any]:
    return {"command_id": uuid5(command.command_id, of), "subject": subject, "by": command.by, "at": command.at}


def blamed(command: m.Command, one: m.Command, refusal: Refusal, store: EventStore) -> Refusal:
    """The refusal of a command that went with another, naming what of it: for an approval the problem and the unit,
    for an import that is withdrawn the item."""
    if isinstance(command, m.WithdrawBatch) and isinstance(one, m.WithdrawItem):
        number = store.read(one.stream).recorded[0].event.number
        return BatchUnderWay(numbers=Words(number, number))
    if isinstance(command, d.ApproveDraft) and isinstance(one, m.IssueItem):
        why = Words(refusal.message("zh"), refusal.message("en"))
        unit = units(store.connection).get(one.bureau)
        return NotIssued(problem=one.problem[:60], bureau=unit.name if unit else one.bureau, why=why)
    return refusal
