"""An item's life as it is shown: the stepper of its states, and its events one by one."""

from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from admin.facts import Fact
from admin.formats import day_text, instant, local
from admin.look import Look
from admin.values import Sayer
from admin.words import FIELDS, event_words, say, t
from events.event import Recorded
from workflow import merging
from workflow.errors import Words
from workflow.history import Change, Life, Step
from workflow.item import KNOWN
from workflow.messages import ItemEvent
from workflow.messages.item import ItemIssued
from workflow.words import STATES, State

PATH = (State.ISSUED, State.ASSIGNED, State.REPORTED, State.VERIFIED, State.CLOSED)
ENDED = (State.WITHDRAWN, State.CONVERTED)
"""Where the way ends before an item is struck off."""
SPOKEN = ("reason", "closing_note", "note")
LATE = timedelta(days=1)


class Stage(NamedTuple):
    """One of the states on the way; `by` and `at` are those of the event that led there, if it is reached,
    and `did` is that event where it is not the usual one."""

    state: str
    words: Words
    progress: str
    did: str = ""
    by: str = ""
    at: datetime | None = None


def stages(look: Look, life: Life) -> list[Stage]:
    """The way from issued to closed, how far the item is on it; an item withdrawn ends where it was withdrawn."""
    reached: dict[State, Step] = {}
    before = None
    for step in life.steps:
        state = step.item.state
        if state is before:  # what stays beside the way led nowhere
            continue
        before = state
        if state in PATH:
            reached = {s: kept for s, kept in reached.items() if PATH.index(s) < PATH.index(state)}
        reached[state] = step
    now = life.item.state
    path = [s for s in PATH if s in reached] + [now] if now in ENDED else list(PATH)
    return [_stage(look, state, reached.get(state), state is now) for state in path]


def _stage(look: Look, state: State, step: Step | None, current: bool) -> Stage:
    if step is None:
        return Stage(state, STATES[state], "todo")
    progress = "current" if current else "done"
    usual = step.recorded.name == f"item.{state}"
    did, by = "" if usual else event_words(step.recorded.name), look.person(step.by)
    return Stage(state, STATES[state], progress, did, by, step.recorded.recorded_at)


class Shown(NamedTuple):
    """A changed field, old and new, as text."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the timeline. `since` says when it took effect, if that was before it was recorded; `late` how many
    days before, where that is no matter of course. `own` is what the event says beside the item's own fields; `told`
    says whether the reader sees the unit that had the item then; `merge` is the merged workbook that it came with."""

    version: int
    position: int | None
    did: str
    state: str
    name: str
    role: str
    unit: str
    recorded_at: datetime
    since: str
    late: int
    said: str
    own: list[Fact]
    changes: list[Shown]
    digest: str
    command: UUID
    told: bool
    merge: UUID | None = None


def entries(look: Look, life: Life, sayer: Sayer) -> list[Entry]:
    """The events, oldest first."""
    together = {step.recorded.correlation_id for step in life.steps} - {step.recorded.command_id for step in life.steps}
    merges = merging.of_those(look.connection, look.actor, together)
    return [_entry(look, step, sayer, merges) for step in life.steps]


def _entry(look: Look, step: Step, sayer: Sayer, merges: frozenset[UUID]) -> Entry:
    recorded, event = step.recorded, step.recorded.event
    said = next((text for name in SPOKEN if (text := getattr(event, name, ""))), "")
    return Entry(
        version=recorded.version, position=recorded.position, did=event_words(recorded.name),
        state=event.leads_to.value, name=look.person(step.by), role=look.role(step.by),
        unit=look.unit_of(step.by), recorded_at=recorded.recorded_at,
        since=_since(recorded), late=_late(recorded), said=said,
        own=_own(event, sayer), changes=shown(step.changes, sayer), digest=recorded.digest.hex(),
        command=recorded.command_id, told=step.told,
        merge=recorded.correlation_id if recorded.correlation_id in merges else None,
    )  # fmt: skip


def _own(event: ItemEvent, sayer: Sayer) -> list[Fact]:
    names = [f.name for f in fields(event) if f.name in FIELDS and f.name not in (*KNOWN, *SPOKEN)]
    said = ((name, sayer(name, getattr(event, name))) for name in names)
    return [Fact(say(FIELDS[name]), text) for name, text in said if text]


def _since(recorded: Recorded) -> str:
    """Since when the event has counted: a day, where that is what was said; nothing, if since it was recorded.

    An item counts from the day of its list, as a matter of course.
    """
    if recorded.effective_at == recorded.recorded_at:
        return ""
    if isinstance(recorded.event, ItemIssued):
        return t("list of %(day)s", day=day_text(local(recorded.effective_at).date()))
    since = local(recorded.effective_at)
    moment = day_text(since.date()) if since.time() == time() else instant(recorded.effective_at)
    return t("in effect since %(moment)s", moment=moment)


def _late(recorded: Recorded) -> int:
    return 0 if isinstance(recorded.event, ItemIssued) else (recorded.recorded_at - recorded.effective_at) // LATE


def shown(changes: tuple[Change, ...], sayer: Sayer) -> list[Shown]:
    """The changed fields with their labels; what was said beside the state is shown on its own."""
    texts = ((c.field, sayer(c.field, c.before), sayer(c.field, c.after)) for c in changes)
    return [Shown(say(FIELDS.get(name, Words(name, name))), old, new) for name, old, new in texts if old != new]


class Neighbours(NamedTuple):
    """Where stepping leads from a moment of the past: positions, None where there is none."""

    previous: int | None
    following: int | None
    number: int
    total: int


def neighbours(past: Life, whole: Life) -> Neighbours:
    number = len(past.steps)
    steps = whole.steps
    previous = steps[number - 2].recorded.position if number > 1 and past.steps[number - 2].told else None
    following = steps[number].recorded.position if number < len(steps) else None
    return Neighbours(previous, following, number, len(steps))
