"""Carry a command out: read, fold, decide, append with the read model, answer. One call, one transaction.

The shell (a page, the API, an import) makes the command through its schema and calls `handle`; nothing else writes.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from events import acts, sealer, vault
from events.acts import Act
from events.clock import Clock
from events.codec import canonical
from events.database import Database
from events.errors import DuplicateCommand, EventLogError, KeysMissing, Suspended, WrongExpectedVersion
from events.event import Envelope, Recorded
from events.note import Verifier
from events.personal import PersonalRef
from events.signing import Notary
from events.store import Answer, Beside, EventStore, Past
from workflow import (
    disclosure_preparation,
    frames,
    notice_preparation,
)
from workflow.admission import require_admitted
from workflow.answers import Done, done_of, kept, read_answer
from workflow.disclosure_lists import table_of
from workflow.errors import CommandIdReused, Refusal
from workflow.files import FileStore
from workflow.log_errors import KeysAway, ReadOnly
from workflow.messages import (
    AccountCommand,
    Command,
    ComparisonCommand,
    Evidence,
    FrameCommand,
    ItemCommand,
)
from workflow.messages.disclosure_list import PrepareDisclosureList
from workflow.persons import told
from workflow.post import Post
from workflow.preparation import Around, Whois, following, prepare
from workflow.projections import BY_KIND
from workflow.subjects import subject_of

ATTEMPTS = 5
ROLLED_BACK, ROLLED_BACK_ATTEMPTS = ("40001", "40P01"), 4  # a serialization failure, a deadlock
Came = TypeVar("Came")
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What commands are carried out with: where, when, which files. `whois` says what an account can act as.

    `wake` wakes the sealer where one runs in the background; without it a command seals what it appended itself.
    `notary` vouches for the log's length where keys are configured. `post` takes mail where a server is configured.
    `brought` are files, by digest, that come with the commands and are kept with what they record.
    """

    database: Database
    clock: Clock
    zone: ZoneInfo
    files: FileStore
    whois: Whois
    wake: threading.Event | None = None
    notary: Notary | None = None
    post: Post | None = None
    brought: Mapping[str, Evidence] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The calendar day where the office is."""
        return self.clock.now().astimezone(self.zone).date()

    @property
    def verifier(self) -> Verifier | None:
        """The public key of the log, where one is configured."""
        return self.notary.verifier if self.notary else None


def handle(ledger: Ledger, command: Command) -> Done:
    """Do what `command` asks, once however often it is sent; or raise a Refusal and change nothing.

    Without an expected version, a command that meets another writer is decided anew on what that one left.
    """

    def once(again: bool) -> Done:
        with _connection(ledger.database, command) as connection:
            store = EventStore(connection)
            done = carry_out(store, ledger, command, again=again)
            go_with(store, ledger, command)
        return done

    return tried(ledger, once)


def tried(ledger: Ledger, once: Callable[[bool], Came]) -> Came:
    """What `once` came to, sealed. It opens a transaction of its own, and is told whether it is called again.

    If it meets another writer it is begun anew as a whole; the error of its last attempt is raised.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            came = once(attempt > 1)
        except (WrongExpectedVersion, DuplicateCommand, IntegrityError):
            if attempt == ATTEMPTS:
                raise
        except OperationalError as error:
            if attempt >= ROLLED_BACK_ATTEMPTS or getattr(error.orig, "sqlstate", None) not in ROLLED_BACK:
                raise
        else:
            seal_what_is_new(ledger)
            return came
    raise AssertionError("unreachable")


def go_with(store: EventStore, ledger: Ledger, command: Command) -> None:
    """Carry out what goes with a command; a refusal of any of it undoes all, and says which it was."""
    for one in following(command, store):
        try:
            carry_out(store, ledger, one)
        except Refusal as refusal:
            raise notice_preparation.blamed(command, one, refusal, store) from refusal


def _connection(database: Database, command: Command) -> AbstractContextManager[Connection]:
    """A command that holds nothing else still needs no transaction of several statements."""
    several = command.holds_others or command.personal or isinstance(command, AccountCommand)
    return database.writing() if several else database.commanding()


