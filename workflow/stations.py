"""Which stations were whose, from when to when: read from the tree of organisations, up to a moment."""

from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo

from sqlalchemy import Connection

from events.event import Recorded
from events.store import EventStore
from workflow import messages as m
from workflow.history import Moment, until
from workflow.lookups import organisation_id, units
from workflow.messages.organisation import STATIONS
from workflow.terms import Stay


def stays(connection: Connection, at: Moment, zone: tzinfo = UTC) -> dict[str, list[Stay]]:
    """The stays of all stations known at a moment, by the unit they were at, in order of their codes."""
    codes = [unit.code for unit in units(connection, at.position).values() if unit.what in STATIONS]
    histories = EventStore(connection).read_many([f"organisation-{organisation_id(code)}" for code in codes])
    found: dict[str, list[Stay]] = {}
    for history in histories:
        for bureau, stay in _stays(until(history, at), zone):
            found.setdefault(bureau, []).append(stay)
    return {bureau: sorted(those, key=lambda stay: stay.station) for bureau, those in found.items()}


def _stays(recorded: Iterable[Recorded], zone: tzinfo) -> Iterator[tuple[str, Stay]]:
    """Where one station was, one after the other."""
    bureau, stay = "", None
    for one in recorded:
        event, said_on = one.event, one.recorded_at.astimezone(zone).date()
        if stay and isinstance(event, m.OrganisationMoved | m.OrganisationDissolved):
            yield bureau, stay._replace(until=event.since)
            stay = stay._replace(since=event.since, said_on=said_on) if isinstance(event, m.OrganisationMoved) else None
        if isinstance(event, m.OrganisationRegistered):
            stay = Stay(event.code, event.since, None, said_on)
        if isinstance(event, m.OrganisationRegistered | m.OrganisationMoved):
            bureau = event.parent or ""
    if stay:
        yield bureau, stay
