"""What a command needs to know of the rest of the ledger before it can be decided: looked up here, then handed in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import singledispatch
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from events import tables
from events.store import EventStore
from workflow import (
    account_preparation,
    batch_preparation,
    contact_preparation,
    deadline_preparation,
    disclosure_preparation,
    files,
    finding_preparation,
    issue_preparation,
    notice_preparation,
    obligation_preparation,
    row_preparation,
    sample_preparation,
)
from workflow import messages as m
from workflow.errors import (
    NumberTaken,
    UnknownHandler,
    UnknownUnit,
)
from workflow.facts import FollowUp
from workflow.file_errors import UnknownFile
from workflow.item import Item
from workflow.lookups import organisation_id, unit_of
from workflow.machine import Owner
from workflow.messages.matters import FollowUpItem, NoteProgress, TransferItem
from workflow.messages.measure import CompleteMeasure
from workflow.messages.upward import DraftReport, IssueReport
from workflow.organisation_preparation import prepared
from workflow.projections import NOTICES
from workflow.words import Role

Whois = Callable[[Connection, UUID, date], Sequence[m.Actor]]
"""What an account can act as on a day."""


class Around(NamedTuple):
    """What may be asked: the log, the accounts, what the command is about, the day, the files that come with it."""

    store: EventStore
    whois: Whois
    subject: Any
    today: date
    zone: ZoneInfo
    brought: Mapping[str, m.Evidence]


def prepare(around: Around, command: m.Command) -> m.Command:
    """The command with its looked-up fields filled in; a refusal where what it names is not there."""
    return _prepared(command, around)


def following(command: m.Command, store: EventStore) -> Iterator[m.Command]:
    """The commands that go with this one, in the same transaction."""
    yield from account_preparation.following(command, store)
    yield from notice_preparation.following(command, store)
    yield from obligation_preparation.following(command, store)
    yield from disclosure_preparation.following(command, store)
    yield from batch_preparation.following(command, store)


@singledispatch
def _prepared(command: m.Command, around: Around) -> m.Command:
    """Most commands need nothing looked up."""
    return command


@_prepared.register
def _(command: m.IssueItem, around: Around) -> m.Command:
    return issue_preparation.prepared(command, around.store)


@_prepared.register
def _(command: m.OpenNotice, around: Around) -> m.Command:
    table = NOTICES.now
    if command.sequence:
        taken = select(table.c.stream_id).where(table.c.year == command.year, table.c.sequence == command.sequence)
        if around.store.connection.execute(taken).first():
            raise NumberTaken(field="sequence", number=command.number)
        return command
    last = around.store.connection.scalar(select(func.max(table.c.sequence)).where(table.c.year == command.year))
    return replace(command, sequence=(last or 0) + 1)


@_prepared.register
def _(command: m.OrganisationCommand, around: Around) -> m.Command:
    ready: m.OrganisationCommand = prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: m.AccountCommand, around: Around) -> m.Command:
    ready: m.AccountCommand = account_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: m.ContactCommand, around: Around) -> m.Command:
    ready: m.ContactCommand = contact_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register(m.DraftCommand)
@_prepared.register(m.PackageCommand)
@_prepared.register(m.WithdrawNotice)
def _(command: m.Command, around: Around) -> m.Command:
    ready: m.Command = notice_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: m.BatchCommand, around: Around) -> m.Command:
    ready: m.BatchCommand = batch_preparation.prepared(command, around.subject, around.store)
    return ready


@_prepared.register
def _(command: m.RequestExtension | m.DecideExtension | m.ReopenItem, around: Around) -> m.Command:
    ready: m.ItemCommand = deadline_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: m.PublishCalendar, around: Around) -> m.Command:
    """Its days in order."""
    return replace(command, days=tuple(sorted(command.days, key=lambda one: one.day)))


@_prepared.register
def _(command: m.ObligationCommand | m.PerformanceCommand, around: Around) -> m.Command:
    ready: m.Command = obligation_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: m.ConvertItem, around: Around) -> m.Command:
    return replace(command, obligation=obligation_preparation.obligation_of(command.subject))


@_prepared.register
def _(command: m.SampleCommand, around: Around) -> m.Command:
    ready: m.SampleCommand = sample_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: m.FindingCommand, around: Around) -> m.Command:
    ready: m.FindingCommand = finding_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: m.PublishClauses, around: Around) -> m.Command:
    finding_preparation.require_areas(command, around.store)
    return command


@_prepared.register
def _(command: m.RowCommand, around: Around) -> m.Command:
    ready: m.RowCommand = row_preparation.prepared(command, around.subject, around.store, around.today)
    return ready


@_prepared.register
def _(command: DraftReport | IssueReport, around: Around) -> m.Command:
    if isinstance(command, IssueReport):
        return replace(command, issued_on=around.today)
    return replace(command, unit=command.by.org)


@_prepared.register
def _(command: m.DisclosureListCommand, around: Around) -> m.Command:
    return disclosure_preparation.prepared(command, around.store, around.today)


@_prepared.register
def _(command: m.PublishComparison, around: Around) -> m.Command:
    """Its counts are of what has its place in the log now."""
    last = around.store.connection.scalar(select(func.max(tables.log.c.position)))
    return replace(command, at_position=-1 if last is None else last)


@_prepared.register
def _(command: m.AssignItem | m.HandOverItem, around: Around) -> m.Command:
    """The handler is an active account of the responsible unit that can report for it."""
    item = around.subject
    assert isinstance(item, Item)
    reports = {Role.CITY_CENTER} if item.owner is Owner.CITY else {Role.BUREAU_HANDLER, Role.BUREAU_LEADER}
    found = around.whois(around.store.connection, command.handler, around.today)
    if not any(hat.org == item.bureau and hat.role in reports for hat in found):
        raise UnknownHandler(field="handler")
    return command


@_prepared.register
def _(command: m.ReportItem, around: Around) -> m.Command:
    """Each file named is one that the actor's own unit uploaded."""
    return replace(command, evidence=_uploaded(around, command.evidence, command.by.org, "evidence"))