def seal_what_is_new(ledger: Ledger) -> None:
    """Wake the sealer, or seal at once. Should that fail, the command stands, and a later sealer finds its events."""
    if ledger.wake:
        ledger.wake.set()
        return
    try:
        sealer.seal(ledger.database, ledger.clock)
    except (SQLAlchemyError, EventLogError):
        LOGGER.exception("sealing failed; what was committed waits for the next sealer")


def carry_out(store: EventStore, ledger: Ledger, command: Command, *, again: bool = False) -> Done:
    """`handle` on a connection of the caller's; sealing and trying again are the caller's.

    What was carried out before is answered as it was then: its events stand in the stream. Only a command that is
    refused, or is tried again, is looked up by its id.
    """
    past = store.read_past(command.stream)
    known = again or any(one.command_id == command.command_id for one in past.told)
    if known and (done := replayed(store, command)):
        return done
    try:
        return _carried_out(store, ledger, command, past)
    except Refusal:
        if done := replayed(store, command):
            return done
        raise
    except Suspended as suspended:
        raise ReadOnly from suspended
    except KeysMissing as missing:
        raise KeysAway from missing


def _carried_out(store: EventStore, ledger: Ledger, command: Command, past: Past) -> Done:
    about, today = subject_of(command), command.at.astimezone(ledger.zone).date()
    if isinstance(command, ItemCommand) and command.on != today:
        command = replace(command, on=today)
    subject = about.fold(past.told)
    require_admitted(command, subject, past, store.connection)
    ready = prepare(Around(store, ledger.whois, subject, today, ledger.zone, ledger.brought), command)
    events = about.decide(ready, subject)
    if not events:
        return Done(subject=command.subject, version=past.head.version, state="", events=())
    if store.writes and isinstance(ready, PrepareDisclosureList):
        ledger.files.put(table_of(ready).table.content)  # synced before an event names it; without room, none does
    projection, digest = BY_KIND.get(command.stream_kind), request_digest(command)

    def beside(new: tuple[Recorded, ...]) -> Beside:
        return Beside(Answer(digest, kept(done_of(new))), projection.line(subject, new) if projection else None)

    recorded = store.append(
        command.stream, events, expected=past.head, envelope=_envelope(ready),
        definition=getattr(events[0], "definition", None), beside=beside,
    )  # fmt: skip
    if store.writes:
        _keep_beside(store.connection, ready, recorded[0].name)
    return done_of(recorded)


def _keep_beside(connection: Connection, command: Command, did: str) -> None:
    """What is kept beside the log with the events: personal values, a frame's rows, whose a file is."""
    if command.personal:
        whose = told(command, command.subject, {value.ref: value.value for value in command.personal})
        vault.keep(connection, command.personal, whose, command.at)
    if isinstance(command, FrameCommand):
        frames.keep(connection, command.frame, command.rows)
    if isinstance(command, PrepareDisclosureList):
        disclosure_preparation.name_file(connection, command)
    if isinstance(command, AccountCommand | ComparisonCommand):
        acts.write(connection, Act(did, command.by.account, command.stream), command.at)


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
    kind: Any = type(command)
    said = ((name, getattr(command, name), default) for name, default in _asked(kind))
    asked = {name: value for name, value, default in said if value != default}
    known = {name: "personal" if isinstance(value, PersonalRef) else value for name, value in asked.items()}
    request = {"trigger": command.trigger, "stream": command.stream, "by": str(command.by.account), "asked": known}
    return hashlib.sha256(canonical(msgspec.to_builtins(request))).digest()


@cache
def _asked(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """What a command of a kind asks with; and of a field that a later release added the value that goes unsaid, so
    that what was asked before reads as before."""
    asked = [f for f in fields(kind) if "label" in f.metadata]
    return tuple((f.name, f.default if f.metadata.get("later") else MISSING) for f in asked)


def _envelope(command: Command) -> Envelope:
    return Envelope(
        at=command.at, actor=str(command.by), command_id=command.command_id,
        correlation_id=command.correlation_id or command.command_id,
        effective_at=command.effective_at,
    )  # fmt: skip
