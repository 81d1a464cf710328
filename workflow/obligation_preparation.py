"""What a command on an obligation or a performance needs to know: the day, its unit, what is owed then, its files."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from events.store import EventStore
from workflow import files, history
from workflow import messages as m
from workflow.errors import UnknownArea, UnknownUnit
from workflow.facts import problem_key
from workflow.file_errors import UnknownFile
from workflow.lookups import NAMESPACE, current_areas, organisation_id, unit_of
from workflow.messages.obligation import Rule
from workflow.obligation_errors import AlreadyOwed, NoSuchObligation, NoSuchPerformance
from workflow.obligations import Obligation, fold
from workflow.performances import Performance
from workflow.projections import ITEMS, OBLIGATIONS
from workflow.sight import in_sight
from workflow.stations import stays
from workflow.terms import phase_on


def require_sight(command: m.Command, subject: Any, connection: Connection) -> None:
    """An obligation or a performance that the actor does not see is as one that is not there."""
    seen = in_sight(command.by)
    match command:
        case m.SetUpObligation():
            return
        case m.ObligationCommand():
            if not subject.version or not seen.sees(subject.bureau):
                raise NoSuchObligation
        case m.RecordPerformance():
            table = OBLIGATIONS.now.c
            bureau = connection.scalar(select(table.bureau).where(table.obligation_id == command.obligation))
            if bureau is None or not seen.sees(bureau):
                raise NoSuchObligation
        case _:
            if not subject.version or not seen.sees(subject.bureau):
                raise NoSuchPerformance


def prepared(command: Any, subject: Obligation | Performance, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it; a refusal where what it names is not there."""
    match command:
        case m.SetUpObligation():
            return replace(_placed(command, store, today), set_up_on=today)
        case m.ObligationCommand():
            return replace(command, said_on=today)
        case m.RecordPerformance():
            return replace(_owed(command, store), entered_on=today, evidence=_files(command, store))
    return replace(command, entered_on=today)


def _placed(command: m.SetUpObligation, store: EventStore, today: date) -> m.SetUpObligation:
    """Owed by a unit that answers, in an area that there is; and by that unit not yet."""
    store.hold(f"organisation-{organisation_id(command.bureau)}")
    unit = unit_of(store, command.bureau)
    if unit is None or not unit.answers:
        raise UnknownUnit(field="bureau", given=command.bureau)
    if command.from_item is None and command.area not in {area.code for area in current_areas(store).areas}:
        raise UnknownArea(field="area", given=command.area)
    table, key = OBLIGATIONS.now.c, problem_key(command.duty)
    rows = store.connection.execute(select(table.duty, table.until).where(
        table.bureau == command.bureau, table.ended.is_(None), table.obligation_id != command.subject
    ))  # fmt: skip
    if any(problem_key(row.duty) == key and (row.until is None or row.until >= today) for row in rows):
        raise AlreadyOwed(field="duty", unit=unit.name)
    return command


def _owed(command: m.RecordPerformance, store: EventStore) -> m.RecordPerformance:
    """What the obligation asks on the day: it is not ended meanwhile."""
    store.hold(f"obligation-{command.obligation}")
    obligation = fold(store.read_past(f"obligation-{command.obligation}").told)
    phase = phase_on(obligation.terms, command.performed_on)
    by_station = phase is not None and phase.rule is Rule.STATION_QUARTERLY
    fits = by_station and command.station is not None and _fits(command, obligation.bureau, store)
    return replace(
        command, bureau=obligation.bureau, owed_from=obligation.since, owed_to=obligation.last, by_station=by_station,
        station_fits=fits,
    )  # fmt: skip


def _fits(command: m.RecordPerformance, bureau: str, store: EventStore) -> bool:
    """Whether the station was the unit's on the day."""
    day = command.performed_on
    now = history.Moment(None, command.at, day)
    return any(
        stay.station == command.station
        and (stay.since is None or stay.since <= day)
        and (stay.until is None or day < stay.until)
        for stay in stays(store.connection, now).get(bureau, ())
    )


def _files(command: m.RecordPerformance, store: EventStore) -> tuple[m.Evidence, ...]:
    """Each file named is one that the actor's own unit uploaded."""
    found = []
    for stated in command.evidence:
        file = files.find(store.connection, stated.sha256, command.by.org)
        if file is None:
            raise UnknownFile(field="evidence", sha256=stated.sha256)
        found.append(file)
    return tuple(dict.fromkeys(found))


def obligation_of(item: UUID) -> UUID:
    """The id of the obligation that an item becomes."""
    return uuid5(NAMESPACE, f"obligation of {item}")


def following(command: m.Command, store: EventStore) -> list[m.Command]:
    """The commands that go with one on an item: what it is made into is set up."""
    if not isinstance(command, m.ConvertItem):
        return []
    table = ITEMS.now.c
    row = store.connection.execute(select(table.bureau, table.area).where(table.item_id == command.subject)).one()
    said = {name: getattr(command, name) for name in ("duty", "rule", "window", "since", "until", "basis")}
    return [m.SetUpObligation(
        command_id=uuid5(command.command_id, "obligation"), subject=obligation_of(command.subject), by=command.by,
        at=command.at, bureau=row.bureau, area=row.area, from_item=command.subject, **said,
    )]  # fmt: skip