@_prepared.register
def _(command: CompleteMeasure | NoteProgress, around: Around) -> m.Command:
    return replace(command, attached=_uploaded(around, command.attached, command.by.org, "attached"))


@_prepared.register
def _(command: TransferItem, around: Around) -> m.Command:
    """The unit is one that answers now; whose item it is then follows from it."""
    around.store.hold(f"organisation-{organisation_id(command.bureau)}")  # it is not dissolved meanwhile
    unit = unit_of(around.store, command.bureau)
    if unit is None or not unit.answers:
        raise UnknownUnit(field="bureau", given=command.bureau)
    owner = Owner.CITY if unit.city else Owner.BUREAU
    return replace(command, owner=owner, moved_on=around.today)


@_prepared.register
def _(command: FollowUpItem, around: Around) -> m.Command:
    """When the item was closed; and of a check that was passed no new date, whatever the form said."""
    closed_at = around.subject.closed_at
    known = replace(command, closed_on=closed_at and closed_at.astimezone(around.zone).date())
    if command.followed_up is FollowUp.PASSED:
        return replace(known, new_due=None)
    ready: m.ItemCommand = deadline_preparation.prepared(known, around.subject, around.store, around.today)
    return ready


def _uploaded(around: Around, stated: Iterable[m.Evidence], org: str, field: str) -> tuple[m.Evidence, ...]:
    """The files as the unit uploaded them; UnknownFile for one that it did not."""
    found = []
    for one in stated:
        file = around.brought.get(one.sha256) or files.find(around.store.connection, one.sha256, org)
        if file is None:
            raise UnknownFile(field=field, sha256=one.sha256)
        found.append(file)
    return tuple(dict.fromkeys(found))
