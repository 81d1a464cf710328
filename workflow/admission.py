"""Whether a command is let in at all: its actor sees what it is about, looked at its last version, and may."""

from typing import Any

from sqlalchemy import Connection

from events.store import Past
from workflow import (
    account_decider,
    comparisons,
    contact_preparation,
    disclosure_preparation,
    finding_preparation,
    notice_preparation,
    obligation_preparation,
    row_preparation,
    sample_preparation,
    snapshots,
    upward,
)
from workflow.errors import NoSuchItem, StaleVersion
from workflow.item import Item
from workflow.messages import (
    AccountCommand,
    Command,
    ComparisonCommand,
    ContactCommand,
    DisclosureListCommand,
    FindingCommand,
    ObligationCommand,
    PerformanceCommand,
    RowCommand,
    SampleCommand,
    SnapshotCommand,
    UpwardCommand,
)
from workflow.messages.base import SYSTEM
from workflow.messages.deadline import ItemSupervised
from workflow.sight import in_sight
from workflow.subjects import subject_of


def require_admitted(command: Command, subject: Any, past: Past, connection: Connection) -> None:
    """Raises the Refusal of a command whose actor does not see its subject, saw an older version of it, or may not."""
    about = subject_of(command)
    _require_sight(command, subject, connection)
    if _is_stale(command.expected_version, past):
        if not past.told:
            about.admit(command, subject)  # what is not there is not stale
        raise StaleVersion(expected=command.expected_version or 0, current=past.head.version)
    about.admit(command, subject)


def _is_stale(seen: int | None, past: Past) -> bool:
    """Whether a stream is at another version than was seen. A light that the clock raised since counts for nothing:
    nobody's form is to come back because a day began."""
    if seen in (None, past.head.version):
        return False
    later = past.told[seen:] if seen else past.told
    by_the_clock = all(isinstance(one.event, ItemSupervised) and one.actor == str(SYSTEM) for one in later)
    return not (later and by_the_clock)


def _require_sight(command: Command, subject: Any, connection: Connection) -> None:
    """What the actor does not see is as what is not there.

    Issuing makes an item, so it asks for nothing seen; nor does the system's own clock.
    """
    if isinstance(command, AccountCommand):
        account_decider.require_sight(command, subject)
    if isinstance(command, ContactCommand):
        contact_preparation.require_sight(command, subject, connection)
    if isinstance(command, ObligationCommand | PerformanceCommand):
        obligation_preparation.require_sight(command, subject, connection)
    if isinstance(command, RowCommand):
        row_preparation.require_sight(command, subject)
    if isinstance(command, DisclosureListCommand):
        disclosure_preparation.require_sight(command, subject)
    if isinstance(command, ComparisonCommand):
        comparisons.require_role(command)
    notice_preparation.require_sight(command, subject)
    if isinstance(command, SampleCommand):
        sample_preparation.require_sight(command, subject)
    if isinstance(command, SnapshotCommand):
        snapshots.require_role(command)
    if isinstance(command, UpwardCommand):
        upward.require_role(command)
    if isinstance(command, FindingCommand):
        finding_preparation.require_sight(command, subject, connection)
    if command.trigger == "issue" or command.by == SYSTEM or not isinstance(subject, Item):
        return
    if subject.state is None or not in_sight(command.by).sees(subject.bureau):
        raise NoSuchItem
