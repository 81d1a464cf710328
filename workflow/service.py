"""Carry a command out: read, fold, decide, append with the read model, answer. One call, one transaction.

The shell (a page, the API, an import) makes the command through its schema and calls `handle`; nothing else writes.
"""

import hashlib
import logging
from dataclasses import dataclass, fields
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from events import sealer, vault
from events.clock import Clock
from events.codec import canonical
from events.database import Database
from events.errors import DuplicateCommand, WrongExpectedVersion
from events.event import Envelope
from events.personal import PersonalRef
from events.store import Answer, EventStore, History
from workflow import decider, registers
from workflow.answers import Done, answer_of, done_of, read_answer
from workflow.errors import CommandIdReused, NoSuchItem, StaleVersion
from workflow.files import FileStore
from workflow.item import Happened, Item, fold
from workflow.messages import Command, ItemCommand
from workflow.preparation import Whois, prepare
from workflow.projections import BY_KIND
from workflow.sight import in_sight

ATTEMPTS = 5
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What commands are carried out with: where, when, which files. `whois` finds an active account."""

    database: Database
    clock: Clock
    zone: ZoneInfo
    files: FileStore
    whois: Whois


def handle(ledger: Ledger, command: Command) -> Done:
    """Do what `command` asks, once however often it is sent; or raise a Refusal and change nothing.

    Without an expected version, a command that meets another writer is decided anew on what that one left.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with ledger.database.writing() as connection:
                done = carry_out(EventStore(connection), ledger, command)
        except (WrongExpectedVersion, DuplicateCommand, IntegrityError):
            if attempt == ATTEMPTS:
                raise
        else:
            seal_what_is_new(ledger)
            return done
    raise AssertionError("unreachable")


def seal_what_is_new(ledger: Ledger) -> None:
    """Seal at once what was committed. Should that fail, the command stands, and a later sealer finds its events."""
    try:
        sealer.seal(ledger.database, ledger.clock)
    except SQLAlchemyError:
        LOGGER.exception("sealing failed; what was committed waits for the next sealer")


def carry_out(store: EventStore, ledger: Ledger, command: Command) -> Done:
    """`handle` inside the caller's transaction; sealing and trying again are the caller's."""
    history = store.read(command.stream)
    if done := replayed(store, command):  # looked up after the reading: a twin that was quicker is found here
        return done
    subject = _folded(command, history)
    _require_sight(command, subject)
    if command.expected_version not in (None, history.head.version):
        raise StaleVersion(expected=command.expected_version or 0, current=history.head.version)
    _admit(command, subject)
    ready = prepare(store, ledger.whois, command, subject)
    events = _decide(ready, subject)
    recorded = store.append(
        command.stream, events, expected=history.head, envelope=_envelope(ready),
        definition=getattr(events[0], "definition", None),
    )  # fmt: skip
    done = done_of(recorded)
    if store.writes:
        vault.keep(store.connection, ready.personal)
        projection = BY_KIND[command.stream_kind]
        projection.write(store.connection, (*history.recorded, *recorded), history.head.version)
    store.answer(command.command_id, Answer(request_digest=request_digest(command), answer=answer_of(recorded)))
    return done


def replayed(store: EventStore, command: Command) -> Done | None:
    """The stored answer, if this command was carried out before; CommandIdReused if its id stood for another."""
    answered = store.answered(command.command_id)
    if answered is None:
        return None
    if bytes(answered.request_digest) != request_digest(command):
        raise CommandIdReused
    return read_answer(bytes(answered.answer))


def request_digest(command: Command) -> bytes:
    """SHA-256 over what was asked, by whom, of what. Personal values are left out: they could be guessed from it."""
    asked = {f.name: getattr(command, f.name) for f in fields(command) if "label" in f.metadata}
    known = {name: "personal" if isinstance(value, PersonalRef) else value for name, value in asked.items()}
    request = {"trigger": command.trigger, "stream": command.stream, "by": str(command.by.account), "asked": known}
    return hashlib.sha256(canonical(msgspec.to_builtins(request))).digest()


def _folded(command: Command, history: History) -> Item | registers.Register:
    """What the command is about, as its history makes it."""
    if isinstance(command, ItemCommand):
        return fold(map(Happened.of, history.recorded))
    register = registers.Register()
    for recorded in history.recorded:
        register = registers.evolve(register, recorded.event)
    return register


def _require_sight(command: Command, subject: Item | registers.Register) -> None:
    """An item the actor does not see is as one that is not there. Issuing makes one, so it asks for nothing seen."""
    if command.trigger == "issue" or not isinstance(subject, Item):
        return
    if subject.state is None or not in_sight(command.by).sees(subject.bureau):
        raise NoSuchItem


def _admit(command: Command, subject: Item | registers.Register) -> None:
    """Who may not give the command is told so before anything is looked up for it."""
    if isinstance(command, ItemCommand) and isinstance(subject, Item):
        decider.admit(command, subject)
    elif isinstance(subject, registers.Register):
        registers.admit(command, subject)


def _decide(command: Command, subject: Item | registers.Register) -> list[Any]:
    """The events the command leads to, folded once before they are appended: what cannot be replayed is not kept."""
    if isinstance(command, ItemCommand) and isinstance(subject, Item):
        events = decider.decide(command, subject)
        fold((Happened(event, command.by, command.at) for event in events), subject)
        return list(events)
    assert isinstance(subject, registers.Register)
    return list(registers.decide(command, subject))


def _envelope(command: Command) -> Envelope:
    return Envelope(
        at=command.at, actor=str(command.by), command_id=command.command_id, correlation_id=command.command_id,
        effective_at=command.effective_at,
    )  # fmt: skip
