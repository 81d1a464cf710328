"""What must hold of the histories of items whatever happened to them: each tells what is wrong, nothing if all is well.

Read off the recorded events alone, with no decider and no fold between, so that neither can excuse the other.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from uuid import UUID

from events.event import EVENT_NAMES, Recorded
from workflow import machine
from workflow import messages as m
from workflow.facts import Decision, FollowUp
from workflow.item import Happened, fold
from workflow.machine import BESIDE
from workflow.messages.base import SYSTEM

History = Sequence[Recorded]
BESIDE_EVENTS = {EVENT_NAMES[m.ITEM_COMMANDS[trigger].records][0] for trigger in BESIDE}
TRIGGER_OF = {EVENT_NAMES[command.records][0]: trigger for trigger, command in m.ITEM_COMMANDS.items()}
ANEW = {"item.reopened", "item.transferred"}


def account_of(one: Recorded) -> UUID:
    return m.Actor.parse(one.actor).account


def shared_accounts(history: History) -> Iterator[str]:
    """In each round reporter, verifier and closer are three accounts."""
    rounds: list[dict[str, set[UUID]]] = [{}]
    for one in history:
        if one.name in ANEW or getattr(one.event, "followed_up", None) is FollowUp.FAILED:
            rounds.append({})
        rounds[-1].setdefault(one.name, set()).add(account_of(one))
    for number, names in enumerate(rounds, 1):
        reported, verified, closed, converted = (
            names.get(f"item.{name}", set()) for name in ("reported", "verified", "closed", "converted")
        )
        if reported & verified or (closed | converted) & (reported | verified):
            yield f"one account twice in round {number}"


def closed_unfinished(history: History) -> Iterator[str]:
    """What is closed was found completed just before, what becomes an obligation was found ongoing."""
    moved = [one for one in history if one.name not in BESIDE_EVENTS]
    for before, one in pairwise(moved):
        found = {"item.closed": "completed", "item.converted": "ongoing"}.get(one.name)
        if found and (before.name, getattr(before.event, "conclusion", None)) != ("item.verified", found):
            yield f"{one.name} after {before.name}"


def dates_lost(history: History) -> Iterator[str]:
    """Every due date that was ever in force is told with the item, in order, each later than the one before."""
    given = [day for one in history if (day := _moved_to(one.event))]
    said = [history[0].event.due.last, *given]
    item = fold(map(Happened.of, history))
    assert item.deadline.original is not None
    assert item.due is not None
    kept = [one.before.last for one in item.deadline.extensions] + [item.due.last]
    if not (said == kept == sorted(set(said)) and item.deadline.original.last == said[0]):
        yield f"due dates said {said}, kept {kept}"


def _moved_to(event: object) -> date | None:
    """The due date that an event set: an extension that was given, or a new round with a date of its own."""
    if isinstance(event, m.ItemExtensionDecided):
        return event.until if event.decision is Decision.APPROVED else None
    return getattr(event, "new_due", None)


def lights_raised_twice(history: History) -> Iterator[str]:
    """The clock raises a light once, for each due date, round and unit."""
    now, seen = (history[0].event.due, 1, history[0].event.bureau), Counter[object]()
    for one in history[1:]:
        due, turn, bureau = now
        if one.name == "item.transferred":
            bureau = one.event.bureau
        if one.name == "item.reopened" or getattr(one.event, "followed_up", None) is FollowUp.FAILED:
            turn += 1
        due = _moved_to(one.event) or due
        now = (due, turn, bureau)
        if isinstance(one.event, m.ItemSupervised) and one.actor == str(SYSTEM):
            seen[one.event.light, now] += 1
    yield from (f"{what} {times} times" for what, times in seen.items() if times > 1)


@cache
def rows_of(version: int) -> list[list[object]]:
    """The rows of a version as they lie in the folder."""
    read = json.loads((machine.FOLDER / f"item-{version}.json").read_bytes())
    rows: list[list[object]] = read["rows"] if isinstance(read, dict) else read
    return rows


def strayed(history: History) -> Iterator[str]:
    """Played again by the table it was born under, and the newest for what that has no word for, it comes the same way.

    So an item that was born under an older version stands where it stood for ever.
    """
    born = rows_of(machine.version_of(history[0].event.definition))
    newest, state = rows_of(max(machine.released())), None
    for one in history:
        trigger = TRIGGER_OF[one.name]
        rows = born if any(row[0] == trigger for row in born) else newest
        outcome = getattr(one.event, "conclusion", None) or getattr(one.event, "followed_up", None)
        ways = [row[2] for row in rows if row[:2] == [trigger, state] and (not row[6] or outcome in row[6])]
        if ways != [one.event.leads_to]:
            yield f"{trigger} from {state} to {one.event.leads_to}, by the table to {ways}"
        state = one.event.leads_to
    if fold(map(Happened.of, history)).state != state:
        yield f"folded it is not {state}"


def raised_twice(histories: Iterable[History]) -> Iterator[str]:
    """A cause raises one item."""
    causes = (history[0].event.cause for history in histories)
    seen = Counter((cause.kind, cause.subject, cause.row) for cause in causes if cause)
    yield from (f"{cause} raised {times} items" for cause, times in seen.items() if times > 1)


TRUTHS = (shared_accounts, closed_unfinished, dates_lost, lights_raised_twice, strayed)


def untruths(histories: Sequence[History]) -> list[str]:
    """All that is wrong with any of them."""
    of_each = [f"{history[0].stream}: {wrong}" for history in histories for truth in TRUTHS for wrong in truth(history)]
    return of_each + list(raised_twice(histories))
