"""What a command on a sample needs to know: the day, the rows that are kept, a seed nobody knew, the units' names."""

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from events.store import EventStore
from workflow import frames
from workflow import messages as m
from workflow.lookups import units
from workflow.messages.organisation import BUREAUS
from workflow.messages.sample import DrawCommand
from workflow.sample_errors import NoSuchSample
from workflow.samples import Sample
from workflow.sight import in_sample

SEED_BYTES = 16


def require_sight(command: m.SampleCommand, sample: Sample) -> None:
    """A sample that the actor does not see is as one that is not there."""
    if isinstance(command, m.PlanSample):
        return
    if not sample.version or not in_sample(command.by, concluded=sample.concluded is not None, units=sample.units):
        raise NoSuchSample


def prepared(command: Any, sample: Sample, store: EventStore, today: date) -> Any:
    """The command with what is looked up for it."""
    command = replace(command, today=today)
    if isinstance(command, m.FrameCommand):
        return replace(command, empty=_empty(store.connection, {one.unit for one in command.rows}))
    if isinstance(command, DrawCommand):
        rows = frames.rows_of(store.connection, sample.frame) if sample.frame else ()
        return replace(command, rows=rows, fresh=secrets.token_hex(SEED_BYTES), names=names(store.connection))
    return command


def names(connection: Connection) -> dict[str, str]:
    """The names and short names that units go by, each with its code; the full name first."""
    known = units(connection).values()
    return {unit.name: unit.code for unit in known} | {unit.short: unit.code for unit in known}


def _empty(connection: Connection, there: set[str]) -> tuple[str, ...]:
    """The bureaus of which the frame has nothing."""
    known = units(connection).values()
    return tuple(one.code for one in known if one.what in BUREAUS and not one.dissolved and one.code not in there)
