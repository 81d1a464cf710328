"""What clients were told, held against what the database holds: the one judge of all fault tests.

Clients note invoke, ok, refused or unknown for every command. Afterwards everything acknowledged is in the log exactly
once and in order, nothing refused is in it, what was left unknown is there whole or not at all, the same command was
always answered the same, and all that is derived from the log equals it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from events import sealer
from events.clock import StoppedClock
from events.event import Recorded
from events.store import EventStore
from workflow.answers import Done, done_of
from workflow.audit import audit
from workflow.following import follow, followed
from workflow.messages import Command
from workflow.service import Ledger

PATIENCE = timedelta(hours=1)  # past the lease of whoever died following


class Outcome(StrEnum):
    OK = "ok"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass
class Client:
    """What every sending of a command came to. One that was invoked and never answered is unknown."""

    sent: list[tuple[Command, Outcome, Done | None]] = field(default_factory=list)

    def note(self, command: Command, outcome: Outcome, done: Done | None = None) -> None:
        self.sent.append((command, outcome, done))


def check(ledger: Ledger, client: Client) -> list[str]:
    """All that is wrong, in words; nothing if every promise was kept. What waits is sealed and followed first."""
    sealer.seal(ledger.database, ledger.clock)
    follow(ledger.database, StoppedClock(ledger.clock.now() + PATIENCE))
    with ledger.database.reading() as connection:
        recorded = list(everything(EventStore(connection)))
        waiting, behind = sealer.lag(connection), len(recorded) - 1 - followed(connection)
        faults = [f"audit: {fault}" for fault in audit(connection, ledger.files)]
    wrong = [f"{waiting} events were never sealed"] if waiting else []
    wrong += [f"the histories are {behind} positions behind"] if behind else []
    return [*wrong, *in_order(recorded), *answered(recorded, client), *faults]


def everything(store: EventStore, page: int = 1000) -> Iterator[Recorded]:
    """The log from its beginning, as a reader with a checkpoint goes through it."""
    after = -1
    while some := store.read_log(after=after, limit=page):
        yield from some
        after = some[-1].position if some[-1].position is not None else after


def in_order(recorded: Sequence[Recorded]) -> Iterator[str]:
    """Positions without gaps, each stream's versions one after the other, sealing time never back, no event twice."""
    versions: dict[str, int] = defaultdict(int)
    for place, one in enumerate(recorded):
        if one.position != place:
            yield f"position {one.position} stands where {place} belongs"
        if one.version != versions[one.stream] + 1:
            yield f"{one.stream} version {one.version} follows version {versions[one.stream]}"
        versions[one.stream] = one.version
    times = [one.sealed_at for one in recorded if one.sealed_at]
    if times != sorted(times):
        yield "sealing time ran back"
    if len({one.event_id for one in recorded}) != len(recorded):
        yield "an event stands in the log twice"


def answered(recorded: Sequence[Recorded], client: Client) -> Iterator[str]:
    """Each command's outcomes against its events."""
    events: dict[UUID, list[Recorded]] = defaultdict(list)
    for one in recorded:
        events[one.command_id].append(one)
    outcomes: dict[UUID, list[tuple[Outcome, Done | None]]] = defaultdict(list)
    commands = {command.command_id: command for command, _, _ in client.sent}
    for command, outcome, done in client.sent:
        outcomes[command.command_id].append((outcome, done))
    for command_id, told in outcomes.items():
        yield from _judged(commands[command_id], told, events.get(command_id, []))


def _judged(command: Command, told: Sequence[tuple[Outcome, Done | None]], events: Sequence[Recorded]) -> Iterator[str]:
    who = f"{command.trigger} {command.command_id}"
    answers = Counter(done for outcome, done in told if outcome is Outcome.OK)
    if len(answers) > 1:
        yield f"{who} was answered in {len(answers)} ways"
    if answers and not events:
        yield f"{who} was acknowledged and is not in the log"
    if events and all(outcome is Outcome.REFUSED for outcome, _ in told):
        yield f"{who} was refused and is in the log"
    if events and {one.stream for one in events} != {command.stream}:
        yield f"{who} is in streams it does not speak of"
    for done in answers:
        if events and done_of(events) != done:
            yield f"{who} was answered {done}, and the log says {done_of(events)}"
